import { InputError, ResourceLimitError } from "../../core/errors.ts";
import type { SparseMatrix, SparsityPattern } from "../../linalg/sparse.ts";
import { type BallRegion, wholeBall } from "../../mesh/ball/region.ts";
import { nodePoints } from "../nodePoints.ts";
import { addOuterProducts } from "../outerProduct.ts";
import { ballPolynomialCount, regionPolynomials } from "./polynomials.ts";
import type { BallSpace } from "./space.ts";

/**
 * Gauge filter in the ball: the polynomials of degree <= `degree` as functions of a finite-element space. What P contains beyond degree N is
 * gauge; where the equation is not parabolic (k_+ != k_-, in general w != 0, or an interaction) it is also what makes it ill-posed.
 */
export interface BallBand {
  readonly space: BallSpace;
  readonly degree: number;
  /** Ball in which the polynomials are orthonormal, up to a factor: a matter of rounding, since others span the same space. */
  readonly region: BallRegion;
  /** Number of polynomials. */
  readonly size: number;
  /** Values of the polynomials of `ballPolynomials` at the nodes: unknowns x size. */
  readonly basis: Float64Array;
  /** All entries: on a polyhedron no two polynomials are orthogonal. */
  readonly pattern: SparsityPattern;
}

/** Values that `basis`, or a reduced matrix, may hold: 800 MB. */
const LARGEST_BAND = 1e8;

/**
 * @param region for a mesh that is small against the unit ball: a ball around it
 * @throws ResourceLimitError where the band does not fit into memory, InputError where it has more polynomials than the space
 * has unknowns
 */
export function ballBand(space: BallSpace, degree: number, region: BallRegion = wholeBall): BallBand {
  const size = ballPolynomialCount(degree);
  const n = space.unknowns;
  const values = size * Math.max(n, size);
  if (values > LARGEST_BAND) {
    throw new ResourceLimitError({
      what: `the band of degree ${degree} (${size} polynomials) on ${n} unknowns holds ${values} values, above the limit ${LARGEST_BAND}`,
      remedy: "use a smaller band",
      value: values,
      limit: LARGEST_BAND,
    });
  }
  if (size > n) {
    throw new InputError({
      what: `the band of degree ${degree} has ${size} polynomials, more than the ${n} unknowns of the space`,
      remedy: "use a smaller band, a finer mesh or a higher degree",
      value: size,
      limit: n,
    });
  }
  const points = nodePoints(space);
  const basis = new Float64Array(size * n);
  const evaluate = regionPolynomials(degree, region);
  for (let i = 0; i < n; i++) {
    const row = basis.subarray(i * size, (i + 1) * size);
    evaluate(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!, row);
  }
  return { space, degree, region, size, basis, pattern: fullPattern(size) };
}

function fullPattern(size: number): SparsityPattern {
  return {
    rows: size,
    columns: size,
    rowStarts: Int32Array.from({ length: size + 1 }, (_, k) => k * size),
    columnIndices: Int32Array.from({ length: size * size }, (_, k) => k % size),
  };
}

/** Rows of H worked on together: two blocks of them, for bands of a few hundred polynomials, fit into a second-level cache. */
const ROWS = 64;

/** H^T A H. */
export function reduceBallMatrix({ basis, pattern, size }: BallBand, matrix: SparseMatrix): SparseMatrix {
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const values = new Float64Array(size * size);
  const image = new Float64Array(ROWS * size);
  for (let begin = 0; begin < rows; begin += ROWS) {
    const depth = Math.min(ROWS, rows - begin);
    image.fill(0);
    for (let i = 0; i < depth; i++) {
      for (let q = rowStarts[begin + i]!; q < rowStarts[begin + i + 1]!; q++) {
        const value = matrix.values[q]!;
        const from = columnIndices[q]! * size;
        for (let k = 0; k < size; k++) image[i * size + k]! += value * basis[from + k]!;
      }
    }
    addOuterProducts(values, size, basis.subarray(begin * size), image, depth);
  }
  return { pattern, values };
}

/** H^T f: a functional of nodal values, or a load, seen from the band. */
export function reduceBallVector({ basis, size }: BallBand, vector: Float64Array): Float64Array {
  const reduced = new Float64Array(size);
  for (let i = 0, at = 0; i < vector.length; i++) {
    const value = vector[i]!;
    for (let k = 0; k < size; k++, at++) reduced[k]! += value * basis[at]!;
  }
  return reduced;
}

/** H c: nodal values of a density given by its coefficients. */
export function expandBallBand({ basis, size, space }: BallBand, coefficients: Float64Array): Float64Array {
  const density = new Float64Array(space.unknowns);
  for (let i = 0, at = 0; i < density.length; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++, at++) sum += coefficients[k]! * basis[at]!;
    density[i] = sum;
  }
  return density;
}

/** Root of the sum of squares of the terms of each value of `expandBallBand`: what rounding is relative to. */
export function termSizes({ basis, size, space }: BallBand, coefficients: Float64Array): Float64Array {
  const sizes = new Float64Array(space.unknowns);
  for (let i = 0, at = 0; i < sizes.length; i++) {
    let square = 0;
    for (let k = 0; k < size; k++, at++) square += (coefficients[k]! * basis[at]!) ** 2;
    sizes[i] = Math.sqrt(square);
  }
  return sizes;
}
