/** What every method returns, and what a state says beside its moments: reduced states, entropy, entanglement. */

// Moments with error estimates, and two states beside one another.
export type { BallMoments } from "./ballMoments.ts";
// Density matrices: of the symmetric subspace, and with a block for every total spin.
export { type BlockDensityMatrix, blockPurity, spinProbabilities } from "./blocks/blockDensity.ts";
export { mixProductStates } from "./blocks/blockMultipoles.ts";
// One spin or two of many.
export { concurrence } from "./blocks/concurrence.ts";
export { vonNeumannEntropy } from "./blocks/entropy.ts";
export { husimiFunction } from "./blocks/husimi.ts";
export { productState } from "./blocks/productState.ts";
export { type FewSpinState, oneSpinState, twoSpinState } from "./blocks/reduced.ts";
export { compareStates, type MomentDifference, type StateDifference } from "./comparison.ts";
export type { DensityMatrix } from "./densityMatrix.ts";
export type { ErrorEstimate } from "./errorEstimate.ts";
// In time, and spectra.
export type { Evolution, EvolutionRequest, EvolutionSnapshot, ResumePoint } from "./evolution.ts";
export type { Observables, SpinMoments, Squeezing, Vector3 } from "./moments.ts";
export { observables } from "./observables.ts";
export type { Spectrum, SpectrumMethod, SpectrumOptions, Zeros } from "./spectrum.ts";
export { squeezing } from "./squeezing.ts";
