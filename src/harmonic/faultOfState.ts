import { departs } from "../model/departure.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Observables } from "../state/moments.ts";

interface Moments {
  readonly observables: Observables;
  /** Of each moment, by what is left out. */
  readonly momentError: number;
  /** Of the unknowns. */
  readonly roundingError: number;
}

/** Of sums of moments. */
const ROUNDING = 1e-12;

/** What shows, beyond the errors of the moments, that no steady state of the model has them; null where nothing does. */
export function faultOfState(model: SpinModel, { observables, momentError, roundingError }: Moments): string | null {
  const error = momentError + roundingError + ROUNDING;
  const { mean, square } = observables;
  const length = Math.hypot(...mean);
  const text = `(${mean.map((value) => value.toPrecision(3)).join(", ")})`;
  if (length - 1 > Math.sqrt(3) * error) return `the mean ${text} is outside the Bloch ball`;
  for (const [k, value] of square.entries()) {
    const spread = value - mean[k]! ** 2;
    if (-spread > (1 + 2 * Math.abs(mean[k]!)) * error)
      return `the variance of 2 J_${"xyz"[k]}/N is ${spread.toPrecision(2)}, below 0`;
  }
  const variance = square[0] + square[1] + square[2] - length ** 2;
  // Coherent states have 2/N.
  const width = Math.sqrt(Math.max(variance, 2 / model.spins));
  return departs(model, mean, width)
    ? `the mean field departs from the mean ${text}, where they say that the state is`
    : null;
}
