import { checkedInitialState, type InitialState } from "../../model/initialState.ts";
import { symmetricUnknowns } from "../symmetricStates.ts";
import { type HarmonicState, mixHarmonics } from "./state.ts";

/**
 * The harmonics up to `band` of an initial state of the symmetric subspace. Throws InputError as `checkedInitialState` does, and
 * for a state that is not on the sphere.
 */
export function initialHarmonics(spins: number, initial: InitialState, band: number = spins): HarmonicState {
  const state = checkedInitialState(initial, spins);
  if (state.kind !== "mixture") return { spins, band, unknowns: symmetricUnknowns(spins, state, band) };
  return mixHarmonics(
    state.parts.map((part) => ({ spins, band, unknowns: symmetricUnknowns(spins, part.state, band) })),
    state.parts.map((part) => part.weight),
  );
}
