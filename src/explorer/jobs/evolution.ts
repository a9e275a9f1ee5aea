import { defined } from "../../core/defined.ts";
import { ResourceLimitError } from "../../core/errors.ts";
import { evolveBall } from "../../harmonic/ball/evolve.ts";
import { evolveHarmonic } from "../../harmonic/sphere/evolve.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import { checkedInitialState, type InitialState, livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { meanFieldTrajectory } from "../../model/trajectory.ts";
import type { State } from "../../roads/state.ts";
import { viewOfMoments } from "../../roads/stateViews.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import type { EvolutionAnswer, EvolutionWanted } from "../protocol.ts";
import type { Vector } from "../state.ts";
import type { Answered } from "./answered.ts";

/** An evolution with the state at each of its times. */
export interface Followed {
  readonly answer: Answered<EvolutionAnswer>;
  /** @throws ResourceLimitError where the mean field stands in */
  readonly stateAt: (index: number) => State;
}

/** Of moments and purity, what the steps may add. */
const TOLERANCE = 1e-7;

/** Where more is predicted the mean field stands in. */
const MOST_SECONDS = 15;

/** All spins along a direction, followed by the moments of P. */
export function followed(model: SpinModel, wanted: EvolutionWanted): Followed {
  const { start, until, steps } = wanted;
  const times = Array.from({ length: steps + 1 }, (_, k) => (until * k) / steps);
  const initial = checkedInitialState({ kind: "coherent", direction: unitVector(start) }, model.spins);
  try {
    return byMoments(model, initial, times, wanted);
  } catch (error) {
    if (!(error instanceof ResourceLimitError)) throw error;
    return inLowBand(model, initial, times, wanted) ?? byMeanField(model, times, wanted, error);
  }
}

/** Bands that may be enough where the usual one takes too long, on the sphere and in the ball. */
const LOW_BAND = { sphere: 64, ball: 16 } as const;

/** Of means that are drawn. */
const MOST_ERROR = 0.01;

/** null where a low band takes too long as well, or is not enough. */
function inLowBand(
  model: SpinModel,
  initial: InitialState,
  times: readonly number[],
  wanted: EvolutionWanted,
): Followed | null {
  const band = LOW_BAND[livesInBall(model, initial) ? "ball" : "sphere"];
  if (band >= model.spins) return null;
  try {
    const found = byMoments(model, initial, times, wanted, band);
    return found.answer.meanErrors!.every((error) => error <= MOST_ERROR) ? found : null;
  } catch (error) {
    if (error instanceof ResourceLimitError) return null;
    throw error;
  }
}

function byMoments(
  model: SpinModel,
  initial: InitialState,
  times: readonly number[],
  wanted: EvolutionWanted,
  lowBand?: number,
): Followed {
  const inBall = livesInBall(model, initial);
  const request = {
    model,
    initial,
    times,
    tolerance: TOLERANCE,
    keepStates: true,
    maximumSeconds: MOST_SECONDS,
    ...defined({ band: lowBand }),
  };
  const found = inBall ? evolveBall(request) : evolveHarmonic(request);
  const { observables, errorEstimate, band } = found;
  const states: readonly (HarmonicState | BallMoments)[] = found.states!;
  const degree = band === model.spins ? "" : ` up to degree ${band}`;
  return {
    answer: {
      kind: "evolution",
      wanted,
      times: Float64Array.from(times),
      means: Float64Array.from(observables.flatMap(({ mean }) => mean)),
      meanErrors: Float64Array.from(errorEstimate, ({ mean }) => Math.max(...mean)),
      purities: Float64Array.from(observables, ({ purity }) => purity),
      purityErrors: Float64Array.from(errorEstimate, ({ purity }) => purity),
      method: `Moments of P${degree}`,
      note: null,
    },
    stateAt: (index) => ({
      method: "harmonic",
      model,
      initial,
      observables: observables[index]!,
      errorEstimate: errorEstimate[index]!,
      reason: "its moments are followed",
      ...viewOfMoments(states[index]!, inBall ? "ball" : "sphere", () => errorEstimate[index]!),
    }),
  };
}

function byMeanField(
  model: SpinModel,
  times: readonly number[],
  wanted: EvolutionWanted,
  refusal: ResourceLimitError,
): Followed {
  const { positions } = meanFieldTrajectory(model, unitVector(wanted.start), times, { tolerance: TOLERANCE });
  const note = `the state of ${model.spins} spins is not followed here (${refusal.what}): the curves are those of the mean field, the limit of many spins`;
  return {
    answer: {
      kind: "evolution",
      wanted,
      times: Float64Array.from(times),
      means: positions,
      meanErrors: null,
      purities: null,
      purityErrors: null,
      method: "Mean field",
      note,
    },
    stateAt: () => {
      throw new ResourceLimitError({
        what: `the state of ${model.spins} spins in time is not followed here: ${refusal.what}`,
        remedy: "take fewer spins or a shorter time; the steady state is there",
        value: model.spins,
      });
    },
  };
}

function unitVector(vector: Vector): [number, number, number] {
  const length = Math.hypot(...vector);
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}
