/** Trajectories of the stochastic equation whose density is P: on the sphere, in the ball, with standard errors. */

// Moments in time.
export { evolveTrajectories, type TrajectoryRequest } from "./sphere/evolve.ts";
export type { TrajectoryEvolution } from "./evolveEnsemble.ts";
export type { SchemeName } from "./trajectories.ts";
export type { AnyScheme } from "./defaultStep.ts";
export { evolveBallTrajectories, type BallTrajectoryRequest } from "./ball/evolve.ts";

// An ensemble at one time, or sampled along a long run.
export { runEnsemble, runSteadyEnsemble, type EnsembleOptions, type SteadyEnsembleOptions } from "./sphere/ensemble.ts";
export {
  runBallEnsemble,
  runSteadyBallEnsemble,
  type BallEnsembleOptions,
  type SteadyBallEnsembleOptions,
} from "./ball/ensemble.ts";
export type { CountedCells } from "./ball/prepare.ts";
export type { CellCounter } from "./chunk.ts";
export type { EnsembleEstimate } from "./estimate.ts";
export type { EnsembleSpec, Sampling } from "./spec.ts";

// Histograms against a density.
export { chiSquare, totalVariation, type ChiSquareResult, type VariationDistance } from "./histogram.ts";
