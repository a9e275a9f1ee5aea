import { ConvergenceError } from "../core/errors.ts";
import { once } from "../core/once.ts";
import { analyze, type Factorization, solve, solveTransposed } from "../linalg/direct/lu.ts";
import { solveRefined } from "../linalg/direct/refine.ts";
import { multiply, multiplyTransposed, type SparseMatrix, sparseFromTriplets } from "../linalg/sparse.ts";
import { addScaled, dot } from "../linalg/vectorKernels.ts";
import { factorUnique } from "../model/factorUnique.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { OperatorSpace } from "./operatorSpace.ts";

/** The equations L x = b of a model, factored once for all that is asked of its light. */
export interface LightSystem {
  readonly model: SpinModel;
  readonly space: OperatorSpace;
  /** The generator with one row, that of `pin`, replaced by a condition. */
  readonly pinned: SparseMatrix;
  /** What rounding of its entries is a share of. */
  readonly sizes: SparseMatrix;
  readonly pin: number;
  readonly factorization: Factorization;
  /** tr X = weights . x. */
  readonly weights: Float64Array;
  /** The steady state, of trace 1. */
  readonly steady: Float64Array;
  /** Samples of rounding that an answer is asked for. */
  readonly samples: number;
}

/** As in linalg/roundingSamples.ts. */
const SAMPLES = 3;

/** The operators of a model, and their equations, which are factored where they are first asked for. */
export interface OperatorEquations {
  readonly model: SpinModel;
  readonly space: OperatorSpace;
  /** Throws as `lightSystem`. */
  readonly system: () => LightSystem;
}

export const operatorEquations = (model: SpinModel, space: OperatorSpace, samples?: number): OperatorEquations => ({
  model,
  space,
  system: once(() => lightSystem(model, space, samples)),
});

/** A value at the pinned unknown below this share of the largest one magnifies rounding; then the largest is pinned instead. */
const SMALL_PIN = 1e-2;

/** Backward error above which a steady state is none. Rounding leaves about 1e-16. */
const RESIDUAL_LIMIT = 1e-10;

/**
 * The factored equations, and their steady state. As the trace is conserved one row follows from the others, and another condition takes its place: the trace, or, where
 * a mass matrix makes that a full row, the value of one unknown.
 *
 * @throws NotUniqueError where the generator has a second null vector to working precision; ConvergenceError where the steady state has none of the trace
 */
export function lightSystem(model: SpinModel, space: OperatorSpace, samples: number = SAMPLES): LightSystem {
  const { generator } = space;
  const size = generator.pattern.rows;
  const plan = space.mass === null ? withTraceRow(space, generator) : null;
  const sizes = space.sizes === undefined ? null : withTraceRow(space, space.sizes);
  const symbolic = analyze((plan ?? generator).pattern);
  const weights = space.mass === null ? space.trace : new Float64Array(size);
  if (space.mass !== null) multiplyTransposed(space.mass, space.trace, weights);
  const steady = new Float64Array(size);
  for (let pin = space.pin, attempt = 0; ; attempt++) {
    const pinned = plan ?? pinRow(generator, pin);
    const factorization = factorUnique(model, symbolic, pinned.values);
    const right = new Float64Array(size);
    right[pin] = 1;
    const { backwardError } = solveRefined(pinned, factorization, right, steady);
    const largest = largestShare(weights, steady);
    if (plan === null && attempt === 0 && Math.abs(steady[largest]!) * SMALL_PIN > 1) {
      pin = largest;
      continue;
    }
    const mass = dot(weights, steady);
    if (!(Math.abs(mass) > 0 && backwardError < RESIDUAL_LIMIT)) {
      throw new ConvergenceError({
        what: `the steady state leaves a relative residual of ${backwardError.toExponential(1)} (limit ${RESIDUAL_LIMIT}) and has a trace of ${mass}`,
        remedy: "bring rates of very different size closer together, or take another method",
        value: backwardError,
        limit: RESIDUAL_LIMIT,
      });
    }
    for (let i = 0; i < size; i++) steady[i]! /= mass;
    return { model, space, pinned, sizes: sizes ?? pinned, pin, factorization, weights, steady, samples };
  }
}

/** The unknown with the largest value among those with a share in the trace. */
function largestShare(weights: Float64Array, vector: Float64Array): number {
  let best = 0;
  for (let i = 1; i < vector.length; i++)
    if (weights[i] !== 0 && Math.abs(vector[i]!) > Math.abs(vector[best]!)) best = i;
  return best;
}

/** The trace in place of the row that it makes superfluous. */
function withTraceRow({ trace, pin }: OperatorSpace, { pattern, values }: SparseMatrix): SparseMatrix {
  const [rows, columns, entries]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < pattern.rows; i++) {
    if (i === pin) continue;
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      rows.push(i);
      columns.push(pattern.columnIndices[k]!);
      entries.push(values[k]!);
    }
  }
  for (const [column, weight] of trace.entries()) {
    if (weight === 0) continue;
    rows.push(pin);
    columns.push(column);
    entries.push(weight);
  }
  return sparseFromTriplets(pattern.rows, pattern.rows, rows, columns, entries);
}

function pinRow({ pattern, values }: SparseMatrix, row: number): SparseMatrix {
  const { rowStarts, columnIndices } = pattern;
  const pinned = values.slice();
  for (let k = rowStarts[row]!; k < rowStarts[row + 1]!; k++) pinned[k] = columnIndices[k] === row ? 1 : 0;
  return { pattern, values: pinned };
}

/** x of trace 0 with L x = b, for a b of trace 0; refined to rounding. `right` is left as it is. */
export function solveTraceless(
  { pinned, pin, factorization, weights }: LightSystem,
  steady: Float64Array,
  right: Float64Array,
): Float64Array {
  const given = right.slice();
  given[pin] = 0;
  const solution = new Float64Array(right.length);
  solveRefined(pinned, factorization, given, solution);
  addScaled(solution, -dot(weights, solution), steady);
  return solution;
}

/** The same by one substitution. */
export function substituteTraceless(system: LightSystem, steady: Float64Array, right: Float64Array): Float64Array {
  const given = right.slice();
  given[system.pin] = 0;
  const solution = substitute(system, given);
  addScaled(solution, -dot(system.weights, solution), steady);
  return solution;
}

/** w with w_pin = 0 and L^T w = functional - (functional . steady) weights, refined twice. */
export function solveAdjoint(
  { space, pin, factorization, weights, steady }: LightSystem,
  functional: Float64Array,
): Float64Array {
  const right = functional.slice();
  addScaled(right, -dot(functional, steady), weights);
  const solution = new Float64Array(right.length);
  const residual = right.slice();
  const image = new Float64Array(right.length);
  for (let step = 0; step < 3; step++) {
    const correction = new Float64Array(right.length);
    solveTransposed(factorization, residual, correction);
    addScaled(solution, 1, correction);
    solution[pin] = 0;
    multiplyTransposed(space.generator, solution, image);
    for (let i = 0; i < right.length; i++) residual[i] = right[i]! - image[i]!;
  }
  return solution;
}

/** One transposed substitution. */
export function substituteTransposed({ factorization }: LightSystem, right: Float64Array): Float64Array {
  const solution = new Float64Array(right.length);
  solveTransposed(factorization, right, solution);
  return solution;
}

/** One substitution, of an arbitrary right-hand side. */
export function substitute({ factorization }: LightSystem, right: Float64Array): Float64Array {
  const solution = new Float64Array(right.length);
  solve(factorization, right, solution);
  return solution;
}

/** mass x. */
export function load({ space: { mass } }: Pick<LightSystem, "space">, x: Float64Array): Float64Array {
  if (mass === null) return x.slice();
  const image = new Float64Array(x.length);
  multiply(mass, x, image);
  return image;
}
