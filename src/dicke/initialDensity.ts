import { InputError, ResourceLimitError } from "../core/errors.ts";
import { checkedInitialState, type InitialState, type MomentsStart } from "../model/initialState.ts";
import { fromMultipoles } from "../state/blocks/multipoles.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import { coherentState, dickeState, mixture, thermalState } from "./initialStates.ts";

/**
 * The density matrix of an initial state of the symmetric subspace. Throws InputError as `checkedInitialState` does, and for a
 * state that is not in it.
 */
export function initialDensity(spins: number, initial: InitialState): DensityMatrix {
  const state = checkedInitialState(initial, spins);
  if (state.kind === "coherent") return coherentState(spins, state.direction);
  if (state.kind === "thermal") return thermalState(spins, state.ratio);
  if (state.kind === "mixture")
    return mixture(state.parts.map((part) => ({ weight: part.weight, density: initialDensity(spins, part.state) })));
  if (state.kind === "dicke" && 2 * state.j! === spins) return dickeState(spins, state.m);
  if (state.kind === "moments" && state.domain === "sphere") {
    requireAllMoments(state);
    return fromMultipoles(spins, state.unknowns);
  }
  throw new InputError({
    what: "the initial state is outside the symmetric subspace",
    remedy: "use the density matrix of all total spins",
    value: state.kind,
  });
}

/** @throws ResourceLimitError for an earlier result that leaves something out */
function requireAllMoments({ spins, band }: MomentsStart): void {
  if (band >= spins) return;
  throw new ResourceLimitError({
    what: `the earlier result holds moments up to degree ${band} of ${spins}, and a density matrix needs them all`,
    remedy: "find the earlier result in the full band, or leave the method to be chosen",
    value: band,
    limit: spins,
  });
}
