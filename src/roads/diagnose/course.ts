import type { SphereMoments } from "../../diagnose/certificate/certificate.ts";
import { type SquareSearch, searchSquares } from "../../diagnose/certificate/sphere/square.ts";
import type { Entanglement } from "../../diagnose/entanglement/entanglement.ts";
import { evolveBall } from "../../harmonic/ball/evolve.ts";
import { evolveHarmonic } from "../../harmonic/sphere/evolve.ts";
import { type InitialState, livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { traceNormFromErrors } from "../../state/errorEstimate.ts";
import type { EvolutionRequest } from "../../state/evolution.ts";
import { entanglementOf } from "./entanglement.ts";
import { densityOfMoments } from "./subject.ts";

/**
 * The state at one time of an evolution.
 *
 * @inline
 */
export interface CoursePoint {
  readonly time: number;
  /** Least eigenvalue of the moment matrix of the highest degree that was tried; null in the ball. */
  readonly leastEigenvalue: number | null;
  /** How far that may be off. */
  readonly errorBound: number | null;
  /** Whether entanglement is proved, by the moment matrix or by anything in `entanglement`. False says nothing but that it is not. */
  readonly entangled: boolean;
  readonly entanglement: Entanglement;
}

/**
 * Between two times that were looked at.
 *
 * @inline
 */
export interface CourseEvent {
  readonly kind: "appears" | "disappears";
  readonly between: readonly [number, number];
}

export interface DiagnosedCourse {
  readonly points: readonly CoursePoint[];
  /** Where proved entanglement begins and ends, between times that were looked at. */
  readonly events: readonly CourseEvent[];
}

/** What is looked at: a field of a time, and whether someone else proves entanglement of a state. */
export interface CourseRequest {
  readonly initial: InitialState;
  readonly times: readonly number[];
  readonly field?: NonNullable<EvolutionRequest["field"]>;
}

/** Highest degree of a square that is tried at each time: 0.1 s. */
const HIGHEST_DEGREE = 40;

/** Up to this N all moments are followed. */
const WHOLE_BAND = 80;

/** Follows the moments of P and asks at each time whether entanglement is proved. Throws as `evolve` does. */
export function courseOfEntanglement(model: SpinModel, { initial, times, ...given }: CourseRequest): DiagnosedCourse {
  const inBall = livesInBall(model, initial);
  const band = model.spins <= (inBall ? WHOLE_BAND / 4 : WHOLE_BAND) ? { band: model.spins } : {};
  const request = { model, initial, times, keepStates: true, ...band, ...given };
  const { states, observables, errorEstimate } = inBall ? evolveBall(request) : evolveHarmonic(request);
  const points = times.map((time, k): CoursePoint => {
    const state = states![k]!;
    const { spins, band: known, unknowns } = state;
    const error = traceNormFromErrors(errorEstimate[k]!);
    const measured = entanglementOf(
      {
        spins,
        domain: inBall ? "ball" : "sphere",
        observables: observables[k]!,
        errorEstimate: errorEstimate[k]!,
        ...densityOfMoments(state, inBall ? "ball" : "sphere", error),
      },
      false,
    );
    const found = inBall ? null : squareOf({ spins, band: known, multipoles: unknowns, error });
    return {
      time,
      leastEigenvalue: found?.leastEigenvalue ?? null,
      errorBound: found?.errorBound ?? null,
      entangled: measured.detects || (found !== null && found.entangled !== null),
      entanglement: measured,
    };
  });
  return { points, events: eventsOf(points) };
}

const squareOf = (moments: SphereMoments): SquareSearch =>
  searchSquares(moments, Math.min(moments.band, HIGHEST_DEGREE), () => false)!;

function eventsOf(points: readonly CoursePoint[]): CourseEvent[] {
  const events: CourseEvent[] = [];
  for (let k = 1; k < points.length; k++) {
    const [before, after] = [points[k - 1]!, points[k]!];
    if (before.entangled === after.entangled) continue;
    events.push({ kind: after.entangled ? "appears" : "disappears", between: [before.time, after.time] });
  }
  return events;
}
