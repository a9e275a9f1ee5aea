import { isParabolicOnSphere, requiredDephasing } from "../model/kramersMoyal.ts";
import { requireRatesAlone, type SpinModel } from "../model/spinModel.ts";

/** Where the diffusion matrix D on the sphere is positive semidefinite. It depends on z only. */
export interface Parabolicity {
  /** Whether D >= 0 on the whole sphere, the exact bound included. */
  readonly parabolic: boolean;
  /** Least value of u.D u over all unit tangent vectors u at all points of the sphere, in the model's unit of rate. */
  readonly minimumEigenvalue: number;
  /** Share of the sphere's area on which D has a negative eigenvalue, from 0 to 1. */
  readonly areaFraction: number;
  /** Collective dephasing from which on D >= 0 everywhere: (sqrt k_+ - sqrt k_-)^2 / 2. */
  readonly requiredDephasing: number;
  /** The band of z in which D has a negative eigenvalue; null where there is none. */
  readonly zRange: readonly [number, number] | null;
}

/**
 * Parabolicity on the sphere in closed form. The eigenvalues of D are 2 (s + d z) along theta, never negative, and
 * 2 ((s - k_z) z^2 + d z + k_z) along phi, s = k_- + k_+, d = k_- - k_+. Local processes do not diffuse and play no part; in
 * the ball inside the sphere D is indefinite wherever k_+ and k_- differ (`isParabolicInBall`).
 */
export function parabolicity(model: SpinModel): Parabolicity {
  requireRatesAlone(model, "the verdict on the equation");
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
      zRange: null,
    };
  }
  // Both zeros lie between the poles: the eigenvalue is not negative there, and k_z < d^2 / 2 (sqrt k_+ + sqrt k_-)^2.
  const root = 2 * Math.sqrt((required - dephasing) * (upperBound(model) - dephasing));
  const larger = -0.5 * (d + Math.sign(d) * root);
  // Adding 0 turns -0 into 0.
  const zeros = [larger / curvature, dephasing / larger].map((z) => Math.max(-1, Math.min(1, z)) + 0);
  const zRange = [Math.min(...zeros), Math.max(...zeros)] as const;
  return {
    parabolic: false,
    minimumEigenvalue: leastAlongPhi(model, required),
    areaFraction: root / (2 * curvature),
    requiredDephasing: required,
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
