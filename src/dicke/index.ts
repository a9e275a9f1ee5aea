/** The Lindblad equation for the density matrix itself, which shares no formula with the equation for P. */

// Collective processes alone: the N + 1 Dicke states with j = N/2.
export { type DickeEvolution, type DickeRequest, evolveDicke } from "./collective/evolve.ts";
export { collectiveLiouvillian } from "./collective/liouvillian.ts";
export { type DickeSpectrum, slowestModes as slowestDickeModes } from "./collective/spectrum.ts";
export {
  type SteadyState as DickeSteadyState,
  type SteadyStateOptions as DickeSteadyOptions,
  steadyState as steadyDicke,
} from "./collective/steadyState.ts";
// Density matrices to start from, and the generator as a sparse matrix.
export { coherentState, dickeState, type MixturePart, mixture, thermalState } from "./initialStates.ts";
// Local processes too: a block for every total spin.
export { evolveSymmetric, type SymmetricEvolution, type SymmetricRequest } from "./symmetric/evolve.ts";
export { type SymmetricSpectrum, symmetricSpectrum } from "./symmetric/spectrum.ts";
export type { SymmetricSteadyMethod, SymmetricSteadyState } from "./symmetric/steadyResult.ts";
export { type SymmetricSteadyOptions, symmetricSteadyState } from "./symmetric/steadyState.ts";
