/*
 * What entries of a matrix are made of: T is f64, or v128 for a complex number, its real part first. Branches on the size of T are taken when the
 * kernel is compiled.
 */

/** Address of an entry. */
export function place<T>(array: usize, index: i32): usize {
  return array + ((<usize>index) << alignof<T>());
}

export function integer(array: usize, index: i32): i32 {
  return load<i32>(array + ((<usize>index) << 2));
}

export function setInteger(array: usize, index: i32, value: i32): void {
  store<i32>(array + ((<usize>index) << 2), value);
}

export function double(array: usize, index: i32): f64 {
  return load<f64>(place<f64>(array, index));
}

/** c + a b. Where the engine fuses the two, the loader puts one instruction in the place of these two. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** Real and imaginary part exchanged. */
export function exchanged(a: v128): v128 {
  return v128.shuffle<f64>(a, a, 1, 0);
}

/** b + c a of complex numbers is `complexMultiplyAdd(c, bothReal(a), turnedImaginary(a), b)`. */
export function bothReal(a: v128): v128 {
  return v128.shuffle<f64>(a, a, 0, 0);
}

export function turnedImaginary(a: v128): v128 {
  return f64x2.mul(v128.shuffle<f64>(a, a, 1, 1), f64x2(-1, 1));
}

export function complexMultiplyAdd(c: v128, real: v128, turned: v128, b: v128): v128 {
  return multiplyAdd(exchanged(c), turned, multiplyAdd(c, real, b));
}

/** |value|, of a complex number |re| + |im|. */
export function magnitude<T>(at: usize): f64 {
  if (sizeof<T>() === 8) return abs(load<f64>(at));
  return abs(load<f64>(at)) + abs(load<f64>(at, 8));
}

/** Adds what is at `from`, times two real factors, to what is at `to`. */
export function addScaled<T>(to: usize, from: usize, first: f64, second: f64): void {
  if (sizeof<T>() === 8) store<f64>(to, load<f64>(to) + load<f64>(from) * first * second);
  else {
    const scaled = f64x2.mul(f64x2.mul(v128.load(from), f64x2.splat(first)), f64x2.splat(second));
    v128.store(to, f64x2.add(v128.load(to), scaled));
  }
}

/** Sets what is at `to` to what is at `from`, times two real factors. */
export function setScaled<T>(to: usize, from: usize, first: f64, second: f64): void {
  if (sizeof<T>() === 8) store<f64>(to, load<f64>(from) * first * second);
  else v128.store(to, f64x2.mul(f64x2.mul(v128.load(from), f64x2.splat(first)), f64x2.splat(second)));
}

/** Takes the product of what is at `a` and at `b` from what is at `to`. */
export function subtractProductAt<T>(to: usize, a: usize, b: usize): void {
  if (sizeof<T>() === 8) store<f64>(to, load<f64>(to) - load<f64>(a) * load<f64>(b));
  else {
    const factor = f64x2.neg(v128.load(b));
    v128.store(to, complexMultiplyAdd(v128.load(a), bothReal(factor), turnedImaginary(factor), v128.load(to)));
  }
}

/** 1 / a of a complex number. */
export function complexInverse(a: v128): v128 {
  const square = f64x2.mul(a, a);
  const size = f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1);
  return f64x2.div(f64x2.mul(a, f64x2(1, -1)), f64x2.splat(size));
}
