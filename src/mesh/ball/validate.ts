import { MeshError } from "../../core/errors.ts";
import { checkMeshArrays } from "../checkArrays.ts";
import { cellsPerEdge, meshEdges } from "../edges.ts";
import { cellCount, type Mesh, vertexCount } from "../mesh.ts";
import { oppositeSlots, requireOnePiece } from "../sides.ts";
import { sphereTolerance } from "../tolerances.ts";
import {
  boundarySlots,
  boundaryTriangles,
  cellDiameter,
  type MeshFaces,
  meshFaces,
  meshVolume,
  sixfoldVolume,
} from "./geometry.ts";

/**
 * Checks that a mesh fills a polyhedron inside the unit ball: finite points of radius at most 1 (within 1e-12), each used by a cell;
 * cells with four existing corners, not flat, of positive volume; each face shared by at most two cells, which lie on different
 * sides of it; one piece; a boundary that is one closed surface of Euler characteristic 2, goes round its inside once, and encloses
 * the volume of the cells.
 * Throws MeshError that names the first offending vertex, cell, face or edge (numbers count from 0).
 */
export function validateBallMesh(mesh: Mesh): void {
  checkMeshArrays(mesh, 3);
  checkPoints(mesh);
  checkCells(mesh);
  const faces = meshFaces(mesh);
  checkSides(mesh, faces);
  const opposite = oppositeSlots(faces.cellFaces, faces.sides);
  requireOnePiece(opposite, 4, "keep one piece; where cells meet without sharing a face, split the larger one");
  const slots = boundarySlots(faces);
  const triangles = boundaryTriangles(mesh, slots);
  checkBoundary(mesh, triangles, faces);
  checkEnclosed(mesh, triangles);
}

function checkPoints(mesh: Mesh): void {
  for (let at = 0; at < mesh.points.length; at += 3) {
    const [x, y, z] = [mesh.points[at]!, mesh.points[at + 1]!, mesh.points[at + 2]!];
    const radius = Math.sqrt(x * x + y * y + z * z);
    if (radius <= 1 + sphereTolerance) continue;
    throw new MeshError({
      what: `vertex ${at / 3} (${x}, ${y}, ${z}) has radius ${radius}, outside the unit ball`,
      remedy: "P has no mass there: keep all points inside or on the unit sphere",
      value: radius,
      limit: 1,
    });
  }
}

function checkCells(mesh: Mesh): void {
  const { points, cells } = mesh;
  for (let k = 0; k < cells.length; k += 4) {
    const [a, b, c, d] = [cells[k]!, cells[k + 1]!, cells[k + 2]!, cells[k + 3]!];
    const volume = sixfoldVolume(points, a, b, c, d);
    // A height below the tolerance on the points leaves the orientation open: volume = height x the largest base.
    const base = cellDiameter(points, cells, k) ** 2;
    const corners = [a, b, c, d];
    if (!(Math.abs(volume) > sphereTolerance * base)) {
      throw new MeshError({
        what: `cell ${k / 4} (vertices ${corners.join(", ")}) is flat: six times its volume is ${Math.abs(volume)}`,
        remedy: "remove the cell or move its vertices apart",
        value: Math.abs(volume),
        limit: sphereTolerance * base,
      });
    }
    if (volume < 0) {
      throw new MeshError({
        what: `cell ${k / 4} (vertices ${corners.join(", ")}) has the negative volume ${volume / 6}`,
        remedy: "exchange two of its vertices if they are only listed the wrong way round; else a vertex is misplaced",
        value: volume / 6,
        limit: 0,
      });
    }
  }
}

/** Two cells of positive volume on the same side of their face overlap. */
function checkSides(mesh: Mesh, { sides, count, vertices }: MeshFaces): void {
  for (let face = 0; face < count; face++) {
    const [first, second] = [sides[2 * face]!, sides[2 * face + 1]!];
    if (second === -1) continue;
    const [p, q, r] = [vertices[3 * face]!, vertices[3 * face + 1]!, vertices[3 * face + 2]!];
    const above = sixfoldVolume(mesh.points, p, q, r, mesh.cells[first]!);
    const below = sixfoldVolume(mesh.points, p, q, r, mesh.cells[second]!);
    if (above > 0 !== below > 0) continue;
    throw new MeshError({
      what: `cells ${first >> 2} and ${second >> 2} lie on the same side of their face (${p}, ${q}, ${r})`,
      remedy: "remove the cells that overlap",
    });
  }
}

/** Every boundary edge between two boundary faces, and Euler characteristics 2 (boundary) and 1 (solid). */
function checkBoundary(mesh: Mesh, triangles: Uint32Array, faces: MeshFaces): void {
  const surface = { dimension: 2, points: mesh.points, cells: triangles } as const;
  const edges = meshEdges(surface);
  const uses = cellsPerEdge(edges);
  const odd = uses.findIndex((count) => count !== 2);
  if (odd >= 0) {
    throw new MeshError({
      what: `boundary edge (${edges.vertices[2 * odd]}, ${edges.vertices[2 * odd + 1]}) has ${uses[odd]} boundary faces, not 2`,
      remedy: "the mesh touches itself along that edge: close the gap or fill it with cells",
      value: uses[odd],
      limit: 2,
    });
  }
  const onBoundary = new Uint8Array(vertexCount(mesh));
  for (const vertex of triangles) onBoundary[vertex] = 1;
  const surfaceEuler = onBoundary.reduce((sum, flag) => sum + flag, 0) - edges.count + triangles.length / 3;
  const solidEuler = vertexCount(mesh) - meshEdges(mesh).count + faces.count - cellCount(mesh);
  if (surfaceEuler === 2 && solidEuler === 1) return;
  throw new MeshError({
    what: `Euler characteristics are ${surfaceEuler} (boundary) and ${solidEuler} (cells), those of a ball 2 and 1`,
    remedy: "remove holes, tunnels, cavities, pinched vertices and hanging nodes",
    value: surfaceEuler,
    limit: 2,
  });
}

/**
 * The boundary goes once round a point inside a cell (sum of solid angles 4 pi; it is 4 pi times an integer, so that a coarse limit
 * decides), and the cells have the volume that it encloses.
 */
function checkEnclosed(mesh: Mesh, triangles: Uint32Array): void {
  const { points, cells } = mesh;
  const inside = [0, 1, 2].map((k) => [0, 1, 2, 3].reduce((sum, v) => sum + points[3 * cells[v]! + k]! / 4, 0));
  const shifted = new Float64Array(points.length);
  for (let i = 0; i < points.length; i++) shifted[i] = points[i]! - inside[i % 3]!;
  let angle = 0;
  let enclosed = 0;
  for (let k = 0; k < triangles.length; k += 3) {
    const [a, b, c] = [triangles[k]!, triangles[k + 1]!, triangles[k + 2]!];
    angle += solidAngle(shifted, 3 * a, 3 * b, 3 * c);
    enclosed += determinant(shifted, 3 * a, 3 * b, 3 * c) / 6;
  }
  if (!(Math.abs(angle - 4 * Math.PI) < 0.1)) {
    throw new MeshError({
      what: `the boundary covers a solid angle of ${angle} seen from inside, not 4 pi`,
      remedy: "cells overlap: keep one layer",
      value: angle,
      limit: 4 * Math.PI,
    });
  }
  const volume = meshVolume(mesh);
  if (Math.abs(volume - enclosed) <= (cellCount(mesh) + triangles.length) * Number.EPSILON * 16) return;
  throw new MeshError({
    what: `the cells have volume ${volume}, their boundary encloses ${enclosed}`,
    remedy: "cells overlap or leave gaps: keep one layer",
    value: volume,
    limit: enclosed,
  });
}

function determinant(points: Float64Array, a: number, b: number, c: number): number {
  const [ax, ay, az] = [points[a]!, points[a + 1]!, points[a + 2]!];
  const [bx, by, bz] = [points[b]!, points[b + 1]!, points[b + 2]!];
  const [cx, cy, cz] = [points[c]!, points[c + 1]!, points[c + 2]!];
  return ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
}

/** Solid angle of a triangle seen from the origin (Van Oosterom and Strackee, doi:10.1109/TBME.1983.325207). */
function solidAngle(points: Float64Array, a: number, b: number, c: number): number {
  const length = (p: number): number => Math.hypot(points[p]!, points[p + 1]!, points[p + 2]!);
  const dot = (p: number, q: number): number =>
    points[p]! * points[q]! + points[p + 1]! * points[q + 1]! + points[p + 2]! * points[q + 2]!;
  const [la, lb, lc] = [length(a), length(b), length(c)];
  return 2 * Math.atan2(determinant(points, a, b, c), la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb);
}
