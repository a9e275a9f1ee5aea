import { factor, solve } from "../linalg/direct/lu.ts";
import { infinityNorm } from "../linalg/sparse.ts";
import { addScaled, dot, norm } from "../linalg/vectorKernels.ts";
import { meanFieldFrequency } from "../model/meanFieldFrequency.ts";
import type { Arithmetic } from "./arithmetic.ts";
import type { OperatorSpace } from "./operatorSpace.ts";
import { propagateOperators } from "./propagate.ts";
import { LONGEST_TURN, reducedFlow } from "./reducedFlow.ts";
import { type KrylovResolvent, krylovResolvent, type ReducedOperators, withoutLast } from "./resolvent.ts";

/** readers_k . e^{L t} x_j at some times. */
export interface Followed {
  /** At each time by j, then k. */
  readonly values: readonly (readonly (readonly number[])[])[];
  /** Of each of them, at each time: what steps and spaces leave. */
  readonly errors: readonly number[];
}

/** Remembers the dimension that the first answer took, so that samples of rounding take the same. */
export interface Follower {
  readonly follow: (
    arithmetic: Arithmetic,
    loads: readonly Float64Array[],
    readers: readonly Float64Array[],
    times: readonly number[],
  ) => Followed;
}

/** Follows operators, given by mass times each, with any space: in the unknowns themselves, or where those have a mass matrix or much faster modes in spaces of slow modes. */
export function follower(): Follower {
  let known = 0;
  return {
    follow: (arithmetic, loads, readers, times) => {
      if (isQuick(arithmetic.system.space, times.at(-1)!)) return inUnknowns(arithmetic, loads, readers, times);
      const found = inSlowModes(arithmetic, loads, readers, times, known);
      known = found.dimension;
      return found;
    },
  };
}

/** Whether operators are followed by products with the generator alone. */
export const isQuick = ({ mass, generator }: OperatorSpace, span: number): boolean =>
  mass === null && infinityNorm(generator) * span <= MOST_PRODUCTS;

/** Products with the generator that a course in the unknowns may take, as its fastest mode asks for. */
const MOST_PRODUCTS = 30_000;

function inUnknowns(
  { system }: Arithmetic,
  starts: readonly Float64Array[],
  readers: readonly Float64Array[],
  times: readonly number[],
): Followed {
  const values: number[][][] = [];
  const errors: number[] = [];
  const size = Math.hypot(...readers.map(norm));
  propagateOperators(system.space, starts, times, ({ operators, error }) => {
    values.push(operators.map((operator) => readers.map((reader) => dot(reader, operator))));
    errors.push(size * error);
  });
  return { values, errors };
}

/** Vectors that are added before the values are looked at again. */
const GROWTH = 12;

const MOST_VECTORS = 180;

/** Relative to the largest value, what more vectors may still change. */
const CONVERGED = 1e-10;

/** Of each step; half as many tell what they leave, which a bound on steps would not where the times are close to one another. */
const PARTS = 4;

function inSlowModes(
  arithmetic: Arithmetic,
  loads: readonly Float64Array[],
  readers: readonly Float64Array[],
  times: readonly number[],
  known: number,
): Followed & { readonly dimension: number } {
  const toUnknowns = unloaded(arithmetic);
  const spaces = loads.map((right) => slowSpace(arithmetic, toUnknowns(right), readers));
  const longest = longestStep(arithmetic);
  const at = (dimension: number, parts: number, last = 0): number[][][] =>
    valuesAt(
      spaces.map((space) => withoutLast(space, dimension, last)),
      times,
      longest,
      parts,
    );
  let dimension = known;
  if (known > 0) for (const space of spaces) space.grow(known);
  let before: number[][][] | null = null;
  let values: number[][][] = [];
  for (; known === 0; ) {
    dimension += GROWTH;
    for (const space of spaces) space.grow(dimension);
    values = at(dimension, PARTS);
    const size = Math.max(...values.flat(2).map(Math.abs));
    const settled = before !== null && Math.max(...differences(values, before)) <= CONVERGED * size;
    if (settled || dimension >= MOST_VECTORS || spaces.every((space) => space.isExhausted())) break;
    before = values;
  }
  if (known > 0) return { values: at(known, PARTS), errors: times.map(() => 0), dimension };
  const fewer = differences(values, at(dimension, PARTS, GROWTH));
  const longer = differences(values, at(dimension, PARTS / 2));
  return { values, errors: times.map((_, k) => fewer[k]! + longer[k]!), dimension };
}

/** x of mass x. */
export function unloaded({ system }: Arithmetic): (load: Float64Array) => Float64Array {
  const { mass } = system.space;
  const factors = mass === null ? null : factor(system.factorization.symbolic, mass.values);
  return (load) => {
    const unknowns = load.slice();
    if (factors !== null) solve(factors, load, unknowns);
    return unknowns;
  };
}

/** The Krylov space of L^{-1} mass and an operator of trace 0. */
function slowSpace(
  { approximate, load }: Arithmetic,
  start: Float64Array,
  readers: readonly Float64Array[],
): KrylovResolvent {
  return krylovResolvent((x, y) => y.set(approximate(load(x))), start, "operator", readers);
}

const longestStep = ({ system }: Arithmetic): number => LONGEST_TURN / meanFieldFrequency(system.model);

/** A state at a time, and what fewer vectors and longer steps make of it. */
export interface Carried {
  readonly state: Float64Array;
  readonly rougher: Float64Array;
  readonly dimension: number;
}

/**
 * e^{L t} of a state by its unknowns, in a space of slow modes.
 *
 * @param known the dimension that the space is to have; 0 where that is to be found
 */
export function carriedInSlowModes(arithmetic: Arithmetic, state: Float64Array, time: number, known: number): Carried {
  const { system, steady } = arithmetic;
  const share = dot(system.weights, state);
  const rest = state.slice();
  addScaled(rest, -share, steady);
  const space = slowSpace(arithmetic, rest, []);
  const at = (dimension: number, parts: number, last = 0): Float64Array => {
    let carried = steady;
    reducedFlow(withoutLast(space, dimension, last), [time], longestStep(arithmetic), parts, (_, __, weights) => {
      carried = space.combined(weights);
      addScaled(carried, share, steady);
    });
    return carried;
  };
  if (known > 0) {
    space.grow(known);
    const carried = at(known, PARTS);
    return { state: carried, rougher: carried, dimension: known };
  }
  let before: Float64Array | null = null;
  for (let dimension = GROWTH; ; dimension += GROWTH) {
    space.grow(dimension);
    const carried = at(dimension, PARTS);
    const isSettled = before !== null && norm(difference(carried, before)) <= CONVERGED * norm(carried);
    if (!isSettled && dimension < MOST_VECTORS && !space.isExhausted()) {
      before = carried;
      continue;
    }
    return { state: carried, rougher: at(dimension, PARTS / 2, GROWTH), dimension };
  }
}

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, k) => value - b[k]!);

function valuesAt(
  spaces: readonly ReducedOperators[],
  times: readonly number[],
  longestStep: number,
  parts: number,
): number[][][] {
  const values: number[][][] = times.map(() => []);
  for (const space of spaces)
    reducedFlow(space, times, longestStep, parts, (index, read) => values[index]!.push([...read]));
  return values;
}

/** Largest at each time. */
const differences = (a: readonly number[][][], b: readonly number[][][]): number[] =>
  a.map((entries, k) =>
    Math.max(...entries.flatMap((row, j) => row.map((value, i) => Math.abs(value - b[k]![j]![i]!)))),
  );
