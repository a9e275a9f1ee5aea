import { ResourceLimitError } from "../core/errors.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../core/sphericalHarmonics.ts";
import { multiply, type SparseMatrix, type SparsityPattern } from "../linalg/sparse.ts";
import { nodePoints } from "./nodePoints.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * Gauge filter: the harmonics l <= degree as functions of a finite-element space. Modes above the band are gauge (exactly
 * above N, nearly so above about 4 sqrt(N)); where the equation is not parabolic they are also what makes it ill-posed.
 * Galerkin's method inside the band is the limit of filtering after ever smaller time steps.
 */
export interface HarmonicBand {
  readonly space: FunctionSpace;
  readonly degree: number;
  /** Number of real harmonics, (degree + 1)^2; (l, m) stands at l^2 for m = 0, at l^2 + 2m - 1 (cos), l^2 + 2m (sin). */
  readonly size: number;
  /** Nodal values of each harmonic: size x unknowns. */
  readonly basis: Float64Array;
  /** Entries that the generator and the mass matrix can have: l' = l and |m' - m| <= 1, or l' = l +- 1 and m' = m. */
  readonly pattern: SparsityPattern;
}

/** Values that `basis` may hold: 800 MB. */
const LARGEST_BASIS = 1e8;

/** Starting rule for the band (docs/physics.md, section 3). */
export const defaultBand = (spins: number): number => Math.min(spins, Math.ceil(4 * Math.sqrt(spins)));

/** Degree of the second band, which the error estimate compares with. */
export const comparedBand = (band: number): number => band + Math.max(2, Math.ceil(band / 5));

/**
 * @throws ResourceLimitError where the band does not fit into memory
 */
export function harmonicBand(space: FunctionSpace, degree: number): HarmonicBand {
  const size = (degree + 1) ** 2;
  const n = space.unknowns;
  if (size * n > LARGEST_BASIS) {
    throw new ResourceLimitError({
      what: `the band l <= ${degree} on ${n} unknowns holds ${size * n} values, above the limit ${LARGEST_BASIS}`,
      remedy: "use a smaller band, or the harmonic method, which has no mesh",
      value: size * n,
      limit: LARGEST_BASIS,
    });
  }
  const points = nodePoints(space);
  const basis = new Float64Array(size * n);
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  for (let i = 0; i < n; i++) {
    evaluateHarmonics(degree, points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!, real, imaginary);
    for (let l = 0; l <= degree; l++) {
      basis[l * l * n + i] = real[harmonicIndex(l, 0)]!;
      for (let m = 1; m <= l; m++) {
        const at = harmonicIndex(l, m);
        basis[(l * l + 2 * m - 1) * n + i] = Math.SQRT2 * real[at]!;
        basis[(l * l + 2 * m) * n + i] = Math.SQRT2 * imaginary[at]!;
      }
    }
  }
  return { space, degree, size, basis, pattern: bandPattern(degree) };
}

function bandPattern(degree: number): SparsityPattern {
  const size = (degree + 1) ** 2;
  const rowStarts = new Int32Array(size + 1);
  const columns: number[] = [];
  const addOrder = (l: number, m: number): void => {
    if (l < 0 || l > degree || m < 0 || m > l) return;
    if (m === 0) columns.push(l * l);
    else columns.push(l * l + 2 * m - 1, l * l + 2 * m);
  };
  for (let k = 0; k < size; k++) {
    const l = Math.floor(Math.sqrt(k));
    const m = Math.ceil((k - l * l) / 2);
    addOrder(l - 1, m);
    for (let other = m - 1; other <= m + 1; other++) addOrder(l, other);
    addOrder(l + 1, m);
    rowStarts[k + 1] = columns.length;
  }
  return { rows: size, columns: size, rowStarts, columnIndices: Int32Array.from(columns) };
}

/** H^T A H on the band's pattern; entries outside it are quadrature noise, since the exact operators have none there. */
export function reduceMatrix(band: HarmonicBand, matrix: SparseMatrix): SparseMatrix {
  const { basis, pattern, size, space } = band;
  const n = space.unknowns;
  const values = new Float64Array(pattern.columnIndices.length);
  const image = new Float64Array(n);
  // The pattern is symmetric, so row k lists the tests that column k needs; `places` finds the transposed entry.
  const places = transposedPlaces(pattern);
  for (let k = 0; k < size; k++) {
    multiply(matrix, basis.subarray(k * n, (k + 1) * n), image);
    for (let q = pattern.rowStarts[k]!; q < pattern.rowStarts[k + 1]!; q++) {
      values[places[q]!] = dotAt(basis, pattern.columnIndices[q]! * n, image);
    }
  }
  return { pattern, values };
}

/** H^T f: a functional of nodal values, or a load, seen from the band. */
export function reduceVector(band: HarmonicBand, vector: Float64Array): Float64Array {
  const n = band.space.unknowns;
  return Float64Array.from({ length: band.size }, (_, k) => dotAt(band.basis, k * n, vector));
}

/** H c: nodal values of a density given by its coefficients. */
export function expandBand(band: HarmonicBand, coefficients: Float64Array): Float64Array {
  const n = band.space.unknowns;
  const density = new Float64Array(n);
  for (let k = 0; k < band.size; k++) {
    const c = coefficients[k]!;
    for (let i = 0, at = k * n; i < n; i++, at++) density[i]! += c * band.basis[at]!;
  }
  return density;
}

/** S_l = sum_m |p_lm|^2 of real coefficients. */
export function bandPower(degree: number, coefficients: Float64Array): Float64Array {
  const power = new Float64Array(degree + 1);
  for (let l = 0; l <= degree; l++) {
    for (let k = l * l; k < (l + 1) ** 2; k++) power[l]! += coefficients[k]! ** 2;
  }
  return power;
}

function dotAt(basis: Float64Array, begin: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0, at = begin; i < vector.length; i++, at++) sum += basis[at]! * vector[i]!;
  return sum;
}

/** For each entry (i, j) of a symmetric pattern the place of (j, i). */
function transposedPlaces(pattern: SparsityPattern): Int32Array {
  const cursor = pattern.rowStarts.slice(0, pattern.rows);
  // Rows are visited in ascending order, so row j meets its columns i in ascending order as well.
  return Int32Array.from(pattern.columnIndices, (j) => cursor[j]!++);
}
