import { type SparseMatrix, sparseFromTriplets } from "../../../linalg/sparse.ts";
import type { ChartFields, Rings, Waves } from "./rings.ts";

/** A pair of functions of the chart: test R(rho) and trial T(rho), both times cos(m phi) and sin(m phi) (sqrt(2) for their norm), or 1 where m = 0. */
export interface RadialPair {
  readonly order: number;
  /** Pairs couple where their degrees differ by no more than the reach. */
  readonly degree: number;
  /** Unknown of the cosine, which that of the sine follows. */
  readonly place: number;
  /** On the rings. */
  readonly test: Float64Array;
  readonly testSlope: Float64Array;
  readonly trial: Float64Array;
  readonly trialSlope: Float64Array;
}

/** Functions in which P is sought in a chart; the test functions are dual to them, so that coefficients are loads. */
export interface AxialBasis {
  readonly rings: Rings;
  readonly size: number;
  readonly reach: number;
  /** By order, ascending in degree within one. */
  readonly pairs: readonly (readonly RadialPair[])[];
}

/** A matrix with the size of the terms that each entry is a sum of. */
export interface SizedMatrix {
  readonly matrix: SparseMatrix;
  readonly sizes: Float64Array;
}

/** Entries below this share of their terms are what rounding leaves of nothing. */
const ROUNDED_AWAY = 8 * Number.EPSILON;

/** The generator between the functions of a basis. */
export function axialGenerator({ rings, size, reach, pairs }: AxialBasis, fields: ChartFields): SizedMatrix {
  const [rows, columns, values, sizes]: [number[], number[], number[], number[]] = [[], [], [], []];
  const kernel = couplingKernel(rings, fields);
  const sum = new Float64Array(5);
  const other = new Float64Array(5);
  const put = (row: number, column: number, value: number, scale: number): void => {
    if (row !== column && Math.abs(value) <= ROUNDED_AWAY * scale) return;
    rows.push(row);
    columns.push(column);
    values.push(value);
    sizes.push(scale);
  };
  for (const [m, tests] of pairs.entries()) {
    for (let n = Math.max(0, m - 2); n <= Math.min(pairs.length - 1, m + 2); n++) {
      const norm = (m === 0 ? 0.5 : Math.SQRT1_2) * (n === 0 ? 1 : Math.SQRT2);
      for (const test of tests) {
        for (const trial of pairs[n]!) {
          if (Math.abs(test.degree - trial.degree) > reach) continue;
          // F(m, n) and F(m, -n): test functions e^{-i m phi}, trial functions e^{i n phi}.
          kernel(test, trial, n, sum);
          if (m + n <= 2) kernel(test, trial, -n, other);
          else other.fill(0);
          const scale = norm * Math.sqrt(sum[2]! + other[2]!);
          const [row, column] = [test.place, trial.place];
          put(row, column, norm * (sum[0]! + other[0]!), scale);
          if (m > 0) put(row + 1, column, -norm * (sum[1]! + other[1]!), scale);
          if (n > 0) put(row, column + 1, norm * (sum[1]! - other[1]!), scale);
          if (m > 0 && n > 0) put(row + 1, column + 1, norm * (sum[0]! - other[0]!), scale);
        }
      }
    }
  }
  return {
    matrix: sparseFromTriplets(size, size, rows, columns, values),
    sizes: sparseFromTriplets(size, size, rows, columns, sizes).values,
  };
}

type Kernel = (test: RadialPair, trial: RadialPair, order: number, out: Float64Array) => void;

/** Real and imaginary part of the integral of one pair of functions and the sum of the squares of its terms, into the first three entries of `out`. */
function couplingKernel({ weights, radius }: Rings, fields: ChartFields): Kernel {
  const count = weights.length;
  return (test, trial, n, out) => {
    const m = test.order;
    const wave = Math.abs(m - n);
    const sign = m >= n ? 1 : -1;
    const [b, bi] = part(fields.radial, wave);
    const [c, ci] = part(fields.around, wave);
    const [rr, rri] = part(fields.radialRadial, wave);
    const [ra, rai] = part(fields.radialAround, wave);
    const [aa, aai] = part(fields.aroundAround, wave);
    let real = 0;
    let imaginary = 0;
    let squares = 0;
    for (let k = 0; k < count; k++) {
      const w = weights[k]!;
      const [v, dv] = [test.test[k]!, w * test.testSlope[k]!];
      const [p, dp] = [trial.trial[k]!, trial.trialSlope[k]!];
      const vm = (w * m * v) / radius[k]!;
      const pn = (n * p) / radius[k]!;
      const straight = dv * p;
      const second = dv * dp;
      const across = vm * pn;
      // -i m v' and i n p': the products with i go crosswise.
      const turned = dv * pn - vm * dp;
      const re =
        straight * b[k]! + sign * vm * p * ci[k]! - second * rr[k]! + sign * turned * rai[k]! - across * aa[k]!;
      const im = sign * (straight * bi[k]! - second * rri[k]! - across * aai[k]!) - vm * p * c[k]! - turned * ra[k]!;
      real += re;
      imaginary += im;
      squares += re * re + im * im;
    }
    out[0] = real;
    out[1] = imaginary;
    out[2] = squares;
  };
}

const part = ({ real, imaginary }: Waves, wave: number): readonly [Float64Array, Float64Array] => [
  real[wave]!,
  imaginary[wave]!,
];
