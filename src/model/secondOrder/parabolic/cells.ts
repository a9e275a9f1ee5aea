import type { Triple } from "../coefficients.ts";
import type { TangentSample } from "./tangentDiffusion.ts";

/** Corners of a spherical triangle, anticlockwise from outside. */
export type Triangle = readonly [Triple, Triple, Triple];

/** The twenty triangles of a regular icosahedron. */
export function icosahedron(): Triangle[] {
  const golden = (1 + Math.sqrt(5)) / 2;
  const corners: Triple[] = [];
  for (const a of [-1, 1]) for (const b of [-golden, golden]) corners.push([0, a, b], [a, b, 0], [b, 0, a]);
  const near = (p: Triple, q: Triple): boolean => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < 2.1;
  const found: Triangle[] = [];
  for (let i = 0; i < 12; i++) {
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < j; k++) {
        const [p, q, r] = [corners[i]!, corners[j]!, corners[k]!];
        if (!near(p, q) || !near(q, r) || !near(r, p)) continue;
        found.push(volume(p, q, r) > 0 ? [unit(p), unit(q), unit(r)] : [unit(p), unit(r), unit(q)]);
      }
    }
  }
  return found;
}

/** p.(q x r). */
export const volume = (p: Triple, q: Triple, r: Triple): number =>
  p[0] * (q[1] * r[2] - q[2] * r[1]) + p[1] * (q[2] * r[0] - q[0] * r[2]) + p[2] * (q[0] * r[1] - q[1] * r[0]);

export function unit([x, y, z]: Triple): Triple {
  const norm = Math.sqrt(x * x + y * y + z * z);
  return [x / norm, y / norm, z / norm];
}

/** The middle of the great circle from a to b. */
export const middle = (a: Triple, b: Triple): Triple => unit([a[0] + b[0], a[1] + b[1], a[2] + b[2]]);

const squaredDistance = (p: Triple, q: Triple): number =>
  (p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) + (p[2] - q[2]) * (p[2] - q[2]);

/** A cap around a triangle: one smaller than a hemisphere holds a triangle where it holds its corners. */
export function capAround(triangle: Triangle): { centre: Triple; radius: number } {
  const [p, q, r] = triangle;
  const centre = unit([p[0] + q[0] + r[0], p[1] + q[1] + r[1], p[2] + q[2] + r[2]]);
  let chord = 0;
  for (const corner of triangle) chord = Math.max(chord, squaredDistance(corner, centre));
  // A little more than the angle, for what rounding does to the corners.
  return { centre, radius: 2 * Math.asin(Math.min(1, Math.sqrt(chord) / 2)) * (1 + 1e-6) + 4 * Number.EPSILON };
}

/** Corners of a regular hexagon around the unit circle. */
const HEXAGON = [0, 1, 2, 3, 4, 5].map((k) => {
  const radius = 2 / Math.sqrt(3);
  return [radius * Math.cos((k * Math.PI) / 3), radius * Math.sin((k * Math.PI) / 3)] as const;
});

/**
 * No point of a cap around that of the sample has a smaller least eigenvalue of D. At the tangent vector t it is at least
 * f_0 + g.t - |q_0 - 2 kappa (t_u + i t_v)| - curvature |t|^2 (Taylor's theorem for f and for q along great circles). That is
 * concave but for the last term, and so least at a corner of any polygon around the cap.
 */
export function lowerBound(sample: TangentSample, radius: number, curvature: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const corner of HEXAGON) {
    const t = corner[0] * radius;
    const s = corner[1] * radius;
    const re = sample.re - 2 * (sample.kappaRe * t - sample.kappaIm * s);
    const im = sample.im - 2 * (sample.kappaRe * s + sample.kappaIm * t);
    least = Math.min(least, sample.slopeU * t + sample.slopeV * s - Math.sqrt(re * re + im * im));
  }
  return sample.mean + least - curvature * radius * radius;
}

/** No point of a cap has a larger least eigenvalue: a concave function lies below its tangent. */
export function upperBound(sample: TangentSample, radius: number, curvature: number): number {
  const size = Math.hypot(sample.re, sample.im);
  const [re, im] = size === 0 ? [0, 0] : [sample.re / size, sample.im / size];
  // Slopes of |q|, by q' = -2 kappa along u and -2 i kappa along v.
  const slopeU = sample.slopeU + 2 * (re * sample.kappaRe + im * sample.kappaIm);
  const slopeV = sample.slopeV + 2 * (im * sample.kappaRe - re * sample.kappaIm);
  return sample.mean - size + Math.hypot(slopeU, slopeV) * radius + curvature * radius * radius;
}
