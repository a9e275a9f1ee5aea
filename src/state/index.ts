/** What every method returns, and what a state says beside its moments: reduced states, entropy, entanglement. */

// Moments with error estimates, and two states beside one another.
export type { Observables, SpinMoments, Squeezing, Vector3 } from "./moments.ts";
export type { BallMoments } from "./ballMoments.ts";
export type { ErrorEstimate } from "./errorEstimate.ts";
export { observables } from "./observables.ts";
export { squeezing, type SymmetricMatrix3 } from "./squeezing.ts";
export { compareStates, type StateDifference, type MomentDifference } from "./comparison.ts";

// In time, and spectra.
export type {
  Evolution,
  EvolutionRequest,
  EvolutionSnapshot,
  ResumePoint,
  EvolutionStream,
  EvolutionMove,
  EvolutionPoint,
  PointDensity,
} from "./evolution.ts";
export type { Spectrum, SpectrumMethod, SpectrumOptions, Zeros } from "./spectrum.ts";

// Density matrices: of the symmetric subspace, and with a block for every total spin.
export type { DensityMatrix } from "./densityMatrix.ts";
export { blockPurity, spinProbabilities, type BlockDensityMatrix } from "./blocks/blockDensity.ts";
export type { MomentBlocks } from "./blocks/momentBlocks.ts";
export { productState } from "./blocks/productState.ts";
export { mixProductStates } from "./blocks/blockMultipoles.ts";
export { vonNeumannEntropy } from "./blocks/entropy.ts";
export { husimiFunction } from "./blocks/husimi.ts";

// One spin or two of many.
export { oneSpinState, twoSpinState, type FewSpinState } from "./blocks/reduced.ts";
export { concurrence } from "./blocks/concurrence.ts";
