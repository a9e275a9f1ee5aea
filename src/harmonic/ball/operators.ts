import { solidCount, solidIndex } from "../../core/solidHarmonics.ts";
import type { OperatorSpace } from "../../light/operatorSpace.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { assembleHierarchy, EntryList, type Hierarchy } from "../hierarchy.ts";
import { ANTICOMMUTATORS, addAnticommutators, addCommutators, multiplicationIn } from "../multiplication.ts";
import { termsOf } from "../terms.ts";
import { ballGenerator, ballHierarchy, requireFactoredBand, scaleRatios } from "./hierarchy.ts";
import { initialBallState } from "./initialState.ts";

/**
 * The permutation-symmetric operators by the moments of P in the ball up to a degree: BallState, with any trace.
 *
 * @throws InputError for a band that is no integer from 2 to N; ResourceLimitError for one that is not factored
 */
export function ballOperators(model: SpinModel, band: number): OperatorSpace {
  requireFactoredBand(band);
  const generatorOf = (other: SpinModel): SparseMatrix =>
    ballGenerator(ballHierarchy(model.spins, band, termsOf(other)), other);
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
    start: (initial) => ({ load: initialBallState(model.spins, initial, band).unknowns, error: 0 }),
    multiplication,
    sandwich: null,
  };
}

/** A_a r^n Y_lm is (N - n) r_a + d_a of it. */
function multiplications(spins: number, band: number): Hierarchy {
  const entries = new EntryList();
  const scale = scaleRatios(spins, band);
  for (let n = 0; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const row = solidIndex(n, l, 0);
      for (let m = 0; m <= l; m++) {
        addCommutators(entries, row, l, m);
        for (const power of [n - 1, n + 1]) {
          for (const degree of [l - 1, l + 1]) {
            if (power < 0 || power > band || degree < 0 || degree > power) continue;
            const rises = degree > l;
            const ratio = rises ? scale[l]! : 1 / scale[degree]!;
            const factor = power > n ? spins - n : rises ? n - l : n + l + 1;
            addAnticommutators(
              entries,
              { row, l, m, column: solidIndex(power, degree, 0), degree },
              (ratio * factor) / 2,
            );
          }
        }
      }
    }
  }
  return assembleHierarchy({ spins, band, size: solidCount(band), holds: ANTICOMMUTATORS }, entries);
}
