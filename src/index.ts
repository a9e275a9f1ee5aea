/**
 * blochfem: one verb a task, the same words as on the command line. Which method, and whether P is sought on the sphere or in the
 * ball, follows from the model. What the verbs are built of stands behind subpaths: `blochfem/fem`, `blochfem/mesh`, ...
 */

// The model, checked and frozen; how it is driven and where it starts.
export { spinModel, type Rates, type SpinModel, type SpinModelInput } from "./model/spinModel.ts";
export { withParameter } from "./model/parameters.ts";
export { formulaField, sampledField, type Drive, type Field } from "./model/drive.ts";
export { parameterDrive, type ParameterDrive } from "./model/parameterDrive.ts";
export type { InitialState } from "./model/initialState.ts";

// Steady states.
export { steady } from "./roads/steady.ts";
export type {
  AxisSteady,
  DickeSteady,
  FemSteady,
  HarmonicSteady,
  PositiveSteady,
  Steady,
} from "./roads/steady/answer.ts";
export type { RoadProgress, SteadyMethod, SteadyOptions } from "./roads/steady/options.ts";

// In time: pulled step by step, or at once.
export { evolve } from "./roads/evolve.ts";
export type { Evolved } from "./roads/evolve/answer.ts";
export type { EvolutionRun, EvolutionStep } from "./roads/evolve/run.ts";
export type { EvolveMethod, EvolveOptions, EvolveProgress } from "./roads/evolve/options.ts";

// The slowest eigenvalues of the Liouvillian.
export { spectrum, type ChosenSpectrum } from "./roads/spectrum.ts";
export type { SpectrumChoiceOptions as SpectrumOptions } from "./roads/spectrum/options.ts";

// The light of steady states: correlation functions, spectra, counts.
export { correlation, type Correlation, type CorrelationOptions } from "./roads/correlation.ts";
export { emissionSpectrum, type Emission, type EmissionOptions } from "./roads/emission.ts";
export type { EmissionLine } from "./light/lines.ts";
export type { LightCheck } from "./roads/light/comparison.ts";
export { countingStatistics, type Counting, type CountingOptions } from "./roads/counting.ts";

// How a steady state changes with its parameters.
export { sensitivities, type Sensitivities, type SensitivityOptions } from "./roads/sensitivities.ts";

// Every method that applies, compared.
export { check } from "./roads/check.ts";
export type { CheckOptions } from "./roads/check/options.ts";
export type { Check } from "./roads/check/report.ts";
export type { EnsemblePool } from "./roads/ensemblePool.ts";

// Mean field: fixed points, paths, phases.
export { meanField, type MeanField, type MeanFieldOptions, type MeanFieldPoint } from "./roads/meanField.ts";
export type { ScanAxis } from "./roads/meanField/scan.ts";

// Where P goes wrong, what a negative P is worth, and what is entangled.
export { diagnose, type Diagnosis } from "./roads/diagnose.ts";
export type { DiagnoseOptions } from "./roads/diagnose/options.ts";
export type { DiagnosedParabolicity } from "./roads/diagnose/parabolicity.ts";
export type { DiagnosedNegativity } from "./roads/diagnose/negativity.ts";
export type { DiagnosedCourse } from "./roads/diagnose/course.ts";
export type { ParabolicScan } from "./roads/diagnose/scan.ts";
export type { Certificate } from "./roads/diagnose/certificate.ts";
export type { Advice } from "./roads/diagnose/advice.ts";

// Meshes of sphere and ball.
export { mesh, type MeshAnswer, type MeshOptions } from "./roads/mesh.ts";

// What every answer holds.
export type { State, StateError, StateView } from "./roads/state.ts";
export type { StateDensity } from "./roads/stateDensity.ts";
export type { ErrorEstimate } from "./state/errorEstimate.ts";
export type { Observables, Vector3 } from "./state/moments.ts";

// Whether the equation for P is parabolic.
export { parabolicity, parabolicRegion, type Parabolicity } from "./diagnose/parabolicity.ts";

// Bounds of what may be predicted.
export type { CostLimits } from "./roads/choice.ts";

// Errors: each names the value, the limit and the remedy.
export {
  AbortedError,
  BlochfemError,
  ConvergenceError,
  FileFormatError,
  InputError,
  MeshError,
  NotParabolicError,
  NotUniqueError,
  ResourceLimitError,
  SingularMatrixError,
  ToleranceError,
  type ErrorParts,
} from "./core/errors.ts";
