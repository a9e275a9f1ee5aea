import { finished } from "../../core/finished.ts";
import { densityOfPopulations, followPopulations } from "../../dicke/axis/evolve.ts";
import { followDicke } from "../../dicke/collective/evolve.ts";
import { followSymmetric } from "../../dicke/symmetric/evolve.ts";
import { type BallDensityEvolutionOptions, followBallDensity } from "../../fem/ball/evolve.ts";
import type { DensityEvolution } from "../../fem/evolve.ts";
import { type DensityEvolutionOptions, followDensity } from "../../fem/sphere/evolve.ts";
import { followBall } from "../../harmonic/ball/evolve.ts";
import { followHarmonic } from "../../harmonic/sphere/evolve.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import { courseOf } from "../../state/course.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import { type Evolution, type EvolutionRequest, type EvolutionStream, reshaped } from "../../state/evolution.ts";
import { type AnySpace, needsBall } from "../domain.ts";
import { followsCoherences } from "./cost.ts";

/*
 * The roads whose errors are bounds, in time: each on the sphere or in the ball, as the model and the initial state ask for.
 */

type ElementRequest = EvolutionRequest & DensityEvolutionOptions & BallDensityEvolutionOptions;

/** Errors as `evolveDensity` and `evolveBallDensity`; InputError for a mesh of the sphere where P is in the ball. */
export const followByElements = (request: ElementRequest): EvolutionStream<DensityEvolution<AnySpace>, AnySpace> =>
  needsBall(request.model, request.mesh, request.initial) ? followBallDensity(request) : followDensity(request);

export const evolveByElements = (request: ElementRequest): DensityEvolution<AnySpace> =>
  finished(followByElements(request));

type HarmonicRequest = EvolutionRequest & { readonly band?: number };

export interface MomentEvolution extends Evolution {
  readonly band: number;
  /** At the last time. */
  readonly final: HarmonicState | BallMoments;
}

/** Errors as `evolveHarmonic` and `evolveBall`. */
export const followByHarmonics = (request: HarmonicRequest): EvolutionStream<MomentEvolution> =>
  livesInBall(request.model, request.initial) ? followBall(request) : followHarmonic(request);

export const evolveByHarmonics = (request: HarmonicRequest): MomentEvolution => finished(followByHarmonics(request));

export interface RhoEvolution extends Evolution {
  /** At the last time; null where populations or a few coherences were followed, and it would be too large to be written down or is not known. */
  readonly final: DensityMatrix | BlockDensityMatrix | null;
  /** Of the largest total spin at the last time, m = N/2 first, where populations alone were followed; else null. */
  readonly populations: Float64Array | null;
}

/** Errors as `evolvePopulations`, `evolveDicke` and `evolveSymmetric`. */
export function followByDicke(request: EvolutionRequest): EvolutionStream<RhoEvolution> {
  const { initial } = request;
  const course = courseOf(request);
  if (followsCoherences({ request, course })) {
    return reshaped(followPopulations(request), ({ final, coherences, isTurned, ...found }) =>
      coherences > 1 || isTurned
        ? { ...found, final: null, populations: null }
        : {
            ...found,
            final: densityOfPopulations(final),
            populations: final.populations.subarray(0, final.spins + 1),
          },
    );
  }
  return livesInBall(course.model, initial)
    ? reshaped(followSymmetric(request), (found) => ({ ...found, populations: null }))
    : reshaped(followDicke(request), (found) => ({ ...found, populations: null }));
}

export const evolveByDicke = (request: EvolutionRequest): RhoEvolution => finished(followByDicke(request));
