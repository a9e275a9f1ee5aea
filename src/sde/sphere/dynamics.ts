import { InputError, NotParabolicError } from "../../core/errors.ts";
import { isParabolicOnSphere, requiredDephasing } from "../../model/kramersMoyal.ts";
import { hasRatesAlone } from "../../model/ratesAlone.ts";
import { type Coefficients, coefficientsOf, scaled } from "../../model/secondOrder/coefficients.ts";
import {
  isParabolicOnSphere as isClassParabolic,
  leastDiffusion,
  requiredDephasing as requiredClassDephasing,
  requiredIsotropic,
} from "../../model/secondOrder/parabolic/parabolic.ts";
import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { conformalFactors } from "../conformalFactors.ts";
import type { ConformalField } from "../lorentz.ts";

/**
 * dr = (drift + (chi r) x r) dt + sum_k noise_k o dW_k in the sense of Stratonovich, with independent Wiener processes W_k and the
 * interaction chi of the model.
 */
export interface ConformalDynamics {
  readonly drift: ConformalField;
  /** Four fields for the three rates, six for anything else; the factor 1/sqrt N is in them. */
  readonly noise: readonly ConformalField[];
}

/**
 * The Fokker-Planck equation of the sphere as a Stratonovich equation of conformal fields and, with an interaction, the flow of
 * `twistOf`.
 *
 * @throws NotParabolicError where D has a negative eigenvalue somewhere on the sphere
 * @throws InputError where the model has local rates, which drive P off the sphere, and where D has no conformal fields
 */
export function conformalDynamics(model: SpinModel): ConformalDynamics {
  requireDiffusionOnSphere(model);
  return hasRatesAlone(model) ? dynamicsOfRates(model) : dynamicsOfClass(coefficientsOf(model));
}

/**
 * With the flux form of docs/physics.md, section 8, and the fields of `conformalFactors` the Stratonovich drift is
 * b + (1/2N) sum_k (div V_k) V_k = b - (1/N) (C r) x r = B x r + (chi r) x r - (1 + 1/N) (w - (w.r) r): div V_k = -2 sqrt a r_k, and
 * (w x r) x r = (w.r) r - w.
 */
function dynamicsOfClass(coefficients: Coefficients): ConformalDynamics {
  const factors = conformalFactors(coefficients);
  if (factors === null) {
    throw new InputError({
      what: "the diffusion is not negative, but no sum of squares of conformal fields, which the scheme moebiusWalk takes",
      remedy: "use the scheme eulerMaruyama",
      value: "moebiusWalk",
    });
  }
  const perSpin = 1 / coefficients.spins;
  const unit = Math.sqrt(perSpin);
  const noise = factors.map(({ rotation, boost }) => ({
    rotation: scaled(rotation, unit),
    boost: scaled(boost, unit),
  }));
  return {
    drift: { rotation: coefficients.field, boost: scaled(coefficients.collective.skew, -(1 + perSpin)) },
    noise,
  };
}

/**
 * For the three rates, with L_i = e_i x r,
 * G_i = e_i - r_i r, d = k_- - k_+, A = sqrt k_- - sqrt k_+ and S = sqrt k_- + sqrt k_+ (so that A S = d),
 *
 *   D  = V_1 V_1^T + V_2 V_2^T + V_3 V_3^T + V_4 V_4^T
 *   V_1 = S L_y + A G_x,   V_2 = -S L_x + A G_y,   V_3 = A G_z,   V_4 = sqrt(2 k_z - A^2) L_z
 *   V_0 = B x r - (1 + 1/N) d G_z                   dr = V_0 dt + N^{-1/2} sum_k V_k o dW_k
 *
 * Along the unit vectors of theta and phi, V_1 V_1^T + V_2 V_2^T is diag((S + A z)^2, (A + S z)^2) and
 * V_3 V_3^T = diag(A^2 (1 - z^2), 0): their sum is D at 2 k_z = A^2, the rest V_4. The fields are smooth all over the
 * sphere, poles and zeros of D included, and real exactly where D >= 0. Drift: with b and D of the flux form the
 * Stratonovich drift is b + (1/2N) sum_k (div V_k) V_k; rotations have no divergence, div G_i = -2 r_i, and
 * sum_k (div V_k) V_k = -2 A [S (x L_y - y L_x) + A (x G_x + y G_y + z G_z)] = 2 d G_z.
 *
 * Since brackets of conformal fields are conformal, every solution is r(t) = g(t) r(0) with one random Moebius map g(t).
 */
function dynamicsOfRates(model: SpinModel): ConformalDynamics {
  const { dephasing, pump, decay } = model.collective;
  const perSpin = 1 / model.spins;
  const unit = Math.sqrt(perSpin);
  const d = decay - pump;
  const sum = unit * (Math.sqrt(decay) + Math.sqrt(pump));
  // d / (sqrt k_- + sqrt k_+): the difference of the roots would cancel where the rates are close.
  const difference = sum === 0 ? 0 : (perSpin * d) / sum;
  // A model at the bound is parabolic, although rounding can leave the excess a little below zero.
  const turn = unit * Math.sqrt(2 * Math.max(0, dephasing - requiredDephasing(model)));
  return {
    drift: { rotation: model.field, boost: [0, 0, -(1 + perSpin) * d] },
    noise: [
      { rotation: [0, sum, 0], boost: [difference, 0, 0] },
      { rotation: [-sum, 0, 0], boost: [0, difference, 0] },
      { rotation: [0, 0, 0], boost: [0, 0, difference] },
      { rotation: [0, 0, turn], boost: [0, 0, 0] },
    ],
  };
}

/**
 * @throws NotParabolicError where D has a negative eigenvalue somewhere on the sphere: no real noise has it as covariance
 * @throws InputError where the model has local rates, which drive P off the sphere
 */
export function requireDiffusionOnSphere(model: SpinModel): void {
  requireCollective(model);
  if (hasRatesAlone(model)) requireRatesOnSphere(model);
  else requireClassOnSphere(model);
}

function requireRatesOnSphere(model: SpinModel): void {
  if (isParabolicOnSphere(model)) return;
  const needed = requiredDephasing(model);
  throw new NotParabolicError({
    what:
      `the diffusion on the sphere has a negative eigenvalue: collective dephasing ${model.collective.dephasing} is below ` +
      `(sqrt(pump) - sqrt(decay))^2 / 2 = ${needed}, so that no stochastic process has this equation`,
    remedy:
      "use the moment hierarchy or the density matrix, which need no positive diffusion, or raise the dephasing; diagnose says where it is negative",
    value: model.collective.dephasing,
    limit: needed,
  });
}

function requireClassOnSphere(model: SpinModel): void {
  const coefficients = coefficientsOf(model);
  if (isClassParabolic(coefficients)) return;
  const least = leastDiffusion(coefficients);
  const { value } = least;
  const around = requiredClassDephasing(coefficients, model.collective.dephasing);
  const along = around === null ? "" : `, or a collective dephasing of ${rounded(around)} about z in all`;
  throw new NotParabolicError({
    what: noProcess(value),
    remedy:
      "use the moment hierarchy or the density matrix, which need no positive diffusion, or add a collective dephasing of " +
      `${rounded(requiredIsotropic(coefficients, least))} about each of x, y and z${along}; diagnose says where it is negative`,
    value,
    limit: 0,
  });
}

/** What is wrong where the least eigenvalue of D on the sphere is this. */
export const noProcess = (least: number): string =>
  `the diffusion on the sphere has a negative eigenvalue, ${rounded(least)}, so that no stochastic process has this equation`;

const rounded = (value: number): number => Number(value.toPrecision(6));
