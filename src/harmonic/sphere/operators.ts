import type { OperatorSpace } from "../../light/operatorSpace.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { assembleHierarchy, EntryList, type Hierarchy } from "../hierarchy.ts";
import { neighbourScale } from "../ladder.ts";
import { ANTICOMMUTATORS, addAnticommutators, addCommutators, multiplicationIn } from "../multiplication.ts";
import { termsOf } from "../terms.ts";
import { harmonicGenerator, harmonicHierarchy } from "./hierarchy.ts";
import { initialHarmonics } from "./initialState.ts";
import { unknownIndex } from "./state.ts";

/**
 * The operators of the symmetric subspace by their multipoles up to a band: HarmonicState, with any trace.
 *
 * @throws InputError where local rates are set, or for a band that is no integer from 2 to N; ResourceLimitError as `harmonicHierarchy`
 */
export function sphereOperators(model: SpinModel, band: number): OperatorSpace {
  const generatorOf = (other: SpinModel): SparseMatrix =>
    harmonicGenerator(harmonicHierarchy(model.spins, band, termsOf(other)), other);
  const generator = generatorOf(model);
  const trace = new Float64Array(generator.pattern.rows);
  trace[0] = Math.sqrt(model.spins + 1);
  const multiplication = multiplicationIn(multiplications(model.spins, band));
  return {
    spins: model.spins,
    generator,
    generatorOf,
    mass: null,
    trace,
    pin: 0,
    start: (initial) => ({ load: initialHarmonics(model.spins, initial, band).unknowns, error: 0 }),
    multiplication,
    sandwich: null,
  };
}

/** In the scaled unknowns A_a has N S_l between the degrees l and l + 1, in both directions. */
function multiplications(spins: number, band: number): Hierarchy {
  const entries = new EntryList();
  for (let l = 0; l <= band; l++) {
    const row = unknownIndex(l, 0);
    for (let m = 0; m <= l; m++) {
      addCommutators(entries, row, l, m);
      for (const degree of [l - 1, l + 1]) {
        if (degree < 0 || degree > band) continue;
        const weight = (spins / 2) * neighbourScale(spins, Math.min(l, degree));
        addAnticommutators(entries, { row, l, m, column: unknownIndex(degree, 0), degree }, weight);
      }
    }
  }
  return assembleHierarchy({ spins, band, size: (band + 1) ** 2, holds: ANTICOMMUTATORS }, entries);
}
