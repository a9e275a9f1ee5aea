import { checkedInitialState, type InitialState } from "../model/initialState.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import { coherentState, mixture, thermalState } from "./initialStates.ts";

/** The density matrix of an initial state. Throws InputError as `checkedInitialState` does. */
export function initialDensity(spins: number, initial: InitialState): DensityMatrix {
  const state = checkedInitialState(initial);
  if (state.kind === "coherent") return coherentState(spins, state.direction);
  if (state.kind === "thermal") return thermalState(spins, state.ratio);
  return mixture(state.parts.map((part) => ({ weight: part.weight, density: initialDensity(spins, part.state) })));
}
