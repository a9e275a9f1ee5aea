/** Moebius map of the unit sphere that draws points towards `centre`: scaling by 1/scale in the stereographic plane whose
 * origin is `centre`. Conformal, so no angle changes. scale > 1 refines around the centre; scale = 1 is the identity. */
export interface MoebiusGrading {
  readonly centre: readonly [number, number, number];
  readonly scale: number;
}

/**
 * Triangles on the unit sphere (dimension 2) or tetrahedra in the unit ball (dimension 3). Immutable: refinement returns
 * a new mesh.
 */
export interface Mesh {
  readonly dimension: 2 | 3;
  /** x, y, z of each vertex: 3 numbers a vertex. */
  readonly points: Float64Array;
  /** Vertex numbers: 3 (outward orientation) or 4 (positive volume) a cell. */
  readonly cells: Uint32Array;
  /**
   * Where present, `points` are images under this map, and a cell is the image of the great-circle triangle through the
   * preimages of its vertices. Without it a cell is the great-circle triangle through its vertices.
   */
  readonly grading?: MoebiusGrading;
}

export const vertexCount = (mesh: Mesh): number => mesh.points.length / 3;
export const cellCount = (mesh: Mesh): number => mesh.cells.length / (mesh.dimension + 1);
