import { MeshError } from "../../core/errors.ts";
import { meshEdges } from "../edges.ts";
import { cellCount, type Mesh, vertexCount } from "../mesh.ts";
import { distance } from "../vectors.ts";
import { boundarySlots, boundaryTriangles, meshFaces, sixfoldVolume } from "./geometry.ts";

/**
 * Every tetrahedron split into eight at the midpoints of its edges: four at the corners, and four round the shortest diagonal of the
 * octahedron that remains. Old vertices keep their numbers; the midpoint of edge e (numbering of `meshEdges`) becomes vertex
 * vertexCount + e. New points of the boundary stay on chords, so that the polyhedron stays what it is; see `inflateBall`.
 */
export function refineBall(mesh: Mesh): Mesh {
  const edges = meshEdges(mesh);
  const oldVertices = vertexCount(mesh);
  const points = new Float64Array(3 * (oldVertices + edges.count));
  points.set(mesh.points);
  for (let e = 0; e < edges.count; e++) {
    for (let k = 0; k < 3; k++) {
      const a = points[3 * edges.vertices[2 * e]! + k]!;
      const b = points[3 * edges.vertices[2 * e + 1]! + k]!;
      points[3 * (oldVertices + e) + k] = (a + b) / 2;
    }
  }
  const cells = new Uint32Array(8 * mesh.cells.length);
  let at = 0;
  const put = (a: number, b: number, c: number, d: number): void => {
    const turned = sixfoldVolume(points, a, b, c, d) < 0;
    cells.set([a, b, turned ? d : c, turned ? c : d], at);
    at += 4;
  };
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    const [a, b, c, d] = mesh.cells.subarray(4 * cell, 4 * cell + 4) as unknown as [number, number, number, number];
    const [ab, bc, ca, ad, bd, cd] = Array.from(
      edges.cellEdges.subarray(6 * cell, 6 * cell + 6),
      (e) => oldVertices + e,
    ) as [number, number, number, number, number, number];
    put(a, ab, ca, ad);
    put(b, ab, bc, bd);
    put(c, ca, bc, cd);
    put(d, ad, bd, cd);
    // Each diagonal with the ring of the other four midpoints.
    const diagonals = [
      [ab, cd, ca, bc, bd, ad],
      [ca, bd, ab, bc, cd, ad],
      [ad, bc, ab, bd, cd, ca],
    ];
    const lengths = diagonals.map(([p, q]) => distance(points, 3 * p!, 3 * q!));
    const [p, q, ...ring] = diagonals[lengths.indexOf(Math.min(...lengths))]!;
    for (let k = 0; k < 4; k++) put(p!, q!, ring[k]!, ring[(k + 1) % 4]!);
  }
  return { dimension: 3, points, cells };
}

/**
 * The mesh with the vertices of its boundary moved outward, along their radius, to the unit sphere. Finite-element moments are as exact
 * without; what it adds is room for densities near the sphere.
 * Throws MeshError where a cell would be turned inside out: refine the boundary more evenly then.
 */
export function inflateBall(mesh: Mesh): Mesh {
  const points = mesh.points.slice();
  for (const vertex of boundaryTriangles(mesh, boundarySlots(meshFaces(mesh)))) {
    const at = 3 * vertex;
    const radius = Math.hypot(points[at]!, points[at + 1]!, points[at + 2]!);
    if (Math.abs(radius - 1) <= Number.EPSILON) continue;
    for (let k = at; k < at + 3; k++) points[k]! /= radius;
  }
  const { cells } = mesh;
  for (let k = 0; k < cells.length; k += 4) {
    const volume = sixfoldVolume(points, cells[k]!, cells[k + 1]!, cells[k + 2]!, cells[k + 3]!);
    if (volume > 0) continue;
    throw new MeshError({
      what: `cell ${k / 4} would have volume ${volume / 6} with its corners on the sphere`,
      remedy: "refine the boundary more evenly, or keep the polyhedron as it is",
      value: volume / 6,
      limit: 0,
    });
  }
  return { dimension: 3, points, cells };
}
