import { NotParabolicError } from "../../core/errors.ts";
import type { Coefficients } from "../../model/secondOrder/coefficients.ts";
import { drift, sphereDiffusion } from "../../model/secondOrder/kramersMoyal.ts";

/** Below this 1 + z the frame turned along from the north pole is replaced by a fixed one: it has lost half of its digits. */
const SOUTH = 1e-8;

/** Roundings of a product of two entries of D, with what the search for its least eigenvalue leaves below 0. */
const ROUNDINGS = 1e4;

const sizeOf = ({ interaction, collective }: Coefficients): number =>
  Math.hypot(...interaction, ...collective.symmetric, ...collective.skew);

const negativeAt = (x: number, y: number, z: number): NotParabolicError =>
  new NotParabolicError({
    what: `on the way the diffusion has a negative eigenvalue at (${[x, y, z].map((value) => value.toPrecision(3)).join(", ")}), so that no stochastic process has this equation`,
    remedy: "use the moment hierarchy or the density matrix, which need no positive diffusion",
    value: [x, y, z],
    limit: 0,
  });

/**
 * The scheme of `eulerStep` for any D >= 0: the tangential part of the Ito drift a, and the noise sqrt(h/N) D^(1/2) (Z_1 u + Z_2 v) with the
 * frame u, v that is turned along from the north pole. Of a tangent matrix with trace T and determinant q^2 (on its plane) the root is
 * (D + q) / sqrt(T + 2 q). It is not smooth where an eigenvalue is 0, which the law of the step does not see.
 *
 * @throws NotParabolicError where D has a negative eigenvalue at one of the points, as it may at a time that was not looked at before
 */
export function tangentEulerStep(
  coefficients: Coefficients,
  step: number,
  normals: Float64Array,
  first: number,
  second: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
): void {
  const r = new Float64Array(3);
  const a = new Float64Array(3);
  const d = new Float64Array(6);
  const root = Math.sqrt(step / coefficients.spins);
  const least = -ROUNDINGS * Number.EPSILON * sizeOf(coefficients) ** 2;
  for (let i = 0; i < count; i++) {
    const px = x[i]!;
    const py = y[i]!;
    const pz = z[i]!;
    r[0] = px;
    r[1] = py;
    r[2] = pz;
    drift(coefficients, r, a);
    sphereDiffusion(coefficients, r, d);
    const xx = d[0]!;
    const yy = d[1]!;
    const zz = d[2]!;
    const xy = d[3]!;
    const xz = d[4]!;
    const yz = d[5]!;
    // D r = 0: the sum of the principal minors is the product of the two eigenvalues in the tangent plane.
    const minors = xx * yy - xy * xy + (xx * zz - xz * xz) + (yy * zz - yz * yz);
    if (minors < least) throw negativeAt(px, py, pz);
    const q = Math.sqrt(Math.max(0, minors));
    const spread = xx + yy + zz + 2 * q;
    const scale = spread > 0 ? root / Math.sqrt(spread) : 0;
    const z1 = normals[first + i]!;
    const z2 = normals[second + i]!;
    const isSouth = 1 + pz < SOUTH;
    const tilt = isSouth ? 0 : (px * z1 + py * z2) / (1 + pz);
    const nx = z1 - tilt * px;
    const ny = (isSouth ? -z2 : z2) - tilt * py;
    const nz = isSouth ? 0 : -tilt * (1 + pz);
    const radial = a[0]! * px + a[1]! * py + a[2]! * pz;
    const mx = px + step * (a[0]! - radial * px) + scale * (xx * nx + xy * ny + xz * nz + q * nx);
    const my = py + step * (a[1]! - radial * py) + scale * (xy * nx + yy * ny + yz * nz + q * ny);
    const mz = pz + step * (a[2]! - radial * pz) + scale * (xz * nx + yz * ny + zz * nz + q * nz);
    const length = Math.sqrt(mx * mx + my * my + mz * mz);
    x[i] = mx / length;
    y[i] = my / length;
    z[i] = mz / length;
  }
}
