import { MAXIMUM_FACTORED_BAND } from "../../harmonic/ball/hierarchy.ts";
import { observablesOfBall } from "../../harmonic/ball/moments.ts";
import { widerBand as widerInBall } from "../../harmonic/ball/steady.ts";
import { faultOfState } from "../../harmonic/faultOfState.ts";
import { MAXIMUM_BAND } from "../../harmonic/sphere/hierarchy.ts";
import { observablesOfHarmonics } from "../../harmonic/sphere/moments.ts";
import { widerBand as widerOnSphere } from "../../harmonic/sphere/steady.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { compareStates } from "../../state/comparison.ts";

/** The steady state among the moments up to a band. */
export interface CutState {
  readonly band: number;
  readonly unknowns: Float64Array;
}

/** The band above one that is given that tells what it misses, as in steady states; the same where there is none above it. */
export function bandAbove(model: SpinModel, band: number): number {
  const inBall = hasLocalRates(model);
  const wider = (inBall ? widerInBall : widerOnSphere)(band);
  return Math.max(band, Math.min(model.spins, inBall ? MAXIMUM_FACTORED_BAND : MAXIMUM_BAND, wider));
}

/** Errors of moments below it are no fault: light has its own estimate of what rounding does. */
const ROUNDING = 1e-8;

/**
 * What shows that a steady state by moments that are cut off is none, such as a place that the mean field leaves, on which bands may agree, and with them all that is computed of
 * its light; null where nothing does.
 *
 * @param others in other bands, which tell its error
 */
export function faultOfCut(model: SpinModel, state: CutState, others: readonly CutState[]): string | null {
  const observablesOf = (of: CutState) =>
    (hasLocalRates(model) ? observablesOfBall : observablesOfHarmonics)({ spins: model.spins, ...of });
  const observables = observablesOf(state);
  const momentError = Math.max(
    ...others.map((other) => {
      const { mean, square, cross } = compareStates(observables, observablesOf(other));
      return Math.max(mean, square, cross);
    }),
  );
  return faultOfState(model, { observables, momentError, roundingError: ROUNDING });
}
