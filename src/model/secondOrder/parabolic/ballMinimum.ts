import { symmetricEigen } from "../../../linalg/dense/symmetricEigen.ts";
import { tangentBasis } from "../../stability.ts";
import { type Coefficients, length, type Triple, withoutTrace } from "../coefficients.ts";
import { diffusion } from "../kramersMoyal.ts";
import { axialDiffusion } from "./axial.ts";
import { isParabolicInBall, type LeastDiffusion } from "./parabolic.ts";
import { leastOfThree } from "./threeByThree.ts";

/** A gap between value and bound of this share of the largest coefficient is closed. */
const GAP = 1e-7;

/** Cells that may be open at one time. Only minima that (nearly) form a curve or a surface come to it, with a wider gap left. */
const MOST_CELLS = 8_000;

/**
 * Least value of u.D u over all unit vectors u at all points of the ball, with a proof: cells are halved in size until none can hold a
 * smaller value. D is a cubic polynomial of the place, so that in a cell around c it is at least D(c) + D'(c) t less half of the largest
 * second derivative times t^2. Its least eigenvalue is concave in t but for that last term, and so least at a corner of the cell. A cell
 * that sticks out of the ball is cut by the tangent plane of its middle. Diffusion around an axis is sought in a half plane.
 *
 * 0 where D >= 0; then every point of the ball would do, and the centre is named, where D = 0.
 */
export function leastDiffusionInBall(coefficients: Coefficients): LeastDiffusion {
  if (isParabolicInBall(coefficients)) return { value: 0, bound: 0, position: [0, 0, 0] };
  const search = searchOf(coefficients);
  let cells: readonly (readonly number[])[] = startCells(search);
  let half = 0.5;
  let best = { value: 0, at: [0, 0, 0] as Triple };
  const tolerance = GAP * search.scale;
  // What was left out before is above the value less the tolerance.
  let settled = Number.POSITIVE_INFINITY;
  for (;;) {
    const bounds = cells.map((cell) => {
      const bound = boundIn(search, cell, half);
      const inside = intoBall(placeOf(search, cell));
      const value = valueAt(search, inside);
      if (value < best.value) best = { value, at: inside };
      return bound;
    });
    const open = cells.filter((_, k) => bounds[k]! < best.value - tolerance);
    for (const bound of bounds) if (bound >= best.value - tolerance) settled = Math.min(settled, bound);
    if (open.length === 0 || open.length * 2 ** search.basis.length > MOST_CELLS) {
      const bound = Math.min(settled, ...bounds.filter((value) => value < best.value - tolerance));
      const { value, at } = descended(search, best, half);
      return { value, bound: Math.min(bound, value), position: at };
    }
    half /= 2;
    cells = open.flatMap((cell) => halved(cell, half));
  }
}

interface Search {
  readonly coefficients: Coefficients;
  /** Directions in which cells are counted: three, or the axis and one across. */
  readonly basis: readonly Triple[];
  readonly scale: number;
  /** Half of the largest second derivative of D in the ball. */
  readonly curvature: number;
  /** -1 or 1 along each direction of the basis. */
  readonly corners: readonly (readonly number[])[];
  readonly work: Float64Array;
  readonly around: Float64Array;
  readonly sum: Float64Array;
  readonly slopes: readonly Float64Array[];
}

function searchOf(coefficients: Coefficients): Search {
  const { symmetric, skew } = coefficients.collective;
  const trace = symmetric[0] + symmetric[1] + symmetric[2];
  const pull = length(skew);
  const [xx, yy, zz, xy, xz, yz] = withoutTrace(coefficients.interaction);
  const twist = Math.sqrt(xx * xx + yy * yy + zz * zz + 2 * (xy * xy + xz * xz + yz * yz));
  const axial = axialDiffusion(coefficients);
  const across = axial === null ? null : tangentBasis(axial.axis).getRow(0);
  const basis: readonly Triple[] =
    across === null
      ? [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]
      : [axial!.axis, [across[0]!, across[1]!, across[2]!]];
  return {
    coefficients,
    basis,
    corners: halved(
      basis.map(() => 0),
      1,
    ),
    slopes: basis.map(() => new Float64Array(6)),
    around: new Float64Array(6),
    sum: new Float64Array(6),
    scale: Math.max(trace, pull, twist),
    // 4 |S| of what turns; of w at most 12 for 2 (w.r)(1 - r r^T) and 12 for (1 - r^2)(w r^T + r w^T); of chi 12 for r q^T + q r^T, q = (chi r) x r.
    curvature: 2 * trace + 12 * pull + 6 * twist,
    work: new Float64Array(6),
  };
}

/** Middles of the first cells, of half width 1/2: those of the plane on the side of x > 0. */
const startCells = ({ basis }: Search): number[][] => {
  const ends = [-0.5, 0.5];
  if (basis.length === 2) return ends.map((along) => [along, 0.5]);
  return ends.flatMap((x) => ends.flatMap((y) => ends.map((z) => [x, y, z])));
};

const halved = (cell: readonly number[], half: number): number[][] =>
  cell.reduce<number[][]>(
    (found, at) =>
      found.flatMap((start) => [
        [...start, at - half],
        [...start, at + half],
      ]),
    [[]],
  );

function placeOf({ basis }: Search, cell: readonly number[]): Triple {
  let [x, y, z] = [0, 0, 0];
  for (let k = 0; k < cell.length; k++) {
    const [u, v, w] = basis[k]!;
    x += cell[k]! * u;
    y += cell[k]! * v;
    z += cell[k]! * w;
  }
  return [x, y, z];
}

function intoBall(place: Triple): Triple {
  const factor = 1 / Math.max(1, length(place));
  return [factor * place[0], factor * place[1], factor * place[2]];
}

function valueAt({ coefficients, work }: Search, place: Triple): number {
  diffusion(coefficients, place, work);
  return leastOfThree(work);
}

/** Without what is taken off for rounding. */
function exactValueAt({ coefficients, work }: Search, place: Triple): number {
  diffusion(coefficients, place, work);
  const [xx, yy, zz, xy, xz, yz] = work as unknown as readonly [number, number, number, number, number, number];
  return symmetricEigen(3, [xx, xy, xz, xy, yy, yz, xz, yz, zz]).values[0]!;
}

/** No point of the ball in the cell has a smaller least eigenvalue. */
function boundIn(search: Search, cell: readonly number[], half: number): number {
  const { basis, slopes, sum, around } = search;
  const middle = placeOf(search, cell);
  const distance = length(middle);
  const reach = half * Math.sqrt(cell.length);
  if (distance - reach > 1) return Number.POSITIVE_INFINITY;
  diffusion(search.coefficients, middle, around);
  for (let k = 0; k < basis.length; k++) fillSlope(search, middle, basis[k]!, slopes[k]!);
  const corners =
    distance + reach <= 1 || distance === 0 ? search.corners : cutCorners(search, cell, half, middle, distance);
  const scale = corners === search.corners ? half : 1;
  let least = Number.POSITIVE_INFINITY;
  for (const corner of corners) {
    sum.set(around);
    for (let k = 0; k < basis.length; k++) {
      const step = scale * corner[k]!;
      for (let i = 0; i < 6; i++) sum[i]! += step * slopes[k]![i]!;
    }
    least = Math.min(least, leastOfThree(sum));
  }
  // Second derivatives grow no faster than the distance from the centre.
  return least - search.curvature * Math.max(1, distance + reach) * reach * reach - 1e-12 * search.scale;
}

/** Derivative of a cubic polynomial from four values: exact but for rounding. */
function fillSlope({ coefficients, work }: Search, [x, y, z]: Triple, [u, v, w]: Triple, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < 4; k++) {
    const t = STEPS[k]!;
    diffusion(coefficients, [x + t * u, y + t * v, z + t * w], work);
    for (let i = 0; i < 6; i++) out[i]! += SHARES[k]! * work[i]!;
  }
}

const STEPS = [-1, -0.5, 0.5, 1] as const;
const SHARES = [1 / 6, -8 / 6, 8 / 6, -1 / 6] as const;

/** Corners of what the tangent plane leaves of a cell, from its middle in steps along the basis. */
function cutCorners(
  { basis, corners: directions }: Search,
  cell: readonly number[],
  half: number,
  middle: Triple,
  distance: number,
): readonly (readonly number[])[] {
  const corners = directions.map((corner) => corner.map((value) => half * value));
  const normal = basis.map((e) => (e[0] * middle[0] + e[1] * middle[1] + e[2] * middle[2]) / distance);
  const excess = (corner: readonly number[]): number =>
    distance - 1 + corner.reduce((total, value, k) => total + value * normal[k]!, 0);
  const found = corners.filter((corner) => excess(corner) <= 0);
  for (const [i, p] of corners.entries()) {
    for (let k = 0; k < cell.length; k++) {
      // The edge along direction k from the lower corner.
      if (p[k]! > 0) continue;
      const q = corners[i + 2 ** (cell.length - 1 - k)]!;
      const [a, b] = [excess(p), excess(q)];
      if (a > 0 === b > 0) continue;
      const share = a / (a - b);
      found.push(p.map((value, j) => value + share * (q[j]! - value)));
    }
  }
  return found;
}

/** Rounds of steps along the axes. A valley may be long, and what is left of it then is less than the bound leaves open. */
const MOST_ROUNDS = 300;

/** From the best of the middles downhill, by steps that are halved where none leads down. */
function descended(
  search: Search,
  start: { readonly value: number; readonly at: Triple },
  half: number,
): { readonly value: number; readonly at: Triple } {
  let best = { value: exactValueAt(search, start.at), at: start.at };
  let step = 2 * half;
  for (let round = 0; round < MOST_ROUNDS && step > 1e-8; round++) {
    const before = best.value;
    for (const axis of [0, 1, 2] as const) {
      for (const sign of [-step, step]) {
        const at = intoBall(best.at.with(axis, best.at[axis] + sign) as unknown as Triple);
        const value = exactValueAt(search, at);
        if (value < best.value) best = { value, at };
      }
    }
    if (before - best.value <= 1e-15 * search.scale) step /= 2;
  }
  return best;
}
