import { defined } from "../../core/defined.ts";
import type { AnySpace } from "../../roads/domain.ts";
import type { EndState } from "../../roads/endState.ts";
import type { EvolutionRequest, ResumePoint } from "../../state/evolution.ts";
import type { EvolveMethod, Prepared } from "./input.ts";

export interface RoadHooks {
  readonly onPoint: NonNullable<EvolutionRequest["onPoint"]>;
  /** Finite elements only. */
  readonly onDensity?: (index: number, space: AnySpace, density: Float64Array) => void;
  /** Called at the end with the state there, where it can be had. */
  readonly onEnd?: (end: EndState) => void;
  /** Before the first step of a road: what `onPoint` was given before is of one that failed. */
  readonly onRoad?: (method: EvolveMethod, reason: string) => void;
  readonly onProgress: (text: string) => void;
  readonly resume?: ResumePoint;
  readonly workers?: number;
  /** Whether the snapshots of `onPoint` are for going on from there. */
  readonly keepsSnapshots: boolean;
}

/** What every road is asked. */
export function requestOf({ input, problem, initial, times }: Prepared, hooks: RoadHooks): EvolutionRequest {
  const { model, drive } = problem;
  return {
    model,
    initial,
    times,
    ...defined({
      field: drive,
      maximumStep: input.maximumStep,
      maximumSeconds: input.maximumSeconds,
      tolerance: input.tolerance,
      resume: hooks.resume,
    }),
    onPoint: hooks.onPoint,
  };
}
