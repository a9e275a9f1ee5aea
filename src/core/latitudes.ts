import { createOrderSweep, type Phases } from "./harmonicRecursion.ts";

/** Heights that differ by so little are one: less than what rounding of a point changes. */
const SAME = 4 * Number.EPSILON;

/** Points by |z|, which meshes and grids have many of: Y_lm(-z) = (-1)^(l-m) Y_lm(z) but for the phase. */
export interface Latitudes {
  /** Those of latitude i are members[starts[i]] .. members[starts[i + 1] - 1]. */
  readonly members: Uint32Array;
  readonly starts: Uint32Array;
  /** s, 0, |z| of each latitude. */
  readonly places: Float64Array;
  /** -1 for each member below the equator, else 1. */
  readonly signs: Float64Array;
}

export function latitudesOf(points: Float64Array): Latitudes {
  const heights = Float64Array.from({ length: points.length / 3 }, (_, i) => Math.abs(points[3 * i + 2]!));
  const radius = (i: number): number => Math.sqrt(points[3 * i]! ** 2 + points[3 * i + 1]! ** 2);
  const members = Uint32Array.from(heights.keys());
  if (distinct(heights) < WORTHWHILE * heights.length) members.sort((a, b) => heights[a]! - heights[b]!);
  const starts: number[] = [];
  const places: number[] = [];
  let [z, s] = [Number.NEGATIVE_INFINITY, 0];
  for (const [k, i] of members.entries()) {
    // Next to a pole one |z| has many radii.
    if (Math.abs(heights[i]! - z) <= SAME && Math.abs(radius(i) - s) <= SAME) continue;
    [z, s] = [heights[i]!, radius(i)];
    starts.push(k);
    places.push(s, 0, z);
  }
  const signs = Float64Array.from(members, (i) => (points[3 * i + 2]! < 0 ? -1 : 1));
  return {
    members,
    starts: Uint32Array.from([...starts, heights.length]),
    places: Float64Array.from(places),
    signs,
  };
}

/** Share of points of their own |z| from which on it does not pay to sort them. */
const WORTHWHILE = 0.8;

function distinct(heights: Float64Array): number {
  const sorted = heights.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i]! - sorted[i - 1]! > SAME) count++;
  return count;
}

/** (weight) e^{i m phi} of each member, at m = 0; `weights` one a point, null means 1. */
export function phasesOf(points: Float64Array, members: Uint32Array, weights: Float64Array | null): Phases {
  const sorted = new Float64Array(points.length);
  for (const [k, i] of members.entries()) for (let c = 0; c < 3; c++) sorted[3 * k + c] = points[3 * i + c]!;
  return createOrderSweep(0, sorted, weights === null ? null : Float64Array.from(members, (i) => weights[i]!));
}
