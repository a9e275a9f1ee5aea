import type { SparseMatrix } from "../linalg/sparse.ts";
import type { InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Vector3 } from "../state/moments.ts";
import { expandBand, type HarmonicBand, harmonicBand, reduceMatrix, reduceVector } from "./band.ts";
import { type MomentFunctionals, momentFunctionals } from "./functionals.ts";
import { assembleGenerator, assembleGeneratorTerms, combineGenerator } from "./generator.ts";
import { initialLoad } from "./initialLoad.ts";
import { type LinearSystem, linearSystem } from "./integrate.ts";
import { assembleMass } from "./mass.ts";
import type { FunctionSpace } from "./space.ts";

/** The equation on one space, ready for time steps, whole or inside a band. */
export interface TimeSystem {
  readonly space: FunctionSpace;
  readonly band: HarmonicBand | null;
  readonly system: LinearSystem;
  readonly functionals: MomentFunctionals;
  readonly load: Float64Array;
  /** Nodal values of P from a load. */
  readonly density: (load: Float64Array) => Float64Array;
  /** M^-1 load: nodal values, or coefficients in the band. */
  readonly unknowns: (load: Float64Array) => Float64Array;
}

/**
 * The observed integrals are int P, int P x_k and int P x_k x_l (xx, yy, zz, xy, xz, yz), in that order.
 *
 * @param field the field as a function of time; the model's own, constant, where null
 */
export function timeSystem(
  space: FunctionSpace,
  bandDegree: number | null,
  model: SpinModel,
  initial: InitialState,
  field: ((time: number) => Vector3) | null,
): TimeSystem {
  const functionals = momentFunctionals(space);
  const observed = [functionals.mass, ...functionals.first, ...functionals.second];
  const load = initialLoad(space, initial, model.spins);
  const matrices = field === null ? [assembleGenerator(space, model)] : fieldTerms(space, model);
  const mass = assembleMass(space);
  const band = bandDegree === null ? null : harmonicBand(space, bandDegree);
  const reduce = (matrix: SparseMatrix): SparseMatrix => (band === null ? matrix : reduceMatrix(band, matrix));
  const reduceEach = (vector: Float64Array): Float64Array => (band === null ? vector : reduceVector(band, vector));
  const system = linearSystem(
    reduce(mass),
    fieldGenerator(matrices.map(reduce), field),
    field === null,
    observed.map(reduceEach),
  );
  const unknowns = (p: Float64Array): Float64Array => {
    const result = new Float64Array(p.length);
    system.massSolver.solve(p, result);
    return result;
  };
  return {
    space,
    band,
    system,
    functionals,
    load: reduceEach(load),
    density: (p) => (band === null ? unknowns(p) : expandBand(band, unknowns(p))),
    unknowns,
  };
}

/** The generator without field, and one matrix for each field component. */
function fieldTerms(space: FunctionSpace, model: SpinModel): SparseMatrix[] {
  const terms = assembleGeneratorTerms(space);
  const rest = new Float64Array(space.pattern.columnIndices.length);
  combineGenerator(terms, { ...model, field: [0, 0, 0] }, rest);
  return [{ pattern: space.pattern, values: rest }, ...terms.slice(0, 3)];
}

function fieldGenerator(
  matrices: readonly SparseMatrix[],
  field: ((time: number) => Vector3) | null,
): (time: number, values: Float64Array) => void {
  return (time, values) => {
    values.set(matrices[0]!.values);
    if (field === null) return;
    for (const [k, component] of field(time).entries()) {
      const term = matrices[k + 1]!.values;
      for (let i = 0; i < values.length; i++) values[i]! += component * term[i]!;
    }
  };
}
