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

/** Up to this angle from the peak on the mesh spacings grow; beyond it they are alike. */
const GROWING = 1.4;

let even: PictureMesh | null = null;

function evenMesh(): PictureMesh {
  if (even === null) {
    const { points, cells } = icosphere(LEVEL);
    even = { points: Float64Array.from(points), triangles: Uint32Array.from(cells) };
  }
  return even;
}

/**
 * A mesh for a function with a single peak at `mean` over its length, of that standard deviation as an angle: the angle of a vertex from there is moved to
 * `movedAngle`. No map of the library's meshes, which keep the shape of cells and leave few of them for the far side: this one keeps that round.
 */
export function pictureMesh(mean: Vector, width: number): PictureMesh {
  const base = evenMesh();
  const length = Math.hypot(...mean);
  const slope = width / WITHIN_DEVIATION / SPACING;
  if (!(length > 0) || !(slope < 1)) return base;
  const growth = growthOf(slope);
  const centre = mean.map((value) => value / length) as [number, number, number];
  const { points } = base;
  const moved = new Float64Array(points.length);
  const across = new Float64Array(3);
  for (let at = 0; at < points.length; at += 3) {
    const along = points[at]! * centre[0] + points[at + 1]! * centre[1] + points[at + 2]! * centre[2];
    for (let k = 0; k < 3; k++) across[k] = points[at + k]! - along * centre[k]!;
    const sine = Math.hypot(across[0]!, across[1]!, across[2]!);
    const angle = movedAngle(Math.atan2(sine, along), slope, growth);
    const [cosine, share] = [Math.cos(angle), sine === 0 ? 0 : Math.sin(angle) / sine];
    for (let k = 0; k < 3; k++) moved[at + k] = cosine * centre[k]! + share * across[k]!;
  }
  return { points: moved, triangles: base.triangles };
}

/** With that slope at the peak, growing as a hyperbolic cosine, and constant from GROWING on. */
function movedAngle(angle: number, slope: number, growth: number): number {
  const inner = Math.min(angle, GROWING);
  const moved = (slope / growth) * Math.sinh(growth * inner);
  return moved + slope * Math.cosh(growth * GROWING) * (angle - inner);
}

/** The growth with which pi stays where it is, by bisection. */
function growthOf(slope: number): number {
  let [low, high] = [1e-6, 60];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (movedAngle(Math.PI, slope, middle) < Math.PI) low = middle;
    else high = middle;
  }
  return low;
}
