/** Ordinary differential equations: explicit and implicit steps, exponentials of matrices, all behind one interface. */

// What all of them are.
export type { Integrator, StateOptions, StepCount } from "./integrator.ts";
export type { Snapshot } from "./snapshot.ts";

// Explicit steps of order 8, of any equation.
export { explicitIntegrator, type ExplicitOptions, type RightHandSide } from "./explicit/integrator.ts";

// Implicit, for sparse systems M y' = A y: schemes, and a system to step with one.
export { implicitSchemes, type ImplicitScheme } from "./implicit/tableaux.ts";
export { linearSystem, observe, type LinearSystem } from "./implicit/system.ts";
export { implicitIntegrator, type ImplicitIntegrator } from "./implicit/integrator.ts";
export type { ImplicitOptions, IntegrationState, Step, StepRow } from "./implicit/stepper.ts";
export type { Factored } from "./implicit/stageSolver.ts";

// exp(t A) v for a large matrix whose shifted inverse is at hand.
export {
  shiftInvertIntegrator,
  type ShiftInvertIntegrator,
  type ShiftInvertOptions,
  type Stretch,
} from "./exponential/shiftInvert.ts";

// exp(t A) v for a large matrix that is only applied.
export {
  krylovIntegrator,
  chebyshevIntegrator,
  type KrylovOptions,
  type ChebyshevOptions,
} from "./exponential/integrator.ts";
export {
  krylovExponential,
  type KrylovExponentialOptions,
  type KrylovExponentialResult,
} from "./exponential/krylov.ts";
export { chebyshevExponential, type ChebyshevExponentialResult, type NumericalRange } from "./exponential/chebyshev.ts";
