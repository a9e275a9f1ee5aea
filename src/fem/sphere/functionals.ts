import { cellCount } from "../../mesh/mesh.ts";
import { triangleQuadrature } from "../quadrature.ts";
import { generatorExactness } from "./generator.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * Integrals that are linear in P, as vectors over the unknowns: int P f = vector . P. Positions are taken relative to
 * `centre`, so that a density concentrated there keeps all digits of its width.
 */
export interface MomentFunctionals {
  readonly centre: readonly [number, number, number];
  /** f = 1. */
  readonly mass: Float64Array;
  /** f = x_k - c_k, k = x, y, z. */
  readonly first: readonly Float64Array[];
  /** f = (x_k - c_k)(x_l - c_l), kl = xx, yy, zz, xy, xz, yz. */
  readonly second: readonly Float64Array[];
}

export const secondMomentPairs = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** The centre is that of the mesh's grading, or the origin. */
export function momentFunctionals(space: FunctionSpace): MomentFunctionals {
  const { element, mesh, cellUnknowns, unknowns } = space;
  const size = element.size;
  const centre = mesh.grading?.centre ?? ([0, 0, 0] as const);
  const rule = triangleQuadrature(generatorExactness(element.degree));
  const depth = rule.weights.length;
  const phi = element.tabulate(rule.points).values;
  const geometry = sphereGeometry(depth);
  const map = sphereMap(mesh, rule.points, geometry);
  const vectors = Array.from({ length: 10 }, () => new Float64Array(unknowns));
  const weights = Array.from({ length: 10 }, () => new Float64Array(depth));
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let p = 0; p < depth; p++) {
      const measure = rule.weights[p]! * geometry.area[p]!;
      const x = geometry.points[3 * p]! - centre[0];
      const y = geometry.points[3 * p + 1]! - centre[1];
      const z = geometry.points[3 * p + 2]! - centre[2];
      weights[0]![p] = measure;
      weights[1]![p] = measure * x;
      weights[2]![p] = measure * y;
      weights[3]![p] = measure * z;
      weights[4]![p] = measure * x * x;
      weights[5]![p] = measure * y * y;
      weights[6]![p] = measure * z * z;
      weights[7]![p] = measure * x * y;
      weights[8]![p] = measure * x * z;
      weights[9]![p] = measure * y * z;
    }
    for (let f = 0; f < 10; f++) {
      const weight = weights[f]!;
      const vector = vectors[f]!;
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let p = 0; p < depth; p++) sum += weight[p]! * phi[p * size + i]!;
        vector[cellUnknowns[cell * size + i]!]! += sum;
      }
    }
  }
  return { centre, mass: vectors[0]!, first: vectors.slice(1, 4), second: vectors.slice(4, 10) };
}
