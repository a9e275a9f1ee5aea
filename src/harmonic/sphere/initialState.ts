import { InputError } from "../../core/errors.ts";
import { checkedInitialState, type InitialState } from "../../model/initialState.ts";
import { dickeMultipoles } from "../../state/blocks/multipoles.ts";
import { coherentHarmonics, type HarmonicState, mixHarmonics, requireBand, withBand } from "./state.ts";
import { thermalHarmonics } from "./thermal.ts";

/**
 * The harmonics up to `band` of an initial state of the symmetric subspace. Throws InputError as `checkedInitialState` does, and
 * for a state that is not on the sphere.
 */
export function initialHarmonics(spins: number, initial: InitialState, band: number = spins): HarmonicState {
  const state = checkedInitialState(initial, spins);
  if (state.kind === "coherent") return coherentHarmonics(spins, state.direction, band);
  if (state.kind === "thermal") return thermalHarmonics(spins, state.ratio, band);
  if (state.kind === "mixture") {
    return mixHarmonics(
      state.parts.map((part) => initialHarmonics(spins, part.state, band)),
      state.parts.map((part) => part.weight),
    );
  }
  requireBand(spins, band);
  if (state.kind === "dicke" && 2 * state.j! === spins)
    return { spins, band, unknowns: dickeMultipoles(spins, state.m, band) };
  if (state.kind === "moments" && state.domain === "sphere") return withBand(state, band);
  throw new InputError({
    what: "the initial state lies inside the ball, outside the symmetric subspace",
    remedy: "use the method of the ball",
    value: state.kind,
  });
}
