import { ConvergenceError } from "../../core/errors.ts";
import { nullVector } from "../nullVector.ts";
import { limitedGenerator } from "./limitedGenerator.ts";
import { removeRounding } from "./removeRounding.ts";
import type { PositiveSystem } from "./system.ts";

export interface PositiveIterationOptions {
  /** gamma of `limitedGenerator`; 0 is the low-order scheme. */
  readonly steepness: number;
  /** Largest change int |P_new - P| that the last full Newton step may make. */
  readonly tolerance: number;
  /** Of null vectors, each of them a factorisation. */
  readonly maximumIterations: number;
  /** Non-negative density to start from; by default that of the low-order scheme. */
  readonly start?: Float64Array;
}

export interface PositiveSteadySolution {
  /** Nodal values, all >= 0; int P = 1. */
  readonly density: Float64Array;
  /** Number of null vectors. */
  readonly iterations: number;
  /** sum_i |F(P)_i|, in units of the rates: how fast the returned density changes under the scheme. */
  readonly residual: number;
  /** Share of the antidiffusive flux (sum of absolute values) that is held back; 1 for the low-order scheme. */
  readonly withheld: number;
}

const SHORTEST_STEP = 1 / 64;
/** A Newton step that does not lower the residual by this factor, however short, is left for a step of the Metzler matrix. */
const USEFUL = 0.95;

/**
 * The steady density of the limited scheme: Newton's method, each step the null vector of J, shortened until the residual falls. Far from
 * the solution where it does not, the null vector of the Metzler matrix is the aim instead, a fixed-point iteration that converges slowly
 * but keeps P >= 0. It ends in a few steps, because F is piecewise linear. The last step is one of the Metzler matrix, so that P >= 0 holds
 * whatever is left to iterate.
 *
 * @throws ConvergenceError where the tolerance is not met; what `nullVector` throws
 */
export function solvePositiveSteady(
  system: PositiveSystem,
  { steepness, tolerance, maximumIterations, start }: PositiveIterationOptions,
): PositiveSteadySolution {
  const { plan, lumped, graph } = system;
  const { pattern } = graph;
  const n = lumped.length;
  const limited = limitedGenerator(system, steepness);
  const values = new Float64Array(pattern.columnIndices.length);
  let pin = start === undefined ? likelyNode(system, limited.lowOrder) : indexOfLargest(start);
  let iterations = 0;
  const nullOfValues = (): Float64Array => {
    iterations++;
    const found = nullVector({ pattern, values }, plan, lumped, pin);
    pin = found.pinned;
    return found.vector;
  };

  values.set(limited.lowOrder);
  const density = start?.slice() ?? nullOfValues();
  const trial = new Float64Array(n);
  const best = new Float64Array(n);
  let change = Number.POSITIVE_INFINITY;
  /** Steps towards `aim` by the longest share that lowers the residual well, into `best`; returns the residual there. */
  const search = (aim: Float64Array, before: number): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let share = 1; share >= SHORTEST_STEP; share /= 2) {
      for (let i = 0; i < n; i++) trial[i] = density[i]! + share * (aim[i]! - density[i]!);
      const residual = limited.residual(trial);
      if (residual < least) {
        least = residual;
        best.set(trial);
      }
      if (residual <= (1 - share / 4) * before) break;
    }
    return least;
  };

  while (steepness > 0) {
    if (iterations >= maximumIterations) throw notConverged(change, tolerance, maximumIterations);
    limited.jacobian(density, values);
    const next = nullOfValues();
    change = 0;
    for (let i = 0; i < n; i++) change += lumped[i]! * Math.abs(next[i]! - density[i]!);
    if (change <= tolerance) {
      density.set(next);
      break;
    }
    const before = limited.residual(density);
    if (search(next, before) > USEFUL * before) {
      limited.metzler(density, values);
      search(nullOfValues(), before);
    }
    density.set(best);
  }
  const withheld = limited.metzler(density, values);
  const positive = nullOfValues();
  removeRounding(positive, lumped, 1);
  return { density: positive, iterations, residual: limited.residual(positive), withheld };
}

/** The node with the largest value after one long step of the low-order scheme from a uniform density: not one that the density has left. */
function likelyNode({ graph, plan, lumped }: PositiveSystem, lowOrder: Float64Array): number {
  let slowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < lumped.length; i++)
    slowest = Math.min(slowest, Math.abs(lowOrder[graph.diagonal[i]!]!) / lumped[i]!);
  // A thousand of the longest times that a node keeps its mass. One that keeps it for ever has it all in the end.
  if (slowest === 0) return indexOfLargest(lumped.map((part, i) => -Math.abs(lowOrder[graph.diagonal[i]!]!) / part));
  const values = lowOrder.map((value) => (-1000 / slowest) * value);
  for (let i = 0; i < lumped.length; i++) values[graph.diagonal[i]!]! += lumped[i]!;
  const density = new Float64Array(lumped.length);
  plan.factor(values).solve(lumped, density);
  return indexOfLargest(density);
}

export const indexOfLargest = (values: Float64Array): number =>
  values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);

const notConverged = (change: number, tolerance: number, limit: number): ConvergenceError =>
  new ConvergenceError({
    what: `the limited steady state still changes by ${change.toExponential(1)} after ${limit} iterations (tolerance ${tolerance})`,
    remedy: "refine the mesh where P is steep, or give a lower steepness, more iterations or a larger tolerance",
    value: change,
    limit: tolerance,
  });
