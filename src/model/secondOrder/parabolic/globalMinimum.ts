import type { Triple } from "../coefficients.ts";
import { sampleTangent, type TangentDiffusion, type TangentSample, tangentSample } from "./tangentDiffusion.ts";

export interface GlobalMinimum {
  /** Least value found, which some point of the sphere has. */
  readonly value: number;
  /** No point of the sphere has a smaller value than this, but for rounding. */
  readonly bound: number;
  readonly position: Triple;
}

/** A gap between value and bound of this many roundings of the largest coefficient is closed. */
const ROUNDINGS = 32;

/** Cells that may be open at one time. Only minima that (nearly) form a curve come to it, with a gap of some 1e-6 of the curvature left. */
const MOST_CELLS = 100_000;

/** Corners of a regular hexagon around the unit circle. */
const HEXAGON = [0, 1, 2, 3, 4, 5].map((k) => {
  const radius = 2 / Math.sqrt(3);
  return [radius * Math.cos((k * Math.PI) / 3), radius * Math.sin((k * Math.PI) / 3)] as const;
});

/**
 * The least eigenvalue of D over the sphere, with a proof: spherical triangles are halved in size until none can hold a smaller value.
 *
 * Within a cap of radius h around r0 the eigenvalue is at least f_0 + g.t - |q_0 - 2 kappa (t_u + i t_v)| - curvature h^2, t the
 * tangent vector that leads from r0 to the point (Taylor's theorem for f and for q along great circles). That is concave in t up
 * to the constant, and so least at a corner of any polygon around the cap. The bound misses a minimum by O(h^2), the
 * order at which the function itself rises there, so that each size of cells leaves a number of them that does not grow.
 */
export function globalMinimum(of: TangentDiffusion): GlobalMinimum {
  const sample = tangentSample();
  const tolerance = ROUNDINGS * Number.EPSILON * of.scale;
  let cells = icosahedron();
  let [value, position]: [number, Triple] = [Number.POSITIVE_INFINITY, [0, 0, 1]];
  for (;;) {
    const bounds = new Float64Array(cells.length / 9);
    for (let cell = 0; cell < bounds.length; cell++) {
      const { centre, radius } = capAround(cells, 9 * cell);
      const here = sampleTangent(of, centre, sample);
      if (here < value) [value, position] = [here, centre];
      bounds[cell] = lowerBound(of, sample, radius);
    }
    // What was left out before is above `value - tolerance`.
    const bound = bounds.reduce((least, other) => Math.min(least, other), value - tolerance);
    const open = bounds.reduce((count, other) => count + (other < value - tolerance ? 1 : 0), 0);
    if (open === 0 || 4 * open > MOST_CELLS) return { value, bound, position };
    cells = divided(cells, (cell) => bounds[cell]! < value - tolerance, open);
  }
}

/** Nine numbers a triangle. */
function icosahedron(): Float64Array {
  const golden = (1 + Math.sqrt(5)) / 2;
  const corners: Triple[] = [];
  for (const a of [-1, 1]) for (const b of [-golden, golden]) corners.push([0, a, b], [a, b, 0], [b, 0, a]);
  const near = (p: Triple, q: Triple): boolean => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < 2.1;
  const found: number[] = [];
  for (let i = 0; i < 12; i++)
    for (let j = 0; j < i; j++)
      for (let k = 0; k < j; k++) {
        const triangle = [corners[i]!, corners[j]!, corners[k]!] as const;
        const [p, q, r] = triangle;
        if (near(p, q) && near(q, r) && near(r, p)) for (const corner of triangle) found.push(...unit(corner));
      }
  return Float64Array.from(found);
}

function unit([x, y, z]: Triple): Triple {
  const norm = Math.hypot(x, y, z);
  return [x / norm, y / norm, z / norm];
}

const cornerOf = (cells: Float64Array, at: number): Triple => [cells[at]!, cells[at + 1]!, cells[at + 2]!];

/** A cap that holds the triangle at `at`: spherical triangles within a cap are held by it where their corners are. */
function capAround(cells: Float64Array, at: number): { centre: Triple; radius: number } {
  const corners = [cornerOf(cells, at), cornerOf(cells, at + 3), cornerOf(cells, at + 6)];
  const [p, q, r] = corners as [Triple, Triple, Triple];
  const centre = unit([p[0] + q[0] + r[0], p[1] + q[1] + r[1], p[2] + q[2] + r[2]]);
  let chord = 0;
  for (const [x, y, z] of corners) chord = Math.max(chord, Math.hypot(x - centre[0], y - centre[1], z - centre[2]));
  // A little more than the angle, for what rounding does to the corners.
  return { centre, radius: 2 * Math.asin(Math.min(1, chord / 2)) * (1 + 1e-6) + 4 * Number.EPSILON };
}

function lowerBound({ curvature }: TangentDiffusion, sample: TangentSample, radius: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [a, b] of HEXAGON) {
    const [t, s] = [a * radius, b * radius];
    const re = sample.re - 2 * (sample.kappaRe * t - sample.kappaIm * s);
    const im = sample.im - 2 * (sample.kappaRe * s + sample.kappaIm * t);
    least = Math.min(least, sample.slopeU * t + sample.slopeV * s - Math.hypot(re, im));
  }
  return sample.mean + least - curvature * radius * radius;
}

/** The chosen triangles, each in four. */
function divided(cells: Float64Array, chosen: (cell: number) => boolean, count: number): Float64Array {
  const out = new Float64Array(36 * count);
  let at = 0;
  for (let cell = 0; 9 * cell < cells.length; cell++) {
    if (!chosen(cell)) continue;
    const [p, q, r] = [0, 3, 6].map((k) => cornerOf(cells, 9 * cell + k)) as [Triple, Triple, Triple];
    const middle = (a: Triple, b: Triple): Triple => unit([a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
    const [pq, qr, rp] = [middle(p, q), middle(q, r), middle(r, p)];
    for (const corner of [p, pq, rp, pq, q, qr, rp, qr, r, pq, qr, rp]) {
      out.set(corner, at);
      at += 3;
    }
  }
  return out;
}
