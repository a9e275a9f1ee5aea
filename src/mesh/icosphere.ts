import { InputError } from "../core/errors.ts";
import type { Mesh } from "./mesh.ts";
import { splitTriangles } from "./splitTriangles.ts";
import { distance, tripleProduct } from "./vectors.ts";

/** Highest level: 2,621,442 vertices, 5,242,880 triangles. */
export const maximumIcosphereLevel = 9;

/**
 * Icosahedron with each triangle split into four `level` times, new points projected to the unit sphere: 10 4^level + 2 vertices,
 * 20 4^level triangles. Its 12 corners are the cyclic permutations of (0, +-1, +-golden ratio), normalised, so that the point
 * set is mirror-symmetric in x, y and z to the last bit.
 * Throws InputError where `level` is not an integer from 0 to 9.
 */
export function icosphere(level: number): Mesh {
  if (!Number.isInteger(level) || level < 0 || level > maximumIcosphereLevel) {
    throw new InputError({
      what: `icosphere level ${level} is not an integer from 0 to ${maximumIcosphereLevel}`,
      remedy:
        "level 4 has 2,562 vertices, and each level more has four times as many; for local detail grade the mesh instead",
      value: level,
      limit: maximumIcosphereLevel,
    });
  }
  let mesh = icosahedron();
  for (let k = 0; k < level; k++) mesh = splitTriangles(mesh);
  return mesh;
}

/** 12 vertices, 20 outward triangles. */
function icosahedron(): Mesh {
  const golden = (1 + Math.sqrt(5)) / 2;
  const norm = Math.sqrt(1 + golden * golden);
  const a = 1 / norm;
  const b = golden / norm;
  // Vertices 4k .. 4k + 3: the rectangle with long side along axis (k + 2) mod 3.
  const points = new Float64Array(36);
  for (let axis = 0; axis < 3; axis++) {
    for (let corner = 0; corner < 4; corner++) {
      const at = 3 * (4 * axis + corner);
      points[at + ((axis + 1) % 3)] = corner & 1 ? -a : a;
      points[at + ((axis + 2) % 3)] = corner & 2 ? -b : b;
    }
  }
  return { dimension: 2, points, cells: outwardTriangles(points, 2 * a) };
}

/** Triangles of vertices at mutual distance `side`, outward. */
function outwardTriangles(points: Float64Array, side: number): Uint32Array {
  const count = points.length / 3;
  const adjacent = (i: number, j: number): boolean => distance(points, 3 * i, 3 * j) < 1.1 * side;
  const cells: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      if (!adjacent(i, j)) continue;
      for (let k = j + 1; k < count; k++) {
        if (!adjacent(i, k) || !adjacent(j, k)) continue;
        if (tripleProduct(points, 3 * i, 3 * j, 3 * k) > 0) cells.push(i, j, k);
        else cells.push(i, k, j);
      }
    }
  }
  return Uint32Array.from(cells);
}
