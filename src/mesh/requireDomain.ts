import { InputError } from "../core/errors.ts";
import type { Mesh } from "./mesh.ts";

const DIMENSIONS = { sphere: 2, ball: 3 } as const;

/** @throws InputError for a mesh of the other domain: triangles belong to the sphere, dimension 2, and tetrahedra to the ball, dimension 3 */
export function requireDomain({ dimension }: Mesh, domain: "sphere" | "ball"): void {
  const expected = DIMENSIONS[domain];
  if (dimension === expected) return;
  throw new InputError({
    what: `the mesh has dimension ${dimension}, and P is sought ${domain === "ball" ? "in the ball" : "on the sphere"}, whose meshes have dimension ${expected}`,
    remedy: domain === "ball" ? "give a mesh of tetrahedra in the ball" : "give a mesh of triangles on the unit sphere",
    value: dimension,
    limit: expected,
  });
}
