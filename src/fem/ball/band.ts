import { ResourceLimitError } from "../../core/errors.ts";
import { multiply, type SparseMatrix, type SparsityPattern } from "../../linalg/sparse.ts";
import { ballNodePoints } from "./geometry.ts";
import { ballPolynomialCount, ballPolynomials } from "./polynomials.ts";
import type { BallSpace } from "./space.ts";

/**
 * Gauge filter in the ball: the polynomials of degree <= `degree` as functions of a finite-element space. What P contains beyond degree N is
 * gauge; where the equation is not parabolic (k_+ != k_-) it is also what makes it ill-posed.
 */
export interface BallBand {
  readonly space: BallSpace;
  readonly degree: number;
  /** Number of polynomials. */
  readonly size: number;
  /** Nodal values of each polynomial of `ballPolynomials`: size x unknowns. */
  readonly basis: Float64Array;
  /** All entries: on a polyhedron no two polynomials are orthogonal. */
  readonly pattern: SparsityPattern;
}

/** Values that `basis`, or a reduced matrix, may hold: 800 MB. */
const LARGEST_BAND = 1e8;

/** Starting rule for the band. */
export const defaultBallBand = (spins: number): number => Math.min(spins, Math.ceil(4 * Math.sqrt(spins)));

/** Degree of the second band, which the error estimate compares with. */
export const comparedBallBand = (band: number): number => band + Math.max(2, Math.ceil(band / 5));

/**
 * @throws ResourceLimitError where the band does not fit into memory
 */
export function ballBand(space: BallSpace, degree: number): BallBand {
  const size = ballPolynomialCount(degree);
  const n = space.unknowns;
  const values = size * Math.max(n, size);
  if (values > LARGEST_BAND) {
    throw new ResourceLimitError({
      what: `the band of degree ${degree} (${size} polynomials) on ${n} unknowns holds ${values} values, above the limit ${LARGEST_BAND}`,
      remedy: "use a smaller band, or the harmonic method, which has no mesh",
      value: values,
      limit: LARGEST_BAND,
    });
  }
  const points = ballNodePoints(space);
  const basis = new Float64Array(size * n);
  const at = new Float64Array(size);
  const evaluate = ballPolynomials(degree);
  for (let i = 0; i < n; i++) {
    evaluate(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!, at);
    for (let k = 0; k < size; k++) basis[k * n + i] = at[k]!;
  }
  return { space, degree, size, basis, pattern: fullPattern(size) };
}

function fullPattern(size: number): SparsityPattern {
  return {
    rows: size,
    columns: size,
    rowStarts: Int32Array.from({ length: size + 1 }, (_, k) => k * size),
    columnIndices: Int32Array.from({ length: size * size }, (_, k) => k % size),
  };
}

/** H^T A H. */
export function reduceBallMatrix({ basis, pattern, size, space }: BallBand, matrix: SparseMatrix): SparseMatrix {
  const n = space.unknowns;
  const values = new Float64Array(size * size);
  const image = new Float64Array(n);
  for (let k = 0; k < size; k++) {
    multiply(matrix, basis.subarray(k * n, (k + 1) * n), image);
    for (let j = 0; j < size; j++) values[j * size + k] = dotAt(basis, j * n, image);
  }
  return { pattern, values };
}

/** H^T f: a functional of nodal values, or a load, seen from the band. */
export function reduceBallVector({ basis, size, space }: BallBand, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: size }, (_, k) => dotAt(basis, k * space.unknowns, vector));
}

/** H c: nodal values of a density given by its coefficients. */
export function expandBallBand({ basis, size, space }: BallBand, coefficients: Float64Array): Float64Array {
  const n = space.unknowns;
  const density = new Float64Array(n);
  for (let k = 0; k < size; k++) {
    const c = coefficients[k]!;
    for (let i = 0, at = k * n; i < n; i++, at++) density[i]! += c * basis[at]!;
  }
  return density;
}

function dotAt(basis: Float64Array, begin: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0, at = begin; i < vector.length; i++, at++) sum += basis[at]! * vector[i]!;
  return sum;
}
