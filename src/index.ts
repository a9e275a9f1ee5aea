/**
 * blochfem as a library: everything that runs both in Node and in a browser. The finite-element road has the plain names
 * (`steadyState`), other roads carry theirs (`steadyDicke`).
 */

export {
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
} from "./core/errors.ts";
export { type Parabolicity, parabolicity } from "./diagnose/parabolicity.ts";
export { coherentState, thermalState } from "./dicke/initialStates.ts";
export { collectiveLiouvillian } from "./dicke/liouvillian.ts";
export {
  type SteadyState as DickeSteadyState,
  type SteadyStateOptions as DickeSteadyOptions,
  steadyState as steadyDicke,
} from "./dicke/steadyState.ts";
export type { DensitySummary } from "./fem/density.ts";
export { type Element, enrichedTriangle, lagrangeTriangle, maximumTriangleDegree } from "./fem/element.ts";
export { evaluateDensity } from "./fem/evaluate.ts";
export { assembleGenerator, assembleGeneratorTerms, combineGenerator, generatorWeights } from "./fem/generator.ts";
export { assembleMass } from "./fem/mass.ts";
export { nodePoints } from "./fem/nodePoints.ts";
export { type Quadrature, triangleQuadrature } from "./fem/quadrature.ts";
export { type FunctionSpace, functionSpace } from "./fem/space.ts";
export { type SteadyOptions, type SteadyProgress, type SteadyState, steadyState } from "./fem/steady.ts";
export type { GmshVersion } from "./io/gmshParse.ts";
export { readGmsh } from "./io/gmshRead.ts";
export { writeGmsh } from "./io/gmshWrite.ts";
export { parseModelFile } from "./io/modelFile.ts";
export { MlSparseMatrix, toMlSparseMatrix, toSparseMatrix } from "./linalg/interop.ts";
export {
  analyze,
  type Factorization,
  factor,
  type SymbolicFactorization,
  solve,
  solveTransposed,
} from "./linalg/lu.ts";
export { multiply, type SparseMatrix, type SparsityPattern, sparseFromTriplets } from "./linalg/sparse.ts";
export { type AdoptedMesh, adoptSphereMesh, type MeshRepairs } from "./mesh/adopt.ts";
export { fibonacci } from "./mesh/fibonacci.ts";
export { icosphere } from "./mesh/icosphere.ts";
export { cellCount, type Mesh, type MoebiusGrading, vertexCount } from "./mesh/mesh.ts";
export { gradeMesh } from "./mesh/moebius.ts";
export { type MeshQuality, meshQuality } from "./mesh/quality.ts";
export { refineUniformly } from "./mesh/refine.ts";
export { buildMesh, type MeshSpec, parseMeshSpec } from "./mesh/spec.ts";
export { sphericalDelaunay } from "./mesh/sphericalDelaunay.ts";
export { validateMesh } from "./mesh/validate.ts";
export { type FixedPoint, type FixedPoints, fixedPoints } from "./model/fixedPoints.ts";
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
export {
  hasLocalRates,
  MODEL_PARAMETERS,
  modelParameter,
  type Rates,
  type SpinModel,
  spinModel,
  withParameter,
} from "./model/spinModel.ts";
export { type SteadyStateKind, steadyStateKind } from "./model/uniqueness.ts";
export { compareStates, type StateDifference } from "./state/comparison.ts";
export type { DensityMatrix } from "./state/densityMatrix.ts";
export type { ErrorEstimate } from "./state/errorEstimate.ts";
export type { Observables, SpinMoments, Squeezing, Vector3 } from "./state/moments.ts";
export { observables } from "./state/observables.ts";
export { squeezing } from "./state/squeezing.ts";
