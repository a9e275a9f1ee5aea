/** The Lindblad equation for the density matrix itself, which shares no formula with the equation for P. */

// Collective processes alone: the N + 1 Dicke states with j = N/2.
export {
  steadyState as steadyDicke,
  type SteadyState as DickeSteadyState,
  type SteadyStateOptions as DickeSteadyOptions,
} from "./collective/steadyState.ts";
export type {
  DensityEvolution as DickeDensityEvolution,
  DensityRequest as DickeDensityRequest,
} from "./evolveDensity.ts";
export { evolveDicke, type DickeEvolution, type DickeRequest } from "./collective/evolve.ts";
export { slowestModes as slowestDickeModes, type DickeSpectrum } from "./collective/spectrum.ts";

// Local processes too: a block for every total spin.
export { symmetricSteadyState, type SymmetricSteadyOptions } from "./symmetric/steadyState.ts";
export type { SymmetricSteadyMethod, SymmetricSteadyState } from "./symmetric/steadyResult.ts";
export { evolveSymmetric, type SymmetricEvolution, type SymmetricRequest } from "./symmetric/evolve.ts";
export {
  evolvePopulations,
  densityOfPopulations,
  type DiagonalState,
  type PopulationEvolution,
  type PopulationRequest,
} from "./axis/evolve.ts";
export type { BlockLayout } from "./symmetric/layout.ts";
export { symmetricSpectrum, type SymmetricSpectrum } from "./symmetric/spectrum.ts";

// Density matrices to start from, and the generator as a sparse matrix.
export {
  coherentState,
  thermalState,
  dickeState,
  mixture,
  type MixturePart as DensityMixturePart,
} from "./initialStates.ts";
export { collectiveLiouvillian } from "./collective/liouvillian.ts";
