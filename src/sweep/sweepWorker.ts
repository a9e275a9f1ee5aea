import { workerData } from "node:worker_threads";
import { answering } from "./errorTransfer.ts";
import { type PointOutcome, pointSolver, type SweepProblem } from "./solver.ts";

/** What each thread of a sweep is given. */
export interface SweepShared {
  readonly problem: SweepProblem;
  /** Indices of the points in the order in which they are solved. */
  readonly order: Int32Array;
}

let solve: ((index: number) => PointOutcome) | null = null;

/** Solves the point at a place of the order. */
export const run = answering((place: number): PointOutcome => {
  const { problem, order } = workerData as SweepShared;
  solve ??= pointSolver(problem);
  return solve(order[place]!);
});
