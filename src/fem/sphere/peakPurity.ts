import type { Vector3 } from "../../state/moments.ts";

/** What the matrix elements that are left out may weigh in the purity. */
const NEGLIGIBLE = 1e-11;

/** Most excitations that are kept. */
const MOST = 128;
const STEP = 8;

/** Seconds of a pair of points in those of a matrix element of a point. */
const PAIR = 5;

/**
 * Part of sum_ij w_i w_j ((1 + r_i.r_j)/2)^N = |rho|^2 of the mixture rho of coherent states at points around a centre, from its matrix elements among the states
 * of few excitations about that direction: a coherent state has c_k = sqrt(binom(N, k)) z^k / (1 + |z|^2)^(N/2) of k of them, z its stereographic coordinate.
 * Points that need more than is worth it are left to the caller.
 *
 * @param points x, y, z of each, on the unit sphere
 * @returns the sum over all other pairs, and the points that are in none of them
 */
export function peakPurity(
  points: Float64Array,
  weights: Float64Array,
  centre: Vector3,
  spins: number,
): { readonly near: number; readonly far: readonly number[] } {
  const places = stereographic(points, centre);
  const { size, far } = keptExcitations(places, weights, spins);
  const isFar = new Uint8Array(weights.length);
  for (const i of far) isFar[i] = 1;
  // Rows of the matrix up to the diagonal, one behind the other.
  const real = new Float64Array((size * (size + 1)) / 2);
  const imaginary = new Float64Array(real.length);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < weights.length; i++) {
    // Opposite to the centre all spins are excited: nothing of it is among the states that are kept.
    const isOpposite = !(places[2 * i]! ** 2 + places[2 * i + 1]! ** 2 < Number.POSITIVE_INFINITY);
    if (isFar[i] === 1 || isOpposite) continue;
    setAmplitudes(places[2 * i]!, places[2 * i + 1]!, spins, re, im);
    addProjector(weights[i]!, re, im, real, imaginary);
  }
  let near = 0;
  for (let k = 0, at = 0; k < size; k++)
    for (let l = 0; l <= k; l++, at++) near += (l === k ? 1 : 2) * (real[at]! ** 2 + imaginary[at]! ** 2);
  return { near, far };
}

/** Adds weight |c><c|. */
function addProjector(
  weight: number,
  re: Float64Array,
  im: Float64Array,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  for (let k = 0, at = 0; k < re.length; k++) {
    const a = weight * re[k]!;
    const b = weight * im[k]!;
    for (let l = 0; l <= k; l++, at++) {
      real[at]! += a * re[l]! + b * im[l]!;
      imaginary[at]! += b * re[l]! - a * im[l]!;
    }
  }
}

/** z = tan(theta / 2) e^{i phi} about the centre: two numbers a point. */
function stereographic(points: Float64Array, centre: Vector3): Float64Array {
  const [x, y, z] = centre;
  // Across the axis that the centre is farthest from.
  const least = [x, y, z].map(Math.abs).indexOf(Math.min(Math.abs(x), Math.abs(y), Math.abs(z)));
  const axis = [0, 1, 2].map((k) => (k === least ? 1 : 0));
  const across = crossed(centre, axis);
  const length = Math.hypot(...across);
  const first = across.map((value) => value / length);
  const second = crossed(centre, first);
  const places = new Float64Array((2 * points.length) / 3);
  for (let i = 0; 3 * i < points.length; i++) {
    let [a, b, c] = [0, 0, 1];
    for (let k = 0; k < 3; k++) {
      const value = points[3 * i + k]!;
      a += value * first[k]!;
      b += value * second[k]!;
      c += value * centre[k]!;
    }
    places[2 * i] = a / c;
    places[2 * i + 1] = b / c;
  }
  return places;
}

const crossed = (a: readonly number[], b: readonly number[]): number[] => [
  a[1]! * b[2]! - a[2]! * b[1]!,
  a[2]! * b[0]! - a[0]! * b[2]!,
  a[0]! * b[1]! - a[1]! * b[0]!,
];

/**
 * How many states of few excitations it is worth to keep, and the points whose rest matters. What a coherent state has beyond k of them, of mean m < k, is at most
 * e^(k - m) (m/k)^k; cutting it off changes the state by twice the root of that in the trace norm, and the purity by no more than twice as much.
 */
function keptExcitations(
  places: Float64Array,
  weights: Float64Array,
  spins: number,
): { readonly size: number; readonly far: readonly number[] } {
  const count = weights.length;
  const means = Float64Array.from(weights, (_, i) => {
    const square = places[2 * i]! ** 2 + places[2 * i + 1]! ** 2;
    return spins * (square < Number.POSITIVE_INFINITY ? square / (1 + square) : 1);
  });
  let best = { size: 0, far: [] as number[], cost: Number.POSITIVE_INFINITY };
  for (let size = STEP; size <= MOST; size += STEP) {
    const kept = Math.min(size, spins + 1);
    const work = (count * kept ** 2) / 2;
    if (work >= best.cost) break;
    const far: number[] = [];
    for (let i = 0; i < count; i++) {
      const mean = means[i]!;
      const tail = kept > spins ? 0 : mean < size ? Math.exp((size - mean + size * Math.log(mean / size)) / 2) : 1;
      if (4 * Math.abs(weights[i]!) * tail * count > NEGLIGIBLE) far.push(i);
    }
    const cost = work + PAIR * far.length * count;
    if (cost < best.cost) best = { size: kept, far, cost };
  }
  return best;
}

function setAmplitudes(x: number, y: number, spins: number, re: Float64Array, im: Float64Array): void {
  let a = Math.exp((-spins * Math.log1p(x * x + y * y)) / 2);
  let b = 0;
  for (let k = 0; k < re.length; k++) {
    re[k] = a;
    im[k] = b;
    const factor = Math.sqrt((spins - k) / (k + 1));
    [a, b] = [factor * (a * x - b * y), factor * (a * y + b * x)];
  }
}
