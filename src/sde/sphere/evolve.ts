import { finished } from "../../core/finished.ts";
import type { PointLocator } from "../../mesh/sphere/locate.ts";
import { courseOf, requireAlways } from "../../state/course.ts";
import type { EvolutionStream } from "../../state/evolution.ts";
import {
  beyondField,
  type EnsembleRequest,
  ensembleOf,
  followEnsemble,
  type TrajectoryEvolution,
} from "../evolveEnsemble.ts";
import { requireDiffusionOnSphere } from "./dynamics.ts";
import { prepareEnsemble } from "./prepare.ts";

export interface TrajectoryRequest extends EnsembleRequest {
  /** Counts positions in the cells of this locator's mesh. */
  readonly locator?: PointLocator;
}

/**
 * Expectation values over independent trajectories of the Fokker-Planck equation on the sphere, in a field that may depend on
 * time. `errorEstimate` is one standard error plus the bound of what the length of the steps adds. The bits depend on the
 * request alone; between engines only the purity and thermal starts can differ in the last bit, by the engine's exp and log1p.
 *
 * @throws NotParabolicError where the diffusion has a negative eigenvalue on the sphere: no real process exists
 * @throws InputError for a model with local rates, for anything in the request that is out of range, for a field that is not
 *   finite, and for a snapshot of another problem
 */
export const evolveTrajectories = (request: TrajectoryRequest): TrajectoryEvolution =>
  finished(followTrajectories(request));

/** The same, time by time. */
export function followTrajectories(request: TrajectoryRequest): EvolutionStream<TrajectoryEvolution> {
  const { locator = null } = request;
  const course = courseOf(request);
  requireAlways(course, requireDiffusionOnSphere);
  return followEnsemble(request, course.turnError, () =>
    prepareEnsemble(ensembleOf(request, course), locator, course.field, beyondField(course)),
  );
}
