import type { SparseMatrix } from "../linalg/sparse.ts";
import type { MovingModel } from "../model/movingModel.ts";
import { type LinearSystem, linearSystem } from "../ode/implicit/system.ts";
import type { ExplicitSystem } from "./explicitSystem.ts";
import type { MomentFunctionals } from "./functionals.ts";
import { patternElements } from "./patternElements.ts";
import type { Space } from "./space.ts";

/** The equation on one space of the sphere or the ball, ready for time steps, whole or inside a band. */
export interface TimeSystem<S, Band> {
  readonly space: S;
  readonly band: Band | null;
  readonly system: LinearSystem;
  readonly functionals: MomentFunctionals;
  readonly load: Float64Array;
  /** Nodal values of P from a load. */
  readonly density: (load: Float64Array) => Float64Array;
  /** M^-1 load: nodal values, or coefficients in the band. */
  readonly unknowns: (load: Float64Array) => Float64Array;
  /** The same equation for explicit steps, where those may be worth it. */
  readonly explicit?: ExplicitSystem;
}

/** What a system is made of: matrices and functionals of the whole space, the load as the band sees it. */
export interface TimeSystemParts<S extends Space, Band> {
  readonly space: S;
  readonly restriction: Restriction<Band> | null;
  readonly mass: SparseMatrix;
  /** The generator; of a model that moves that of what stands still, and one matrix for each coefficient that moves. */
  readonly matrices: readonly SparseMatrix[];
  readonly moving: MovingModel | null;
  readonly functionals: MomentFunctionals;
  readonly load: Float64Array;
}

/** How a band takes part of a space. */
export interface Restriction<Band> {
  readonly band: Band;
  readonly matrix: (matrix: SparseMatrix) => SparseMatrix;
  readonly vector: (vector: Float64Array) => Float64Array;
  /** Nodal values from coefficients. */
  readonly expand: (coefficients: Float64Array) => Float64Array;
}

/** The system from its parts. The observed integrals are int P, int P x_k and int P x_k x_l (xx, yy, zz, xy, xz, yz), in that order. */
export function combinedTimeSystem<S extends Space, Band>(parts: TimeSystemParts<S, Band>): TimeSystem<S, Band> {
  const { space, restriction, mass, matrices, moving, functionals, load } = parts;
  const observed = [functionals.mass, ...functionals.first, ...functionals.second];
  const system = linearSystem(
    restriction === null ? mass : restriction.matrix(mass),
    movingGenerator(restriction === null ? matrices : matrices.map(restriction.matrix), moving),
    moving === null,
    restriction === null ? observed : observed.map(restriction.vector),
    restriction === null ? { elements: patternElements(space) } : {},
  );
  const unknowns = (p: Float64Array): Float64Array => {
    const result = new Float64Array(p.length);
    system.massSolver.solve(p, result);
    return result;
  };
  return {
    space,
    band: restriction?.band ?? null,
    system,
    functionals,
    load,
    density: (p) => (restriction === null ? unknowns(p) : restriction.expand(unknowns(p))),
    unknowns,
  };
}

/** Writes the values of the generator at a time: the first matrix, and one for each coefficient that moves. */
export function movingGenerator(
  matrices: readonly SparseMatrix[],
  moving: Pick<MovingModel, "factors"> | null,
): (time: number, values: Float64Array) => void {
  return (time, values) => {
    values.set(matrices[0]!.values);
    if (moving === null) return;
    for (const [k, factor] of moving.factors(time).entries()) {
      const term = matrices[k + 1]!.values;
      for (let i = 0; i < values.length; i++) values[i]! += factor * term[i]!;
    }
  };
}
