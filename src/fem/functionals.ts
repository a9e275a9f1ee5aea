import type { Vector3 } from "../state/moments.ts";
import { linearExactness } from "./cells.ts";
import { loadVectors } from "./projection.ts";
import type { SpaceNodes } from "./space.ts";

/**
 * Integrals that are linear in P, as vectors over the unknowns: int P f = vector . P. Positions are taken relative to
 * `centre`, so that a density concentrated there keeps all digits of its width.
 */
export interface MomentFunctionals {
  readonly centre: Vector3;
  /** f = 1. */
  readonly mass: Float64Array;
  /** f = x_k - c_k, k = x, y, z. */
  readonly first: readonly Float64Array[];
  /** f = (x_k - c_k)(x_l - c_l), kl = xx, yy, zz, xy, xz, yz. */
  readonly second: readonly Float64Array[];
}

/** @param centre by default that of the mesh's grading, or the origin */
export function momentFunctionals(
  space: SpaceNodes,
  centre: Vector3 = space.mesh.grading?.centre ?? [0, 0, 0],
): MomentFunctionals {
  const [cx, cy, cz] = centre;
  const fill = (px: number, py: number, pz: number, out: Float64Array, at: number): void => {
    const x = px - cx;
    const y = py - cy;
    const z = pz - cz;
    out[at] = 1;
    out[at + 1] = x;
    out[at + 2] = y;
    out[at + 3] = z;
    out[at + 4] = x * x;
    out[at + 5] = y * y;
    out[at + 6] = z * z;
    out[at + 7] = x * y;
    out[at + 8] = x * z;
    out[at + 9] = y * z;
  };
  const [mass, ...others] = loadVectors(space, 10, fill, linearExactness(space, space.element.degree + 2));
  return { centre, mass: mass!, first: others.slice(0, 3), second: others.slice(3) };
}
