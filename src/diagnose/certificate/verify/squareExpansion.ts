import { gaussJacobi } from "../../../fem/quadrature.ts";
import type { Witness } from "../certificate.ts";
import { rotationFunctions, rotationIndex } from "./rotationFunctions.ts";

/** T = sum_a y_a b_a, b_a = sqrt(4 pi) Y_a real, (degree + 1)^2 numbers in the layout of the multipoles. */
export interface Expansion {
  readonly degree: number;
  readonly coefficients: Float64Array;
  /** Bound of the length of what rounding did to the coefficients of each degree l = 0 .. degree. */
  readonly errors: Float64Array;
}

/**
 * T = |q|^2 by its values: q = sum_J q_J on a Gauss grid that is exact for T times all functions it is compared with. The products
 * q_J* q_K have no degree above J + K, so those are summed by J + K and left out beyond: high degrees, which the state may magnify, keep rounding
 * of their own size.
 */
export function expandSquare({ degree, coefficients }: Witness): Expansion {
  const twiceS = degree % 2 === 0 ? 0 : 1;
  const q = complexNumbers(degree, coefficients);
  const circle = circleOf(2 * degree + 2);
  const { points, weights } = gaussJacobi(degree + 1, 0);
  const functions = new Float64Array(q.real.length);
  const harmonics = new Float64Array((degree + 1) ** 2);
  const expansion = new Float64Array((degree + 1) ** 2);
  for (const [i, z] of points.entries()) {
    const cosine = Math.sqrt((1 + z) / 2);
    const sine = Math.sqrt((1 - z) / 2);
    rotationFunctions(degree, twiceS, cosine, sine, functions);
    rotationFunctions(2 * degree, 0, cosine, sine, harmonics);
    addLatitude(degree, weights[i]! / 2, harmonics, productsAlong(degree, functions, q, circle), circle, expansion);
  }
  return { degree, coefficients: expansion, errors: errorsOf(degree, q) };
}

interface ComplexNumbers {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Of q over sqrt(2J + 1) D^J_Ms*: as they are for odd degrees, from a Re + b Im of the pair M, -M for even ones. */
function complexNumbers(degree: number, coefficients: Float64Array): ComplexNumbers {
  const count = rotationIndex(degree, degree) + 1;
  const real = new Float64Array(count);
  const imaginary = new Float64Array(count);
  for (let twiceJ = degree % 2; twiceJ <= degree; twiceJ += 2) {
    for (let twiceM = -twiceJ; twiceM <= twiceJ; twiceM += 2) {
      const at = rotationIndex(twiceJ, twiceM);
      if (degree % 2 !== 0) {
        real[at] = coefficients[2 * at]!;
        imaginary[at] = coefficients[2 * at + 1]!;
        continue;
      }
      const l = twiceJ / 2;
      const m = Math.abs(twiceM / 2);
      const sign = twiceM < 0 && m % 2 !== 0 ? -1 : 1;
      if (m === 0) real[at] = coefficients[l * l]!;
      else {
        real[at] = sign * Math.SQRT1_2 * coefficients[l * l + 2 * m - 1]!;
        imaginary[at] = (twiceM < 0 ? sign : -1) * Math.SQRT1_2 * coefficients[l * l + 2 * m]!;
      }
    }
  }
  return { real, imaginary };
}

/** Equally spaced angles, an even number, and the cosine of j half-steps. */
interface Circle {
  readonly turns: number;
  readonly cosines: Float64Array;
}

const circleOf = (turns: number): Circle => ({
  turns,
  cosines: Float64Array.from({ length: 2 * turns }, (_, j) => Math.cos((Math.PI * j) / turns)),
});

/** Re sum_{J + K = t} q_J* q_K at each angle of a latitude, t = 0 .. degree: row t. */
function productsAlong(
  degree: number,
  functions: Float64Array,
  { real, imaginary }: ComplexNumbers,
  { turns, cosines }: Circle,
): Float64Array {
  const products = new Float64Array((degree + 1) * turns);
  const re = new Float64Array(degree + 1);
  const im = new Float64Array(degree + 1);
  const period = 2 * turns;
  for (let k = 0; k < turns; k++) {
    for (let twiceJ = degree % 2; twiceJ <= degree; twiceJ += 2) {
      let x = 0;
      let y = 0;
      for (let twiceM = -twiceJ; twiceM <= twiceJ; twiceM += 2) {
        const at = rotationIndex(twiceJ, twiceM);
        const angle = (((twiceM * k) % period) + period) % period;
        const c = cosines[angle]!;
        const s = cosines[(angle + period - turns / 2) % period]!;
        x += functions[at]! * (real[at]! * c - imaginary[at]! * s);
        y += functions[at]! * (real[at]! * s + imaginary[at]! * c);
      }
      re[twiceJ] = x;
      im[twiceJ] = y;
    }
    for (let twiceJ = degree % 2; twiceJ <= degree; twiceJ += 2) {
      for (let twiceK = twiceJ; twiceK <= degree; twiceK += 2) {
        const product = re[twiceJ]! * re[twiceK]! + im[twiceJ]! * im[twiceK]!;
        products[((twiceJ + twiceK) / 2) * turns + k]! += twiceJ < twiceK ? 2 * product : product;
      }
    }
  }
  return products;
}

/** Adds what a latitude gives to the mean of T b_a. */
function addLatitude(
  degree: number,
  weight: number,
  harmonics: Float64Array,
  products: Float64Array,
  { turns, cosines }: Circle,
  expansion: Float64Array,
): void {
  const period = 2 * turns;
  const sum = new Float64Array(turns);
  for (let l = degree; l >= 0; l--) {
    for (let k = 0; k < turns; k++) sum[k]! += products[l * turns + k]!;
    for (let m = 0; m <= l; m++) {
      let c = 0;
      let s = 0;
      for (let k = 0; k < turns; k++) {
        const angle = (2 * m * k) % period;
        c += sum[k]! * cosines[angle]!;
        s += sum[k]! * cosines[(angle + period - turns / 2) % period]!;
      }
      const factor = (weight * harmonics[rotationIndex(2 * l, 2 * m)]!) / turns;
      if (m === 0) expansion[l * l]! += factor * c;
      else {
        expansion[l * l + 2 * m - 1]! += Math.SQRT2 * factor * c;
        expansion[l * l + 2 * m]! += Math.SQRT2 * factor * s;
      }
    }
  }
}

/** Of sqrt(2J + 1) d^J_Ms and of b_lm, the length over M of what they are off by, in units of rounding of sqrt(2J + 1) at most: seen against 40 digits up to J = 40 are 1 and 2 for each step of 2J. */
const functionUnits = (twiceJ: number): number => 4 * twiceJ + 20;

/**
 * Bound of the length of what the coefficients of degree l are off by. With |q_J| <= sqrt(2J + 1) |c_J| and the mean |c_J|^2 of |q_J|^2 an error d of q_J moves
 * sum_a x_a y_a, |x| = 1, by no more than max |d| times the lengths of q_K and of sum_a x_a b_a; one of the b_a by sqrt(2l + 1) times the mean of |q_J q_K|.
 */
function errorsOf(degree: number, { real, imaginary }: ComplexNumbers): Float64Array {
  const lengths = new Float64Array(degree + 1);
  for (let twiceJ = degree % 2; twiceJ <= degree; twiceJ += 2) {
    let squares = 0;
    for (let twiceM = -twiceJ; twiceM <= twiceJ; twiceM += 2) {
      const at = rotationIndex(twiceJ, twiceM);
      squares += real[at]! ** 2 + imaginary[at]! ** 2;
    }
    lengths[twiceJ] = Math.sqrt(squares);
  }
  // Of all J + K >= l: errors of q_J and q_K, and what those of b_a are multiplied with.
  const [products, sizes] = [new Float64Array(degree + 1), new Float64Array(degree + 1)];
  for (let twiceJ = degree % 2; twiceJ <= degree; twiceJ += 2) {
    for (let twiceK = degree % 2; twiceK <= degree; twiceK += 2) {
      const size = lengths[twiceJ]! * lengths[twiceK]!;
      const sum = (twiceJ + twiceK) / 2;
      products[sum]! += size * 2 * functionUnits(twiceJ) * Math.sqrt(twiceJ + 1);
      sizes[sum]! += size;
    }
  }
  for (let l = degree - 1; l >= 0; l--) {
    products[l]! += products[l + 1]!;
    sizes[l]! += sizes[l + 1]!;
  }
  return products.map((product, l) => {
    // Sums over the angles and latitudes of the grid besides.
    const ofHarmonics = (functionUnits(2 * l) + 2 * degree) * Math.sqrt(2 * l + 1);
    return (product + ofHarmonics * sizes[l]!) * Number.EPSILON;
  });
}
