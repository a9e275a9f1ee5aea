import { slowestModes as slowestDicke } from "../../dicke/spectrum.ts";
import { slowestDensityModes } from "../../fem/spectrum.ts";
import { slowestModes as slowestHarmonic } from "../../harmonic/spectrum.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Spectrum } from "../../state/spectrum.ts";
import type { Mode } from "./order.ts";

export type SpectrumMethod = Spectrum["method"];

export interface FoundModes {
  readonly modes: readonly Mode[];
  /** Highest harmonic kept; absent where nothing was cut. */
  readonly band?: number;
  readonly space?: { readonly mesh: string; readonly degree: number };
}

/** `count` modes, one more where a pair would be cut, or all there are. Throws the road's errors. */
export function findModes(model: SpinModel, method: SpectrumMethod, count: number): FoundModes {
  if (method === "dicke") {
    return { modes: modesOf(slowestDicke(model, { count })) };
  }
  if (method === "harmonic") {
    const found = slowestHarmonic(model, { count });
    return { modes: modesOf(found, found.bandErrors), band: found.band };
  }
  const { eigenvalues, errorEstimate, band, mesh, degree } = slowestDensityModes(model, { count });
  return {
    modes: eigenvalues.map(([real, imaginary], k) => ({ real, imaginary, error: errorEstimate[k]! })),
    ...(band === null ? {} : { band }),
    space: { mesh, degree },
  };
}

/** The error of an eigenvalue from the backward error of its inverse, and what a road adds to it. */
export const modesOf = (
  { eigenvalues, residuals }: Pick<Spectrum, "eigenvalues" | "residuals">,
  more?: readonly number[],
) =>
  eigenvalues.map(([real, imaginary], k): Mode => {
    const size = Math.hypot(real, imaginary);
    return { real, imaginary, error: size * (residuals[k]! + Number.EPSILON) + (more?.[k] ?? 0) };
  });
