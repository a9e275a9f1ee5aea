import { meshEdges } from "../edges.ts";
import type { Mesh } from "../mesh.ts";
import { distance } from "../vectors.ts";
import { cellDiameter, localFaces, sixfoldVolume } from "./geometry.ts";

export interface TetrahedraQuality {
  /** Smallest and largest angle between two faces of a cell, radians; 1.23 for a regular tetrahedron. */
  readonly minimumDihedralAngle: number;
  readonly maximumDihedralAngle: number;
  /** Smallest 3 x inradius / circumradius of a cell; 1 is regular. */
  readonly worstRadiusRatio: number;
  readonly shortestEdge: number;
  readonly longestEdge: number;
  /** Range of the largest distance between two corners of a cell. */
  readonly smallestDiameter: number;
  readonly largestDiameter: number;
  /** Volume of all cells; the ball's is 4 pi / 3. */
  readonly volume: number;
}

/** Shape and size of the cells of a valid mesh of tetrahedra. */
export function tetrahedraQuality(mesh: Mesh): TetrahedraQuality {
  const { points, cells } = mesh;
  let minimumDihedralAngle = Math.PI;
  let maximumDihedralAngle = 0;
  let worstRadiusRatio = 1;
  let smallestDiameter = Number.POSITIVE_INFINITY;
  let largestDiameter = 0;
  let volume = 0;
  const normals = new Float64Array(12);
  for (let k = 0; k < cells.length; k += 4) {
    const sixfold = sixfoldVolume(points, cells[k]!, cells[k + 1]!, cells[k + 2]!, cells[k + 3]!);
    volume += sixfold / 6;
    let surface = 0;
    for (let face = 0; face < 4; face++) surface += faceNormal(points, cells, k, face, normals) / 2;
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) {
        const angle = interiorAngle(normals, 3 * i, 3 * j);
        minimumDihedralAngle = Math.min(minimumDihedralAngle, angle);
        maximumDihedralAngle = Math.max(maximumDihedralAngle, angle);
      }
    }
    const diameter = cellDiameter(points, cells, k);
    smallestDiameter = Math.min(smallestDiameter, diameter);
    largestDiameter = Math.max(largestDiameter, diameter);
    const inradius = sixfold / (2 * surface);
    worstRadiusRatio = Math.min(worstRadiusRatio, (3 * inradius) / circumradius(points, cells, k, sixfold));
  }
  const edges = meshEdges(mesh);
  let shortestEdge = Number.POSITIVE_INFINITY;
  for (let e = 0; e < edges.count; e++) {
    shortestEdge = Math.min(shortestEdge, distance(points, 3 * edges.vertices[2 * e]!, 3 * edges.vertices[2 * e + 1]!));
  }
  return {
    minimumDihedralAngle,
    maximumDihedralAngle,
    worstRadiusRatio,
    shortestEdge,
    longestEdge: largestDiameter,
    smallestDiameter,
    largestDiameter,
    volume,
  };
}

/** Outward normal of a face into `out` at 3 face; returns its length, twice the area. */
function faceNormal(points: Float64Array, cells: Uint32Array, k: number, face: number, out: Float64Array): number {
  const a = 3 * cells[k + localFaces[3 * face]!]!;
  const b = 3 * cells[k + localFaces[3 * face + 1]!]!;
  const c = 3 * cells[k + localFaces[3 * face + 2]!]!;
  const [ux, uy, uz] = [points[b]! - points[a]!, points[b + 1]! - points[a + 1]!, points[b + 2]! - points[a + 2]!];
  const [vx, vy, vz] = [points[c]! - points[a]!, points[c + 1]! - points[a + 1]!, points[c + 2]! - points[a + 2]!];
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  out[3 * face] = x;
  out[3 * face + 1] = y;
  out[3 * face + 2] = z;
  return Math.sqrt(x * x + y * y + z * z);
}

/** pi minus the angle between two outward normals. */
function interiorAngle(n: Float64Array, i: number, j: number): number {
  const dot = n[i]! * n[j]! + n[i + 1]! * n[j + 1]! + n[i + 2]! * n[j + 2]!;
  const x = n[i + 1]! * n[j + 2]! - n[i + 2]! * n[j + 1]!;
  const y = n[i + 2]! * n[j]! - n[i]! * n[j + 2]!;
  const z = n[i]! * n[j + 1]! - n[i + 1]! * n[j]!;
  return Math.atan2(Math.sqrt(x * x + y * y + z * z), -dot);
}

/** From the products p, q, r of opposite edges: 24 R V = sqrt((p+q+r)(p+q-r)(q+r-p)(r+p-q)) (Crelle). */
function circumradius(points: Float64Array, cells: Uint32Array, k: number, sixfold: number): number {
  const edge = (i: number, j: number): number => distance(points, 3 * cells[k + i]!, 3 * cells[k + j]!);
  const p = edge(0, 1) * edge(2, 3);
  const q = edge(0, 2) * edge(1, 3);
  const r = edge(0, 3) * edge(1, 2);
  return Math.sqrt((p + q + r) * (p + q - r) * (q + r - p) * (r + p - q)) / (4 * sixfold);
}
