import { SPLITTER } from "../../core/doubleDouble.ts";
import type { SparsityPattern } from "../sparse.ts";

/** A vector, or the entries of a matrix, of numbers with 31 digits (core/doubleDouble.ts). */
export interface ExtendedValues {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

export interface ExtendedRefinement {
  /** Ratio of the last two steps, the larger one where there are more: below 1/2 they converge. */
  readonly contraction: number;
  /** Largest error of an unknown in units of its size, by the last step and the contraction. */
  readonly error: number;
  /** Largest modulus of A x + b in those units before the last step. */
  readonly residual: number;
}

/** Steps that shrink less have met the end of what the factors know. */
const SHRINKS = 0.5;
const MOST_STEPS = 20;
const ENOUGH = Number.EPSILON / 16;

/**
 * Refines x with A x + b = 0, whose entries are known to 31 digits, by factors that know a few: residuals are summed in that precision and x is kept in it
 * (N. J. Higham, doi:10.1137/1.9780898718027, section 12.1). What the entries of a double would have lost, times the condition of A, is no part of the error then.
 *
 * @param correct writes approximations of -A^{-1} residual into the second array
 * @param sizes of each unknown, what its error is measured in
 * @param solution a start, overwritten
 */
export function refineExtended(
  pattern: SparsityPattern,
  entries: ExtendedValues,
  source: ExtendedValues,
  correct: (residual: Float64Array, step: Float64Array) => void,
  sizes: Float64Array,
  solution: ExtendedValues,
): ExtendedRefinement {
  const [residual, step] = [new Float64Array(pattern.rows), new Float64Array(pattern.rows)];
  let [contraction, before, largest] = [0, Number.POSITIVE_INFINITY, 0];
  for (let k = 0; k < MOST_STEPS; k++) {
    largest = residualOf(pattern, entries, source, solution, sizes, residual);
    correct(residual, step);
    const length = addTo(solution, step, sizes);
    // Nothing to correct is no ratio of two steps: a fully mixed state has no moments at all.
    const ratio = Number.isFinite(before) && length !== 0 ? length / before : 0;
    contraction = Math.max(contraction, ratio);
    const error = (2 * contraction * length) / (1 - Math.min(contraction, SHRINKS));
    if (!(ratio <= SHRINKS))
      return { contraction: Math.max(ratio, 1), error: Number.POSITIVE_INFINITY, residual: largest };
    if (k > 0 && error <= ENOUGH) return { contraction, error, residual: largest };
    before = length;
  }
  return { contraction, error: Number.POSITIVE_INFINITY, residual: largest };
}

/** residual = A x + b, each summed with 31 digits and rounded; the largest in units of the sizes. */
function residualOf(
  { rows, rowStarts, columnIndices }: SparsityPattern,
  entries: ExtendedValues,
  source: ExtendedValues,
  x: ExtendedValues,
  sizes: Float64Array,
  residual: Float64Array,
): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    let high = source.high[i]!;
    let low = source.low[i]!;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const j = columnIndices[k]!;
      const a = entries.high[k]!;
      const b = x.high[j]!;
      // The exact product of a and b is the sum of product and rest.
      const product = a * b;
      const ca = SPLITTER * a;
      const cb = SPLITTER * b;
      const ah = ca - (ca - a);
      const bh = cb - (cb - b);
      const al = a - ah;
      const bl = b - bh;
      const rest = al * bl - (product - ah * bh - al * bh - ah * bl) + a * x.low[j]! + entries.low[k]! * b;
      const sum = high + product;
      const part = sum - high;
      low += high - (sum - part) + (product - part) + rest;
      high = sum;
    }
    residual[i] = high + low;
    largest = Math.max(largest, Math.abs(residual[i]!) / sizes[i]!);
  }
  return largest;
}

/** x <- x + step; the largest step in units of the sizes, NaN where one is. */
function addTo(x: ExtendedValues, step: Float64Array, sizes: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < step.length; i++) {
    const a = x.high[i]!;
    const b = step[i]!;
    const sum = a + b;
    const part = sum - a;
    const low = x.low[i]! + (a - (sum - part)) + (b - part);
    x.high[i] = sum + low;
    x.low[i] = low - (x.high[i]! - sum);
    const length = Math.abs(b) / sizes[i]!;
    largest = length > largest || Number.isNaN(length) ? length : largest;
  }
  return largest;
}
