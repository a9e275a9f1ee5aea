import type { Mesh } from "./mesh.ts";

/** What was mended in a mesh made elsewhere. */
export interface MeshRepairs {
  /** Points that no cell uses, or that coincide with another one. */
  readonly droppedPoints: number;
  /** Cells listed twice, and triangles with two corners at one place. */
  readonly droppedCells: number;
  /** Cells whose orientation was reversed. */
  readonly reversedCells: number;
  /** Largest distance by which a point was moved to the sphere; 0 where all lay on it, or inside the ball, within 1e-12. */
  readonly largestShift: number;
  /** Nodes of elements of higher order that are no corners; only where there were any. */
  readonly droppedMiddleNodes?: number;
}

export interface AdoptedMesh {
  readonly mesh: Mesh;
  readonly repairs: MeshRepairs;
}
