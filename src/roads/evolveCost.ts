import { evolvesInBall } from "../model/initialState.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../model/kramersMoyal.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { EvolutionRequest } from "../state/evolution.ts";
import type { Cost } from "./choice.ts";
import { densityElements } from "./exactRoads.ts";
import type { Outlook } from "./steadyCost.ts";

/*
 * What each road in time is predicted to take: docs/methods.md has the same numbers in words. Seconds are of one core, meant to a
 * factor of three.
 */

type Timed = Pick<EvolutionRequest, "times" | "initial">;

/** The rate that explicit steps follow: about N times those of the model. */
function fastestRate({ spins, field, collective, local }: SpinModel): number {
  const rates = [collective, local].map(({ dephasing, pump, decay }) => dephasing + pump + decay);
  return spins * (Math.hypot(...field) + rates[0]! + rates[1]!);
}

/** Seconds of one product with the Liouvillian an element of the density matrix, over the rate and the time. */
const SECONDS_OF_A_STEP = 3e-8;

/** Least number of steps, whatever the rates: one a requested time. */
const steps = (model: SpinModel, times: readonly number[]): number => times.length + fastestRate(model) * times.at(-1)!;

/** Working vectors of the integrators. */
const VECTORS = 40;

/** The density matrix by explicit steps. */
export function dickeInTime(model: SpinModel, { times, initial }: Timed): Outlook {
  const elements = densityElements(model, evolvesInBall(model, initial));
  return {
    refusal: null,
    cost: { seconds: SECONDS_OF_A_STEP * elements * steps(model, times), bytes: 8 * VECTORS * elements },
  };
}

/** Moments of P up to a band, and up to 4/5 of it where it cuts something off. */
export function harmonicInTime(model: SpinModel, { times, initial }: Timed, band: number): Outlook {
  const unknowns = evolvesInBall(model, initial) ? ((band + 1) * (band + 2) * (band + 3)) / 6 : (band + 1) ** 2;
  // A band below N moves at the rates of its highest harmonic.
  const share = Math.min(1, band / model.spins) * (band < model.spins ? 1.6 : 1);
  return {
    refusal: null,
    cost: { seconds: SECONDS_OF_A_STEP * unknowns * steps(model, times) * share, bytes: 8 * VECTORS * 2 * unknowns },
  };
}

/** Seconds by elements and implicit steps: 20 to 60 were seen, most of them for a state that starts on a point. */
const IMPLICIT_SECONDS = 30;

/** Up to this N nothing is cut off in a band of harmonics, which is followed by explicit steps. */
const FULL_BAND = 40;

/** Of a unit of rate and time in the full band: 3 s to t = 3 at N = 40. */
const BAND_SECONDS = 1e-2;

/** What elements may take where an exact road takes less. */
const REASONABLE_SECONDS = 10;

/** P on a mesh, or in a band of harmonics on it; `exact` is what the cheapest exact road takes. */
export function femInTime(model: SpinModel, { times, initial }: Timed, exact: Cost): Outlook {
  const { spins } = model;
  const inBall = evolvesInBall(model, initial);
  const whole = inBall ? isParabolicInBall(model) : isParabolicOnSphere(model);
  const banded = 1 + BAND_SECONDS * (spins / FULL_BAND) ** 2 * steps(model, times);
  const seconds = whole || inBall ? IMPLICIT_SECONDS : banded;
  const cost = { seconds, bytes: 1e9 };
  if (!whole && (inBall || spins > FULL_BAND)) {
    const refusal =
      "the equation is not parabolic, and P in a band that cuts something off is not predicted to meet the tolerance";
    return { refusal, cost };
  }
  if (seconds <= REASONABLE_SECONDS || seconds <= exact.seconds) return { refusal: null, cost };
  const [own, other] = [seconds, exact.seconds].map((value) => `${Number(value.toPrecision(1))} s`);
  return { refusal: `it would take about ${own} of processor time, an exact road about ${other}`, cost };
}
