/** Finite elements: P on a mesh of the sphere or of the ball, and what it is assembled from. */

// Steady states, with an error estimate for every moment.
export { steadyState, type SteadyOptions } from "./sphere/steadyState.ts";
export { bisectedMeshes, type BisectedMesh, type BisectedMeshes } from "./sphere/adapted/bisectedMeshes.ts";
export type { SteadyState, StageSeconds } from "./steadyResult.ts";
export type { SteadyProgress } from "./steadyLadder.ts";
export type { BandPair } from "./gaugeBand.ts";
export { ballSteadyState, type BallSteadyOptions, type BallSteadyState } from "./ball/steadyState.ts";
export { axisSteadyState, type AxisExpansion, type AxisSteadyOptions, type AxisSteadyState } from "./axis/steady.ts";
export type { AxisProfile } from "./axis/profile.ts";
export {
  pointSteadyState,
  type PointExpansion,
  type PointSteadyOptions,
  type PointSteadyState,
} from "./ball/expansion/steady.ts";
export { type PointSpectrum, pointSpectrum } from "./ball/expansion/spectrum.ts";

// In time.
export { evolveDensity, followDensity, type DensityEvolutionOptions } from "./sphere/evolve.ts";
export type { DensityEvolution } from "./evolve.ts";
export type { FinalDensity } from "./finalDensity.ts";
export type { PairOptions, PairRequest } from "./pairKind.ts";
export {
  evolveBallDensity,
  followBallDensity,
  type BallDensityEvolutionOptions,
  type BallDensityRequest,
} from "./ball/evolve.ts";
export { evolveOnHalfDisk, type HalfDiskEvolution } from "./axis/halfDisk/evolve.ts";

// The slowest modes.
export { slowestDensityModes } from "./sphere/spectrum.ts";
export type { DensitySpectrum } from "./densitySpectrum.ts";
export { slowestBallDensityModes, type BallDensitySpectrum, type BallDensitySpectrumOptions } from "./ball/spectrum.ts";

export { axisSectorSpectrum, type AxisSpectrum } from "./axis/spectrum.ts";

// A P that is positive everywhere, by flux correction.
export { steadyPositiveDensity, type PositiveSteadyOptions, type PositiveSteadyState } from "./positive/steady.ts";
export type { FluxLimiter } from "./positive/limiter.ts";
export {
  evolvePositiveDensity,
  type PositiveEvolution,
  type PositiveEvolutionOptions,
  type PositiveEvolutionRequest,
} from "./positive/evolve.ts";

// What P says: values anywhere, masses of cells, purity, density matrix, Husimi function.
export { evaluateDensity } from "./evaluate.ts";
export { cellMasses } from "./cellMasses.ts";
export { summarizeDensity, type DensitySummary, type SampledDensity } from "./density.ts";
export { densityMatrixOnSphere } from "./sphere/densityMatrix.ts";
export { husimiOnSphere } from "./sphere/husimi.ts";
export { ballPurity } from "./ball/purity.ts";
export type { DensityPurity } from "./steadySystem.ts";
export { densityMatrixInBall, husimiInBall } from "./ball/densityMatrix.ts";

// Spaces of functions: an element on every cell of a mesh.
export type { Space, SpaceNodes } from "./space.ts";
export type { CellFinder, CellMap, Geometry } from "./geometry.ts";
export type { SphereMap } from "./sphere/geometry.ts";
export type { AffineMap } from "./ball/geometry.ts";
export { functionSpace, type FunctionSpace } from "./sphere/space.ts";
export { nodePoints } from "./nodePoints.ts";
export { lagrangeTriangle, maximumTriangleDegree, type Element } from "./sphere/element.ts";
export { ballSpace, type BallSpace, type BallNodes } from "./ball/space.ts";
export { lagrangeTetrahedron, maximumTetrahedronDegree, type TetrahedralElement } from "./ball/element.ts";
export type { LagrangeElement, OrthonormalBasis, Tabulation } from "./lagrange.ts";

// Functions into a space.
export { interpolate, projectFunction, loadVector, type PointFunction } from "./projection.ts";

// Matrices: mass, and the generator as a sum of terms that no parameter enters.
export { assembleMass } from "./mass.ts";
export { assembleGenerator, assembleGeneratorTerms, generatorWeights, combineGenerator } from "./sphere/generator.ts";
export { assembleBallGenerator, assembleBallTerms, ballWeights, combineBallGenerator } from "./ball/generator.ts";

// Quadrature on triangles and tetrahedra.
export { triangleQuadrature, tetrahedronQuadrature, type Quadrature } from "./quadrature.ts";

// One solve on one mesh, or many models on it; and the points of a rule in every cell, for operators of one's own.
export { steadyDensityOn, steadySolverOn } from "./steadyDensityOn.ts";
export type { SteadyDensity } from "./steadySystem.ts";
export type { DensityMoments } from "./moments.ts";
export { cellSampler, type CellSampler } from "./cellSampler.ts";
export { forEachCell } from "./cells.ts";
