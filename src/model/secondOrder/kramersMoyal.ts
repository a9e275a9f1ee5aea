import type { Coefficients, SymmetricSix } from "./coefficients.ts";

/**
 * Coefficients of the Kramers-Moyal equation of the P-function for the whole second-order class (docs/physics.md, section 8):
 *
 *   backward   G v = a_i d_i v + (1/2N) D_ij d_i d_j v
 *   flux form  dP/dt = -div (b P - (1/2N) D grad P)
 *
 * `drift` is a, `fluxDrift` b and `diffusion` D, all without the factor 1/2N in front of D. Points `r` are x, y, z in the
 * closed unit ball. Symmetric matrices are six numbers in the order xx, yy, zz, xy, xz, yz. Nothing is allocated.
 * `spins` may be Infinity: the mean-field limit.
 */

/**
 * B x r + chiFactor (chi r) x r - w (constant + quadratic r^2) + linear (w.r) r - relaxation (tr S - S) r - (tr S' - S') r - 2 w',
 * of which every drift is a case.
 */
function combined(
  coefficients: Coefficients,
  r: ArrayLike<number>,
  out: Float64Array,
  chiFactor: number,
  constant: number,
  linear: number,
  quadratic: number,
  relaxation: number,
): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const { field, interaction: chi, collective, local } = coefficients;
  const w = collective.skew;
  const s = collective.symmetric;
  const t = local.symmetric;
  const v = local.skew;
  const bx = field[0] + chiFactor * (chi[0] * x + chi[3] * y + chi[4] * z);
  const by = field[1] + chiFactor * (chi[3] * x + chi[1] * y + chi[5] * z);
  const bz = field[2] + chiFactor * (chi[4] * x + chi[5] * y + chi[2] * z);
  const pull = linear * (w[0] * x + w[1] * y + w[2] * z);
  const push = constant + quadratic * (x * x + y * y + z * z);
  const xx = relaxation * s[0] + t[0];
  const yy = relaxation * s[1] + t[1];
  const zz = relaxation * s[2] + t[2];
  const xy = relaxation * s[3] + t[3];
  const xz = relaxation * s[4] + t[4];
  const yz = relaxation * s[5] + t[5];
  out[0] = by * z - bz * y + pull * x - push * w[0] - (yy + zz) * x + xy * y + xz * z - 2 * v[0];
  out[1] = bz * x - bx * z + pull * y - push * w[1] + xy * x - (xx + zz) * y + yz * z - 2 * v[1];
  out[2] = bx * y - by * x + pull * z - push * w[2] + xz * x + yz * y - (xx + yy) * z - 2 * v[2];
}

/** a at `r`, into `out` (3). The same in the ball and on the sphere, where it has a radial part that balances that of D. */
export function drift(coefficients: Coefficients, r: ArrayLike<number>, out: Float64Array): void {
  const perSpin = 1 / coefficients.spins;
  combined(coefficients, r, out, 1 - perSpin, 2 * perSpin, 1 - perSpin, 1 - perSpin, perSpin);
}

/**
 * b = a - (1/2N) div D in the ball, at `r`, into `out` (3). The divergence is the three-dimensional one; on the sphere use
 * `sphereFluxDrift`, whose surface divergence leaves out the radial derivative of D.
 */
export function fluxDrift(coefficients: Coefficients, r: ArrayLike<number>, out: Float64Array): void {
  const perSpin = 1 / coefficients.spins;
  combined(coefficients, r, out, 1 + 2 * perSpin, perSpin, 1 + 3 * perSpin, 1 + 2 * perSpin, 0);
}

/** Derivatives of the drift at `r`, d a_i / d r_j at out[3 i + j] (9). */
export function driftJacobian(coefficients: Coefficients, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const { field, interaction, collective, local } = coefficients;
  const perSpin = 1 / coefficients.spins;
  const many = 1 - perSpin;
  const [xx, yy, zz, xy, xz, yz] = interaction;
  const bx = field[0] + many * (xx * x + xy * y + xz * z);
  const by = field[1] + many * (xy * x + yy * y + yz * z);
  const bz = field[2] + many * (xz * x + yz * y + zz * z);
  const [wx, wy, wz] = collective.skew;
  const s = collective.symmetric;
  const t = local.symmetric;
  const along = many * (wx * x + wy * y + wz * z);
  const sx = perSpin * s[0] + t[0];
  const sy = perSpin * s[1] + t[1];
  const sz = perSpin * s[2] + t[2];
  const sxy = perSpin * s[3] + t[3];
  const sxz = perSpin * s[4] + t[4];
  const syz = perSpin * s[5] + t[5];
  // Columns of chi crossed with r, the field and the matrix of chi r; then w.r + r w^T - 2 w r^T; then S - tr S.
  out[0] = many * (xy * z - xz * y) + along - many * wx * x - sy - sz;
  out[1] = many * (yy * z - yz * y) - bz + many * (x * wy - 2 * wx * y) + sxy;
  out[2] = many * (yz * z - zz * y) + by + many * (x * wz - 2 * wx * z) + sxz;
  out[3] = many * (xz * x - xx * z) + bz + many * (y * wx - 2 * wy * x) + sxy;
  out[4] = many * (yz * x - xy * z) + along - many * wy * y - sx - sz;
  out[5] = many * (zz * x - xz * z) - bx + many * (y * wz - 2 * wy * z) + syz;
  out[6] = many * (xx * y - xy * x) - by + many * (z * wx - 2 * wz * x) + sxz;
  out[7] = many * (xy * y - yy * x) + bx + many * (z * wy - 2 * wz * y) + syz;
  out[8] = many * (xz * y - yz * x) + along - many * wz * z - sx - sy;
}

/** D at `r` in the ball, into `out` (6: xx, yy, zz, xy, xz, yz). Local processes do not diffuse. */
export function diffusion(coefficients: Coefficients, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  sphereDiffusion(coefficients, r, out);
  const [wx, wy, wz] = coefficients.collective.skew;
  const inside = 1 - (x * x + y * y + z * z);
  out[0]! -= 2 * inside * wx * x;
  out[1]! -= 2 * inside * wy * y;
  out[2]! -= 2 * inside * wz * z;
  out[3]! -= inside * (wx * y + wy * x);
  out[4]! -= inside * (wx * z + wz * x);
  out[5]! -= inside * (wy * z + wz * y);
}

/** b on the unit sphere (tangent), the collective processes and the Hamiltonian only, at `r` with |r| = 1, into `out` (3). */
export function sphereFluxDrift(coefficients: Coefficients, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const { field, interaction: chi, collective, spins } = coefficients;
  const [wx, wy, wz] = collective.skew;
  const twist = 1 + 1 / spins;
  const pull = 1 + 2 / spins;
  const bx = field[0] + twist * (chi[0] * x + chi[3] * y + chi[4] * z);
  const by = field[1] + twist * (chi[3] * x + chi[1] * y + chi[5] * z);
  const bz = field[2] + twist * (chi[4] * x + chi[5] * y + chi[2] * z);
  // w - (w.r) r = -r x (r x w): tangent to rounding.
  const px = pull * (wz * y - wy * z);
  const py = pull * (wx * z - wz * x);
  const pz = pull * (wy * x - wx * y);
  const fx = bx - px;
  const fy = by - py;
  const fz = bz - pz;
  out[0] = fy * z - fz * y;
  out[1] = fz * x - fx * z;
  out[2] = fx * y - fy * x;
}

/** D on the unit sphere (tangent: D r = 0 to rounding), at `r` with |r| = 1, into `out` (6: xx, yy, zz, xy, xz, yz). */
export function sphereDiffusion(coefficients: Coefficients, r: ArrayLike<number>, out: Float64Array): void {
  rotationalPart(coefficients.collective.symmetric, r, out);
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const [wx, wy, wz] = coefficients.collective.skew;
  const isotropic = 2 * (wx * x + wy * y + wz * z);
  out[0]! += isotropic * (1 - x * x);
  out[1]! += isotropic * (1 - y * y);
  out[2]! += isotropic * (1 - z * z);
  out[3]! -= isotropic * x * y;
  out[4]! -= isotropic * x * z;
  out[5]! -= isotropic * y * z;
  addTwist(coefficients.interaction, r, out);
}

/** 2 sum_ab S_ab (e_a x r)(e_b x r)^T. */
function rotationalPart(s: SymmetricSix, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  out[0] = 2 * (s[1] * z * z + s[2] * y * y - 2 * s[5] * y * z);
  out[1] = 2 * (s[0] * z * z + s[2] * x * x - 2 * s[4] * x * z);
  out[2] = 2 * (s[0] * y * y + s[1] * x * x - 2 * s[3] * x * y);
  out[3] = 2 * (z * (s[5] * x + s[4] * y - s[3] * z) - s[2] * x * y);
  out[4] = 2 * (y * (s[5] * x + s[3] * z - s[4] * y) - s[1] * x * z);
  out[5] = 2 * (x * (s[4] * y + s[3] * z - s[5] * x) - s[0] * y * z);
}

/** M + M^T, M = sum_ab chi_ab (e_a - r_a r)(e_b x r)^T = V - r q^T: row a of V is (column a of chi) x r, and q = (chi r) x r. */
function addTwist([xx, yy, zz, xy, xz, yz]: SymmetricSix, r: ArrayLike<number>, out: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const px = xx * x + xy * y + xz * z;
  const py = xy * x + yy * y + yz * z;
  const pz = xz * x + yz * y + zz * z;
  const qx = py * z - pz * y;
  const qy = pz * x - px * z;
  const qz = px * y - py * x;
  out[0]! += 2 * (xy * z - xz * y - x * qx);
  out[1]! += 2 * (yz * x - xy * z - y * qy);
  out[2]! += 2 * (xz * y - yz * x - z * qz);
  out[3]! += xz * x - xx * z + yy * z - yz * y - x * qy - y * qx;
  out[4]! += xx * y - xy * x + yz * z - zz * y - x * qz - z * qx;
  out[5]! += xy * y - yy * x + zz * x - xz * z - y * qz - z * qy;
}
