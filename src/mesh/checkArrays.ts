import { MeshError } from "../core/errors.ts";
import type { Mesh } from "./mesh.ts";

/** How messages call a vertex or a cell of the input, by its number there. */
export interface MeshNames {
  readonly vertex: (index: number) => string;
  readonly cell: (index: number) => string;
}

export const plainNames: MeshNames = { vertex: (index) => `vertex ${index}`, cell: (index) => `cell ${index}` };

/** What the messages about a mesh of each dimension say. */
const words = {
  2: {
    corners: 3,
    number: "three",
    cells: "triangles",
    cell: "triangle",
    whole: "sphere",
    validate: "validateMesh",
    adopt: "adoptSphereMesh",
  },
  3: {
    corners: 4,
    number: "four",
    cells: "tetrahedra",
    cell: "tetrahedron",
    whole: "ball",
    validate: "validateBallMesh",
    adopt: "adoptBallMesh",
  },
} as const;

/**
 * Throws MeshError for a mesh of another dimension, arrays of wrong lengths, a corner that is no vertex, or a vertex of no cell.
 */
export function checkMeshArrays(mesh: Mesh, dimension: 2 | 3): void {
  const { corners, number, whole, validate, adopt } = words[dimension];
  if (mesh.dimension !== dimension) {
    throw new MeshError({
      what: `this is a mesh of dimension ${mesh.dimension}`,
      remedy: `${validate} checks meshes of the ${whole} (dimension ${dimension})`,
      value: mesh.dimension,
      limit: dimension,
    });
  }
  for (const [name, length, multiple] of [
    ["points", mesh.points.length, 3],
    ["cells", mesh.cells.length, corners],
  ] as const) {
    if (length > 0 && length % multiple === 0) continue;
    throw new MeshError({
      what: `${name} has length ${length}, not a positive multiple of ${multiple}`,
      remedy: `give x, y, z of each vertex and ${number} vertex numbers a cell`,
      value: length,
    });
  }
  const vertices = mesh.points.length / 3;
  const used = new Uint8Array(vertices);
  for (let slot = 0; slot < mesh.cells.length; slot++) {
    const vertex = mesh.cells[slot]!;
    if (vertex >= vertices) {
      throw new MeshError({
        what: `cell ${Math.trunc(slot / corners)} names vertex ${vertex}, the mesh has ${vertices}`,
        remedy: "number the vertices of the cells from 0",
        value: vertex,
        limit: vertices - 1,
      });
    }
    used[vertex] = 1;
  }
  const unused = used.indexOf(0);
  if (unused < 0) return;
  throw new MeshError({
    what: `vertex ${unused} belongs to no cell`,
    remedy: `remove it and renumber the cells, or read the mesh with ${adopt}, which does so`,
    value: unused,
  });
}

/** Throws MeshError for arrays made elsewhere that hold no cells, name points that are not there, or points that are not finite. */
export function checkInput(points: Float64Array, cells: Uint32Array, names: MeshNames, dimension: 2 | 3): void {
  const { corners, number, cells: plural, cell: singular } = words[dimension];
  if (cells.length === 0 || cells.length % corners !== 0 || points.length % 3 !== 0) {
    throw new MeshError({
      what: `${points.length} coordinates and ${cells.length} corners do not make ${plural}`,
      remedy: `give three numbers a point, ${number} points a ${singular}, and at least one ${singular}`,
      value: cells.length,
    });
  }
  const count = points.length / 3;
  for (let slot = 0; slot < cells.length; slot++) {
    const vertex = cells[slot]!;
    if (vertex >= count) {
      throw new MeshError({
        what: `${names.cell(Math.trunc(slot / corners))} names point ${vertex}, there are ${count}`,
        remedy: "number the points from 0",
        value: vertex,
        limit: count - 1,
      });
    }
    for (let k = 3 * vertex; k < 3 * vertex + 3; k++) {
      if (Number.isFinite(points[k]!)) continue;
      throw new MeshError({
        what: `${names.vertex(vertex)} has coordinate ${points[k]}`,
        remedy: "give finite coordinates",
        value: points[k],
      });
    }
  }
}
