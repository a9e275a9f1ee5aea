import { NotParabolicError } from "../../core/errors.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { requireRatesAlone, type SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";

/**
 * dr = (rotation x r - contraction r + push e_z) dt + sum_k noise_k x r o dW_k in the sense of Stratonovich, with independent
 * Wiener processes W_k: the Bloch equations of the local processes, and random rotations by the collective ones.
 */
export interface BlochDynamics {
  readonly drift: BlochDrift;
  /** Three axes; the factor 1/sqrt N is in them. */
  readonly noise: readonly [Vector3, Vector3, Vector3];
}

export interface BlochDrift {
  readonly rotation: Vector3;
  /** Rates of x, y and z. */
  readonly contraction: Vector3;
  readonly push: number;
}

/**
 * For k_+ = k_- the generator of docs/physics.md, section 2, is a sum of squares with an affine field,
 *
 *     G = (B x r).grad - (g_- + g_+ + g_z)(x d_x + y d_y) - 2 (g_- + g_+) z d_z - 2 (g_- - g_+) d_z
 *         + (k_z/N) L_z^2 + (s/N)(L_x^2 + L_y^2),   L_i = (e_i x r).grad,  s = k_- + k_+
 *
 * so that every flow is an affine map of the ball into itself, and the collective processes keep |r|.
 *
 * @throws NotParabolicError where k_+ != k_-
 */
export function blochDynamics(model: SpinModel): BlochDynamics {
  requireRatesAlone(model, "the method of trajectories");
  requireDiffusionInBall(model);
  const { field, collective, local, spins } = model;
  const across = local.decay + local.pump + local.dephasing;
  const tilt = Math.sqrt((2 * (collective.decay + collective.pump)) / spins);
  const turn = Math.sqrt((2 * collective.dephasing) / spins);
  return {
    drift: {
      rotation: field,
      contraction: [across, across, 2 * (local.decay + local.pump)],
      push: 2 * (local.pump - local.decay),
    },
    noise: [
      [tilt, 0, 0],
      [0, tilt, 0],
      [0, 0, turn],
    ],
  };
}

/** @throws NotParabolicError where k_+ != k_-: D then has a negative eigenvalue somewhere in the ball */
export function requireDiffusionInBall(model: SpinModel): void {
  requireRatesAlone(model, "the method of trajectories");
  if (isParabolicInBall(model)) return;
  const { pump, decay } = model.collective;
  throw new NotParabolicError({
    what:
      `the diffusion in the ball has a negative eigenvalue: collective pump ${pump} and decay ${decay} differ, so that no ` +
      "stochastic process has this equation",
    remedy: "use the moment hierarchy or the density matrix, which need no positive diffusion, or set pump = decay",
    value: pump - decay,
    limit: 0,
  });
}
