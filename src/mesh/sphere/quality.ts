import { meshEdges } from "../edges.ts";
import { basePoints } from "../grade.ts";
import type { Mesh } from "../mesh.ts";
import { arcLength, radiusRatio, sphericalAngle } from "./geometry.ts";

export interface MeshQuality {
  /** Smallest and largest angle of a cell, radians, between its edges as arcs on the sphere. Grading does not change them. */
  readonly minimumAngle: number;
  readonly maximumAngle: number;
  /** Smallest 2 x inradius / circumradius of the flat triangles through the base vertices; 1 is equilateral. */
  readonly worstRadiusRatio: number;
  /** Range of the great-circle distance between the ends of an edge, radians. */
  readonly shortestEdge: number;
  readonly longestEdge: number;
  /** Range of the largest distance between two corners of a cell, radians. */
  readonly smallestDiameter: number;
  readonly largestDiameter: number;
}

/**
 * Shape and size of the cells of a valid mesh of the sphere. Shapes are measured on the base points: a Moebius map is conformal, so
 * the angles between the images of the edges are the same. Lengths are those between the vertices where they are.
 */
export function meshQuality(mesh: Mesh): MeshQuality {
  const { points, cells } = mesh;
  const base = basePoints(mesh);
  let minimumAngle = Math.PI;
  let maximumAngle = 0;
  let worstRadiusRatio = 1;
  let smallestDiameter = Number.POSITIVE_INFINITY;
  let largestDiameter = 0;
  for (let k = 0; k < cells.length; k += 3) {
    let diameter = 0;
    for (let corner = 0; corner < 3; corner++) {
      const a = 3 * cells[k + corner]!;
      const b = 3 * cells[k + ((corner + 1) % 3)]!;
      const c = 3 * cells[k + ((corner + 2) % 3)]!;
      const angle = sphericalAngle(base, a, b, c);
      minimumAngle = Math.min(minimumAngle, angle);
      maximumAngle = Math.max(maximumAngle, angle);
      diameter = Math.max(diameter, arcLength(points, a, b));
    }
    const [a, b, c] = [3 * cells[k]!, 3 * cells[k + 1]!, 3 * cells[k + 2]!];
    worstRadiusRatio = Math.min(worstRadiusRatio, radiusRatio(base, a, b, c));
    smallestDiameter = Math.min(smallestDiameter, diameter);
    largestDiameter = Math.max(largestDiameter, diameter);
  }
  const edges = meshEdges(mesh);
  let shortestEdge = Number.POSITIVE_INFINITY;
  for (let e = 0; e < edges.count; e++) {
    shortestEdge = Math.min(
      shortestEdge,
      arcLength(points, 3 * edges.vertices[2 * e]!, 3 * edges.vertices[2 * e + 1]!),
    );
  }
  return {
    minimumAngle,
    maximumAngle,
    worstRadiusRatio,
    shortestEdge,
    // The longest edge of all is the longest edge of some cell.
    longestEdge: largestDiameter,
    smallestDiameter,
    largestDiameter,
  };
}
