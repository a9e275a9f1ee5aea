import { InputError } from "../../../core/errors.ts";
import type { RefinedSolution } from "../refine.ts";
import type { ComplexFactorization } from "./factorComplex.ts";
import type { ComplexMatrix, ComplexVectors } from "./matrix.ts";
import { type ComplexRightHandSide, solveComplex } from "./solveComplex.ts";

/** As in refine.ts, for sums of twice as many products. */
const REACHABLE = 2 * Number.EPSILON;

const MOST_STEPS = 8;

/**
 * Solves A x = b for one complex right-hand side and refines as `solveRefined`. The backward error is that of the real and the imaginary part of each row by
 * itself, so it holds by real and imaginary parts of the entries.
 *
 * @throws InputError where the lengths do not fit
 */
export function solveComplexRefined(
  matrix: ComplexMatrix,
  factorization: ComplexFactorization,
  rightHandSide: ComplexRightHandSide,
  solution: ComplexVectors,
): RefinedSolution {
  const n = matrix.pattern.rows;
  if (rightHandSide.real.length !== n) {
    throw new InputError({
      what: `a right-hand side has ${rightHandSide.real.length} values, the matrix ${n} rows`,
      remedy: "refine one right-hand side at a time; solveComplex takes several",
      value: rightHandSide.real.length,
      limit: n,
    });
  }
  const pair = (): ComplexVectors => ({ real: new Float64Array(n), imaginary: new Float64Array(n) });
  const [residual, correction, before] = [pair(), pair(), pair()];
  const right = {
    real: rightHandSide.real.slice(),
    imaginary: rightHandSide.imaginary?.slice() ?? new Float64Array(n),
  };
  solveComplex(factorization, rightHandSide, solution);
  let backwardError = residualOf(matrix, right, solution, residual);
  let iterations = 0;
  while (backwardError > REACHABLE && iterations < MOST_STEPS) {
    solveComplex(factorization, residual, correction);
    iterations++;
    before.real.set(solution.real);
    before.imaginary.set(solution.imaginary);
    for (let i = 0; i < n; i++) {
      solution.real[i]! += correction.real[i]!;
      solution.imaginary[i]! += correction.imaginary[i]!;
    }
    const now = residualOf(matrix, right, solution, residual);
    const halves = now < 0.5 * backwardError;
    if (now < backwardError) backwardError = now;
    else {
      solution.real.set(before.real);
      solution.imaginary.set(before.imaginary);
    }
    if (!halves) break;
  }
  return { status: backwardError <= 4 * n * Number.EPSILON ? "converged" : "stalled", iterations, backwardError };
}

/** residual = b - A x; returns the componentwise backward error. */
function residualOf(
  { pattern, real, imaginary }: ComplexMatrix,
  right: ComplexVectors,
  x: ComplexVectors,
  residual: ComplexVectors,
): number {
  const { rows, rowStarts, columnIndices } = pattern;
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    let [re, im] = [right.real[i]!, right.imaginary[i]!];
    let [reSize, imSize] = [Math.abs(re), Math.abs(im)];
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const [a, b] = [real[k]!, imaginary[k]!];
      const j = columnIndices[k]!;
      const [p, q] = [x.real[j]!, x.imaginary[j]!];
      re -= a * p - b * q;
      im -= a * q + b * p;
      reSize += Math.abs(a * p) + Math.abs(b * q);
      imSize += Math.abs(a * q) + Math.abs(b * p);
    }
    residual.real[i] = re;
    residual.imaginary[i] = im;
    if (reSize > 0) worst = Math.max(worst, Math.abs(re) / reSize);
    if (imSize > 0) worst = Math.max(worst, Math.abs(im) / imSize);
  }
  return worst;
}
