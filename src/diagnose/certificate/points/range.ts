import { octahedronSides } from "./grid.ts";
import type { Mirrors } from "./mirrors.ts";
import type { SpherePolynomial } from "./polynomial.ts";

/** Proven: lower <= T <= upper all over the sphere. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
}

/** More cells than these at once mean that T is flat along curves: what is proven by then has to do. */
const LARGEST_FRONT = 400_000;
const MOST_LEVELS = 26;

/**
 * Range of a polynomial over the sphere, proven but for a hair that is at most `tolerance` where the work allows it. Along a great circle
 * S = T - middle is a trigonometric polynomial of degree N; from an extremum, |S| = M, it falls off no faster than M cos(N d) within
 * d <= pi / N (M. Riesz, Jahresber. DMV 23, 354 (1914)). So a cell of radius r around x can hold the maximum of |S| only if
 * |S(x)| >= M cos(N r): the others are dropped and the rest quartered.
 *
 * The least value is taken first, with a middle that makes it the extremum of |S|, then the largest. T has the given mirrors.
 *
 * @returns null where it was late before anything was proven
 */
export function polynomialRange(
  polynomial: SpherePolynomial,
  mirrors: Mirrors,
  tolerance: number,
  late: () => boolean,
): Range | null {
  const start = startingCells(polynomial, mirrors, late);
  if (start === null) return null;
  const least = start.values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = start.values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const middle = (most + least) / 2;
  // |T - middle| is at most what was seen over cos(N r). With this shift the side that is sought has the largest magnitude.
  const shift = ((most - least) / 4) * (1 / start.cosine - 1);
  const farthest = (sign: number): number => extremum(polynomial, start, { middle, sign, tolerance, shift, late });
  const lower = middle - farthest(-1) - polynomial.rounding;
  const upper = middle + farthest(1) + polynomial.rounding;
  return { lower, upper };
}

interface Cells {
  /** 9 numbers a triangle, corners on the sphere. */
  readonly corners: Float64Array;
  readonly values: Float64Array;
  /** cos(N r) of the largest radius. */
  readonly cosine: number;
}

function startingCells(polynomial: SpherePolynomial, mirrors: Mirrors, late: () => boolean): Cells | null {
  let corners = octahedronSides(mirrors);
  for (;;) {
    corners = quarter(corners, null);
    const cells = measure(polynomial, corners, late);
    if (cells === null) return null;
    if (cells.cosine > 0.9) return cells;
  }
}

interface ExtremumSearch {
  readonly middle: number;
  readonly sign: number;
  readonly tolerance: number;
  readonly shift: number;
  readonly late: () => boolean;
}

/** Bound of max sign (T - middle), where sign (T - middle) + shift has its maximum as the largest magnitude. */
function extremum(
  polynomial: SpherePolynomial,
  start: Cells,
  { middle, sign, tolerance, shift, late }: ExtremumSearch,
): number {
  let cells = start;
  let bound = Number.POSITIVE_INFINITY;
  for (let level = 0; ; level++) {
    const { values, cosine } = cells;
    let seen = 0;
    for (const value of values) seen = Math.max(seen, sign * (value - middle) + shift);
    bound = Math.min(bound, seen / cosine - shift);
    if (bound - (seen - shift) <= tolerance || level >= MOST_LEVELS) return bound;
    const keep = Int32Array.from({ length: values.length }, (_, k) => k).filter(
      (k) => sign * (values[k]! - middle) + shift >= seen * cosine,
    );
    if (keep.length > LARGEST_FRONT / 4) return bound;
    const next = measure(polynomial, quarter(cells.corners, keep), late);
    if (next === null) return bound;
    cells = next;
  }
}

/** Cells whose values are computed between two looks at the clock. */
const CELLS_AT_ONCE = 16_384;

/** null where it became late. */
function measure(polynomial: SpherePolynomial, corners: Float64Array, late: () => boolean): Cells | null {
  const count = corners.length / 9;
  const centres = new Float64Array(3 * count);
  let chord = 0;
  for (let k = 0; k < count; k++) {
    const at = 9 * k;
    const x = corners[at]! + corners[at + 3]! + corners[at + 6]!;
    const y = corners[at + 1]! + corners[at + 4]! + corners[at + 7]!;
    const z = corners[at + 2]! + corners[at + 5]! + corners[at + 8]!;
    const length = Math.sqrt(x * x + y * y + z * z);
    centres[3 * k] = x / length;
    centres[3 * k + 1] = y / length;
    centres[3 * k + 2] = z / length;
    for (let c = at; c < at + 9; c += 3) {
      const dx = corners[c]! - x / length;
      const dy = corners[c + 1]! - y / length;
      const dz = corners[c + 2]! - z / length;
      chord = Math.max(chord, dx * dx + dy * dy + dz * dz);
    }
  }
  // No point of a triangle with sides of great circles is farther from its centre than a corner.
  const radius = 2 * Math.asin(Math.min(1, Math.sqrt(chord) / 2)) * (1 + 8 * Number.EPSILON) + 4 * Number.EPSILON;
  const angle = polynomial.degree * radius;
  const values = new Float64Array(count);
  for (let from = 0; from < count; from += CELLS_AT_ONCE) {
    if (late()) return null;
    values.set(polynomial.values(centres.subarray(3 * from, 3 * (from + CELLS_AT_ONCE))), from);
  }
  return { corners, values, cosine: angle < Math.PI / 2 ? Math.cos(angle) : 0 };
}

/** Each triangle (all, or those of `keep`) into four, by the middles of its sides. */
function quarter(corners: Float64Array, keep: Int32Array | null): Float64Array {
  const count = keep === null ? corners.length / 9 : keep.length;
  const parts = new Float64Array(36 * count);
  const middles = new Float64Array(9);
  for (let k = 0; k < count; k++) {
    const from = 9 * (keep === null ? k : keep[k]!);
    for (let side = 0; side < 3; side++) {
      const [a, b] = [from + 3 * side, from + 3 * ((side + 1) % 3)];
      const x = corners[a]! + corners[b]!;
      const y = corners[a + 1]! + corners[b + 1]!;
      const z = corners[a + 2]! + corners[b + 2]!;
      const length = Math.sqrt(x * x + y * y + z * z);
      middles[3 * side] = x / length;
      middles[3 * side + 1] = y / length;
      middles[3 * side + 2] = z / length;
    }
    for (let corner = 0; corner < 3; corner++) {
      const to = 36 * k + 9 * corner;
      for (let c = 0; c < 3; c++) {
        parts[to + c] = corners[from + 3 * corner + c]!;
        parts[to + 3 + c] = middles[3 * corner + c]!;
        parts[to + 6 + c] = middles[3 * ((corner + 2) % 3) + c]!;
      }
    }
    parts.set(middles, 36 * k + 27);
  }
  return parts;
}
