import type { Vector3 } from "../../state/moments.ts";

/** What the matrix elements that are left out may weigh in the purity. */
const NEGLIGIBLE = 1e-11;

/** Most excitations that are kept: beyond, pairs of points cost no more. */
const MOST = 128;
const STEP = 8;

/**
 * sum_ij w_i w_j ((1 + r_i.r_j)/2)^N = |rho|^2 of the mixture rho of coherent states at points around a centre, from its matrix elements among the states
 * of few excitations about that direction: a coherent state has c_k = sqrt(binom(N, k)) z^k / (1 + |z|^2)^(N/2) of k of them, z its stereographic coordinate.
 * Null where more are needed than pairs of points would cost.
 *
 * @param points x, y, z of each, on the unit sphere
 */
export function peakPurity(points: Float64Array, weights: Float64Array, centre: Vector3, spins: number): number | null {
  const places = stereographic(points, centre);
  const size = keptExcitations(places, weights, spins);
  if (size === null) return null;
  // Rows of the matrix up to the diagonal, one behind the other.
  const real = new Float64Array((size * (size + 1)) / 2);
  const imaginary = new Float64Array(real.length);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    // Opposite to the centre all spins are excited: nothing of it is among the states that are kept.
    if (!(places[2 * i]! ** 2 + places[2 * i + 1]! ** 2 < Number.POSITIVE_INFINITY)) continue;
    setAmplitudes(places[2 * i]!, places[2 * i + 1]!, spins, re, im);
    for (let k = 0, at = 0; k < size; k++) {
      const [a, b] = [weight * re[k]!, weight * im[k]!];
      for (let l = 0; l <= k; l++, at++) {
        real[at]! += a * re[l]! + b * im[l]!;
        imaginary[at]! += b * re[l]! - a * im[l]!;
      }
    }
  }
  let total = 0;
  for (let k = 0, at = 0; k < size; k++)
    for (let l = 0; l <= k; l++, at++) total += (l === k ? 1 : 2) * (real[at]! ** 2 + imaginary[at]! ** 2);
  return total;
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
 * How many states of few excitations all but nothing lies in. What a coherent state has beyond k of them, of mean m < k, is at most e^(k - m) (m/k)^k; cutting
 * it off changes the state by twice the root of that in the trace norm, and the purity by no more than twice as much.
 */
function keptExcitations(places: Float64Array, weights: Float64Array, spins: number): number | null {
  const means = Float64Array.from(weights, (_, i) => {
    const square = places[2 * i]! ** 2 + places[2 * i + 1]! ** 2;
    return spins * (square < Number.POSITIVE_INFINITY ? square / (1 + square) : 1);
  });
  for (let size = STEP; size <= MOST; size += STEP) {
    let left = 0;
    for (let i = 0; i < weights.length; i++) {
      const mean = means[i]!;
      const tail = mean < size ? Math.exp((size - mean + size * Math.log(mean / size)) / 2) : 1;
      left += 4 * Math.abs(weights[i]!) * tail;
    }
    if (left <= NEGLIGIBLE) return Math.min(size, spins + 1);
  }
  return null;
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
