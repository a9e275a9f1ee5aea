import { InputError } from "../core/errors.ts";
import { hasRatesAlone } from "./ratesAlone.ts";
import { coefficientsOf } from "./secondOrder/coefficients.ts";
import * as of from "./secondOrder/kramersMoyal.ts";
import * as whole from "./secondOrder/parabolic/parabolic.ts";
import type { SpinModel } from "./spinModel.ts";

/*
 * The Kramers-Moyal equation of the P-function of a model, and where it is parabolic: for models what secondOrder/kramersMoyal.ts and
 * secondOrder/parabolic are for their coefficients.
 *
 *   backward   G v = a_i d_i v + (1/2N) D_ij d_i d_j v
 *   flux form  dP/dt = -div (b P - (1/2N) D grad P)
 *
 * Points `r` are x, y, z in the closed unit ball. Symmetric matrices are six numbers in the order xx, yy, zz, xy, xz, yz.
 */

/** a at `r`, into `out` (3). The same in the ball and on the sphere, where it has a radial part that balances that of D. */
export const drift = (model: SpinModel, r: ArrayLike<number>, out: Float64Array): void =>
  of.drift(coefficientsOf(model), r, out);

/** Derivatives of the drift at `r`, d a_i / d r_j at out[3 i + j] (9). */
export const driftJacobian = (model: SpinModel, r: ArrayLike<number>, out: Float64Array): void =>
  of.driftJacobian(coefficientsOf(model), r, out);

/** b = a - (1/2N) div D in the ball, with the three-dimensional divergence, at `r`, into `out` (3). */
export const fluxDrift = (model: SpinModel, r: ArrayLike<number>, out: Float64Array): void =>
  of.fluxDrift(coefficientsOf(model), r, out);

/** D at `r` in the ball, without the factor 1/2N, into `out` (6: xx, yy, zz, xy, xz, yz). Local processes do not diffuse. */
export const diffusion = (model: SpinModel, r: ArrayLike<number>, out: Float64Array): void =>
  of.diffusion(coefficientsOf(model), r, out);

/** b on the unit sphere (tangent), without local processes, at `r` with |r| = 1, into `out` (3). */
export const sphereFluxDrift = (model: SpinModel, r: ArrayLike<number>, out: Float64Array): void =>
  of.sphereFluxDrift(coefficientsOf(model), r, out);

/** D on the unit sphere (tangent), without the factor 1/2N, at `r` with |r| = 1, into `out` (6: xx, yy, zz, xy, xz, yz). */
export const sphereDiffusion = (model: SpinModel, r: ArrayLike<number>, out: Float64Array): void =>
  of.sphereDiffusion(coefficientsOf(model), r, out);

/**
 * The collective dephasing rate from which on D is positive semidefinite all over the sphere:
 * (sqrt k_+ - sqrt k_-)^2 / 2, compared with the whole k_z (not with what is missing).
 *
 * @throws InputError for an interaction or jumps: `parabolicity` has the rate for them
 */
export function requiredDephasing(model: SpinModel): number {
  if (!hasRatesAlone(model)) {
    throw new InputError({
      what: "the model has an interaction or jumps, and the dephasing that it requires has a closed form for the three rates alone",
      remedy: "ask parabolicity for it, which searches the sphere",
      value: model.interaction ?? model.collective.jumps,
    });
  }
  const { pump, decay } = model.collective;
  const difference = Math.abs(pump - decay);
  // (sqrt k_+ - sqrt k_-) (sqrt k_+ + sqrt k_-) = k_+ - k_-: no cancellation where the rates are close, exact where one is 0.
  const sumSquared = pump + decay + 2 * Math.sqrt(pump) * Math.sqrt(decay);
  return sumSquared === 0 ? 0 : difference * (difference / (2 * sumSquared));
}

/**
 * Whether D >= 0 on the whole sphere: of rates in closed form. A model at the bound counts as parabolic, although neither its rates nor the bound
 * are exact in binary: relative errors u of k_+ and k_- move the bound by at most u |k_+ - k_-| / 2.
 */
export function isParabolicOnSphere(model: SpinModel): boolean {
  if (!hasRatesAlone(model)) return whole.isParabolicOnSphere(coefficientsOf(model));
  const { dephasing, pump, decay } = model.collective;
  return dephasing >= requiredDephasing(model) - 4 * Number.EPSILON * Math.abs(pump - decay);
}

/** Whether D >= 0 in the whole ball: only where w = 0 and chi is a multiple of 1, as with equal pump and decay. */
export function isParabolicInBall(model: SpinModel): boolean {
  if (!hasRatesAlone(model)) return whole.isParabolicInBall(coefficientsOf(model));
  return model.collective.pump === model.collective.decay;
}
