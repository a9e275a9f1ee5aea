/** The model, what follows from it without solving, and what drives and starts an evolution. */

// Fields that depend on time.
export {
  type Drive,
  type Field,
  type FieldFormula,
  type FieldSamples,
  formulaField,
  type Outside,
  sampledField,
} from "./drive.ts";
// Mean field: fixed points, their stability, flow, phases.
export { type Continuum, type FixedPoint, type FixedPoints, fixedPoints } from "./fixedPoints.ts";

// States to start from.
export {
  type CoherentStart,
  checkedInitialState,
  type DickeStart,
  type InitialState,
  type MixtureStart,
  type MomentsStart,
  type ProductStart,
  type StatePart,
  type ThermalStart,
} from "./initialState.ts";
// The equation for P: drift and diffusion, and where it is parabolic.
export {
  diffusion,
  drift,
  fluxDrift,
  isParabolicInBall,
  isParabolicOnSphere,
  requiredDephasing,
  sphereDiffusion,
  sphereFluxDrift,
} from "./kramersMoyal.ts";
// Noise around a fixed point for large N.
export { linearNoise } from "./linearNoise.ts";
export { type MeanFieldDomain, meanFieldDomain } from "./meanField.ts";
export { type Phase, type PhaseAxis, type PhaseDiagram, type PhaseLabel, scanPhases } from "./phases.ts";
// The model: checked and frozen.
export {
  hasLocalRates,
  MODEL_PARAMETERS,
  modelParameter,
  type Rates,
  type RatesInput,
  type SpinModel,
  type SpinModelInput,
  spinModel,
  withParameter,
} from "./spinModel.ts";
export type { Complex, FixedPointKind } from "./stability.ts";
export { meanFieldTrajectory, type Trajectory } from "./trajectory.ts";

// How many steady states there are, and what is conserved.
export { conservedQuantity, type SteadyStateKind, steadyStateKind } from "./uniqueness.ts";
