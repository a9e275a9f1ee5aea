import { slowestModes as slowestDicke } from "../../dicke/spectrum.ts";
import { symmetricSpectrum } from "../../dicke/symmetric/spectrum.ts";
import { slowestBallModes } from "../../harmonic/ball/spectrum.ts";
import { slowestModes as slowestHarmonic } from "../../harmonic/spectrum.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { modesByElements } from "../../roads/elements.ts";
import type { Spectrum } from "../../state/spectrum.ts";
import type { Mode } from "./order.ts";

export type SpectrumMethod = Spectrum["method"];

export interface FoundModes {
  readonly modes: readonly Mode[];
  /** Highest harmonic or degree kept; absent where nothing was cut. */
  readonly band?: number;
  readonly space?: { readonly mesh: string; readonly degree: number };
}

/** `count` modes, one more where a pair would be cut, or all there are. Throws the road's errors. */
export function findModes(model: SpinModel, method: SpectrumMethod, count: number): FoundModes {
  if (method === "dicke") {
    return {
      modes: modesOf(hasLocalRates(model) ? symmetricSpectrum(model, { count }) : slowestDicke(model, { count })),
    };
  }
  if (method === "harmonic") {
    const found = harmonicModes(model, count);
    return { modes: modesOf(found, found.bandErrors), band: found.band };
  }
  const { eigenvalues, errorEstimate, band, mesh, degree } = modesByElements(model, count);
  return {
    modes: eigenvalues.map(([real, imaginary], k) => ({ real, imaginary, error: errorEstimate[k]! })),
    ...(band === null ? {} : { band }),
    space: { mesh, degree },
  };
}

/** On the sphere or in the ball. */
export const harmonicModes = (model: SpinModel, count: number) =>
  hasLocalRates(model) ? slowestBallModes(model, { count }) : slowestHarmonic(model, { count });

/** The error of an eigenvalue from the backward error of its inverse, and what a road adds to it. */
export const modesOf = (
  { eigenvalues, residuals }: Pick<Spectrum, "eigenvalues" | "residuals">,
  more?: readonly number[],
) =>
  eigenvalues.map(([real, imaginary], k): Mode => {
    const size = Math.hypot(real, imaginary);
    return { real, imaginary, error: size * (residuals[k]! + Number.EPSILON) + (more?.[k] ?? 0) };
  });
