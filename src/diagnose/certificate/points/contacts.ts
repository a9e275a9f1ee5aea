import { tangentFrame } from "./grid.ts";
import type { SpherePolynomial } from "./polynomial.ts";

const STEPS = 5;

/** Points on a plane that touches the sphere, in steps of h along two axes: what tells slopes and curvatures. */
const STENCIL: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
];

/**
 * Local minima of a polynomial: from each seed (3 numbers a point) a few steps of Newton's method, on differences, no step longer than
 * `reach`, fewer where it is late. Seeds that meet end as one point. Sorted from the lowest up.
 */
export function localMinima(
  polynomial: SpherePolynomial,
  seeds: Float64Array,
  reach: number,
  late: () => boolean = () => false,
): { readonly points: Float64Array; readonly values: Float64Array } {
  const points = seeds.slice();
  const best = polynomial.values(points);
  const bestPoints = seeds.slice();
  const count = seeds.length / 3;
  const stencil = new Float64Array(3 * STENCIL.length * count);
  const frame = new Float64Array(6);
  for (let step = 0; step < STEPS && !late(); step++) {
    // Differences lose half the digits where h is too small, and see the next curvature where it is too large.
    const h = (step < 2 ? 1e-2 : 1e-3) / polynomial.degree;
    for (let k = 0; k < count; k++) writeStencil(points, k, h, frame, stencil);
    const values = polynomial.values(stencil);
    for (let k = 0; k < count; k++) {
      if (values[6 * k]! < best[k]!) keepPoint(points, k, values[6 * k]!, bestPoints, best);
      const [a, b] = newtonStep(values.subarray(6 * k, 6 * k + 6), h, reach);
      tangentFrame(points, k, frame);
      move(points, k, a, b, frame, points, k);
    }
  }
  const last = polynomial.values(points);
  for (let k = 0; k < count; k++) if (last[k]! < best[k]!) keepPoint(points, k, last[k]!, bestPoints, best);
  return distinct(bestPoints, best, 1e-3 / polynomial.degree);
}

function keepPoint(points: Float64Array, k: number, value: number, bestPoints: Float64Array, best: Float64Array): void {
  best[k] = value;
  bestPoints.set(points.subarray(3 * k, 3 * k + 3), 3 * k);
}

function writeStencil(points: Float64Array, k: number, h: number, frame: Float64Array, stencil: Float64Array): void {
  tangentFrame(points, k, frame);
  for (const [s, [a, b]] of STENCIL.entries()) move(points, k, a * h, b * h, frame, stencil, 6 * k + s);
}

/** Point k moved by a and b along the frame and put back on the sphere, into place `to`. */
function move(
  points: Float64Array,
  k: number,
  a: number,
  b: number,
  frame: Float64Array,
  out: Float64Array,
  to: number,
): void {
  const x = points[3 * k]! + a * frame[0]! + b * frame[3]!;
  const y = points[3 * k + 1]! + a * frame[1]! + b * frame[4]!;
  const z = points[3 * k + 2]! + a * frame[2]! + b * frame[5]!;
  const length = Math.sqrt(x * x + y * y + z * z);
  out[3 * to] = x / length;
  out[3 * to + 1] = y / length;
  out[3 * to + 2] = z / length;
}

/** -|H|^-1 g, at most `reach` long: downhill also where a curvature is negative. */
function newtonStep(f: Float64Array, h: number, reach: number): readonly [number, number] {
  const ga = (f[1]! - f[2]!) / (2 * h);
  const gb = (f[3]! - f[4]!) / (2 * h);
  const haa = (f[1]! - 2 * f[0]! + f[2]!) / (h * h);
  const hbb = (f[3]! - 2 * f[0]! + f[4]!) / (h * h);
  // f(h, h) in powers of h: what the other differences do not explain is h^2 times the mixed derivative.
  const hab = (f[5]! - f[1]! - f[3]! + f[0]!) / (h * h);
  const angle = Math.atan2(2 * hab, haa - hbb) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const first = haa * c * c + 2 * hab * c * s + hbb * s * s;
  const second = haa * s * s - 2 * hab * c * s + hbb * c * c;
  const floor = 1e-6 * Math.max(Math.abs(first), Math.abs(second));
  if (!(floor > 0)) return [0, 0];
  const p = -(ga * c + gb * s) / Math.max(Math.abs(first), floor);
  const q = -(gb * c - ga * s) / Math.max(Math.abs(second), floor);
  const length = Math.hypot(p, q);
  const factor = length > reach ? reach / length : 1;
  return [factor * (p * c - q * s), factor * (p * s + q * c)];
}

/** One of all points that are nearer to one another than `apart`, the lowest. */
function distinct(
  points: Float64Array,
  values: Float64Array,
  apart: number,
): { readonly points: Float64Array; readonly values: Float64Array } {
  const order = Array.from(values, (_, k) => k).sort((i, j) => values[i]! - values[j]!);
  const boxes = new Map<string, number[]>();
  const kept: number[] = [];
  const box = (k: number): readonly number[] => [0, 1, 2].map((c) => Math.floor(points[3 * k + c]! / apart));
  for (const k of order) {
    const [i, j, l] = box(k) as unknown as readonly [number, number, number];
    let near = false;
    for (let at = 0; at < 27 && !near; at++) {
      const key = `${i + (at % 3) - 1},${j + (Math.floor(at / 3) % 3) - 1},${l + Math.floor(at / 9) - 1}`;
      near = (boxes.get(key) ?? []).some(
        (other) =>
          Math.hypot(
            points[3 * k]! - points[3 * other]!,
            points[3 * k + 1]! - points[3 * other + 1]!,
            points[3 * k + 2]! - points[3 * other + 2]!,
          ) < apart,
      );
    }
    if (near) continue;
    kept.push(k);
    const key = `${i},${j},${l}`;
    boxes.set(key, [...(boxes.get(key) ?? []), k]);
  }
  return {
    points: Float64Array.from(kept.flatMap((k) => [points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!])),
    values: Float64Array.from(kept, (k) => values[k]!),
  };
}
