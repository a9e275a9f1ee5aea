import { factorCholesky, solveCholesky } from "../../../linalg/dense/cholesky.ts";
import { dot } from "../../../linalg/vectorKernels.ts";
import { forEachPoint } from "./columns.ts";
import { localMinima } from "./contacts.ts";
import { gridSpacing, octahedralGrid, pointAt, tangentFrame } from "./grid.ts";
import { addUp, type Mixture } from "./mixture.ts";
import { spherePolynomial } from "./polynomial.ts";
import type { PointMoments } from "./scale.ts";

/** More are sought by the linear programme. */
const MOST_POINTS = 12;

/** Seeds of the next point: the highest of the grid. */
const SEEDS = 12;

/** Length of what is left of the multipoles, 1 / sqrt(N + 1) and more at the start, at which points are the state but for rounding. */
const FOUND = 1e-10;

/** Length of rounding, at which they move no more: what is more may hide white noise that is less than it reaches. */
const ROUNDED = 1e-14;

/** So many points in a row that do not bring it down by this factor are the end. */
const PROGRESS = 0.9;
const PATIENCE = 3;

/** Points nearer to one another than a coherent state is wide take hundreds of steps; what a lull of so many does not shorten is no mixture of so few. */
const SLIDES = 400;
const LULL = 60;
const SHORTENED = 0.8;

/** Of Levenberg and Marquardt: added to the diagonal of the normal equations, relative to it. */
const FIRST_DAMPING = 1e-3;
const LARGEST_DAMPING = 1e4;

export interface FewPoints {
  readonly mixture: Mixture;
  /** Whether it is the state but for rounding and the errors of the state. */
  readonly found: boolean;
}

/**
 * A mixture of white noise and fewer product states than there are polynomials of degree N/2, as near to the state as it was found; null where
 * the state is too mixed for so few. Points are added one by one where most of the state is left (M. Frank and P. Wolfe,
 * doi:10.1002/nav.3800030109), and after each all move and are weighed anew, the white noise with them, by damped least squares, since a grid
 * does not hold them. Where nothing is left, the white noise is all the margin that there is: the square of a polynomial that vanishes at all
 * points is a dual with int P T = uniform. If that is small, a linear programme on a grid finds it badly.
 */
export function fewPoints(moments: PointMoments, late: () => boolean): FewPoints | null {
  const { degree, values, scales } = moments;
  const state = values.slice();
  scale(state, scales);
  const most = Math.min(MOST_POINTS, (Math.floor(degree / 2) + 1) ** 2 - 1);
  // tr rho^2 of a mixture of so many is no lower.
  if (dot(state, state) * (most + 1) < 1) return null;
  const divisions = Math.max(12, degree + 2);
  const grid = octahedralGrid(divisions, [false, false, false]);
  const rounded = Math.max(ROUNDED, moments.error);
  let fit: Fit = {
    points: new Float64Array(0),
    weights: new Float64Array(0),
    uniform: 0,
    rest: state,
    length: Math.sqrt(dot(state, state)),
  };
  let slow = 0;
  while (fit.length > rounded && fit.weights.length < most && !late()) {
    const next = slide(moments, state, withPoint(fit, fartherPoint(fit.rest, moments, grid, divisions)), late);
    slow = next.length < PROGRESS * fit.length ? 0 : slow + 1;
    if (slow === PATIENCE || !(next.length < fit.length)) break;
    fit = next;
    const mixture = mixtureOf(moments, fit);
    if (fit.length <= FOUND && mixture.uniform > mixture.reach) return { mixture, found: true };
  }
  if (fit.weights.length === 0) return null;
  return { mixture: mixtureOf(moments, fit), found: fit.length <= Math.max(FOUND, moments.error) };
}

function mixtureOf(moments: PointMoments, { points, weights, uniform }: Fit): Mixture {
  const total = weights.reduce((sum, weight) => sum + weight, uniform);
  const places = Array.from(weights, (_, k) => pointAt(points, k));
  const shares = weights.map((weight) => weight / total);
  return addUp(moments, places, shares, uniform / total);
}

interface Fit {
  readonly points: Float64Array;
  readonly weights: Float64Array;
  /** Weight of white noise, not negative. */
  readonly uniform: number;
  /** What is left of the multipoles, and its length. */
  readonly rest: Float64Array;
  readonly length: number;
}

/** From moments to multipoles. */
function scale(values: Float64Array, scales: Float64Array): void {
  for (let l = 0; l < scales.length; l++) for (let a = l * l; a < (l + 1) ** 2; a++) values[a]! *= scales[l]!;
}

/** Where the coherent state has the largest product with what is left. */
function fartherPoint(
  rest: Float64Array,
  { degree, scales }: PointMoments,
  grid: Float64Array,
  divisions: number,
): ReadonlyArray<number> {
  const coefficients = rest.map((value) => -value);
  scale(coefficients, scales);
  const polynomial = spherePolynomial(degree, coefficients);
  const values = polynomial.values(grid);
  const order = Array.from(values, (_, k) => k).sort((i, j) => values[i]! - values[j]!);
  const seeds = Float64Array.from(order.slice(0, SEEDS).flatMap((k) => pointAt(grid, k)));
  return pointAt(localMinima(polynomial, seeds, gridSpacing(divisions)).points, 0);
}

type Start = Pick<Fit, "points" | "weights" | "uniform">;

function withPoint({ points, weights, uniform }: Fit, point: ReadonlyArray<number>): Start {
  return { points: Float64Array.from([...points, ...point]), weights: Float64Array.from([...weights, 0]), uniform };
}

/**
 * Weights first, then weights and places together and the weights once more, so that the valley that is followed is one of places alone (G. Golub
 * and V. Pereyra, doi:10.1137/0710036); a point whose weight becomes negative is left out.
 */
function slide(moments: PointMoments, state: Float64Array, start: Start, late: () => boolean): Fit {
  let best = move(moments, state, measure(moments, state, start), null);
  let before = Number.POSITIVE_INFINITY;
  let damping = FIRST_DAMPING;
  for (let step = 0; step < SLIDES && best.length > ROUNDED && damping < LARGEST_DAMPING; step++) {
    if (step % LULL === 0) {
      if (best.length > SHORTENED * before || late()) break;
      before = best.length;
    }
    const next = move(moments, state, move(moments, state, best, damping), null);
    const better = next.length < best.length;
    damping *= better ? 0.1 : 10;
    if (better) best = next;
  }
  return best;
}

function measure(moments: PointMoments, state: Float64Array, { points, weights, uniform }: Start): Fit {
  const rest = state.slice();
  rest[0]! -= uniform * moments.scales[0]!;
  forEachPoint(moments.degree, points, (k, functions) => {
    scale(functions, moments.scales);
    for (let a = 0; a < rest.length; a++) rest[a]! -= weights[k]! * functions[a]!;
  });
  return { points, weights, uniform, rest, length: Math.sqrt(dot(rest, rest)) };
}

/** Least squares for the change of all weights and, where a damping is given, of two damped steps along the sphere for each point. */
function move(moments: PointMoments, state: Float64Array, fit: Fit, damping: number | null): Fit {
  const places = damping !== null;
  const count = fit.weights.length;
  const per = places ? 3 : 1;
  const columns: Float64Array[] = [];
  const frames: Float64Array[] = [];
  // A coherent state is 1 / sqrt(N) wide; differences of this step are right to some 1e-8 of the slope.
  const h = 1e-4 / Math.sqrt(moments.spins);
  for (let k = 0; k < count; k++) {
    const frame = new Float64Array(6);
    tangentFrame(fit.points, k, frame);
    const [first, second] = [frame.subarray(0, 3), frame.subarray(3)];
    frames.push(first, second);
    const shifts: Shift[] = [[first, 0]];
    if (places) shifts.push([first, h], [first, -h], [second, h], [second, -h]);
    const at = Float64Array.from(shifts.flatMap((shift) => shifted(fit.points, k, shift)));
    const sampled: Float64Array[] = [];
    forEachPoint(moments.degree, at, (_, functions) => {
      const copy = functions.slice();
      scale(copy, moments.scales);
      sampled.push(copy);
    });
    columns.push(sampled[0]!);
    for (let axis = 0; places && axis < 2; axis++) {
      const [ahead, behind] = [sampled[1 + 2 * axis]!, sampled[2 + 2 * axis]!];
      columns.push(ahead.map((value, a) => (fit.weights[k]! * (value - behind[a]!)) / (2 * h)));
    }
  }
  const noise = new Float64Array(state.length);
  noise[0] = moments.scales[0]!;
  const dampings = Float64Array.from({ length: columns.length + 1 }, (_, k) => (k % per > 0 ? damping! : 0));
  let change = leastSquares([...columns, noise], fit.rest, dampings);
  let uniform = fit.uniform + change[columns.length]!;
  if (!(uniform >= 0)) {
    // The others make up for white noise that is all taken away.
    uniform = 0;
    const rest = fit.rest.slice();
    rest[0]! += fit.uniform * moments.scales[0]!;
    change = leastSquares(columns, rest, dampings);
  }
  const points: number[] = [];
  const weights: number[] = [];
  for (let k = 0; k < count; k++) {
    const weight = fit.weights[k]! + change[per * k]!;
    if (!(weight > 0)) continue;
    weights.push(weight);
    // Weight times place is what the columns know: a point that gains weight moves by less.
    const share = fit.weights[k]! > 0 ? fit.weights[k]! / weight : 1;
    const turn = places ? [share * change[per * k + 1]!, share * change[per * k + 2]!] : [0, 0];
    const along = frames[2 * k]!.map((value, c) => turn[0]! * value + turn[1]! * frames[2 * k + 1]![c]!);
    points.push(...shifted(fit.points, k, [along, 1]));
  }
  return measure(moments, state, { points: Float64Array.from(points), weights: Float64Array.from(weights), uniform });
}

/** How much of each column makes up `rest` at best; its damping is added to the diagonal of the normal equations, relative to it. */
function leastSquares(columns: readonly Float64Array[], rest: Float64Array, dampings: Float64Array): Float64Array {
  const size = columns.length;
  const normal = new Float64Array(size * size);
  for (let j = 0; j < size; j++) for (let i = j; i < size; i++) normal[j * size + i] = dot(columns[i]!, columns[j]!);
  for (let j = 0; j < size; j++) normal[j * size + j]! *= 1 + dampings[j]!;
  factorCholesky(size, normal, 1e-13);
  const change = Float64Array.from(columns, (column) => dot(column, rest));
  solveCholesky(size, normal, change);
  return change;
}

/** A direction along the sphere and how far. */
type Shift = readonly [Float64Array, number];

function shifted(points: Float64Array, k: number, [along, step]: Shift): number[] {
  const moved = pointAt(points, k).map((value, c) => value + step * along[c]!);
  const length = Math.hypot(...moved);
  return moved.map((value) => value / length);
}
