import { finished } from "../../core/finished.ts";
import { courseOf, requireAlways } from "../../state/course.ts";
import type { EvolutionStream } from "../../state/evolution.ts";
import {
  beyondField,
  type EnsembleRequest,
  ensembleOf,
  followEnsemble,
  type TrajectoryEvolution,
} from "../evolveEnsemble.ts";
import { requireDiffusionInBall } from "./dynamics.ts";
import { type CountedCells, prepareBallEnsemble } from "./prepare.ts";

export interface BallTrajectoryRequest extends Omit<EnsembleRequest, "scheme">, CountedCells {}

/**
 * Expectation values over independent trajectories in the ball, in a field that may depend on time. `errorEstimate`
 * is one standard error plus the bound of what the length of the steps adds.
 *
 * @throws NotParabolicError where w != 0 (k_+ != k_-) or there is an interaction
 * @throws InputError for anything in the request that is out of range, for a field that is not finite, and for a snapshot of
 *   another problem
 */
export const evolveBallTrajectories = (request: BallTrajectoryRequest): TrajectoryEvolution =>
  finished(followBallTrajectories(request));

/** The same, time by time. */
export function followBallTrajectories(request: BallTrajectoryRequest): EvolutionStream<TrajectoryEvolution> {
  const { cells = null } = request;
  const course = courseOf(request);
  const { scheme: _, ...spec } = ensembleOf({ ...request, scheme: "moebiusWalk" }, course);
  requireAlways(course, requireDiffusionInBall);
  return followEnsemble(request, course.turnError, () =>
    prepareBallEnsemble(spec, cells, course.field, beyondField(course)),
  );
}
