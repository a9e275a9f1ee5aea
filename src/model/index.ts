/** The model, what follows from it without solving, and what drives and starts an evolution. */

// The model: checked and frozen.
export {
  spinModel,
  hasLocalRates,
  type SpinModel,
  type SpinModelInput,
  type Processes,
  type Rates,
  type InteractionInput,
  type DissipationInput,
  type JumpInput,
} from "./spinModel.ts";
export { MODEL_PARAMETERS, modelParameter, parametersOf, withParameter } from "./parameters.ts";
export {
  writtenModel,
  type WrittenModel,
  type WrittenDissipation,
  type WrittenJump,
  type WrittenComponent,
} from "./writtenModel.ts";
export type { Dissipation, Interaction, Jump, SymmetricSix } from "./secondOrder/coefficients.ts";
export type { ComplexVector } from "./operator/linearForm.ts";
export type { ComponentInput, OperatorInput } from "./operator/operator.ts";

// Fields that depend on time.
export {
  formulaField,
  sampledField,
  type Drive,
  type Field,
  type FieldFormula,
  type FieldSamples,
  type Outside,
  type ExplainFault,
} from "./drive.ts";
// Any coefficients that depend on time.
export {
  parameterDrive,
  type ParameterDrive,
  type ParameterDriveOptions,
  type ParameterSource,
} from "./parameterDrive.ts";
export type { MovingModel } from "./movingModel.ts";
export type { ExplainSignal, Occasion, Signal, SignalInput, SignalSamples } from "./signal.ts";
export type { FormulaFault } from "./formula/parse.ts";

// States to start from.
export {
  checkedInitialState,
  type InitialState,
  type StatePart,
  type CoherentStart,
  type ThermalStart,
  type ProductStart,
  type DickeStart,
  type MomentsStart,
  type MixtureStart,
  type MixturePart,
} from "./initialState.ts";
export { initialStateOf, type InitialInput, type NamedStart } from "./startInput.ts";

// Mean field: fixed points, their stability, flow, phases.
export { fixedPoints, type FixedPoint, type FixedPoints, type Continuum } from "./fixedPoints.ts";
export type { FixedPointKind, Complex } from "./stability.ts";
export { meanFieldDomain, type MeanFieldDomain } from "./meanField.ts";
export { meanFieldTrajectory, type Trajectory, type TrajectoryOptions } from "./trajectory.ts";
export { scanPhases, type Phase, type PhaseAxis, type PhaseDiagram, type PhaseLabel } from "./phases.ts";

// Noise around a fixed point for large N.
export { linearNoise } from "./linearNoise.ts";

// The equation for P: drift and diffusion, and where it is parabolic.
export {
  drift,
  fluxDrift,
  diffusion,
  sphereFluxDrift,
  sphereDiffusion,
  requiredDephasing,
  isParabolicOnSphere,
  isParabolicInBall,
} from "./kramersMoyal.ts";

// How many steady states there are, and what is conserved.
export { steadyStateKind, conservedQuantity, type SteadyStateKind } from "./uniqueness.ts";

// Coefficients of that equation for any interaction and jumps, and where its diffusion is least.
export type { Coefficients, Kossakowski, Triple } from "./secondOrder/coefficients.ts";
export type { FlowDomain } from "./secondOrder/meanField/flow.ts";
export type { LeastDiffusion } from "./secondOrder/parabolic/parabolic.ts";
