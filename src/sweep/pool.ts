import { availableParallelism } from "node:os";
import type { Piscina } from "piscina";
import { InputError } from "../core/errors.ts";
import { type Answer, resultOf } from "./errorTransfer.ts";
import type { WorkerModule } from "./workerModule.ts";

export interface WorkerOptions {
  /** Threads; by default as many as the machine runs at once. Never more than there are tasks. */
  readonly workers?: number;
  /** Called after each task with the number of tasks done and to do. */
  readonly onProgress?: (done: number, total: number) => void;
  /** An AbortSignal. Ends the threads at once, also in the middle of a task. */
  readonly signal?: StopSignal;
}

/** What is used of an AbortSignal, whose type the language alone does not have. */
export interface StopSignal {
  readonly reason: unknown;
  readonly throwIfAborted: () => void;
  readonly addEventListener: (event: "abort", listener: () => void, options: { readonly once: boolean }) => void;
  readonly removeEventListener: (event: "abort", listener: () => void) => void;
}

/** Who hears of each task as it ends. */
export interface TaskListener<Result> {
  readonly onResult?: (task: number, result: Result) => void;
  /** Stands in for the result of a task that threw, or whose thread died of it, in place of ending the run. */
  readonly onFailure?: (task: number, error: unknown) => Result;
}

/**
 * Runs tasks 0 .. tasks - 1 in threads, and returns their results in this order. The module exports `run`, made by
 * `answering`, which gets the number of the task; `shared` is its `workerData`, copied once to each thread. No thread is left
 * when the promise settles. The pool library is loaded here, so that programs without threads do not load it.
 *
 * @throws the reason of the signal where it is aborted; BlochfemErrors of a task with their own class; InputError where the
 * number of workers is not a whole number >= 1, or `shared` cannot be copied to a thread
 */
export async function runInWorkers<Result>(
  module: WorkerModule,
  shared: unknown,
  tasks: number,
  { workers = availableParallelism(), onProgress, signal }: WorkerOptions = {},
  { onResult, onFailure }: TaskListener<Result> = {},
): Promise<readonly Result[]> {
  requireWorkers(workers);
  signal?.throwIfAborted();
  if (tasks === 0) return [];
  const library = await import("piscina");
  signal?.throwIfAborted();

  const threads = Math.min(workers, tasks);
  const pool: Piscina<number, Answer<Result>> = startThreads(library.Piscina, module, shared, threads);
  const results = new Array<Result>(tasks);
  let next = 0;
  let done = 0;
  let stopped = false;
  const takeTasks = async () => {
    while (next < tasks && !stopped) {
      const task = next++;
      let result: Result;
      try {
        result = resultOf(await pool.run(task));
      } catch (error) {
        if (onFailure === undefined || stopped) throw error;
        result = onFailure(task, error);
      }
      if (stopped) return;
      results[task] = result;
      onResult?.(task, result);
      onProgress?.(++done, tasks);
    }
  };
  let onAbort = () => {};
  const interruption = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal!.reason);
    // A thread that cannot even load the module.
    pool.on("error", reject);
  });
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    // Two takers a thread: the next task waits in the thread while this one hears of the last.
    const takers = Array.from({ length: Math.min(2 * threads, tasks) }, takeTasks);
    await Promise.race([interruption, Promise.all(takers)]);
    return results;
  } finally {
    stopped = true;
    signal?.removeEventListener("abort", onAbort);
    await pool.destroy();
  }
}

function startThreads(Pool: typeof Piscina, module: WorkerModule, shared: unknown, threads: number): Piscina {
  try {
    return new Pool({
      filename: module.url,
      name: "run",
      execArgv: [...module.execArgv],
      workerData: shared,
      minThreads: threads,
      maxThreads: threads,
      recordTiming: false,
    });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "DataCloneError")) throw error;
    throw new InputError({
      what: `a worker cannot be given everything that the run needs: ${error.message}`,
      remedy: "describe the run by plain data, without functions, or run it in this thread",
      value: error.message,
    });
  }
}

/** Threads that a small machine is asked for by a command written for a large one: no harm, and no use. */
const ALWAYS_ALLOWED = 64;
const WORKERS_PER_CORE = 4;

/** @throws InputError for what is no number of threads, and for more than any use of this machine explains */
export function requireWorkers(workers: number): void {
  const most = Math.max(ALWAYS_ALLOWED, WORKERS_PER_CORE * availableParallelism());
  if (Number.isSafeInteger(workers) && workers >= 1 && workers <= most) return;
  const isMany = workers > most;
  throw new InputError({
    what: `${workers} workers${isMany ? `, above the ${most} that this machine may be asked for` : ""}`,
    remedy: "give a whole number of at least 1, or none to use the whole machine",
    value: workers,
    limit: isMany ? most : 1,
  });
}
