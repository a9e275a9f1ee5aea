import { livesInBall } from "../../model/initialState.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import type { Course, EvolutionRequest } from "../../state/evolution.ts";
import { evolutionCost } from "../../state/evolutionCost.ts";
import type { Cost } from "../choice.ts";
import { densityElements } from "../domain.ts";
import type { Outlook } from "../steady/cost.ts";

/*
 * What each road in time is predicted to take: docs/methods.md has the same numbers in words. Seconds are of one core, meant to a
 * factor of five.
 */

/** A request in time, and the course that its field asks for. */
export interface Timed {
  readonly request: EvolutionRequest;
  readonly course: Course;
}

/** Working vectors of the integrators. */
const VECTORS = 40;

/** The density matrix by explicit steps, or by exponentials where a constant field is fast. */
export function dickeInTime({ request, course }: Timed): Outlook {
  const { model, initial } = request;
  const unknowns = densityElements(model, livesInBall(model, initial));
  const { seconds } = evolutionCost(request, course, { by: "explicit", degree: model.spins, unknowns });
  return { refusal: null, cost: { seconds, bytes: 8 * VECTORS * unknowns } };
}

/** Moments of P up to a band, and up to 4/5 of it where it cuts something off. */
export function harmonicInTime({ request, course }: Timed, band: number): Outlook {
  const { model, initial, field } = request;
  const numbers = livesInBall(model, initial) ? ((band + 1) * (band + 2) * (band + 3)) / 6 : (band + 1) ** 2;
  const unknowns = numbers * (band < model.spins ? 1.7 : 1);
  const by = field === undefined ? "krylov" : "explicit";
  const { seconds } = evolutionCost(request, course, { by, degree: band, unknowns });
  return { refusal: null, cost: { seconds, bytes: 8 * VECTORS * unknowns } };
}

/** Seconds by elements and implicit steps: 20 to 60 were seen, most of them for a state that starts on a point. */
const IMPLICIT_SECONDS = 30;

/** Up to this N nothing is cut off in a band of harmonics, which is followed by explicit steps. */
const FULL_BAND = 40;

/** What elements may take where an exact road takes less. */
const REASONABLE_SECONDS = 10;

/** P on a mesh, or in a band of harmonics on it; `exact` is what the cheapest exact road takes. */
export function femInTime({ request, course }: Timed, exact: Cost): Outlook {
  const { initial } = request;
  const { model, moving } = course;
  const { spins } = model;
  const inBall = livesInBall(model, initial);
  // On the sphere what moves more than the field is followed in a band in any case.
  const isBanded = !inBall && moving !== null && !moving.isField;
  const whole = !isBanded && course.always(inBall ? isParabolicInBall : isParabolicOnSphere);
  const unknowns = 2 * (spins + 1) ** 2;
  const banded = 1 + evolutionCost(request, course, { by: "explicit", degree: spins, unknowns }).seconds;
  const seconds = whole || inBall ? IMPLICIT_SECONDS : banded;
  const cost = { seconds, bytes: 1e9 };
  if (!whole && (inBall || spins > FULL_BAND)) {
    const cause = isBanded ? "the equation changes in time" : "the equation is not parabolic";
    const refusal = `${cause}, and P in a band that cuts something off is not predicted to meet the tolerance`;
    return { refusal, cost };
  }
  if (seconds <= REASONABLE_SECONDS || seconds <= exact.seconds) return { refusal: null, cost };
  const [own, other] = [seconds, exact.seconds].map((value) => `${Number(value.toPrecision(1))} s`);
  return { refusal: `it would take about ${own} of processor time, an exact road about ${other}`, cost };
}
