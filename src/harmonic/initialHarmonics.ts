import { checkedInitialState, type InitialState } from "../model/initialState.ts";
import { coherentHarmonics, type HarmonicState, mixHarmonics } from "./harmonicState.ts";
import { thermalHarmonics } from "./thermal.ts";

/** The harmonics up to `band` of an initial state. Throws InputError as `checkedInitialState` does. */
export function initialHarmonics(spins: number, initial: InitialState, band: number = spins): HarmonicState {
  const state = checkedInitialState(initial);
  if (state.kind === "coherent") return coherentHarmonics(spins, state.direction, band);
  if (state.kind === "thermal") return thermalHarmonics(spins, state.ratio, band);
  return mixHarmonics(
    state.parts.map((part) => initialHarmonics(spins, part.state, band)),
    state.parts.map((part) => part.weight),
  );
}
