import type { SpinModel } from "../../model/spinModel.ts";
import type { DiagnosedErrors, DiagnosedObservables } from "../../roads/diagnose/numbers.ts";
import type { DiagnoseOptions } from "../../roads/diagnose/options.ts";
import type { EvolveOptions } from "../../roads/evolve/options.ts";
import type { AnySpectrumOptions } from "../../roads/spectrum/options.ts";
import type { AnySteadyOptions } from "../../roads/steady/options.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import type { SpectrumErrors, SpectrumObservables } from "./spectrum.ts";

/** What is asked of every point, plain data. */
export type SweepTask =
  | { readonly task: "steady"; readonly options?: Omit<AnySteadyOptions, "from" | "onProgress"> }
  | { readonly task: "spectrum"; readonly options?: Omit<AnySpectrumOptions, "onProgress"> }
  | { readonly task: "diagnose"; readonly options?: Pick<DiagnoseOptions, "initial" | "band" | "limits"> }
  | { readonly task: "evolve"; readonly options: SweepEvolveOptions };

/** The state at the time `to` alone. */
export interface SweepEvolveOptions
  extends Omit<EvolveOptions, "times" | "every" | "to" | "density" | "pool" | "signal" | "resume" | "onProgress"> {
  readonly to: number;
}

export type TaskName = SweepTask["task"];

/** What a task finds at a point. */
export interface Found {
  readonly observables: Observables | SpectrumObservables | DiagnosedObservables;
  readonly errorEstimate: ErrorEstimate | SpectrumErrors | DiagnosedErrors;
  /** The road that was taken; null where none was. */
  readonly method: string | null;
}

/** Answers a task for one model after the other; throws errors of the library. */
export type TaskSolver = (model: SpinModel) => Found;
