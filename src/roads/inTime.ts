import { evolveDicke } from "../dicke/collective/evolve.ts";
import { evolveSymmetric } from "../dicke/symmetric/evolve.ts";
import { type BallDensityEvolutionOptions, evolveBallDensity } from "../fem/ball/evolve.ts";
import { type DensityEvolution, type DensityEvolutionOptions, evolveDensity } from "../fem/sphere/evolve.ts";
import { evolveBall } from "../harmonic/ball/evolve.ts";
import { evolveHarmonic } from "../harmonic/sphere/evolve.ts";
import type { HarmonicState } from "../harmonic/sphere/state.ts";
import { evolvesInBall } from "../model/initialState.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import type { Evolution, EvolutionRequest } from "../state/evolution.ts";
import { type AnySpace, needsBall } from "./domain.ts";

/*
 * The roads whose errors are bounds, in time: each on the sphere or in the ball, as the model and the initial state ask for.
 */

/** The common part of the options in time; densities come on either space. */
type ElementOptions = Omit<DensityEvolutionOptions & BallDensityEvolutionOptions, "onDensity"> & {
  readonly onDensity?: (index: number, space: AnySpace, density: Float64Array) => void;
};

/** Errors as `evolveDensity` and `evolveBallDensity`; InputError for a mesh of the sphere where P is in the ball. */
export const evolveByElements = (request: EvolutionRequest & ElementOptions): DensityEvolution =>
  needsBall(request.model, request.mesh, request.initial) ? evolveBallDensity(request) : evolveDensity(request);

/** Errors as `evolveHarmonic` and `evolveBall`. */
export function evolveByHarmonics(
  request: EvolutionRequest & { readonly band?: number },
): Evolution & { readonly band: number; readonly final: HarmonicState | BallMoments } {
  return evolvesInBall(request.model, request.initial) ? evolveBall(request) : evolveHarmonic(request);
}

/** Errors as `evolveDicke` and `evolveSymmetric`. */
export function evolveByDicke(
  request: EvolutionRequest,
): Evolution & { readonly final: DensityMatrix | BlockDensityMatrix } {
  return evolvesInBall(request.model, request.initial) ? evolveSymmetric(request) : evolveDicke(request);
}
