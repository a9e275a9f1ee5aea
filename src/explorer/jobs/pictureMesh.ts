import { icosphere } from "../../mesh/icosphere.ts";
import type { Vector } from "../state.ts";

/** The triangles that functions on the sphere are shown on: as many at any N, with vertices crowded where the function is narrow. */
export interface PictureMesh {
  /** Unit vectors, 3 numbers a vertex. */
  readonly points: Float64Array;
  readonly triangles: Uint32Array;
}

/** 10,242 vertices. */
const LEVEL = 5;

/** Angle from a vertex to the next, and how many are wanted within a standard deviation. */
const SPACING = 0.0346;
const WITHIN_DEVIATION = 8;

/** Beyond it too few vertices are left for the rest of the sphere, which would look angular. */
const STRONGEST = 3;

let even: PictureMesh | null = null;

function evenMesh(): PictureMesh {
  if (even === null) {
    const { points, cells } = icosphere(LEVEL);
    even = { points: Float64Array.from(points), triangles: Uint32Array.from(cells) };
  }
  return even;
}

/**
 * A mesh for a function with a single peak at `mean` over its length, of that standard deviation as an angle: the angle t of a vertex from there is moved to
 * pi sinh(a t) / sinh(pi a), whose slope at the peak gives the spacing that is wanted. No map of the library's meshes, which keep angles: this one keeps the
 * far side round.
 */
export function pictureMesh(mean: Vector, width: number): PictureMesh {
  const base = evenMesh();
  const length = Math.hypot(...mean);
  const slope = width / WITHIN_DEVIATION / SPACING;
  if (!(length > 0) || !(slope < 1)) return base;
  const strength = strengthOf(slope);
  const centre = mean.map((value) => value / length) as [number, number, number];
  const { points } = base;
  const moved = new Float64Array(points.length);
  const across = new Float64Array(3);
  for (let at = 0; at < points.length; at += 3) {
    const along = points[at]! * centre[0] + points[at + 1]! * centre[1] + points[at + 2]! * centre[2];
    for (let k = 0; k < 3; k++) across[k] = points[at + k]! - along * centre[k]!;
    const sine = Math.hypot(across[0]!, across[1]!, across[2]!);
    const angle = (Math.PI * Math.sinh(strength * Math.atan2(sine, along))) / Math.sinh(Math.PI * strength);
    const [cosine, share] = [Math.cos(angle), sine === 0 ? 0 : Math.sin(angle) / sine];
    for (let k = 0; k < 3; k++) moved[at + k] = cosine * centre[k]! + share * across[k]!;
  }
  return { points: moved, triangles: base.triangles };
}

/** a of pi a / sinh(pi a) = slope, by bisection. */
function strengthOf(slope: number): number {
  let [low, high] = [0, STRONGEST];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if ((Math.PI * middle) / Math.sinh(Math.PI * middle) > slope) low = middle;
    else high = middle;
  }
  return high;
}
