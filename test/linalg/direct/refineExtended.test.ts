import { describe, expect, it } from "vitest";
import { type DoubleDouble, dividedBy } from "../../../src/core/doubleDouble.ts";
import { analyze, factor, solve } from "../../../src/linalg/direct/lu.ts";
import { type ExtendedValues, refineExtended } from "../../../src/linalg/direct/refineExtended.ts";

/** A Hilbert matrix, whose condition is 3e10 at order 8 and 3e16 at 12, and the right-hand side of x = (1, ..., 1), negative: A x + b = 0. */
function hilbert(order: number) {
  const rowStarts = Int32Array.from({ length: order + 1 }, (_, i) => i * order);
  const columnIndices = Int32Array.from({ length: order * order }, (_, k) => k % order);
  const cells = Array.from(columnIndices, (j, k): DoubleDouble => dividedBy([1, 0], Math.floor(k / order) + j + 1));
  const entries = { high: Float64Array.from(cells, ([high]) => high), low: Float64Array.from(cells, ([, low]) => low) };
  // The sums of rows over a common denominator, an integer below 2^53.
  const denominator = [...new Array(2 * order - 1).keys()].reduce((product, k) => leastCommon(product, k + 1), 1);
  const sums = Array.from({ length: order }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += denominator / (i + j + 1);
    return dividedBy([-sum, 0], denominator);
  });
  const source = { high: Float64Array.from(sums, ([high]) => high), low: Float64Array.from(sums, ([, low]) => low) };
  return { pattern: { rows: order, columns: order, rowStarts, columnIndices }, entries, source };
}

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b));
const leastCommon = (a: number, b: number): number => (a / greatestCommon(a, b)) * b;

function refined(order: number) {
  const { pattern, entries, source } = hilbert(order);
  const factors = factor(analyze(pattern), entries.high);
  const correct = (residual: Float64Array, step: Float64Array): void => {
    solve(
      factors,
      residual.map((value) => -value),
      step,
    );
  };
  const solution = { high: new Float64Array(order), low: new Float64Array(order) };
  const sizes = new Float64Array(order).fill(1);
  const found = refineExtended(pattern, entries, source, correct, sizes, solution);
  return { ...found, off: Math.max(...solution.high.map((value) => Math.abs(value - 1))) };
}

describe("refinement with 31 digits", () => {
  it.each([4, 8, 10])("solves a Hilbert matrix of order %d to the last bit", (order) => {
    const { error, off, contraction } = refined(order);
    expect(error).toBeLessThanOrEqual(Number.EPSILON);
    // What is left is the rounding of a double.
    expect(off).toBeLessThanOrEqual(error + Number.EPSILON);
    expect(contraction).toBeLessThan(0.5);
  });

  it("finds nothing where there is no source", () => {
    const { pattern, entries } = hilbert(3);
    const [none, solution] = [0, 1].map(() => ({ high: new Float64Array(3), low: new Float64Array(3) })) as [
      ExtendedValues,
      ExtendedValues,
    ];
    const still = (_residual: Float64Array, step: Float64Array) => void step.fill(0);
    expect(refineExtended(pattern, entries, none, still, new Float64Array(3).fill(1), solution).error).toBe(0);
    expect(Array.from(solution.high)).toEqual([0, 0, 0]);
  });

  it("says so where factors in double precision have no right digit", () => {
    expect(refined(14).error).toBe(Number.POSITIVE_INFINITY);
  });
});
