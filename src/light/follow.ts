import { factor, solve } from "../linalg/direct/lu.ts";
import { infinityNorm } from "../linalg/sparse.ts";
import { dot, norm } from "../linalg/vectorKernels.ts";
import { meanFieldFrequency } from "../model/meanFieldFrequency.ts";
import type { Arithmetic } from "./arithmetic.ts";
import type { OperatorSpace } from "./operatorSpace.ts";
import { propagateOperators } from "./propagate.ts";
import { LONGEST_TURN, reducedFlow } from "./reducedFlow.ts";
import { krylovResolvent, type ReducedOperators, withoutLast } from "./resolvent.ts";

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
      if (isQuick(arithmetic.system.space, times)) return inUnknowns(arithmetic, loads, readers, times);
      const found = inSlowModes(arithmetic, loads, readers, times, known);
      known = found.dimension;
      return found;
    },
  };
}

/** Products with the generator that a course in the unknowns may take, as its fastest mode asks for. */
const MOST_PRODUCTS = 30_000;

/** Whether operators are followed by products with the generator alone. */
const isQuick = ({ mass, generator }: OperatorSpace, times: readonly number[]): boolean =>
  mass === null && infinityNorm(generator) * times.at(-1)! <= MOST_PRODUCTS;

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
  const { system, approximate, load } = arithmetic;
  const { mass: weights } = system.space;
  const mass = weights === null ? null : factor(system.factorization.symbolic, weights.values);
  const apply = (x: Float64Array, y: Float64Array): void => y.set(approximate(load(x)));
  const spaces = loads.map((right) => {
    const start = right.slice();
    if (mass !== null) solve(mass, right, start);
    return krylovResolvent(apply, start, "operator", readers);
  });
  const longest = LONGEST_TURN / meanFieldFrequency(system.model);
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
