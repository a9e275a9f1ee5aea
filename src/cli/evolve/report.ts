import type { BandPair } from "../../fem/gaugeBand.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { FieldFormula, FieldSamples } from "../../model/drive.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { ParameterSource } from "../../model/parameterDrive.ts";
import { type WrittenModel, writtenModel } from "../../model/writtenModel.ts";
import type { Evolved } from "../../roads/evolve/answer.ts";
import type { EvolveMethod } from "../../roads/evolve/options.ts";
import type { TrajectoryErrors } from "../../sde/evolveEnsemble.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import { initialReport } from "../arguments/initial.ts";
import { largestModel, type Prepared } from "./input.ts";

/** How a road got there, beside the numbers themselves: equal for a run that was resumed. */
export interface RoadFacts {
  readonly space?: {
    readonly mesh: string;
    /** 2 on the sphere, 3 in the ball. */
    readonly dimension: Mesh["dimension"];
    readonly degree: number;
    readonly unknowns: number;
  };
  /** Harmonics l <= degree, in the ball polynomials of that degree; errors from a second band where there is one. */
  readonly band?: BandPair | { readonly degree: number };
  /** Present with --scheme fluxCorrection: the largest share of the antidiffusive flux that a step held back. */
  readonly fluxCorrection?: { readonly withheld: number };
  readonly trajectories?: {
    readonly count: number;
    readonly seed: number;
    readonly step: number;
    readonly scheme: string;
  };
}

/** The object that `blochfem evolve --json` prints: one entry of each list a time. */
export interface EvolveReport extends RoadFacts {
  readonly model: WrittenModel;
  readonly method: EvolveMethod;
  /** Why it was taken. */
  readonly reason: string;
  readonly times: readonly number[];
  readonly observables: readonly Observables[];
  /** Absolute errors; of trajectories the sum of the two below. */
  readonly errorEstimate: readonly ErrorEstimate[];
  /** Of trajectories: one standard error. */
  readonly standardErrors?: readonly ErrorEstimate[];
  /** Of trajectories: the most that the length of the steps adds, as estimated. */
  readonly stepErrors?: readonly ErrorEstimate[];
  readonly initial: unknown;
  /** Where it depends on time; the model has its value at t = 0. */
  readonly field?: FieldSamples | FieldFormula;
  /** The same of any coefficients, by their paths, and of a field beside them. */
  readonly drive?: ParameterSource;
}

export function evolveReport(
  prepared: Prepared,
  found: Evolved,
  observables: readonly Observables[],
  errorEstimate: readonly ErrorEstimate[],
): EvolveReport {
  const { problem, initial, times } = prepared;
  const { method, reason } = found;
  return {
    model: writtenModel(problem.model),
    method,
    reason,
    times,
    observables,
    ...errorLists(errorEstimate),
    initial: initialReport(initial),
    ...sourceOf(problem),
    ...factsOf(found, prepared),
  };
}

function sourceOf({ drive }: Problem): Pick<EvolveReport, "field" | "drive"> {
  if (drive === undefined) return {};
  return "parameters" in drive.source ? { drive: drive.source } : { field: drive.source };
}

function factsOf(found: Evolved, prepared: Prepared): RoadFacts {
  const { mesh: given, initial } = prepared;
  switch (found.method) {
    case "dicke":
      return {};
    case "harmonic":
      return { band: { degree: found.band } };
    case "sde":
      return { trajectories: found.trajectories };
    case "fem": {
      if (found.scheme === "fluxCorrection") {
        const { space, withheld } = found.solution;
        const mesh = given === null ? found.meshName : `${given.name} refined once`;
        return {
          space: { mesh, dimension: space.mesh.dimension, degree: 1, unknowns: space.unknowns },
          fluxCorrection: { withheld },
        };
      }
      if (found.scheme === "axis") {
        const { mesh, degree, unknowns, band } = found.solution;
        return { space: { mesh, dimension: 3, degree, unknowns }, band: { degree: band } };
      }
      const { mesh, degree, unknowns, band } = found.solution;
      const dimension = livesInBall(largestModel(prepared), initial) ? 3 : 2;
      return { space: { mesh: given?.name ?? mesh, dimension, degree, unknowns }, ...(band === null ? {} : { band }) };
    }
  }
}

type ErrorLists = Pick<EvolveReport, "errorEstimate" | "standardErrors" | "stepErrors">;

/** Trajectories give the parts of an error with it. */
function errorLists(errors: readonly (ErrorEstimate | TrajectoryErrors)[]): ErrorLists {
  const divided = errors.filter((error): error is TrajectoryErrors => "stepErrors" in error);
  if (divided.length === 0) return { errorEstimate: errors };
  return {
    errorEstimate: divided.map(({ mean, square, cross, purity }) => ({ mean, square, cross, purity })),
    standardErrors: divided.map(({ standardErrors }) => standardErrors),
    stepErrors: divided.map(({ stepErrors }) => stepErrors),
  };
}
