/** Ordinary differential equations: explicit and implicit steps, exponentials of matrices, all behind one interface. */

// Explicit steps of order 8, of any equation.
export { type ExplicitOptions, explicitIntegrator, type RightHandSide } from "./explicit/integrator.ts";
// exp(t A) v for a large matrix that is only applied.
export { type ChebyshevExponentialResult, chebyshevExponential, type NumericalRange } from "./exponential/chebyshev.ts";
export {
  type ChebyshevOptions,
  chebyshevIntegrator,
  type KrylovOptions,
  krylovIntegrator,
} from "./exponential/integrator.ts";
export {
  type KrylovExponentialOptions,
  type KrylovExponentialResult,
  krylovExponential,
} from "./exponential/krylov.ts";
// Implicit, for sparse systems M y' = A y: schemes, and a system to step with one.
export { type ImplicitIntegrator, implicitIntegrator } from "./implicit/integrator.ts";
export type { ImplicitOptions } from "./implicit/stepper.ts";
export { type LinearSystem, linearSystem, observe } from "./implicit/system.ts";
export { type ImplicitScheme, implicitSchemes } from "./implicit/tableaux.ts";
// What all of them are.
export type { Integrator, StateOptions, StepCount } from "./integrator.ts";
export type { Snapshot } from "./snapshot.ts";
