import { planSolver } from "../../../src/linalg/solver.ts";
import { sparseFromTriplets } from "../../../src/linalg/sparse.ts";
import { absolute, BITS, fixed, ONE, quotient, times, toNumber } from "./fixedPoint.ts";
import type { LinearEquation, Row } from "./linearEquation.ts";

const largestOf = (values: readonly bigint[]): bigint =>
  values.reduce((largest, value) => (absolute(value) > largest ? absolute(value) : largest), 0n);

function productOf(row: Row, x: readonly bigint[]): bigint {
  let total = 0n;
  for (const [column, value] of row) total += value * x[column]!;
  return total >> BITS;
}

/** The equations of the steady state: A x = 0, of which one gives way to the trace. */
const steadyRows = ({ rows, trace, redundant }: LinearEquation): Row[] =>
  rows.map((row, index) => (index === redundant ? trace : row));

/** x with trace 1 that does not change, to more digits than a double has. */
export function steadyUnknowns(equation: LinearEquation): bigint[] {
  const rows = steadyRows(equation);
  const rightHandSide = rows.map((_, index) => (index === equation.redundant ? ONE : 0n));
  return rows.length <= 200 ? eliminate(rows, rightHandSide) : refine(rows, rightHandSide);
}

/** Gauss's elimination with the largest pivot of the column, all in fixed point: 60 digits are left of the 77 where rates differ by 1e12. */
function eliminate(rows: readonly Row[], rightHandSide: readonly bigint[]): bigint[] {
  const size = rows.length;
  const matrix = rows.map((row, i) => {
    const dense = new Array<bigint>(size + 1).fill(0n);
    for (const [column, value] of row) dense[column] = value;
    dense[size] = rightHandSide[i]!;
    // Rates of any size get rows of size one.
    const largest = largestOf(dense.slice(0, size));
    return dense.map((value) => quotient(value, largest));
  });
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let i = k + 1; i < size; i++) if (absolute(matrix[i]![k]!) > absolute(matrix[best]![k]!)) best = i;
    [matrix[k], matrix[best]] = [matrix[best]!, matrix[k]!];
    const pivot = matrix[k]!;
    if (absolute(pivot[k]!) < ONE >> 170n)
      throw new Error("the steady state is not unique, or less than 25 digits of it are left");
    for (let i = k + 1; i < size; i++) {
      const row = matrix[i]!;
      if (row[k] === 0n) continue;
      const factor = quotient(row[k]!, pivot[k]!);
      for (let j = k; j <= size; j++) if (pivot[j] !== 0n) row[j]! -= times(factor, pivot[j]!);
    }
  }
  const x = new Array<bigint>(size).fill(0n);
  for (let k = size - 1; k >= 0; k--) {
    const row = matrix[k]!;
    let rest = row[size]!;
    for (let j = k + 1; j < size; j++) rest -= times(row[j]!, x[j]!);
    x[k] = quotient(rest, row[k]!);
  }
  return x;
}

/**
 * Iterative refinement: the corrections come from a factorisation in doubles, but what has to vanish is the residual in fixed point. So it does not matter
 * who factors, and the solver of the program may.
 */
function refine(rows: readonly Row[], rightHandSide: readonly bigint[]): bigint[] {
  const size = rows.length;
  const triplets = rows.flatMap((row, i) => [...row].map(([j, value]) => [i, j, toNumber(value)] as const));
  const column = (k: 0 | 1 | 2): number[] => triplets.map((triplet) => triplet[k]);
  const { pattern, values } = sparseFromTriplets(size, size, column(0), column(1), column(2));
  const solver = planSolver(pattern, { method: "direct" }).factor(values);
  const x = new Array<bigint>(size).fill(0n);
  const correction = new Float64Array(size);
  for (let step = 0; step < 60; step++) {
    const residual = rows.map((row, i) => rightHandSide[i]! - productOf(row, x));
    const largest = largestOf(residual);
    // Forty digits.
    if (largest < ONE >> 133n) return x;
    solver.solve(
      Float64Array.from(residual, (value) => toNumber(quotient(value, largest))),
      correction,
    );
    for (let i = 0; i < size; i++) x[i]! += times(fixed(correction[i]!), largest);
  }
  throw new Error(`refinement of ${size} unknowns stalled`);
}

/**
 * Unknowns at the given times, ascending, by Taylor's series. A step of 64 over the norm loses e^64, 28 digits of the 77, and needs about four terms for each
 * unit of norm times time.
 */
export function evolveUnknowns({ rows }: LinearEquation, start: readonly bigint[], at: readonly number[]): bigint[][] {
  const norm = rows.reduce((largest, row) => {
    let total = 0n;
    for (const value of row.values()) total += absolute(value);
    return total > largest ? total : largest;
  }, 0n);
  let state = [...start];
  let now = 0n;
  return at.map((time) => {
    const duration = fixed(time) - now;
    const steps = times(norm, duration) / (64n * ONE) + 1n;
    for (let step = 0n; step < steps; step++) state = taylorStep(rows, state, duration / steps);
    now = fixed(time);
    return state;
  });
}

function taylorStep(rows: readonly Row[], state: readonly bigint[], duration: bigint): bigint[] {
  const sum = [...state];
  let term = [...state];
  for (let k = 1n; largestOf(term) > ONE >> 150n; k++) {
    const share = duration / k;
    const image = rows.map((row) => productOf(row, term));
    term = image.map((value) => times(value, share));
    term.forEach((value, i) => {
      sum[i]! += value;
    });
  }
  return sum;
}
