import { expandBand } from "../band.ts";
import { type BoostedSphere, boostFactors } from "./boostedSphere.ts";
import type { Frame } from "./rings.ts";
import type { TangentPlane } from "./tangentPlane.ts";
import { planeSize } from "./tangentPlane.ts";

/** Values of P at points of the sphere (3 numbers each) from coefficients in the harmonics of a shifted sphere. */
export function boostedValues(
  { scale, degree, weight }: BoostedSphere,
  frame: Frame,
  coefficients: Float64Array,
  points: Float64Array,
): Float64Array {
  const { gamma, beta } = boostFactors(scale);
  const places = new Float64Array(points.length);
  const omegas = new Float64Array(points.length / 3);
  for (let k = 0; k < omegas.length; k++) {
    const [x, y, z] = along(frame, points, k);
    // The inverse of the map, which is the map with 1 / scale; omega of the image is the inverse of this one.
    const omega = 1 / (gamma - beta * z);
    omegas[k] = omega;
    places.set([omega * x, omega * y, omega * (gamma * z - beta)], 3 * k);
  }
  const values = expandBand(degree, coefficients, places);
  return values.map((value, k) => value * omegas[k]! ** (2 + weight));
}

/** The same from coefficients in the tangent plane. */
export function planeValues(
  { width, degree }: TangentPlane,
  frame: Frame,
  coefficients: Float64Array,
  points: Float64Array,
): Float64Array {
  const values = new Float64Array(points.length / 3);
  for (let k = 0; k < values.length; k++) {
    const [x, y, z] = along(frame, points, k);
    // Seen from the point itself 1 + z is a sum without cancellation but near the other pole, where nothing is left of the Gaussian.
    const [u, v] = [x / ((1 + z) * width), y / ((1 + z) * width)];
    const square = u * u + v * v;
    if (!(square < FARTHEST)) continue;
    const stretch = (2 * width) / (1 + width * width * square);
    values[k] = (gaussianSum(degree, coefficients, u, v) * Math.exp(-square / 2)) / (2 * Math.PI * stretch * stretch);
  }
  return values;
}

/** exp(-q^2 / 2) vanishes there, whatever it is multiplied by. */
const FARTHEST = 1500;

function gaussianSum(degree: number, coefficients: Float64Array, u: number, v: number): number {
  const half = (u * u + v * v) / 2;
  let sum = 0;
  // (u + i v)^m / sqrt(2^m m!).
  let [re, im] = [1, 0];
  for (let m = 0; m <= degree; m++) {
    if (m > 0) [re, im] = [(re * u - im * v) / Math.sqrt(2 * m), (re * v + im * u) / Math.sqrt(2 * m)];
    const norm = m === 0 ? 1 : Math.SQRT2;
    let [before, value] = [0, 1];
    for (let j = 0; m + 2 * j <= degree; j++) {
      const place = planeSize(m + 2 * j - 1) + Math.max(0, m - 1);
      sum += norm * value * (coefficients[place]! * re + (m === 0 ? 0 : coefficients[place + 1]! * im));
      const next =
        ((2 * j + m + 1 - half) * value - Math.sqrt(j * (j + m)) * before) / Math.sqrt((j + 1) * (j + 1 + m));
      [before, value] = [value, next];
    }
  }
  return sum;
}

function along(frame: Frame, points: Float64Array, k: number): readonly [number, number, number] {
  const [a, b, c] = [points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!];
  const component = (axis: 0 | 1 | 2): number => frame[axis][0] * a + frame[axis][1] * b + frame[axis][2] * c;
  return [component(0), component(1), component(2)];
}
