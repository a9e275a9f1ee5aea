import { isParabolicOnSphere, requiredDephasing } from "../model/kramersMoyal.ts";
import { hasRatesAlone } from "../model/ratesAlone.ts";
import { type Coefficients, coefficientsOf } from "../model/secondOrder/coefficients.ts";
import { axialBand, axialDiffusion } from "../model/secondOrder/parabolic/axial.ts";
import * as whole from "../model/secondOrder/parabolic/parabolic.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { type NegativeRegion, negativeRegion } from "./parabolic/region.ts";

/** Where the diffusion matrix D on the sphere is positive semidefinite. */
export interface Parabolicity {
  /** Whether D >= 0 on the whole sphere, the exact bound included. */
  readonly parabolic: boolean;
  /** Least value of u.D u over all unit tangent vectors u at all points of the sphere, in the model's unit of rate. */
  readonly minimumEigenvalue: number;
  /** Share of the sphere's area on which D has a negative eigenvalue, from 0 to 1. */
  readonly areaFraction: number;
  /** Collective dephasing, in all, from which on D >= 0 everywhere; of rates alone (sqrt k_+ - sqrt k_-)^2 / 2. null where none is enough. */
  readonly requiredDephasing: number | null;
  /** The least dephasing, of the same rate about three orthogonal axes and besides what is there, with which D >= 0 everywhere. */
  readonly requiredIsotropic: number;
  /** The band of z in which D has a negative eigenvalue; null where there is none, or the region is another one (`parabolicRegion`). */
  readonly zRange: readonly [number, number] | null;
}

/**
 * Parabolicity on the sphere: of rates alone, and for diffusion around an axis, in closed form, otherwise by a search over the sphere with
 * a proof, in some 0.1 s. Local processes do not diffuse and play no part.
 */
export const parabolicity = (model: SpinModel): Parabolicity =>
  hasRatesAlone(model)
    ? ofRates(model)
    : ofCoefficients(coefficientsOf(model), model.collective.dephasing, parabolicRegion(model));

/** Both, for what one search costs. */
export function parabolicityWithRegion(model: SpinModel): {
  readonly found: Parabolicity;
  readonly region: NegativeRegion;
} {
  const region = parabolicRegion(model);
  const found = hasRatesAlone(model)
    ? ofRates(model)
    : ofCoefficients(coefficientsOf(model), model.collective.dephasing, region);
  return { found, region };
}

/**
 * Where D has a negative eigenvalue on the sphere: its share of the area, the closed curves around it, and the least eigenvalue with the
 * point that has it.
 */
export const parabolicRegion = (model: SpinModel): NegativeRegion => negativeRegion(coefficientsOf(model));

function ofCoefficients(
  coefficients: Coefficients,
  dephasing: number,
  { areaFraction, minimum }: NegativeRegion,
): Parabolicity {
  const parabolic = whole.isParabolicOnSphere(coefficients, minimum);
  const axial = parabolic ? null : axialDiffusion(coefficients);
  const band = axial !== null && Math.abs(axial.axis[2]) === 1 ? axialBand(axial) : null;
  return {
    parabolic,
    minimumEigenvalue: parabolic ? Math.max(0, minimum.value) : minimum.value,
    areaFraction,
    requiredDephasing: whole.requiredDephasing(coefficients, dephasing),
    requiredIsotropic: whole.requiredIsotropic(coefficients, minimum),
    zRange: band === null || axial!.axis[2] > 0 ? band : [0 - band[1], 0 - band[0]],
  };
}

/**
 * In closed form. The eigenvalues of D are 2 (s + d z) along theta, never negative, and
 * 2 ((s - k_z) z^2 + d z + k_z) along phi, s = k_- + k_+, d = k_- - k_+.
 */
function ofRates(model: SpinModel): Parabolicity {
  const { dephasing, pump, decay } = model.collective;
  const required = requiredDephasing(model);
  // Along theta least at a pole, where the eigenvalue along phi is the same.
  const atPole = 4 * Math.min(pump, decay);
  const d = decay - pump;
  const curvature = decay + pump - dephasing;
  if (isParabolicOnSphere(model)) {
    const least = Math.min(atPole, leastAlongPhi(model, required));
    return {
      parabolic: true,
      minimumEigenvalue: Math.max(0, least),
      areaFraction: 0,
      requiredDephasing: required,
      requiredIsotropic: 0,
      zRange: null,
    };
  }
  // Both zeros lie between the poles: the eigenvalue is not negative there, and k_z < d^2 / 2 (sqrt k_+ + sqrt k_-)^2.
  const root = 2 * Math.sqrt((required - dephasing) * (upperBound(model) - dephasing));
  const larger = -0.5 * (d + Math.sign(d) * root);
  // Adding 0 turns -0 into 0.
  const zeros = [larger / curvature, dephasing / larger].map((z) => Math.max(-1, Math.min(1, z)) + 0);
  const zRange = [Math.min(...zeros), Math.max(...zeros)] as const;
  const minimumEigenvalue = leastAlongPhi(model, required);
  return {
    parabolic: false,
    minimumEigenvalue,
    areaFraction: root / (2 * curvature),
    requiredDephasing: required,
    // s adds 2 s to every eigenvalue.
    requiredIsotropic: -minimumEigenvalue / 2,
    zRange,
  };
}

/** (sqrt k_+ + sqrt k_-)^2 / 2: with `requiredDephasing` the two k_z at which the eigenvalue along phi has a double zero in z. */
function upperBound(model: SpinModel): number {
  const { pump, decay } = model.collective;
  return (pump + decay) / 2 + Math.sqrt(pump) * Math.sqrt(decay);
}

/**
 * Least eigenvalue along phi between the poles, at z = -d / 2 (s - k_z): 2 k_z - d^2 / 2 (s - k_z), written as a product so
 * that it keeps its digits next to the bound. Infinity where the eigenvalue has no minimum between the poles.
 */
function leastAlongPhi(model: SpinModel, required: number): number {
  const { dephasing, pump, decay } = model.collective;
  const curvature = decay + pump - dephasing;
  if (!(Math.abs(decay - pump) < 2 * curvature)) return Number.POSITIVE_INFINITY;
  return (2 * (dephasing - required) * (upperBound(model) - dephasing)) / curvature;
}
