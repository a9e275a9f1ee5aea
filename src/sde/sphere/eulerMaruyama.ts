import type { SpinModel } from "../../model/spinModel.ts";
import { requireDiffusionOnSphere } from "./dynamics.ts";

/**
 * Scheme of weak order 1: r -> (r + delta) / |r + delta|, delta = h (tangential Ito drift) + sqrt(h/N) (noise of covariance D).
 * The division returns to the sphere exactly, and on average it shortens delta's overshoot by |delta|^2 / 2, which is the
 * radial Ito drift -tr D / (2N) to first order in h.
 *
 * With s = k_- + k_+, d = k_- - k_+ the tangential Ito drift is B x r - [(N+1) d + (s - k_z) z] / N (ez - z r), and D has the
 * eigenvalues 2 (s + d z) along theta and 2 [k_z (1 - z^2) + z (d + s z)] along phi. The noise is
 *
 *   sqrt(D_theta) (cos phi Z_1 + sin phi Z_2) e_theta + sqrt(D_phi) (cos phi Z_2 - sin phi Z_1) e_phi
 *
 * which is smooth at the north pole, where e_theta, e_phi turn against Z_1, Z_2. At the south pole, and where an eigenvalue
 * vanishes, this root of D is not smooth. That does no harm to the weak order: the law of the step depends on D and the drift
 * alone, and both are polynomials.
 */
export interface EulerCoefficients {
  readonly step: number;
  /** h B. */
  readonly turnX: number;
  readonly turnY: number;
  readonly turnZ: number;
  /** h [(N+1) d + (s - k_z) z] / N = fall + fallSlope z. */
  readonly fall: number;
  readonly fallSlope: number;
  /** h D_theta / N = spread + spreadSlope z. */
  readonly spread: number;
  readonly spreadSlope: number;
  /** h D_phi / N = round + (spreadSlope + roundSquare z) z. */
  readonly round: number;
  readonly roundSquare: number;
}

/** Coefficients of a step of length `step` > 0 in the field of the model or another. Throws as `conformalDynamics` does. */
export function eulerCoefficients(
  model: SpinModel,
  step: number,
  field: SpinModel["field"] = model.field,
): EulerCoefficients {
  requireDiffusionOnSphere(model);
  const { dephasing, pump, decay } = model.collective;
  const perSpin = step / model.spins;
  const d = decay - pump;
  const s = decay + pump;
  return {
    step,
    turnX: step * field[0],
    turnY: step * field[1],
    turnZ: step * field[2],
    fall: (step + perSpin) * d,
    fallSlope: perSpin * (s - dephasing),
    spread: 2 * perSpin * s,
    spreadSlope: 2 * perSpin * d,
    round: 2 * perSpin * dephasing,
    roundSquare: 2 * perSpin * (s - dephasing),
  };
}

/**
 * One step of `count` trajectories at x, y, z (|r| = 1 on return, to rounding): trajectory i takes the standard normal
 * numbers normals[first + i] and normals[second + i].
 */
export function eulerStep(
  coefficients: EulerCoefficients,
  normals: Float64Array,
  first: number,
  second: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
): void {
  const { turnX, turnY, turnZ, fall, fallSlope, spread, spreadSlope, round, roundSquare } = coefficients;
  for (let i = 0; i < count; i++) {
    const px = x[i]!;
    const py = y[i]!;
    const pz = z[i]!;
    const rho2 = px * px + py * py;
    const rho = Math.sqrt(rho2);
    const cosine = rho > 0 ? px / rho : 1;
    const sine = rho > 0 ? py / rho : 0;
    const z1 = normals[first + i]!;
    const z2 = normals[second + i]!;
    // Rounding can leave a vanishing eigenvalue a little below zero.
    const south =
      Math.sqrt(Math.max(0, spread + spreadSlope * pz)) * (cosine * z1 + sine * z2) + (fall + fallSlope * pz) * rho;
    const east = Math.sqrt(Math.max(0, round + (spreadSlope + roundSquare * pz) * pz)) * (cosine * z2 - sine * z1);
    const nx = px + turnY * pz - turnZ * py + south * pz * cosine - east * sine;
    const ny = py + turnZ * px - turnX * pz + south * pz * sine + east * cosine;
    const nz = pz + turnX * py - turnY * px - south * rho;
    const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
    x[i] = nx * scale;
    y[i] = ny * scale;
    z[i] = nz * scale;
  }
}
