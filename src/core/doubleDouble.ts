/**
 * A number as the unevaluated sum of two doubles, the second at most half a unit in the last place of the first: some 31 digits
 * (T. J. Dekker, doi:10.1007/BF01397083). Exact integers below 2^53 and doubles are [value, 0].
 */
export type DoubleDouble = readonly [number, number];

/** a + b without error. */
export function exactSum(a: number, b: number): DoubleDouble {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

/** Of Veltkamp's splitting into halves of 26 bits, 2^27 + 1. */
export const SPLITTER = 134217729;

/** a b without error, for moduli between 1e-140 and 1e140. */
export function exactProduct(a: number, b: number): DoubleDouble {
  const product = a * b;
  const [ca, cb] = [SPLITTER * a, SPLITTER * b];
  const [ah, bh] = [ca - (ca - a), cb - (cb - b)];
  const [al, bl] = [a - ah, b - bh];
  return [product, al * bl - (product - ah * bh - al * bh - ah * bl)];
}

export function sumOf(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [high, low] = exactSum(a[0], b[0]);
  return exactSum(high, low + a[1] + b[1]);
}

export function productOf(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [high, low] = exactProduct(a[0], b[0]);
  return exactSum(high, low + a[0] * b[1] + a[1] * b[0]);
}

/** a / b for a double b. */
export function dividedBy(a: DoubleDouble, b: number): DoubleDouble {
  const first = a[0] / b;
  const [high, low] = exactProduct(first, b);
  const second = (a[0] - high - low + a[1]) / b;
  return exactSum(first, second);
}
