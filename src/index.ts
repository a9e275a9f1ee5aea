/**
 * blochfem as a library: everything that runs both in Node and in a browser. The finite-element road has the plain names
 * (`steadyState`), other roads carry theirs (`steadyDicke`).
 */

export {
  AbortedError,
  BlochfemError,
  ConvergenceError,
  type ErrorParts,
  FileFormatError,
  InputError,
  MeshError,
  NotParabolicError,
  NotUniqueError,
  ResourceLimitError,
  SingularMatrixError,
  ToleranceError,
} from "./core/errors.ts";
export { type Parabolicity, parabolicity } from "./diagnose/parabolicity.ts";
export { type DickeEvolution, type DickeRequest, evolveDicke } from "./dicke/collective/evolve.ts";
export { collectiveLiouvillian } from "./dicke/collective/liouvillian.ts";
export { type DickeSpectrum, slowestModes as slowestDickeModes } from "./dicke/collective/spectrum.ts";
export {
  type SteadyState as DickeSteadyState,
  type SteadyStateOptions as DickeSteadyOptions,
  steadyState as steadyDicke,
} from "./dicke/collective/steadyState.ts";
export { coherentState, thermalState } from "./dicke/initialStates.ts";
export { evolveSymmetric, type SymmetricRequest } from "./dicke/symmetric/evolve.ts";
export { symmetricSpectrum } from "./dicke/symmetric/spectrum.ts";
export type { SymmetricSteadyMethod, SymmetricSteadyState } from "./dicke/symmetric/steadyResult.ts";
export { type SymmetricSteadyOptions, symmetricSteadyState } from "./dicke/symmetric/steadyState.ts";
export { densityMatrixInBall, husimiInBall } from "./fem/ball/densityMatrix.ts";
export { lagrangeTetrahedron, type TetrahedralElement } from "./fem/ball/element.ts";
export { type BallDensityEvolutionOptions, evolveBallDensity } from "./fem/ball/evolve.ts";
export {
  assembleBallGenerator,
  assembleBallTerms,
  ballWeights,
  combineBallGenerator,
} from "./fem/ball/generator.ts";
export { ballPurity } from "./fem/ball/purity.ts";
export { type BallSpace, ballSpace } from "./fem/ball/space.ts";
export {
  type BallDensitySpectrum,
  type BallDensitySpectrumOptions,
  slowestBallDensityModes,
} from "./fem/ball/spectrum.ts";
export { type BallSteadyOptions, type BallSteadyState, ballSteadyState } from "./fem/ball/steadyState.ts";
export { cellMasses } from "./fem/cellMasses.ts";
export type { DensitySummary } from "./fem/density.ts";
export type { DensitySpectrum } from "./fem/densitySpectrum.ts";
export { evaluateDensity } from "./fem/evaluate.ts";
export type { DensityEvolution } from "./fem/evolve.ts";
export { assembleMass } from "./fem/mass.ts";
export { nodePoints } from "./fem/nodePoints.ts";
export {
  evolvePositiveDensity,
  type PositiveEvolution,
  type PositiveEvolutionOptions,
  type PositiveEvolutionRequest,
} from "./fem/positive/evolve.ts";
export type { FluxLimiter } from "./fem/positive/limiter.ts";
export {
  type PositiveSteadyOptions,
  type PositiveSteadyState,
  steadyPositiveDensity,
} from "./fem/positive/steady.ts";
export { interpolate, loadVector, type PointFunction, projectFunction } from "./fem/projection.ts";
export { type Quadrature, tetrahedronQuadrature, triangleQuadrature } from "./fem/quadrature.ts";
export { densityMatrixOnSphere } from "./fem/sphere/densityMatrix.ts";
export { type Element, lagrangeTriangle, maximumTriangleDegree } from "./fem/sphere/element.ts";
export { type DensityEvolutionOptions, evolveDensity } from "./fem/sphere/evolve.ts";
export {
  assembleGenerator,
  assembleGeneratorTerms,
  combineGenerator,
  generatorWeights,
} from "./fem/sphere/generator.ts";
export { husimiOnSphere } from "./fem/sphere/husimi.ts";
export { type FunctionSpace, functionSpace } from "./fem/sphere/space.ts";
export { slowestDensityModes } from "./fem/sphere/spectrum.ts";
export { type SteadyOptions, steadyState } from "./fem/sphere/steadyState.ts";
export type { SteadyProgress } from "./fem/steadyLadder.ts";
export type { SteadyState } from "./fem/steadyResult.ts";
export { ballStateOfBlocks, blockDensityOfBall, husimiOfBall } from "./harmonic/ball/densityMatrix.ts";
export { type BallRequest, evolveBall as evolveBallHarmonics } from "./harmonic/ball/evolve.ts";
export { slowestBallModes as slowestBallHarmonicModes } from "./harmonic/ball/spectrum.ts";
export { steadyBall as steadyBallHarmonics } from "./harmonic/ball/steady.ts";
export {
  densityMatrixOfHarmonics,
  harmonicsOfDensityMatrix,
  husimiOfHarmonics,
} from "./harmonic/sphere/densityMatrix.ts";
export { evolveHarmonic, type HarmonicEvolution, type HarmonicRequest } from "./harmonic/sphere/evolve.ts";
export {
  type HarmonicSpectrum,
  type HarmonicSpectrumOptions,
  slowestModes as slowestHarmonicModes,
} from "./harmonic/sphere/spectrum.ts";
export { type HarmonicSteadyOptions, type HarmonicSteadyState, steadyHarmonics } from "./harmonic/sphere/steady.ts";
export type { GmshVersion } from "./io/gmsh/parse.ts";
export { type GmshOptions, readGmsh } from "./io/gmsh/read.ts";
export { writeGmsh } from "./io/gmsh/write.ts";
export { type Problem, parseModelFile, parseProblemFile } from "./io/modelFile.ts";
export {
  analyze,
  type Factorization,
  factor,
  type SymbolicFactorization,
  solve,
  solveTransposed,
} from "./linalg/direct/lu.ts";
export { MlSparseMatrix, toMlSparseMatrix, toSparseMatrix } from "./linalg/interop.ts";
export {
  type LinearSolver,
  planSolver,
  type SolveReport,
  type SolverMethod,
  type SolverOptions,
  type SolverPlan,
} from "./linalg/solver.ts";
export {
  multiply,
  multiplyTransposed,
  type SparseMatrix,
  type SparsityPattern,
  sparseFromTriplets,
} from "./linalg/sparse.ts";
export type { AdoptedMesh, MeshRepairs } from "./mesh/adopted.ts";
export { bisectCells, bisectionMesh } from "./mesh/ball/bisection.ts";
export { type BallPeak, ball, gradedBall } from "./mesh/ball/build.ts";
export { layeredBall } from "./mesh/ball/layers.ts";
export { type TetrahedraQuality, tetrahedraQuality } from "./mesh/ball/quality.ts";
export { inflateBall, refineBall } from "./mesh/ball/refine.ts";
export { validateBallMesh } from "./mesh/ball/validate.ts";
export { gradeMesh } from "./mesh/grade.ts";
export { icosphere } from "./mesh/icosphere.ts";
export { cellCount, type Mesh, type MoebiusGrading, vertexCount } from "./mesh/mesh.ts";
export { buildMesh, type MeshSpec, parseMeshSpec } from "./mesh/spec.ts";
export { adoptSphereMesh } from "./mesh/sphere/adopt.ts";
export { sphericalDelaunay } from "./mesh/sphere/delaunay.ts";
export { fibonacci } from "./mesh/sphere/fibonacci.ts";
export { type MeshQuality, meshQuality } from "./mesh/sphere/quality.ts";
export { refineUniformly } from "./mesh/sphere/refine.ts";
export { validateMesh } from "./mesh/sphere/validate.ts";
export { type Drive, type Field, formulaField, sampledField } from "./model/drive.ts";
export { type FixedPoint, type FixedPoints, fixedPoints } from "./model/fixedPoints.ts";
export type { InitialState } from "./model/initialState.ts";
export {
  diffusion,
  drift,
  fluxDrift,
  isParabolicInBall,
  isParabolicOnSphere,
  requiredDephasing,
  sphereDiffusion,
  sphereFluxDrift,
} from "./model/kramersMoyal.ts";
export { linearNoise } from "./model/linearNoise.ts";
export { type Phase, type PhaseDiagram, scanPhases } from "./model/phases.ts";
export {
  hasLocalRates,
  MODEL_PARAMETERS,
  modelParameter,
  type Rates,
  type SpinModel,
  type SpinModelInput,
  spinModel,
  withParameter,
} from "./model/spinModel.ts";
export type { InitialInput, NamedStart } from "./model/startInput.ts";
export { meanFieldTrajectory } from "./model/trajectory.ts";
export { type SteadyStateKind, steadyStateKind } from "./model/uniqueness.ts";
export { type ImplicitScheme, implicitSchemes } from "./ode/implicit/tableaux.ts";
export type { CheckOptions } from "./roads/check/options.ts";
export type { Check } from "./roads/check/report.ts";
export { check } from "./roads/check.ts";
export type { CostLimits } from "./roads/choice.ts";
export type { EnsemblePool } from "./roads/ensemblePool.ts";
export type { EvolutionRun, EvolutionStep } from "./roads/evolutionRun.ts";
export { evolve } from "./roads/evolve.ts";
export type { Evolved } from "./roads/evolveAnswer.ts";
export type { EvolveMethod, EvolveOptions, EvolveProgress } from "./roads/evolveOptions.ts";
export type { ScanAxis } from "./roads/meanField/scan.ts";
export { type MeanField, type MeanFieldOptions, type MeanFieldPoint, meanField } from "./roads/meanField.ts";
export { type MeshAnswer, type MeshOptions, mesh } from "./roads/mesh.ts";
export { type ChosenSpectrum, spectrum } from "./roads/spectrum.ts";
export type { SpectrumChoiceOptions } from "./roads/spectrumOptions.ts";
export { steady } from "./roads/steady.ts";
export type { Steady } from "./roads/steadyAnswer.ts";
export type { RoadProgress, SteadyMethod, SteadyOptions as SteadyChoiceOptions } from "./roads/steadyOptions.ts";
export { runBallEnsemble, runSteadyBallEnsemble } from "./sde/ball/ensemble.ts";
export { evolveBallTrajectories } from "./sde/ball/evolve.ts";
export type { EnsembleEstimate } from "./sde/estimate.ts";
export type { TrajectoryEvolution } from "./sde/evolveEnsemble.ts";
export { chiSquare, totalVariation } from "./sde/histogram.ts";
export {
  type EnsembleOptions,
  runEnsemble,
  runSteadyEnsemble,
  type SteadyEnsembleOptions,
} from "./sde/sphere/ensemble.ts";
export { evolveTrajectories, type TrajectoryRequest } from "./sde/sphere/evolve.ts";
export type { BallMoments } from "./state/ballMoments.ts";
export { type BlockDensityMatrix, blockPurity, spinProbabilities } from "./state/blocks/blockDensity.ts";
export { mixProductStates } from "./state/blocks/blockMultipoles.ts";
export { concurrence } from "./state/blocks/concurrence.ts";
export { vonNeumannEntropy } from "./state/blocks/entropy.ts";
export { husimiFunction } from "./state/blocks/husimi.ts";
export { productState } from "./state/blocks/productState.ts";
export { oneSpinState, twoSpinState } from "./state/blocks/reduced.ts";
export { compareStates, type StateDifference } from "./state/comparison.ts";
export type { DensityMatrix } from "./state/densityMatrix.ts";
export type { ErrorEstimate } from "./state/errorEstimate.ts";
export type { Evolution, EvolutionRequest, EvolutionSnapshot } from "./state/evolution.ts";
export type { Observables, SpinMoments, Squeezing, Vector3 } from "./state/moments.ts";
export { observables } from "./state/observables.ts";
export type { Spectrum, SpectrumOptions, Zeros } from "./state/spectrum.ts";
export { squeezing } from "./state/squeezing.ts";
