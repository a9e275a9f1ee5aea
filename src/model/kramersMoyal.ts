import { requireRatesAlone, type SpinModel } from "./spinModel.ts";

/**
 * Coefficients of the Kramers-Moyal equation of the P-function (docs/physics.md, section 2), d = k_- - k_+, s = k_- + k_+:
 *
 *   backward   G v = a_i d_i v + (1/2N) D_ij d_i d_j v
 *   flux form  dP/dt = -div (b P - (1/2N) D grad P)
 *
 * `drift` is a, `fluxDrift` b and `diffusion` D, all without the factor 1/2N in front of D. Points `r` are x, y, z in the
 * closed unit ball. Symmetric matrices are six numbers in the order xx, yy, zz, xy, xz, yz. Nothing is allocated.
 * `model.spins` may be Infinity: the mean-field limit.
 */

/** a at `r`, into `out` (3). The same in the ball and on the sphere, where it has a radial part that balances that of D. */
export function drift(model: SpinModel, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const [bx, by, bz] = model.field;
  const { dephasing: kz, pump, decay } = model.collective;
  const local = model.local;
  const perSpin = 1 / model.spins;
  const pull = (1 - perSpin) * (decay - pump);
  const transverse = local.decay + local.pump + local.dephasing + perSpin * (kz + pump + decay);
  const down = 2 * (local.decay + perSpin * decay);
  const up = 2 * (local.pump + perSpin * pump);
  out[0] = by * z - bz * y - transverse * x + pull * x * z;
  out[1] = bz * x - bx * z - transverse * y + pull * y * z;
  out[2] = bx * y - by * x - down * (1 + z) + up * (1 - z) - pull * (x * x + y * y);
}

/** Derivatives of the drift at `r`, d a_i / d r_j at out[3 i + j] (9). */
export function driftJacobian(model: SpinModel, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const [bx, by, bz] = model.field;
  const { dephasing: kz, pump, decay } = model.collective;
  const local = model.local;
  const perSpin = 1 / model.spins;
  const pull = (1 - perSpin) * (decay - pump);
  const transverse = local.decay + local.pump + local.dephasing + perSpin * (kz + pump + decay);
  out[0] = pull * z - transverse;
  out[1] = -bz;
  out[2] = by + pull * x;
  out[3] = bz;
  out[4] = pull * z - transverse;
  out[5] = pull * y - bx;
  out[6] = -by - 2 * pull * x;
  out[7] = bx - 2 * pull * y;
  out[8] = -2 * (local.decay + local.pump + perSpin * (decay + pump));
}

/**
 * b = a - (1/2N) div D in the ball, at `r`, into `out` (3). The divergence is the three-dimensional one; on the sphere use
 * `sphereFluxDrift`, whose surface divergence leaves out the radial derivative of D.
 */
export function fluxDrift(model: SpinModel, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const [bx, by, bz] = model.field;
  const local = model.local;
  const perSpin = 1 / model.spins;
  const d = model.collective.decay - model.collective.pump;
  const transverse = local.decay + local.pump + local.dephasing;
  const pull = (1 + 3 * perSpin) * d;
  const rho2 = x * x + y * y;
  out[0] = by * z - bz * y - transverse * x + pull * x * z;
  out[1] = bz * x - bx * z - transverse * y + pull * y * z;
  out[2] =
    bx * y -
    by * x -
    2 * local.decay * (1 + z) +
    2 * local.pump * (1 - z) -
    d * (rho2 + perSpin * (2 * rho2 - z * z + 1));
}

/** D at `r` in the ball, into `out` (6: xx, yy, zz, xy, xz, yz). Local processes do not diffuse. */
export function diffusion(model: SpinModel, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const { dephasing, pump, decay } = model.collective;
  const kz = 2 * dephasing;
  const s = 2 * (decay + pump);
  const d = decay - pump;
  const xx = x * x;
  const yy = y * y;
  const zz = z * z;
  const tilt = d * (xx + yy - zz - 1) - s * z;
  out[0] = kz * yy + s * zz + 2 * d * z * (1 - xx);
  out[1] = kz * xx + s * zz + 2 * d * z * (1 - yy);
  out[2] = (s + 2 * d * z) * (xx + yy);
  out[3] = -(kz + 2 * d * z) * x * y;
  out[4] = x * tilt;
  out[5] = y * tilt;
}

/** b on the unit sphere (tangent), the collective processes and the field only, at `r` with |r| = 1, into `out` (3). */
export function sphereFluxDrift(model: SpinModel, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const [bx, by, bz] = model.field;
  const pull = (1 + 2 / model.spins) * (model.collective.decay - model.collective.pump);
  out[0] = by * z - bz * y + pull * x * z;
  out[1] = bz * x - bx * z + pull * y * z;
  out[2] = bx * y - by * x - pull * (x * x + y * y);
}

/** D on the unit sphere (tangent: D r = 0 to rounding), at `r` with |r| = 1, into `out` (6: xx, yy, zz, xy, xz, yz). */
export function sphereDiffusion(model: SpinModel, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const { dephasing, pump, decay } = model.collective;
  const s = decay + pump;
  const isotropic = 2 * (s + z * (decay - pump));
  const around = 2 * (dephasing - s);
  const xx = x * x;
  const yy = y * y;
  const zz = z * z;
  out[0] = isotropic * (yy + zz) + around * yy;
  out[1] = isotropic * (xx + zz) + around * xx;
  out[2] = isotropic * (xx + yy);
  out[3] = -(isotropic + around) * x * y;
  out[4] = -isotropic * x * z;
  out[5] = -isotropic * y * z;
}

/**
 * The collective dephasing rate from which on D is positive semidefinite all over the sphere:
 * (sqrt k_+ - sqrt k_-)^2 / 2, compared with the whole k_z (not with what is missing).
 */
export function requiredDephasing(model: SpinModel): number {
  requireRatesAlone(model, "the verdict on the equation");
  const { pump, decay } = model.collective;
  const difference = Math.abs(pump - decay);
  // (sqrt k_+ - sqrt k_-) (sqrt k_+ + sqrt k_-) = k_+ - k_-: no cancellation where the rates are close, exact where one is 0.
  const sumSquared = pump + decay + 2 * Math.sqrt(pump) * Math.sqrt(decay);
  return sumSquared === 0 ? 0 : difference * (difference / (2 * sumSquared));
}

/**
 * Whether D >= 0 on the whole sphere. A model at the bound counts as parabolic, although neither its rates nor the bound
 * are exact in binary: relative errors u of k_+ and k_- move the bound by at most u |k_+ - k_-| / 2.
 */
export function isParabolicOnSphere(model: SpinModel): boolean {
  requireRatesAlone(model, "the verdict on the equation");
  const { dephasing, pump, decay } = model.collective;
  return dephasing >= requiredDephasing(model) - 4 * Number.EPSILON * Math.abs(pump - decay);
}

/** Whether D >= 0 in the whole ball: only with equal pump and decay. */
export function isParabolicInBall(model: SpinModel): boolean {
  requireRatesAlone(model, "the verdict on the equation");
  return model.collective.pump === model.collective.decay;
}
