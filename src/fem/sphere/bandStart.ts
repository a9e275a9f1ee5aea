import { checkedInitialState, type InitialState, partsOf, type StatePart } from "../../model/initialState.ts";
import { dickeMultipoles, multipoleScales } from "../../state/blocks/multipoles.ts";
import { initialPoints } from "../initialPoints.ts";
import { requireAllHarmonics } from "../startingPoints.ts";
import { bandLoad, type HarmonicBand } from "./band.ts";

/**
 * Coefficients of an initial state inside a band: of point masses with its moments, or its harmonics themselves where it is
 * given by them. Throws InputError as `checkedInitialState` does.
 */
export function bandStart(band: HarmonicBand, initial: InitialState, spins: number): Float64Array {
  const load = new Float64Array(band.size);
  for (const { weight, state } of partsOf(checkedInitialState(initial, spins))) {
    const own = harmonicsOf(band, state, spins) ?? bandLoad(band, initialPoints(state, spins, band.degree));
    for (let i = 0; i < load.length; i++) load[i]! += weight * own[i]!;
  }
  return load;
}

/** null for a state that is not given by harmonics on the sphere. */
function harmonicsOf({ degree, size }: HarmonicBand, state: StatePart, spins: number): Float64Array | null {
  let known = Math.min(degree, spins);
  let unknowns: Float64Array;
  if (state.kind === "dicke" && 2 * state.j! === spins) unknowns = dickeMultipoles(spins, state.m, known);
  else if (state.kind === "moments" && state.domain === "sphere") {
    requireAllHarmonics(state);
    known = Math.min(known, state.band);
    unknowns = state.unknowns;
  } else return null;
  // Both layouts are one, and differ by the scale of each degree.
  const scales = multipoleScales(spins, known);
  const coefficients = new Float64Array(size);
  for (let l = 0; l <= known; l++) {
    for (let k = l * l; k < (l + 1) ** 2; k++) coefficients[k] = unknowns[k]! / scales[l]!;
  }
  return coefficients;
}
