/** Finite elements: P on a mesh of the sphere or of the ball, and what it is assembled from. */

// What P says: values anywhere, masses of cells, purity, density matrix, Husimi function.
export { ballCellMasses } from "./ball/cellMasses.ts";
export { densityMatrixInBall, husimiInBall } from "./ball/densityMatrix.ts";
// Spaces of functions: an element on every cell of a mesh.
export { lagrangeTetrahedron, maximumTetrahedronDegree, type TetrahedralElement } from "./ball/element.ts";
export { evaluateBallDensity } from "./ball/evaluate.ts";
// In time.
export { type BallDensityEvolutionOptions, evolveBallDensity } from "./ball/evolve.ts";
// Matrices: mass, and the generator as a sum of terms that no parameter enters.
export {
  assembleBallGenerator,
  assembleBallTerms,
  type BallAssemblyOptions,
  ballWeights,
  combineBallGenerator,
} from "./ball/generator.ts";
export { ballNodePoints } from "./ball/geometry.ts";
export { assembleBallMass } from "./ball/mass.ts";
// Functions into a space.
export { type BallFunction, ballLoad, interpolateInBall, projectInBall } from "./ball/projection.ts";
export { type BallPurity, ballPurity } from "./ball/purity.ts";
// Quadrature on triangles and tetrahedra.
export { tetrahedronQuadrature } from "./ball/quadrature.ts";
export { type BallSpace, ballSpace } from "./ball/space.ts";
// The slowest modes.
export { type BallDensitySpectrum, type BallDensitySpectrumOptions, slowestBallDensityModes } from "./ball/spectrum.ts";
// Steady states, with an error estimate for every moment.
export { type BallSteadyOptions, type BallSteadyState, ballSteadyState } from "./ball/steadyState.ts";
// A P that is positive everywhere, by flux correction.
export {
  evolvePositiveDensity,
  type PositiveEvolution,
  type PositiveEvolutionOptions,
  type PositiveEvolutionRequest,
} from "./positive/evolve.ts";
export type { FluxLimiter } from "./positive/limiter.ts";
export { type PositiveSteadyOptions, type PositiveSteadyState, steadyPositiveDensity } from "./positive/steady.ts";
export { type Quadrature, triangleQuadrature } from "./quadrature.ts";
export { cellMasses } from "./sphere/cellMasses.ts";
export { type DensitySummary, summarizeDensity } from "./sphere/density.ts";
export { densityMatrixOnSphere, husimiOnSphere } from "./sphere/densityMatrix.ts";
export { type Element, lagrangeTriangle, maximumTriangleDegree } from "./sphere/element.ts";
export { evaluateDensity } from "./sphere/evaluate.ts";
export { type DensityEvolution, type DensityEvolutionOptions, evolveDensity } from "./sphere/evolve.ts";
export {
  assembleGenerator,
  assembleGeneratorTerms,
  combineGenerator,
  generatorWeights,
} from "./sphere/generator.ts";
export { assembleMass } from "./sphere/mass.ts";
export { nodePoints } from "./sphere/nodePoints.ts";
export { interpolate, loadVector, projectFunction, type SphereFunction } from "./sphere/projection.ts";
export { type FunctionSpace, functionSpace } from "./sphere/space.ts";
export { type DensitySpectrum, slowestDensityModes } from "./sphere/spectrum.ts";
export { type SteadyOptions, type SteadyProgress, type SteadyState, steadyState } from "./sphere/steadyState.ts";
