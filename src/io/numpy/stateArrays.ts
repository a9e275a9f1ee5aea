import { BlochfemError } from "../../core/errors.ts";
import type { State } from "../../roads/state.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import type { StoredState } from "../resultFile.ts";
import type { NumpyArray } from "./npy.ts";
import type { NumpyArrays } from "./npz.ts";

/** One or many states: the first axis of every array is that of the states where there are many. */
export function observableArrays(observables: readonly Observables[], errors: readonly ErrorEstimate[]): NumpyArrays {
  const rows = (values: readonly (readonly number[])[]): NumpyArray => ({
    real: values.flat(),
    shape: [values.length, 3],
  });
  const squeezing = (key: keyof Observables["squeezing"]): NumpyArray => ({
    real: observables.map((one) => one.squeezing[key] ?? Number.NaN),
  });
  return {
    mean: rows(observables.map(({ mean }) => mean)),
    square: rows(observables.map(({ square }) => square)),
    cross: rows(observables.map(({ cross }) => cross)),
    purity: { real: observables.map(({ purity }) => purity) },
    kitagawa_ueda: squeezing("kitagawaUeda"),
    wineland: squeezing("wineland"),
    error_mean: rows(errors.map(({ mean }) => mean)),
    error_square: rows(errors.map(({ square }) => square)),
    error_cross: rows(errors.map(({ cross }) => cross)),
    error_purity: { real: errors.map(({ purity }) => purity) },
  };
}

/** Those of one state, without the axis of the states. */
const onlyState = (arrays: NumpyArrays): NumpyArrays =>
  Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [name, { ...array, shape: (array.shape ?? [1]).slice(1) }]),
  );

/** Elements of a density matrix that are written; more are had again from the moments. */
const MOST_ELEMENTS = 4_000_000;

/** Everything that numpy may want of a state; what it has not is not there. `stored` is its moments, where they are known. */
export function stateArrays(state: State, stored: StoredState | null): NumpyArrays {
  return {
    ...onlyState(observableArrays([state.observables], [state.errorEstimate])),
    ...densityArrays(state),
    ...(stored === null ? {} : momentArrays(stored)),
    ...matrixArrays(state),
  };
}

/** P at the nodes of its mesh, and how cells share them: vertices first, then the nodes of the element in its order. */
function densityArrays({ density }: State): NumpyArrays {
  if (density === null) return {};
  const { space, values, nodes } = density;
  const { size } = space.element;
  return {
    P: { real: values },
    nodes: { real: nodes(), shape: [values.length, 3] },
    cells: { integers: space.cellUnknowns, shape: [space.cellUnknowns.length / size, size] },
    degree: { integers: [space.element.degree], shape: [] },
  };
}

/** Of the state in result.json. */
export const momentArrays = ({ band, unknowns }: StoredState): NumpyArrays => ({
  moments: { real: unknowns },
  band: { integers: [band], shape: [] },
});

/** rho, in the ball a matrix for each total spin, from N/2 down: rho_0, rho_1, .... */
function matrixArrays(state: State): NumpyArrays {
  if ((state.model.spins + 1) ** 2 > MOST_ELEMENTS) return {};
  try {
    const rho = state.densityMatrix();
    if (!("blocks" in rho)) return { rho: matrixOf(rho) };
    return Object.fromEntries(rho.blocks.map((block, k) => [`rho_${k}`, matrixOf(block)]));
  } catch (error) {
    if (error instanceof BlochfemError) return {};
    throw error;
  }
}

const matrixOf = ({ spins, real, imaginary }: { spins: number; real: Float64Array; imaginary: Float64Array }) => ({
  real,
  imaginary,
  shape: [spins + 1, spins + 1],
});
