import type { FailedPoint, FollowedPoint, SolvedPoint } from "./solver.ts";

/** A point that was not solved, and why. */
export interface FailedRow extends Omit<FailedPoint, "failure"> {
  readonly error: string;
}

/** Where a condition changes along the line of a point. */
export interface RootsRow extends Omit<FollowedPoint, "failed"> {
  /** Places along the line without an answer, and why. */
  readonly failed: readonly Omit<FailedRow, "index">[];
}

/** What a sweep says of one point; plain data. */
export type SweepRow = SolvedPoint | RootsRow | FailedRow;
