import { InputError } from "../core/errors.ts";
import { pause } from "../core/pause.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { inCode, type Named } from "../roads/selectRoads.ts";
import { type Condition, parseCondition } from "./condition.ts";
import { lineOf } from "./crossings.ts";
import { reviveError } from "./errorTransfer.ts";
import { parametersAt, sweepGrid, type Variation } from "./grid.ts";
import { requireWorkers, runInWorkers, type WorkerOptions } from "./pool.ts";
import type { SweepRow } from "./row.ts";
import {
  type FailedPoint,
  type PointOutcome,
  packFailure,
  plainTask,
  pointSolver,
  type SweepProblem,
} from "./solver.ts";
import type { SweepShared } from "./sweepWorker.ts";
import type { SweepTask } from "./tasks/task.ts";
import { workerModule } from "./workerModule.ts";

/** What is solved, and where. */
export type SweepRequest = SweepTask & {
  /** What is varied: each entry with all values of the others; parameters of an entry that is a list go together. The last entry changes fastest. */
  readonly vary: Variation;
  /**
   * Follow a condition along the last entry of `vary` in the place of a row for each of its values: "observables.mean[2] = 0", with = < or >, or a statement such
   * as "observables.parabolic". Each row then says where it changes.
   */
  readonly until?: string;
};

/** How a sweep is run. None of these changes a bit of the rows, but for their seconds. */
export interface SweepOptions extends WorkerOptions {
  /** Only part `part`, from 1 to `of`, of the points: one of each `of` in turn. */
  readonly shard?: { readonly part: number; readonly of: number };
  /** Rows of an earlier run of the same request: their points are not solved again. */
  readonly known?: readonly SweepRow[];
  /** Called with each new row, as its point is solved: in no order. */
  readonly onRow?: (row: SweepRow) => void;
  /** The words of a row for an error; default its message. */
  readonly describe?: (error: Error) => string;
}

/**
 * A task at every point of a grid of parameters, in threads. A point that fails is a row that says why. Rows have the same bits, but for `seconds`, whatever the
 * number of threads and whichever points were known before; neighbouring points share what they have in common.
 *
 *     const rows = await sweep(model, { task: "steady", vary: [{ parameter: "field.x", values: [0, 0.5, 1] }] });
 *
 * @param named how messages call a part of the request
 * @returns the rows by their index, those that were known among them
 * @throws InputError for a grid, a condition or options that make no sense; the reason of `signal` where it is aborted
 */
export async function sweep(
  model: SpinModel,
  request: SweepRequest,
  options: SweepOptions = {},
  named: Named = inCode,
): Promise<readonly SweepRow[]> {
  const { known = [], shard, onRow, describe = (error) => error.message, ...running } = options;
  const problem = sweepProblem(model, request, named);
  // Here, so that options that do not go together are said before any thread is started.
  const here = pointSolver(problem, named);
  const rows = new Map(known.map((row) => [row.index, row]));
  const order = Int32Array.from(pointsOf(problem, shard).filter((index) => !rows.has(index)));
  const keep = (outcome: PointOutcome): void => {
    const row = rowOf(outcome, describe);
    rows.set(row.index, row);
    onRow?.(row);
  };
  if (running.workers === 1 || order.length === 1) await solveHere(order, here, keep, running);
  else await solveInThreads({ problem, order }, keep, running);
  return [...rows.values()].sort((a, b) => a.index - b.index);
}

/** @throws InputError for a grid or a condition that makes no sense, and for a drive that cannot be sent */
export function sweepProblem(model: SpinModel, request: SweepRequest, named: Named = inCode): SweepProblem {
  const { vary, until, ...task } = request;
  const grid = sweepGrid(model, vary, named);
  const condition: Condition | null = until === undefined ? null : parseCondition(until, named);
  return {
    model,
    task: plainTask(task as SweepTask),
    ...(condition === null ? { grid } : lineOf(grid, condition, named)),
  };
}

/** The points of a part, those of one N together: they have most in common. */
export function pointsOf({ model, grid }: SweepProblem, shard?: SweepOptions["shard"]): readonly number[] {
  if (shard !== undefined) requireShard(shard);
  const { part, of } = shard ?? { part: 1, of: 1 };
  const indices: number[] = [];
  for (let round = 0; round * of < grid.points; round++) {
    // Turned by one from round to round: no part gets one value of a parameter alone, which may be the one that takes longest.
    const index = round * of + ((((part - 1 - round) % of) + of) % of);
    if (index < grid.points) indices.push(index);
  }
  if (!grid.paths.flat().includes("spins")) return indices;
  const spins = (index: number): number => parametersAt(grid, index).spins ?? model.spins;
  return indices.sort((a, b) => spins(a) - spins(b) || a - b);
}

const requireShard = ({ part, of }: NonNullable<SweepOptions["shard"]>): void => {
  if (Number.isSafeInteger(of) && Number.isSafeInteger(part) && part >= 1 && part <= of) return;
  throw new InputError({
    what: `part ${part} of ${of} parts of a sweep`,
    remedy: "count the parts from 1 to as many as there are",
    value: part,
    limit: of,
  });
};

async function solveHere(
  order: Int32Array,
  solve: (index: number) => PointOutcome,
  keep: (outcome: PointOutcome) => void,
  { workers = 1, onProgress, signal }: WorkerOptions,
): Promise<void> {
  requireWorkers(workers);
  signal?.throwIfAborted();
  for (const [done, index] of order.entries()) {
    keep(solve(index));
    onProgress?.(done + 1, order.length);
    // The signal may be heard.
    await pause(0);
    signal?.throwIfAborted();
  }
}

async function solveInThreads(
  shared: SweepShared,
  keep: (outcome: PointOutcome) => void,
  options: WorkerOptions,
): Promise<void> {
  const { problem, order } = shared;
  const onFailure = (place: number, error: unknown): FailedPoint => {
    // A thread that a point was too large for; whatever else ends a thread is a mistake and ends the sweep.
    if ((error as { readonly code?: unknown } | null)?.code !== "ERR_WORKER_OUT_OF_MEMORY") throw error;
    const index = order[place]!;
    return { index, parameters: parametersAt(problem.grid, index), failure: packFailure(error) };
  };
  const module = workerModule("sweepWorker", import.meta.url);
  await runInWorkers<PointOutcome>(module, shared, order.length, options, {
    onResult: (_, outcome) => keep(outcome),
    onFailure,
  });
}

function rowOf(outcome: PointOutcome, describe: (error: Error) => string): SweepRow {
  const said = (failure: FailedPoint["failure"]): string => describe(errorOf(failure));
  if ("failure" in outcome) {
    const { failure, ...point } = outcome;
    return { ...point, error: said(failure) };
  }
  if (!("roots" in outcome)) return outcome;
  return {
    ...outcome,
    failed: outcome.failed.map(({ parameters, failure }) => ({ parameters, error: said(failure) })),
  };
}

function errorOf(failure: FailedPoint["failure"]): Error {
  if ("className" in failure) return reviveError(failure);
  return Object.assign(new Error(failure.message), failure);
}
