import { InputError } from "../../core/errors.ts";
import type { Mesh } from "../mesh.ts";

/** A ball inside the unit ball. */
export interface BallRegion {
  readonly centre: readonly [number, number, number];
  /** In (0, 1], at most 1 - |centre|. */
  readonly radius: number;
}

export const wholeBall: BallRegion = { centre: [0, 0, 0], radius: 1 };

/** Rounding of |centre| + radius that is forgiven. */
const SLACK = 1e-12;

/**
 * The image of a mesh of the unit ball in a smaller ball: every point r goes to centre + radius r. For densities that are narrow and away from the
 * surface; what P does outside such a mesh is gauge.
 * Throws InputError for a mesh of the sphere, and for a region that is not inside the unit ball.
 */
export function meshRegion(mesh: Mesh, { centre, radius }: BallRegion): Mesh {
  if (mesh.dimension !== 3) {
    throw new InputError({
      what: `a mesh of dimension ${mesh.dimension} fills no region of the ball`,
      remedy: "give a mesh of the ball (dimension 3)",
      value: mesh.dimension,
      limit: 3,
    });
  }
  const reach = Math.hypot(...centre) + radius;
  if (!(radius > 0 && reach <= 1 + SLACK)) {
    throw new InputError({
      what: `the ball of radius ${radius} around (${centre.join(", ")}) is not inside the unit ball`,
      remedy: "give a radius above 0 and at most 1 - |centre|",
      value: reach,
      limit: 1,
    });
  }
  const points = Float64Array.from(mesh.points, (value, k) => centre[k % 3]! + radius * value);
  return { dimension: 3, points, cells: mesh.cells };
}

/** A ball around all points of a mesh: its centre is that of the box around them. */
export function enclosingRegion({ points }: Mesh): BallRegion {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = low.map((value) => -value);
  for (let k = 0; k < points.length; k++) {
    low[k % 3] = Math.min(low[k % 3]!, points[k]!);
    high[k % 3] = Math.max(high[k % 3]!, points[k]!);
  }
  const middle = (k: 0 | 1 | 2): number => (low[k]! + high[k]!) / 2;
  const centre = [middle(0), middle(1), middle(2)] as const;
  let radius = 0;
  for (let at = 0; at < points.length; at += 3) {
    radius = Math.max(
      radius,
      Math.hypot(points[at]! - centre[0], points[at + 1]! - centre[1], points[at + 2]! - centre[2]),
    );
  }
  return { centre, radius };
}
