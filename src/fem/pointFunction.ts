import { InputError } from "../core/errors.ts";
import { analyze, factor } from "../linalg/direct/lu.ts";
import { solveRefined } from "../linalg/direct/refine.ts";
import type { SparseMatrix } from "../linalg/sparse.ts";

/** A function of the Cartesian coordinates of a point. */
export type PointFunction = (x: number, y: number, z: number) => number;

/** `f` that throws InputError where its value is not finite; `domain` tells where it ought to be. */
export const requireFinite =
  (f: PointFunction, domain: string): PointFunction =>
  (x, y, z) => {
    const value = f(x, y, z);
    if (Number.isFinite(value)) return value;
    throw new InputError({
      what: `the function is ${value} at (${x}, ${y}, ${z})`,
      remedy: `give a function that is finite ${domain}`,
      value,
    });
  };

/** Values at points, 3 numbers each. */
export const valuesAt = (f: PointFunction, points: Float64Array): Float64Array =>
  Float64Array.from({ length: points.length / 3 }, (_, i) => f(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!));

/** Nodal values of the function with `load` = int f phi_i for every basis function phi_i. */
export function solveMass(mass: SparseMatrix, load: Float64Array): Float64Array {
  const projection = new Float64Array(load.length);
  solveRefined(mass, factor(analyze(mass.pattern), mass.values), load, projection);
  return projection;
}
