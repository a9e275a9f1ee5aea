/** The closed hierarchy of the moments of P: harmonics on the sphere, solid harmonics in the ball. Exact where the band is N. */

// Steady states.
export { steadyHarmonics, type HarmonicSteadyOptions, type HarmonicSteadyState } from "./sphere/steady.ts";
export {
  steadyBall as steadyBallHarmonics,
  type BallSteadyOptions as BallHarmonicSteadyOptions,
  type BallSteadyState as BallHarmonicSteadyState,
} from "./ball/steady.ts";
export type { BandSteadyOptions, BandSteadyState } from "./steadyInBands.ts";

// Many models of one N: what they have in common is made once.
export { harmonicSolver } from "./sphere/steady.ts";
export { ballHarmonicSolver } from "./ball/steady.ts";
export type { HarmonicSolver } from "./steadyInBands.ts";

// In time.
export { evolveHarmonic, type HarmonicEvolution, type HarmonicRequest } from "./sphere/evolve.ts";
export {
  evolveBall as evolveBallHarmonics,
  type BallEvolution as BallHarmonicEvolution,
  type BallRequest,
} from "./ball/evolve.ts";
export type { BandEvolution, BandRequest } from "./evolveInBands.ts";

// The slowest modes.
export {
  slowestModes as slowestHarmonicModes,
  type HarmonicSpectrum,
  type HarmonicSpectrumOptions,
} from "./sphere/spectrum.ts";
export {
  slowestBallModes as slowestBallHarmonicModes,
  type BallSpectrum as BallHarmonicSpectrum,
  type BallSpectrumOptions as BallHarmonicSpectrumOptions,
} from "./ball/spectrum.ts";
export type { BandSpectrum, BandSpectrumOptions } from "./spectrumInBand.ts";

// States as vectors of moments.
export { coherentHarmonics, uniformHarmonics, mixHarmonics, withBand, type HarmonicState } from "./sphere/state.ts";
export { initialHarmonics } from "./sphere/initialState.ts";
export { withBallBand, type BallState } from "./ball/state.ts";
export { initialBallState } from "./ball/initialState.ts";
export type { BandState } from "./band.ts";

// What moments say: observables, and the density matrix there and back.
export { observablesOfHarmonics } from "./sphere/moments.ts";
export { densityMatrixOfHarmonics, harmonicsOfDensityMatrix, husimiOfHarmonics } from "./sphere/densityMatrix.ts";
export { observablesOfBall } from "./ball/moments.ts";
export { blockDensityOfBall, ballStateOfBlocks, husimiOfBall } from "./ball/densityMatrix.ts";
