import { release } from "../../../linalg/direct/factorization.ts";
import { analyze, factor, solve, solveTransposed } from "../../../linalg/direct/lu.ts";
import type { SparseMatrix } from "../../../linalg/sparse.ts";
import { dot } from "../../../linalg/vectorKernels.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { momentFunctionals } from "../../functionals.ts";
import { pinRow } from "../../nullVector.ts";
import { patternElements } from "../../patternElements.ts";
import { roundingError } from "../../steadyRounding.ts";
import { assembleGenerator } from "../generator.ts";
import type { FunctionSpace } from "../space.ts";

/** A steady density and what each moment takes from its residual. */
export interface GoalSolution {
  readonly space: FunctionSpace;
  /** Nodal values; int P = 1. */
  readonly density: Float64Array;
  /** For each first and second moment j the z with L^T z = j - <j> mass, one behind the other. */
  readonly duals: Float64Array;
  /** Error of the moments by rounding: where a rate between two places is lost in it, so is the share of P that each has. */
  readonly rounding: number;
}

/**
 * The steady density of a model on a space, and the adjoint solutions of its first and second moments, by one factorisation. No digits are refined: it tells
 * where a mesh is too coarse, and what rounding will leave on any.
 *
 * @param pin unknown where the density is expected to be large
 * @throws SingularMatrixError where a second null vector exists
 */
export function solveGoals(model: SpinModel, space: FunctionSpace, pin: number): GoalSolution {
  const generator = assembleGenerator(space, model);
  const { mass, first, second } = momentFunctionals(space);
  const factors = factor(analyze(space.pattern, { elements: patternElements(space) }), pinRow(generator, pin).values);
  const density = new Float64Array(space.unknowns);
  density[pin] = 1;
  solve(factors, density, density);
  const total = dot(mass, density);
  for (let i = 0; i < density.length; i++) density[i]! /= total;
  const goals = [...first, ...second];
  const duals = new Float64Array(goals.length * space.unknowns);
  for (const [k, goal] of goals.entries()) {
    // With this, the right-hand side is orthogonal to P, and the pinned equation has multiplier 0.
    const value = dot(goal, density);
    const at = k * space.unknowns;
    for (let i = 0; i < space.unknowns; i++) duals[at + i] = goal[i]! - value * mass[i]!;
  }
  solveTransposed(factors, duals, duals);
  release(factors);
  return { space, density, duals, rounding: largestRounding(generator, density, duals) };
}

/** As `roundingSamples`, but for its expectation: sum_i z_i^2 sum_j (L_ij P_j)^2, which the adjoint solutions tell without a sample. */
function largestRounding({ pattern, values }: SparseMatrix, density: Float64Array, duals: Float64Array): number {
  const { rows, rowStarts, columnIndices } = pattern;
  const squares = new Float64Array(duals.length / rows);
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) square += (values[k]! * density[columnIndices[k]!]!) ** 2;
    for (let k = 0; k < squares.length; k++) squares[k]! += duals[k * rows + i]! ** 2 * square;
  }
  return roundingError([Math.sqrt(squares.reduce((a, b) => Math.max(a, b)))]);
}
