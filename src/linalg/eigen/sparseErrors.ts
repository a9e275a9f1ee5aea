import type { SparseMatrix } from "../sparse.ts";
import { clusterError } from "./clusterError.ts";
import { type EntryRounding, refineEigenvalue } from "./eigenvalueError.ts";
import { invariantSpace } from "./invariantSpace.ts";
import type { Eigenvalue } from "./order.ts";
import { type RitzPair, ritzPairs } from "./ritz.ts";
import { type ShiftedPattern, shiftInvert } from "./shiftInvert.ts";

/** First-order estimates hold for eigenvalues that are farther from all others than this many times the estimate. */
const ISOLATED = 8;

interface ShiftSearch {
  readonly shift: readonly [number, number];
  readonly count: number;
  /** Invariant space of the `count` eigenvalues nearest to the shift; null where it is to be found again. */
  readonly basis: readonly Float64Array[] | null;
}

/**
 * Eigenvalues that were found at a shift, each refined by its right and left vectors and with an estimate of its error.
 *
 * @param found with imaginary part >= 0
 * @param known all that are known with imaginary part >= 0, these among them
 */
export function errorsAt(
  matrix: SparseMatrix,
  rounding: EntryRounding,
  { shift, count, basis }: ShiftSearch,
  found: readonly Eigenvalue[],
  known: readonly Eigenvalue[],
  pattern: ShiftedPattern,
  memoryLimit: number,
): Eigenvalue[] {
  const { apply, applyTransposed } = shiftInvert(pattern, shift, memoryLimit);
  const size = matrix.pattern.rows;
  const right = ritzPairs(matrix, basis ?? invariantSpace(apply, size, { count }).basis, "right");
  // One more on the left, so that none of those on the edge is missing.
  const leftCount = Math.min(size, count + 2);
  const left = ritzPairs(matrix, invariantSpace(applyTransposed, size, { count: leftCount }).basis, "left");
  return errorsOfEach(matrix, rounding, found, known, right, left);
}

/** Eigenvalues of all right pairs, with errors as `errorsAt`. */
export const errorsOfPairs = (
  matrix: SparseMatrix,
  rounding: EntryRounding,
  right: readonly RitzPair[],
  left: readonly RitzPair[],
): Eigenvalue[] => {
  const values = right.map(({ real, imaginary }): Eigenvalue => ({ real, imaginary, error: 0 }));
  return errorsOfEach(matrix, rounding, values, values, right, left);
};

function errorsOfEach(
  matrix: SparseMatrix,
  rounding: EntryRounding,
  found: readonly Eigenvalue[],
  known: readonly Eigenvalue[],
  right: readonly RitzPair[],
  left: readonly RitzPair[],
): Eigenvalue[] {
  const taken = new Set<RitzPair>();
  return found.map((value) => {
    const pair = nearest(right, value, taken);
    const partner = nearest(left, value, new Set());
    if (pair === null || partner === null) return { ...value, error: Number.POSITIVE_INFINITY };
    taken.add(pair);
    const refined = refineEigenvalue(matrix, rounding, pair, pair.vector(), partner.vector());
    const reach = Math.max(ISOLATED * refined.error, CLOSE * Math.hypot(value.real, value.imaginary));
    const others = known.filter((other) => distance(other, value) <= reach).length;
    if (others <= 1 && Number.isFinite(refined.error)) return refined;
    return {
      ...value,
      error: clusterError(matrix, rounding, value, within(right, value, reach), within(left, value, reach)),
    };
  });
}

/** Relative distance within which eigenvalues are treated as one multiple eigenvalue. */
const CLOSE = 1e-9;

type Place = { readonly real: number; readonly imaginary: number };

const distance = (a: Place, b: Place): number => Math.hypot(a.real - b.real, a.imaginary - b.imaginary);

const within = (pairs: readonly RitzPair[], place: Place, reach: number): readonly RitzPair[] =>
  pairs.filter((pair) => distance(pair, place) <= reach);

function nearest(pairs: readonly RitzPair[], place: Place, taken: ReadonlySet<RitzPair>): RitzPair | null {
  const free = pairs.filter((pair) => !taken.has(pair));
  return free.toSorted((p, q) => distance(p, place) - distance(q, place))[0] ?? null;
}
