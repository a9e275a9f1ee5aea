import { hasAxis } from "../../dicke/axis/axis.ts";
import { sectorSpectrum } from "../../dicke/axis/spectrum.ts";
import { slowestModes as slowestDickeModes } from "../../dicke/collective/spectrum.ts";
import { symmetricSpectrum } from "../../dicke/symmetric/spectrum.ts";
import { onlyStablePoint } from "../../fem/attractingPoint.ts";
import { axisSectorSpectrum } from "../../fem/axis/spectrum.ts";
import type { AxisExpansion } from "../../fem/axis/steady.ts";
import { pointSpectrum } from "../../fem/ball/expansion/spectrum.ts";
import type { PointExpansion } from "../../fem/ball/expansion/steady.ts";
import { slowestBallDensityModes } from "../../fem/ball/spectrum.ts";
import type { BandPair } from "../../fem/gaugeBand.ts";
import { slowestDensityModes } from "../../fem/sphere/spectrum.ts";
import { slowestBallModes } from "../../harmonic/ball/spectrum.ts";
import { slowestModes as slowestHarmonicModes } from "../../harmonic/sphere/spectrum.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { Spectrum, SpectrumOptions } from "../../state/spectrum.ts";

/*
 * Each road to a spectrum, on the sphere or in the ball.
 */

/** What a road says of a spectrum. */
export interface RoadSpectrum extends Spectrum {
  /** Harmonics, or in the ball degrees of polynomials, that were kept; absent for the density matrix. */
  readonly band?: number;
  /** Of finite elements on the sphere, where the band is not of plain harmonics: polynomials in tangent planes, or harmonics of a shifted sphere. */
  readonly functions?: BandPair["functions"];
  /** Of one sector by polynomials around the axis, or in the ball by polynomials around a fixed point. */
  readonly expansion?: AxisExpansion | PointExpansion;
  /** Of finite elements in the ball. */
  readonly space?: { readonly mesh: string; readonly degree: number };
}

/** Up to this N all polynomials of degree N are elements on a mesh, which is exact. */
const EXACT_ELEMENTS = 10;

/** Whether modes in the ball are sought in polynomials around the stable fixed point: bands on a mesh are of lower degree, and exact where moments close by degree. */
export const hasModesAroundPoint = (model: SpinModel): boolean =>
  model.spins > EXACT_ELEMENTS && !isParabolicInBall(model) && onlyStablePoint(model) !== null;

/** P on a mesh. Errors as `slowestDensityModes` and `slowestBallDensityModes`. */
export function modesByElements(model: SpinModel, options: SpectrumOptions): RoadSpectrum {
  if (options.sector !== undefined) return axisSectorSpectrum(model, options);
  if (!hasLocalRates(model)) return slowestDensityModes(model, options);
  if (hasModesAroundPoint(model)) return pointSpectrum(model, options);
  const { mesh, degree, ...rest } = slowestBallDensityModes(model, options);
  return { ...rest, space: { mesh, degree } };
}

/** Moments of P. Errors as `slowestModes` and `slowestBallModes` of harmonic. */
export const modesByHarmonics = (
  model: SpinModel,
  options: SpectrumOptions & { readonly band?: number },
): RoadSpectrum => (hasLocalRates(model) ? slowestBallModes(model, options) : slowestHarmonicModes(model, options));

/** The density matrix, sector by sector where the model keeps J_z. Errors as `sectorSpectrum`, `symmetricSpectrum` and `slowestModes` of dicke. */
export function modesByDicke(model: SpinModel, options: SpectrumOptions): RoadSpectrum {
  if (hasAxis(model)) return sectorSpectrum(model, options);
  return hasLocalRates(model) ? symmetricSpectrum(model, options) : slowestDickeModes(model, options);
}
