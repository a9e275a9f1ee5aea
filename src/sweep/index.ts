/** Many models at once: sweeps over parameters and ensembles of trajectories, in the threads of Node.js. No browser has these. */

// A task at every point of a grid.
export { sweep, type SweepOptions, type SweepRequest } from "./sweep.ts";
export type { FailedRow, RootsRow, SweepRow } from "./row.ts";
export type { SolvedPoint } from "./solver.ts";
export type { Crossing } from "./crossings.ts";
export type { Variation } from "./grid.ts";
export type { Found, SweepEvolveOptions, SweepTask } from "./tasks/task.ts";
export type { SpectrumErrors, SpectrumObservables } from "./tasks/spectrum.ts";
export type { DiagnosedErrors, DiagnosedObservables } from "../roads/diagnose/numbers.ts";

// Values of a parameter.
export { linearRange, logarithmicRange } from "../core/ranges.ts";

// What the tasks take besides.
export type { AnySteadyOptions } from "../roads/steady/options.ts";
export type { AnySpectrumOptions } from "../roads/spectrum/options.ts";

// Steady states of many models in this thread.
export { steadySolver } from "../roads/steady.ts";

// Trajectories in threads: what the option `pool` of `evolve` and `check` takes.
export { runEnsembleInWorkers, type EnsembleWorkerOptions } from "./ensemblePool.ts";
export type { StopSignal, WorkerOptions } from "./pool.ts";
