/** Ordinary differential equations: explicit and implicit steps, exponentials of matrices. */

// Explicit, of an equation that does not depend on time.
export { type Derivative, type Integration, type IntegratorOptions, integrate } from "./explicit/dormandPrince5.ts";
// exp(t A) v for a large matrix that is only applied.
export { type ChebyshevExponentialResult, chebyshevExponential, type NumericalRange } from "./exponential/chebyshev.ts";
export {
  type KrylovExponentialOptions,
  type KrylovExponentialResult,
  krylovExponential,
} from "./exponential/krylov.ts";
// Implicit, for sparse systems M y' = A y + b: schemes, and a system to step with one.
export {
  createIntegrator as createImplicitIntegrator,
  type IntegrationOptions as ImplicitIntegrationOptions,
  type IntegrationState as ImplicitIntegrationState,
  type Integrator as ImplicitIntegrator,
  type LinearSystem,
  linearSystem,
} from "./implicit/integrator.ts";
export { type ImplicitScheme, implicitSchemes } from "./implicit/rungeKutta.ts";
