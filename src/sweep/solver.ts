import { BlochfemError } from "../core/errors.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { inCode, type Named } from "../roads/selectRoads.ts";
import { type Crossing, crossingsAlong, type Line } from "./crossings.ts";
import { type PackedError, packError } from "./errorTransfer.ts";
import { modelAt, parametersAt, type SweepGrid } from "./grid.ts";
import { diagnoseTask } from "./tasks/diagnose.ts";
import { evolveTask, type PlainEvolveOptions, plainEvolveOptions } from "./tasks/evolve.ts";
import { spectrumTask } from "./tasks/spectrum.ts";
import { steadyTask } from "./tasks/steady.ts";
import type { Found, SweepTask, TaskSolver } from "./tasks/task.ts";

/** A task without functions. */
export type PlainTask =
  | Exclude<SweepTask, { readonly task: "evolve" }>
  | { readonly task: "evolve"; readonly options: PlainEvolveOptions };

/** All that a thread needs to know of a sweep, plain data. */
export interface SweepProblem {
  readonly model: SpinModel;
  readonly grid: SweepGrid;
  readonly task: PlainTask;
  /** Where a condition is followed at each point, along a parameter that is not in the grid. */
  readonly line?: Line;
}

/** A point that was solved. */
export interface SolvedPoint extends Found {
  readonly index: number;
  /** By the names that they were varied by. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Wall-clock. */
  readonly seconds: number;
}

/** Where a condition changes along the line of a point. */
export interface FollowedPoint extends Omit<SolvedPoint, keyof Found> {
  readonly roots: readonly Crossing[];
  /** Places along the line without an answer. */
  readonly failed: readonly Omit<FailedPoint, "index">[];
}

/** A point that was not solved, and why: an error of this library packed, or what else was thrown by its name and message. */
export interface FailedPoint {
  readonly index: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly failure: PackedError | { readonly name: string; readonly message: string };
}

export type PointOutcome = SolvedPoint | FollowedPoint | FailedPoint;

/** @throws InputError for a drive that cannot be sent */
export const plainTask = (task: SweepTask): PlainTask =>
  task.task === "evolve" ? { task: "evolve", options: plainEvolveOptions(task.options) } : task;

/**
 * Solves points one after the other; what they have in common is made once. The answers do not depend on which were solved before.
 *
 * @throws InputError for options that do not go together
 */
export function pointSolver(
  { model, grid, task, line }: SweepProblem,
  named: Named = inCode,
): (index: number) => PointOutcome {
  const solve = taskSolver(task, grid, named);
  const answer = (index: number): Found | Pick<FollowedPoint, "roots" | "failed"> => {
    const one = modelAt(model, grid, index);
    if (line === undefined) return solve(one);
    const { roots, failed } = crossingsAlong(line, one, solve);
    return { roots, failed: failed.map(({ parameters, error }) => ({ parameters, failure: packFailure(error) })) };
  };
  return (index) => {
    const parameters = parametersAt(grid, index);
    const start = performance.now();
    try {
      return { index, parameters, ...answer(index), seconds: (performance.now() - start) / 1000 };
    } catch (error) {
      return { index, parameters, failure: packFailure(error) };
    }
  };
}

function taskSolver(task: PlainTask, grid: SweepGrid, named: Named): TaskSolver {
  switch (task.task) {
    case "steady":
      return steadyTask(task.options ?? {}, named);
    case "spectrum":
      return spectrumTask(task.options ?? {}, named);
    case "diagnose":
      return diagnoseTask(task.options ?? {});
    case "evolve":
      return evolveTask(task.options, grid, named);
  }
}

/** Whatever was thrown, as plain data: one point must not end a sweep. */
export function packFailure(error: unknown): FailedPoint["failure"] {
  if (error instanceof BlochfemError) return packError(error);
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "Error", message: String(error) };
}
