import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { hasRatesAlone } from "../model/ratesAlone.ts";
import {
  type Coefficients,
  coefficientsOf,
  dot,
  type SymmetricSix,
  type Triple,
  withoutTrace,
} from "../model/secondOrder/coefficients.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../model/secondOrder/parabolic/parabolic.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Vector3 } from "../state/moments.ts";
import type { ConformalField } from "./lorentz.ts";

/** False where D >= 0 on the sphere has no conformal fields; where D is not >= 0 there is no process at all, which is for others to say. */
export function canWalkOnSphere(model: SpinModel): boolean {
  if (hasRatesAlone(model)) return true;
  const coefficients = coefficientsOf(model);
  return conformalFactors(coefficients) !== null || !isParabolicOnSphere(coefficients);
}

/** Roundings of the largest coefficient within which an excess counts as 0. */
const ROUNDINGS = 32;

/** Each step keeps 0.618 of the interval: 1e-16 of it is left. */
const SECTIONS = 76;

type Rows = readonly [Triple, Triple, Triple];

/**
 * Six conformal fields with D = sum_k V_k V_k^T on the sphere; null where there are none. With C = chi + t + [w x] and any t and a > 0,
 *
 *   V_k     = sqrt a (e_k - r_k r) + (C e_k) x r / sqrt a      k = 1, 2, 3
 *   V_{3+k} = (column k of the root of R) x r                  R = 2 S - a - C C^T / a
 *
 * since the first three give a (1 - r r^T) + M + M^T + 2 (w.r)(1 - r r^T) and the rotations C C^T / a, in which a (1 - r r^T) is what
 * the rotations about three axes give as well, and t drops out of M + M^T. They are real where R >= 0. The least isotropic part that S
 * lacks for it, the least value over a and t of the largest eigenvalue of a/2 + C C^T/(2a) - S, is convex in both.
 *
 * Where D >= 0 all over the sphere such a and t exist but for exceptions: D >= 0 says that 2 v.S v + 2 e.C^T v >= 0 for orthogonal unit vectors
 * e and v, and a and t are multipliers of |e|^2 - |v|^2 = 0 and e.v = 0. At the least value, where the largest eigenvalue is simple,
 * its vector v and e = -C^T v / a are orthogonal and of the same length, so that D has a negative eigenvalue there as soon as the
 * value is above 0. Where two eigenvalues meet a gap may be left in which D >= 0 has no fields like these: seen in 7 of 1500 random models,
 * closed by an isotropic dephasing of 1 percent of S.
 */
export function conformalFactors(coefficients: Coefficients): readonly ConformalField[] | null {
  const symmetric = rowsOf(coefficients.collective.symmetric);
  if (isParabolicInBall(coefficients)) return rotations(symmetric.map((row) => row.map((value) => 2 * value)));
  const trace = symmetric[0][0] + symmetric[1][1] + symmetric[2][2];
  const coupling = couplingOf(coefficients);
  const size = Math.hypot(...coupling.flat());
  // tr R >= 0 needs 2 tr S >= 3 a + |C|^2 / a >= 2 sqrt 3 |C|, and |C| is least at t = 0. No trace at all leaves no a > 0.
  if (trace < size) return null;
  const excess = (a: number, t: number): number => largestEigenvalue(lacking(symmetric, shifted(coupling, t), a));
  // R >= 0 needs 3 a <= 2 tr S; beyond |t| = 2 |C| at t = 0 all eigenvalues are above those at t = 0.
  const shiftFor = (a: number): Least => leastBetween((t) => excess(a, t), -2 * size, 2 * size);
  const { at: a, value } = leastBetween((found) => shiftFor(found).value, 0, (2 / 3) * trace);
  if (!(value <= ROUNDINGS * Number.EPSILON * Math.max(trace, size))) return null;
  const root = Math.sqrt(a);
  const mixed = shifted(coupling, shiftFor(a).at);
  const graded = ([0, 1, 2] as const).map((k): ConformalField => {
    const boost: [number, number, number] = [0, 0, 0];
    boost[k] = root;
    return { boost, rotation: [mixed[0][k] / root, mixed[1][k] / root, mixed[2][k] / root] };
  });
  return [...graded, ...rotations(lacking(symmetric, mixed, a).map((row) => row.map((value) => -2 * value)))];
}

const rowsOf = ([xx, yy, zz, xy, xz, yz]: SymmetricSix): Rows => [
  [xx, xy, xz],
  [xy, yy, yz],
  [xz, yz, zz],
];

/** chi + [w x] without the trace of chi, which does nothing. */
function couplingOf({ interaction, collective }: Coefficients): Rows {
  const [x, y, z] = collective.skew;
  const [a, b, c] = rowsOf(withoutTrace(interaction));
  return [
    [a[0], a[1] - z, a[2] + y],
    [b[0] + z, b[1], b[2] - x],
    [c[0] - y, c[1] + x, c[2]],
  ];
}

const shifted = ([a, b, c]: Rows, t: number): Rows => [
  [a[0] + t, a[1], a[2]],
  [b[0], b[1] + t, b[2]],
  [c[0], c[1], c[2] + t],
];

/** a/2 + C C^T/(2a) - S. */
const lacking = (symmetric: Rows, coupling: Rows, a: number): number[][] =>
  coupling.map((row, i) =>
    coupling.map((other, j) => (dot(row, other) / a + (i === j ? a : 0)) / 2 - symmetric[i]![j]!),
  );

const decomposed = (matrix: number[][]): EigenvalueDecomposition =>
  new EigenvalueDecomposition(new Matrix(matrix), { assumeSymmetric: true });

const largestEigenvalue = (matrix: number[][]): number => decomposed(matrix).realEigenvalues[2]!;

const still: Vector3 = [0, 0, 0];

const rotations = (matrix: number[][]): readonly ConformalField[] =>
  noiseAxes(matrix).map((rotation) => ({ rotation, boost: still }));

/** Three vectors v_k with sum_k v_k v_k^T the matrix, 3 x 3, symmetric and >= 0 but for rounding. */
export function noiseAxes(matrix: readonly (readonly number[])[]): readonly [Vector3, Vector3, Vector3] {
  const [[xx, xy, xz], [, yy, yz], [, , zz]] = matrix as readonly [Vector3, Vector3, Vector3];
  if (xy === 0 && xz === 0 && yz === 0) {
    const [a, b, c] = [xx, yy, zz].map((value) => Math.sqrt(Math.max(0, value)));
    return [
      [a!, 0, 0],
      [0, b!, 0],
      [0, 0, c!],
    ];
  }
  const { realEigenvalues, eigenvectorMatrix } = decomposed(matrix.map((row) => [...row]));
  const axis = (k: number): Vector3 => {
    const root = Math.sqrt(Math.max(0, realEigenvalues[k]!));
    return eigenvectorMatrix.getColumn(k).map((part) => root * part) as unknown as Vector3;
  };
  return [axis(0), axis(1), axis(2)];
}

interface Least {
  readonly at: number;
  readonly value: number;
}

/** Of a convex function inside an interval, by golden sections. */
function leastBetween(of: (x: number) => number, from: number, to: number): Least {
  const share = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let left = high - share * (high - low);
  let right = low + share * (high - low);
  let [atLeft, atRight] = [of(left), of(right)];
  for (let k = 0; k < SECTIONS; k++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - share * (high - low);
      atLeft = of(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + share * (high - low);
      atRight = of(right);
    }
  }
  return atLeft < atRight ? { at: left, value: atLeft } : { at: right, value: atRight };
}
