import { NotParabolicError } from "../../core/errors.ts";
import { coefficientsOf, length, type SymmetricSix, withoutTrace } from "../../model/secondOrder/coefficients.ts";
import { isParabolicInBall } from "../../model/secondOrder/parabolic/parabolic.ts";
import { interacts, type SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { noiseAxes } from "../conformalFactors.ts";

/**
 * dr = (rotation x r - contraction r + push) dt + sum_k noise_k x r o dW_k in the sense of Stratonovich, with independent
 * Wiener processes W_k: the Bloch equations of the local processes, and random rotations by the collective ones.
 */
export interface BlochDynamics {
  readonly drift: BlochDrift;
  /** Three axes; the factor 1/sqrt N is in them. */
  readonly noise: readonly [Vector3, Vector3, Vector3];
}

export interface BlochDrift {
  readonly rotation: Vector3;
  /** A symmetric matrix. */
  readonly contraction: SymmetricSix;
  readonly push: Vector3;
}

/**
 * For w = 0 and no interaction the generator of docs/physics.md, section 8, is a sum of squares with an affine field,
 *
 *     G = (B x r - (tr S' - S') r - 2 w').grad + (1/N) sum_ab S_ab L_a L_b,   L_a = (e_a x r).grad
 *
 * so that every flow is an affine map of the ball into itself, and the collective processes keep |r|. The axes of the noise are the
 * columns of the root of 2 S / N.
 *
 * @throws NotParabolicError where w != 0 or there is an interaction
 */
export function blochDynamics(model: SpinModel): BlochDynamics {
  requireDiffusionInBall(model);
  const { field, collective, local, spins } = coefficientsOf(model);
  const [xx, yy, zz, xy, xz, yz] = local.symmetric;
  const push = ([0, 1, 2] as const).map((k) => -2 * local.skew[k]) as unknown as Vector3;
  return {
    drift: { rotation: field, contraction: [yy + zz, xx + zz, xx + yy, -xy, -xz, -yz], push },
    noise: axesOf(collective.symmetric, spins),
  };
}

function axesOf([xx, yy, zz, xy, xz, yz]: SymmetricSix, spins: number): BlochDynamics["noise"] {
  const rows = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  return noiseAxes(rows.map((row) => row.map((value) => (2 * value) / spins)));
}

/** @throws NotParabolicError where w != 0 or there is an interaction: D then has a negative eigenvalue somewhere in the ball */
export function requireDiffusionInBall(model: SpinModel): void {
  const coefficients = coefficientsOf(model);
  if (isParabolicInBall(coefficients)) return;
  const { pump, decay, jumps = [] } = model.collective;
  const w = coefficients.collective.skew;
  const twists = interacts(model) && withoutTrace(coefficients.interaction).some((value) => value !== 0);
  const cause = twists
    ? "an interaction"
    : jumps.length === 0
      ? `collective pump ${pump} and decay ${decay} differ`
      : `the collective jumps have w = (${w.map((value) => Number(value.toPrecision(6))).join(", ")}) other than 0`;
  const cure = twists
    ? "leave the interaction out"
    : jumps.length === 0
      ? "set pump = decay"
      : "give each jump its adjoint with the same rate";
  throw new NotParabolicError({
    what: `the diffusion in the ball has a negative eigenvalue: ${cause}, so that no stochastic process has this equation`,
    remedy: `use the moment hierarchy or the density matrix, which need no positive diffusion, or ${cure}; diagnose says where it is negative`,
    value: twists ? Math.max(...coefficients.interaction.map(Math.abs)) : jumps.length === 0 ? pump - decay : length(w),
    limit: 0,
  });
}
