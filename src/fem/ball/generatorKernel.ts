import type { CellTerms } from "../affineTerms.ts";
import type { LagrangeElement } from "../lagrange.ts";
import type { Quadrature } from "../quadrature.ts";
import type { AffineMap } from "./geometry.ts";

/** Places of the first weight of each kind: see `ballTermCount`. */
const TERM = { field: 0, twistDrift: 3, twist: 8, rotations: 13, pull: 19, tilted: 22, local: 25, shift: 31 } as const;

/** Whether a model of these weights has a second derivative. */
export function diffuses(theta: Float64Array): boolean {
  for (let k: number = TERM.twist; k < TERM.local; k++)
    if (theta[k] !== 0 && (k < TERM.pull || k >= TERM.tilted)) return true;
  return false;
}

/** Transport b (3) and diffusion T (xx, yy, zz, xy, xz, yz) at one point. */
export interface PointCoefficients {
  readonly b: Float64Array;
  readonly t: Float64Array;
}

export const pointCoefficients = (): PointCoefficients => ({ b: new Float64Array(3), t: new Float64Array(6) });

/** int P b . grad v - int grad v . T grad P in reference coordinates: derivatives of the test function against values and derivatives of P. */
export function cellTerms(element: LagrangeElement<"tetrahedron">, rule: Quadrature): CellTerms<AffineMap> {
  const depth = rule.weights.length;
  const { values, gradients } = element.tabulate(rule.points);
  const point = pointCoefficients();
  const { b, t } = point;
  return {
    tables: { size: element.size, depth, left: gradients, right: [values, ...gradients] },
    isZero: (theta) => theta.every((weight) => weight === 0),
    coefficients: (map, weights, theta, out, at) => {
      for (let p = 0, k = at; p < depth; p++, k += 12) {
        referenceCoefficients(map, p, weights[p]!, theta, point);
        out[k] = b[0]!;
        out[k + 1] = -t[0]!;
        out[k + 2] = out[k + 5] = -t[3]!;
        out[k + 3] = out[k + 9] = -t[4]!;
        out[k + 4] = b[1]!;
        out[k + 6] = -t[1]!;
        out[k + 7] = out[k + 10] = -t[5]!;
        out[k + 8] = b[2]!;
        out[k + 11] = -t[2]!;
      }
    },
  };
}

/** b and T at point p of a cell in its reference coordinates, times `weight`. */
export function referenceCoefficients(
  map: AffineMap,
  p: number,
  weight: number,
  theta: Float64Array,
  out: PointCoefficients,
): void {
  cartesianCoefficients(map.positions, p, theta, out);
  toReference(map, weight, out);
}

/** b and T at point p in Cartesian components. */
export function cartesianCoefficients(
  positions: Float64Array,
  p: number,
  theta: Float64Array,
  { b, t }: PointCoefficients,
): void {
  const x = positions[3 * p]!;
  const y = positions[3 * p + 1]!;
  const z = positions[3 * p + 2]!;
  setTransport(x, y, z, theta, b);
  setDiffusion(x, y, z, theta, t);
  for (let k = TERM.twist; k < TERM.rotations; k++) {
    if (theta[k] === 0) continue;
    addTwist(x, y, z, theta, t);
    break;
  }
}

function setTransport(x: number, y: number, z: number, theta: Float64Array, b: Float64Array): void {
  const at = TERM.twistDrift;
  const bx = theta[TERM.field]! + theta[at]! * x + theta[at + 2]! * y + theta[at + 3]! * z;
  const by = theta[TERM.field + 1]! + theta[at + 2]! * x + theta[at + 1]! * y + theta[at + 4]! * z;
  const bz = theta[TERM.field + 2]! + theta[at + 3]! * x + theta[at + 4]! * y;
  const [wx, wy, wz] = [theta[TERM.pull]!, theta[TERM.pull + 1]!, theta[TERM.pull + 2]!];
  const [vx, vy, vz] = [theta[TERM.tilted]!, theta[TERM.tilted + 1]!, theta[TERM.tilted + 2]!];
  const square = x * x + y * y + z * z;
  const along = (wx + 3 * vx) * x + (wy + 3 * vy) * y + (wz + 3 * vz) * z;
  const against = 1 + 2 * square;
  const local = TERM.local;
  const xx = theta[local]!;
  const yy = theta[local + 1]!;
  const zz = theta[local + 2]!;
  const xy = theta[local + 3]!;
  const xz = theta[local + 4]!;
  const yz = theta[local + 5]!;
  b[0] =
    by * z - bz * y + (along - yy - zz) * x + xy * y + xz * z - square * wx - against * vx - 2 * theta[TERM.shift]!;
  b[1] =
    bz * x - bx * z + (along - xx - zz) * y + xy * x + yz * z - square * wy - against * vy - 2 * theta[TERM.shift + 1]!;
  b[2] =
    bx * y - by * x + (along - xx - yy) * z + xz * x + yz * y - square * wz - against * vz - 2 * theta[TERM.shift + 2]!;
}

/** S and w: sum S_ab La Lb^T + (w.r)(1 - r r^T) - (1 - r^2)(w r^T + r w^T) / 2. */
function setDiffusion(x: number, y: number, z: number, theta: Float64Array, t: Float64Array): void {
  const at = TERM.rotations;
  const xx = theta[at]!;
  const yy = theta[at + 1]!;
  const zz = theta[at + 2]!;
  const xy = theta[at + 3]!;
  const xz = theta[at + 4]!;
  const yz = theta[at + 5]!;
  const [wx, wy, wz] = [theta[TERM.tilted]!, theta[TERM.tilted + 1]!, theta[TERM.tilted + 2]!];
  const along = wx * x + wy * y + wz * z;
  const inside = (1 - x * x - y * y - z * z) / 2;
  t[0] = yy * z * z + zz * y * y - 2 * yz * y * z + along * (1 - x * x) - 2 * inside * wx * x;
  t[1] = xx * z * z + zz * x * x - 2 * xz * x * z + along * (1 - y * y) - 2 * inside * wy * y;
  t[2] = xx * y * y + yy * x * x - 2 * xy * x * y + along * (1 - z * z) - 2 * inside * wz * z;
  t[3] = z * (yz * x + xz * y - xy * z) - (zz + along) * x * y - inside * (wx * y + wy * x);
  t[4] = y * (yz * x + xy * z - xz * y) - (yy + along) * x * z - inside * (wx * z + wz * x);
  t[5] = x * (xz * y + xy * z - yz * x) - (xx + along) * y * z - inside * (wy * z + wz * y);
}

/** V - r q^T and its transpose: row a of V is (column a of chi) x r, and q = (chi r) x r. */
function addTwist(x: number, y: number, z: number, theta: Float64Array, t: Float64Array): void {
  const at = TERM.twist;
  const xx = theta[at]!;
  const yy = theta[at + 1]!;
  const xy = theta[at + 2]!;
  const xz = theta[at + 3]!;
  const yz = theta[at + 4]!;
  const px = xx * x + xy * y + xz * z;
  const py = xy * x + yy * y + yz * z;
  const pz = xz * x + yz * y;
  const qx = py * z - pz * y;
  const qy = pz * x - px * z;
  const qz = px * y - py * x;
  t[0]! += 2 * (xy * z - xz * y - x * qx);
  t[1]! += 2 * (yz * x - xy * z - y * qy);
  t[2]! += 2 * (xz * y - yz * x - z * qz);
  t[3]! += xz * x - xx * z + yy * z - yz * y - x * qy - y * qx;
  t[4]! += xx * y - xy * x + yz * z - x * qz - z * qx;
  t[5]! += xy * y - yy * x - xz * z - y * qz - z * qy;
}

/** b <- m J^-1 b and T <- m J^-1 T J^-T, in place. */
function toReference({ inverse: a }: AffineMap, m: number, { b, t }: PointCoefficients): void {
  const [b0, b1, b2] = [b[0]!, b[1]!, b[2]!];
  const [xx, yy, zz, xy, xz, yz] = [t[0]!, t[1]!, t[2]!, t[3]!, t[4]!, t[5]!];
  for (let k = 0; k < 3; k++) b[k] = m * (a[3 * k]! * b0 + a[3 * k + 1]! * b1 + a[3 * k + 2]! * b2);
  const quadratic = (i: number, j: number): number => {
    const p = a[i]!;
    const q = a[i + 1]!;
    const r = a[i + 2]!;
    return (
      p * (xx * a[j]! + xy * a[j + 1]! + xz * a[j + 2]!) +
      q * (xy * a[j]! + yy * a[j + 1]! + yz * a[j + 2]!) +
      r * (xz * a[j]! + yz * a[j + 1]! + zz * a[j + 2]!)
    );
  };
  t[0] = m * quadratic(0, 0);
  t[1] = m * quadratic(3, 3);
  t[2] = m * quadratic(6, 6);
  t[3] = m * quadratic(0, 3);
  t[4] = m * quadratic(0, 6);
  t[5] = m * quadratic(3, 6);
}
