import { recursionCoefficient } from "./harmonicRecursion.ts";
import { solidCount, solidIndex } from "./solidHarmonics.ts";

/** Points worked on together: their powers and harmonics of one order stay in a first-level cache. */
const BLOCK = 64;

/**
 * sum_i w_i r_i^n Y_lm(r_i) for all n <= degree, in the layout of core/solidHarmonics.ts: the moments of a density that is
 * given by weights at `points` (3 numbers each), inside the unit ball or on it.
 */
export function sumSolidHarmonics(degree: number, points: Float64Array, weights: Float64Array): Float64Array {
  const sums = new Float64Array(solidCount(degree));
  const row = BLOCK;
  const powers = new Float64Array((degree + 1) * row);
  const [height, cosine, sine, transverse] = [0, 1, 2, 3].map(() => new Float64Array(row)) as FourArrays;
  const [value, below, phaseReal, phaseImaginary] = [0, 1, 2, 3].map(() => new Float64Array(row)) as FourArrays;
  const sectoral = new Float64Array(row);
  const real = new Float64Array(row);
  const imaginary = new Float64Array(row);
  for (let first = 0; first < weights.length; first += row) {
    const count = Math.min(row, weights.length - first);
    for (let i = 0; i < count; i++) {
      const x = points[3 * (first + i)]!;
      const y = points[3 * (first + i) + 1]!;
      const z = points[3 * (first + i) + 2]!;
      const planar = Math.sqrt(x * x + y * y);
      const radius = Math.sqrt(x * x + y * y + z * z);
      // At the centre only n = l = 0 is not zero, whatever the direction.
      height[i] = radius > 0 ? z / radius : 1;
      transverse[i] = radius > 0 ? planar / radius : 0;
      cosine[i] = planar > 0 ? x / planar : 1;
      sine[i] = planar > 0 ? y / planar : 0;
      sectoral[i] = Math.sqrt(1 / (4 * Math.PI));
      phaseReal[i] = 1;
      phaseImaginary[i] = 0;
      let power = weights[first + i]!;
      for (let n = 0; n <= degree; n++, power *= radius) powers[n * row + i] = power;
    }
    for (let m = 0; m <= degree; m++) {
      if (m > 0) {
        const factor = -Math.sqrt((2 * m + 1) / (2 * m));
        for (let i = 0; i < count; i++) {
          sectoral[i]! *= factor * transverse[i]!;
          const previous = phaseReal[i]!;
          phaseReal[i] = previous * cosine[i]! - phaseImaginary[i]! * sine[i]!;
          phaseImaginary[i] = previous * sine[i]! + phaseImaginary[i]! * cosine[i]!;
        }
      }
      for (let i = 0; i < count; i++) {
        value[i] = sectoral[i]!;
        below[i] = 0;
      }
      let forward = 0;
      for (let l = m; l <= degree; l++) {
        for (let i = 0; i < count; i++) {
          real[i] = value[i]! * phaseReal[i]!;
          imaginary[i] = value[i]! * phaseImaginary[i]!;
        }
        for (let n = l; n <= degree; n += 2)
          addSums(sums, solidIndex(n, l, m), m > 0, powers, n * row, real, imaginary, count);
        const next = recursionCoefficient(l + 1, m);
        for (let i = 0; i < count; i++) {
          const up = (height[i]! * value[i]! - forward * below[i]!) / next;
          below[i] = value[i]!;
          value[i] = up;
        }
        forward = next;
      }
    }
  }
  return sums;
}

type FourArrays = [Float64Array, Float64Array, Float64Array, Float64Array];

function addSums(
  sums: Float64Array,
  at: number,
  complex: boolean,
  powers: Float64Array,
  from: number,
  real: Float64Array,
  imaginary: Float64Array,
  count: number,
): void {
  let a = 0;
  let b = 0;
  if (!complex) {
    for (let i = 0; i < count; i++) a += powers[from + i]! * real[i]!;
    sums[at]! += a;
    return;
  }
  for (let i = 0; i < count; i++) {
    const power = powers[from + i]!;
    a += power * real[i]!;
    b += power * imaginary[i]!;
  }
  sums[at]! += a;
  sums[at + 1]! += b;
}
