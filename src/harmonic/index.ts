/** The closed hierarchy of the moments of P: harmonics on the sphere, solid harmonics in the ball. Exact where the band is N. */

// What moments say: observables, and the density matrix there and back.
export { ballStateOfBlocks, blockDensityOfBall, husimiOfBall } from "./ball/densityMatrix.ts";
// In time.
export {
  type BallEvolution as BallHarmonicEvolution,
  type BallRequest,
  evolveBall as evolveBallHarmonics,
} from "./ball/evolve.ts";
// States as vectors of moments.
export { initialBallState } from "./ball/initialState.ts";
export { observablesOfBall } from "./ball/moments.ts";

// The slowest modes.
export {
  type BallSpectrum as BallHarmonicSpectrum,
  type BallSpectrumOptions as BallHarmonicSpectrumOptions,
  slowestBallModes as slowestBallHarmonicModes,
} from "./ball/spectrum.ts";
export { type BallState, withBallBand } from "./ball/state.ts";
// Steady states.
export {
  type BallSteadyOptions as BallHarmonicSteadyOptions,
  type BallSteadyState as BallHarmonicSteadyState,
  ballHarmonicSolver,
  steadyBall as steadyBallHarmonics,
} from "./ball/steady.ts";
export { densityMatrixOfHarmonics, harmonicsOfDensityMatrix, husimiOfHarmonics } from "./sphere/densityMatrix.ts";
export { evolveHarmonic, type HarmonicEvolution, type HarmonicRequest } from "./sphere/evolve.ts";
export { initialHarmonics } from "./sphere/initialState.ts";
export { observablesOfHarmonics } from "./sphere/moments.ts";
export {
  type HarmonicSpectrum,
  type HarmonicSpectrumOptions,
  slowestModes as slowestHarmonicModes,
} from "./sphere/spectrum.ts";
export { coherentHarmonics, type HarmonicState, mixHarmonics, uniformHarmonics, withBand } from "./sphere/state.ts";
export {
  type HarmonicSteadyOptions,
  type HarmonicSteadyState,
  harmonicSolver,
  steadyHarmonics,
} from "./sphere/steady.ts";
// Many models of one N: what they have in common is made once.
export type { HarmonicSolver } from "./steadyInBands.ts";
