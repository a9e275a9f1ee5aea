import type { Named } from "../../roads/selectRoads.ts";
import { type AnySpectrumOptions, checkedSpectrumOptions } from "../../roads/spectrum/options.ts";
import { spectrum } from "../../roads/spectrum.ts";
import type { TaskSolver } from "./task.ts";

export interface SpectrumObservables {
  /** The least rate that is not zero to its error; null where there is none. */
  readonly relaxationGap: number | null;
  /** How many eigenvalues are zero. */
  readonly zeros: number;
  /** [real, imaginary], the slowest first. */
  readonly eigenvalues: readonly (readonly [number, number])[];
}

export interface SpectrumErrors {
  readonly relaxationGap: number | null;
  /** Of each eigenvalue, its distance in the plane. */
  readonly eigenvalues: readonly number[];
}

/** @throws InputError for options that do not go together */
export function spectrumTask(options: Omit<AnySpectrumOptions, "onProgress">, named: Named): TaskSolver {
  const checked = checkedSpectrumOptions(options, named);
  return (model) => {
    const { eigenvalues, errorEstimate, relaxationGap, zeros, method } = spectrum(model, checked);
    return {
      observables: { relaxationGap, zeros: zeros.count, eigenvalues },
      errorEstimate: { relaxationGap: gapError(eigenvalues, errorEstimate, relaxationGap), eigenvalues: errorEstimate },
      method,
    };
  };
}

/** The least of several rates lies between the least of what each may be at least, and the least of what each may be at most. */
function gapError(
  eigenvalues: SpectrumObservables["eigenvalues"],
  errors: readonly number[],
  gap: number | null,
): number | null {
  if (gap === null) return null;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const [k, [real]] of eigenvalues.entries()) {
    const [rate, error] = [Math.abs(real), errors[k]!];
    if (rate <= error) continue;
    low = Math.min(low, rate - error);
    high = Math.min(high, rate + error);
  }
  return Math.max(gap - low, high - gap);
}
