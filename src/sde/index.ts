/** Trajectories of the stochastic equation whose density is P: on the sphere, in the ball, with standard errors. */

// Moments in time.
// An ensemble at one time, or sampled along a long run.
export {
  type BallEnsembleOptions,
  runBallEnsemble,
  runSteadyBallEnsemble,
  type SteadyBallEnsembleOptions,
} from "./ball/ensemble.ts";
export { type BallTrajectoryRequest, evolveBallTrajectories } from "./ball/evolve.ts";
export type { EnsembleEstimate } from "./estimate.ts";
export type { TrajectoryEvolution } from "./evolveEnsemble.ts";
// Histograms against a density.
export { type ChiSquareResult, chiSquare, totalVariation, type VariationDistance } from "./histogram.ts";
export {
  type EnsembleOptions,
  runEnsemble,
  runSteadyEnsemble,
  type SteadyEnsembleOptions,
} from "./sphere/ensemble.ts";
export { evolveTrajectories, type TrajectoryRequest } from "./sphere/evolve.ts";
