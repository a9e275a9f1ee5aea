import { tangentBasis } from "../../stability.ts";
import {
  type Coefficients,
  dot,
  length,
  type SymmetricSix,
  scaled,
  type Triple,
  timesVector,
} from "../coefficients.ts";

/**
 * Diffusion that is the same all around an axis n: S = s (1 - n n^T) + k n n^T, w = d n, and chi = c n n^T but for a multiple of 1.
 * With z = r.n its eigenvalues on the sphere are 2 s + 2 d z + [(k - s) -+ R] (1 - z^2), R^2 = (k - s)^2 + c^2, the smaller of them
 *
 *     2 (s + d z) - a (1 - z^2),   a = R - (k - s) >= 0,
 *
 * with its least value at z = -d / a, inside the sphere for a > |d|: -(a - a_1)(a - a_2) / a, where a_1 + a_2 = 2 s and a_1 a_2 = d^2.
 * Of jumps along n, and along two directions that turn around it with rates k_+ and k_-: a_1, a_2 = (sqrt k_- +- sqrt k_+)^2.
 */
export interface AxialDiffusion {
  readonly axis: Triple;
  /** s, k, d, c. */
  readonly across: number;
  readonly along: number;
  readonly pull: number;
  readonly twist: number;
}

/** Entries that differ by no more than this many roundings of the largest are equal. */
const ROUNDINGS = 8;

/** The diffusion as one around an axis, null where it is not. Where there are several axes, one of them; z where it is among them. */
export function axialDiffusion({ collective, interaction }: Coefficients): AxialDiffusion | null {
  const { symmetric, skew } = collective;
  const tolerance = ROUNDINGS * Number.EPSILON * Math.max(...[symmetric, skew, interaction].flat().map(Math.abs));
  const candidates: Triple[] = [[0, 0, 1]];
  if (length(skew) > 0) candidates.push(scaled(skew, 1 / length(skew)));
  candidates.push(...axesOf(symmetric), ...axesOf(interaction));
  for (const axis of candidates) {
    const found = around(axis, symmetric, interaction, skew, tolerance);
    if (found !== null) return found;
  }
  return null;
}

function around(
  axis: Triple,
  symmetric: SymmetricSix,
  interaction: SymmetricSix,
  skew: Triple,
  tolerance: number,
): AxialDiffusion | null {
  const pull = dot(skew, axis);
  const beside = Math.hypot(...skew.map((value, k) => value - pull * axis[k]!));
  const [s, chi] = [symmetric, interaction].map((matrix) => splitAlong(matrix, axis, tolerance));
  if (s === null || chi === null || beside > tolerance) return null;
  return { axis, across: s!.across, along: s!.along, pull, twist: chi!.along - chi!.across };
}

/** The two values of a matrix that is p (1 - n n^T) + q n n^T, or null. */
export function splitAlong(
  matrix: SymmetricSix,
  axis: Triple,
  tolerance: number,
): { across: number; along: number } | null {
  const rows = tangentBasis(axis).to2DArray() as unknown as [Triple, Triple];
  const [u, v] = rows;
  const [n, p] = [timesVector(matrix, axis), timesVector(matrix, u)];
  const across = dot(p, u);
  const faults = [dot(n, u), dot(n, v), dot(p, v), dot(timesVector(matrix, v), v) - across];
  return faults.every((fault) => Math.abs(fault) <= tolerance) ? { across, along: dot(n, axis) } : null;
}

/** Directions that a matrix with two equal eigenvalues may have as its axis: the rows of M - (its double eigenvalue). */
export function axesOf(matrix: SymmetricSix): Triple[] {
  const [xx, yy, zz, xy, xz, yz] = matrix;
  const mean = (xx + yy + zz) / 3;
  const [a, b, c] = [xx - mean, yy - mean, zz - mean];
  const half = (a * a + b * b + c * c) / 2 + xy * xy + xz * xz + yz * yz;
  // Eigenvalues 2 e, -e, -e of the traceless part: their squares sum to 6 e^2.
  const e = Math.sqrt(half / 3);
  return [e, -e].flatMap((shift) => {
    const rows: Triple[] = [
      [a + shift, xy, xz],
      [xy, b + shift, yz],
      [xz, yz, c + shift],
    ];
    const longest = rows.reduce((one, other) => (length(other) > length(one) ? other : one));
    return length(longest) > 0 ? [scaled(longest, 1 / length(longest))] : [];
  });
}

/** a, without cancellation. */
function curvatureOf({ across, along, twist }: AxialDiffusion): number {
  const difference = along - across;
  const root = Math.hypot(difference, twist);
  if (difference <= 0) return root - difference;
  return twist * (twist / (root + difference));
}

/** sqrt(s^2 - d^2) = (a_1 - a_2) / 2; the rates of positive processes have |d| <= s. */
const halfGap = ({ across, pull }: AxialDiffusion): number =>
  Math.sqrt(Math.max(0, across - pull)) * Math.sqrt(Math.max(0, across + pull));

/** a_1. */
const largerRoot = (axial: AxialDiffusion): number => axial.across + halfGap(axial);

/** (a - a_1)(a - a_2), with a - a_1 = (c^2 + d^2 - 2 k a_1) / (R + k + sqrt(s^2 - d^2)), which keeps its digits at the bound. */
function excessProduct(axial: AxialDiffusion): number {
  const { across, along, pull, twist } = axial;
  const gap = halfGap(axial);
  const size = Math.hypot(pull, twist);
  const divisor = Math.hypot(along - across, twist) + along + gap;
  const excess = divisor === 0 ? 0 : (size * size - 2 * along * (across + gap)) / divisor;
  return excess * (excess + 2 * gap);
}

/**
 * The k from which on the diffusion is not negative: (d^2 + c^2) / 2 a_1, from 4 (s + d z)[(s - k) z^2 + d z + k] >= c^2 (1 - z^2)^2 for all z.
 * Without c it is (sqrt k_+ - sqrt k_-)^2 / 2. Null where there is none: an interaction and nothing but dephasing along its axis.
 */
export function requiredAlong(axial: AxialDiffusion): number | null {
  const { pull, twist } = axial;
  const size = Math.hypot(pull, twist);
  if (size === 0) return 0;
  const root = largerRoot(axial);
  return root === 0 ? null : size * (size / (2 * root));
}

/** Whether D >= 0, at the bound too: relative errors u of the coefficients move it by a few u. */
export function isAxialParabolic(axial: AxialDiffusion): boolean {
  const required = requiredAlong(axial);
  return required !== null && axial.along >= required * (1 - 8 * Number.EPSILON);
}

/** Least eigenvalue of D on the sphere, and the z = r.n where it is. */
export function axialMinimum(axial: AxialDiffusion): { value: number; z: number } {
  const { across, pull } = axial;
  const a = curvatureOf(axial);
  if (a <= Math.abs(pull)) return { value: 2 * (across - Math.abs(pull)), z: pull > 0 ? -1 : 1 };
  const value = -excessProduct(axial) / a;
  return { value: isAxialParabolic(axial) ? Math.max(0, value) : value, z: 0 - pull / a };
}

/** The band of z = r.n in which D has a negative eigenvalue; null where there is none. */
export function axialBand(axial: AxialDiffusion): readonly [number, number] | null {
  if (isAxialParabolic(axial)) return null;
  const { across, pull } = axial;
  const a = curvatureOf(axial);
  const width = Math.sqrt(Math.max(0, excessProduct(axial)));
  // Of a z^2 + 2 d z + 2 s - a = 0 the larger zero first; adding 0 turns -0 into 0.
  const larger = -(pull + (pull >= 0 ? 1 : -1) * width);
  const zeros = [larger / a, larger === 0 ? 0 : (2 * across - a) / larger];
  const [p, q] = zeros.map((z) => Math.max(-1, Math.min(1, z)) + 0) as [number, number];
  return [Math.min(p, q), Math.max(p, q)];
}
