import { ResourceLimitError } from "../../core/errors.ts";
import { inflateBall, refineBall } from "../../mesh/ball/refine.ts";
import { meshEdges } from "../../mesh/edges.ts";
import { type Mesh, vertexCount } from "../../mesh/mesh.ts";
import { type BuiltInMeshSpec, buildMesh } from "../../mesh/spec.ts";
import { refineUniformly } from "../../mesh/sphere/refine.ts";
import { type InitialState, livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";

/** The mesh that is asked for, and its refinement, on which the result is reported. */
export interface MeshPair {
  readonly coarse: Mesh;
  readonly fine: Mesh;
}

/** The coarse mesh where none is given. Vertices, and those of the refinement: 642 and 2,562 on the sphere, 649 and 4,657 in the ball. */
export const defaultCoarseMesh = (model: SpinModel, initial?: InitialState): BuiltInMeshSpec =>
  livesInBall(model, initial) ? { kind: "ball", level: 2, layers: 4 } : { kind: "icosphere", level: 3 };

/** By default an icosphere, or a ball where the model has local rates or starts inside it. New vertices of the boundary of a ball mesh are moved to the sphere. */
export function meshPair(model: SpinModel, mesh: Mesh | undefined, initial?: InitialState): MeshPair {
  const coarse = mesh ?? buildMesh(defaultCoarseMesh(model, initial));
  return { coarse, fine: coarse.dimension === 3 ? inflateBall(refineBall(coarse)) : refineUniformly(coarse) };
}

/** Nodal values on the refinement of a mesh, of mass 1: those at new vertices are the means over their edges. */
export function prolong(coarse: Mesh, density: Float64Array, lumped: Float64Array): Float64Array {
  const fine = new Float64Array(lumped.length);
  fine.set(density);
  const edges = meshEdges(coarse);
  for (let e = 0, at = vertexCount(coarse); e < edges.count; e++, at++)
    fine[at] = (density[edges.vertices[2 * e]!]! + density[edges.vertices[2 * e + 1]!]!) / 2;
  const mass = fine.reduce((sum, value, i) => sum + value * lumped[i]!, 0);
  return fine.map((value) => value / mass);
}

/** @throws ResourceLimitError for more unknowns than allowed */
export function requireRoom(unknowns: number, limit: number): void {
  if (unknowns <= limit) return;
  throw new ResourceLimitError({
    what: `the refined mesh has ${unknowns} vertices, above the limit ${limit}`,
    remedy: "give a coarser mesh, or raise maximumUnknowns",
    value: unknowns,
    limit,
  });
}
