/** Finite elements: P on a mesh of the sphere or of the ball, and what it is assembled from. */

export { densityMatrixInBall, husimiInBall } from "./ball/densityMatrix.ts";
// Spaces of functions: an element on every cell of a mesh.
export { lagrangeTetrahedron, maximumTetrahedronDegree, type TetrahedralElement } from "./ball/element.ts";
// In time.
export { type BallDensityEvolutionOptions, evolveBallDensity, followBallDensity } from "./ball/evolve.ts";
// Matrices: mass, and the generator as a sum of terms that no parameter enters.
export {
  assembleBallGenerator,
  assembleBallTerms,
  ballWeights,
  combineBallGenerator,
} from "./ball/generator.ts";
export { ballPurity } from "./ball/purity.ts";
export { type BallSpace, ballSpace } from "./ball/space.ts";
// The slowest modes.
export { type BallDensitySpectrum, type BallDensitySpectrumOptions, slowestBallDensityModes } from "./ball/spectrum.ts";
// Steady states, with an error estimate for every moment.
export { type BallSteadyOptions, type BallSteadyState, ballSteadyState } from "./ball/steadyState.ts";
// What P says: values anywhere, masses of cells, purity, density matrix, Husimi function.
export { cellMasses } from "./cellMasses.ts";
export { type DensitySummary, summarizeDensity } from "./density.ts";
export type { DensitySpectrum } from "./densitySpectrum.ts";
export { evaluateDensity } from "./evaluate.ts";
export type { DensityEvolution } from "./evolve.ts";
export { assembleMass } from "./mass.ts";
export { nodePoints } from "./nodePoints.ts";
// A P that is positive everywhere, by flux correction.
export {
  evolvePositiveDensity,
  type PositiveEvolution,
  type PositiveEvolutionOptions,
  type PositiveEvolutionRequest,
} from "./positive/evolve.ts";
export type { FluxLimiter } from "./positive/limiter.ts";
export { type PositiveSteadyOptions, type PositiveSteadyState, steadyPositiveDensity } from "./positive/steady.ts";
// Functions into a space.
export { interpolate, loadVector, type PointFunction, projectFunction } from "./projection.ts";
// Quadrature on triangles and tetrahedra.
export { type Quadrature, tetrahedronQuadrature, triangleQuadrature } from "./quadrature.ts";
export { densityMatrixOnSphere } from "./sphere/densityMatrix.ts";
export { type Element, lagrangeTriangle, maximumTriangleDegree } from "./sphere/element.ts";
export { type DensityEvolutionOptions, evolveDensity, followDensity } from "./sphere/evolve.ts";
export {
  assembleGenerator,
  assembleGeneratorTerms,
  combineGenerator,
  generatorWeights,
} from "./sphere/generator.ts";
export { husimiOnSphere } from "./sphere/husimi.ts";
export { type FunctionSpace, functionSpace } from "./sphere/space.ts";
export { slowestDensityModes } from "./sphere/spectrum.ts";
export { type SteadyOptions, steadyState } from "./sphere/steadyState.ts";
export type { SteadyProgress } from "./steadyLadder.ts";
export type { SteadyState } from "./steadyResult.ts";
export type { DensityPurity } from "./steadySystem.ts";
