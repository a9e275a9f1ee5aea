import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { solidCount } from "../../../core/solidHarmonics.ts";
import { ballBasisReach, evaluateBallBasis } from "./ballBasis.ts";
import type { BallPolynomial } from "./ballCertificate.ts";
import type { BallFunctional } from "./ballFunctional.ts";
import { ballRule } from "./ballRule.ts";

/** The polynomial of one kind with the least integral over P, q of mean square 1. */
export interface LeastPolynomial {
  readonly witness: BallPolynomial;
  readonly value: number;
  readonly errorBound: number;
}

/**
 * Least eigenvalues of the moment matrix int P f_a f_b and of the localising matrix int P (1 - r^2) f_a f_b, of the highest degrees that N allows
 * (J. B. Lasserre, doi:10.1137/S1052623400366802). Any P will do: that of degree N which the functional tells.
 *
 * Errors: |int dP T| <= |dP| |T| in the norms of the measure, and |T| is at most the largest |q| times |q| = 1. Sums of the rule add as many roundings of
 * |P| |T|.
 */
export function leastPolynomials(functional: BallFunctional): LeastPolynomial[] {
  const { spins, values, error } = functional;
  const { points, weights } = ballRule(2 * spins);
  const highest = Math.floor(spins / 2);
  const size = solidCount(highest);
  const inner = spins >= 2 ? solidCount(Math.floor((spins - 2) / 2)) : 0;
  const square = new Float64Array(size * size);
  const localizing = new Float64Array(inner * inner);
  const functions = new Float64Array(solidCount(spins));
  const length = Math.hypot(...values);
  for (const [at, weight] of weights.entries()) {
    const point = points.subarray(3 * at, 3 * at + 3);
    evaluateBallBasis(spins, point, functions);
    let density = 0;
    for (let a = 0; a < values.length; a++) density += values[a]! * functions[a]!;
    const radius = Math.hypot(point[0]!, point[1]!, point[2]!);
    addOuter(square, size, weight * density, functions);
    addOuter(localizing, inner, weight * density * (1 - radius) * (1 + radius), functions);
  }
  const rounding = 16 * (spins + 8) * Number.EPSILON * length;
  const found = [leastOf("square", 2 * highest, size, square)];
  if (inner > 0) found.push(leastOf("localizing", 2 * Math.floor((spins - 2) / 2) + 2, inner, localizing));
  return found.map(({ witness, value, spread }) => ({
    witness,
    value,
    errorBound: ballBasisReach(highest) * (error + rounding) + 2 * (size + 16) * Number.EPSILON * spread,
  }));
}

/** The lower triangle. */
function addOuter(matrix: Float64Array, size: number, factor: number, functions: Float64Array): void {
  for (let a = 0; a < size; a++) {
    const scaled = factor * functions[a]!;
    for (let b = 0, k = a * size; b <= a; b++, k++) matrix[k]! += scaled * functions[b]!;
  }
}

function leastOf(
  kind: BallPolynomial["kind"],
  degree: number,
  size: number,
  lower: Float64Array,
): { readonly witness: BallPolynomial; readonly value: number; readonly spread: number } {
  const matrix = new Matrix(size, size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      matrix.set(a, b, lower[a * size + b]!);
      matrix.set(b, a, lower[a * size + b]!);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const value = Math.min(...realEigenvalues);
  const vector = eigenvectorMatrix.getColumn(realEigenvalues.indexOf(value));
  return {
    witness: { kind, degree, coefficients: Float64Array.from(vector) },
    value,
    spread: matrix.norm("frobenius"),
  };
}
