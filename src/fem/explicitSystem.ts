import type { RightHandSide } from "../ode/explicit/integrator.ts";
import { explicitIntegrator } from "../ode/explicit/integrator.ts";
import type { NumericalRange } from "../ode/exponential/chebyshev.ts";
import { chebyshevIntegrator } from "../ode/exponential/integrator.ts";
import type { Integrator } from "../ode/integrator.ts";

/** A system small enough, and slow enough, for explicit steps. */
export interface ExplicitSystem {
  /** Derivative of the load. */
  readonly rate: RightHandSide;
  /** Size of an error in the load such that evolution does not enlarge it: the Hilbert-Schmidt norm of the density matrix. */
  readonly norm: (load: Float64Array) => number;
  /** Bound on the error of a moment from that norm. */
  readonly perMoment: number;
  /** Where the equation does not depend on time and turns much faster than it damps; a Hilbert-Schmidt norm is at most that many Euclidean ones. */
  readonly constant?: { readonly range: NumericalRange; readonly perEuclidean: number };
  /** Multiplications that the steps to a time are predicted to take. */
  readonly operations: (end: number) => number;
}

/** Relative to the state: a few of the some thirty vectors that a step is combined from, and the state that it starts from. */
const roundingOf = (steps: number): number => (16 + 16 * steps) * Number.EPSILON;

const MAXIMUM_STEPS = 10_000_000;

/**
 * Runge-Kutta steps of order 8, or one exponential where the equation is constant and turns fast, and a bound on the errors of the moments that they
 * have caused so far.
 *
 * @param tolerance error of the moments that the steps to `end` may cause
 */
export function explicitSteps(
  { rate, norm, perMoment, constant }: ExplicitSystem,
  start: Float64Array,
  { tolerance, end }: { readonly tolerance: number; readonly end: number },
): { readonly integrator: Integrator; readonly error: () => number } {
  const options = {
    tolerancePerTime: tolerance / (perMoment * (end || 1)),
    // The mass is conserved; the steps leave it to rounding only.
    settle: (load: Float64Array) => {
      load[0] = start[0]!;
    },
  };
  const integrator =
    constant === undefined
      ? explicitIntegrator(start, rate, { ...options, norm, maximumSteps: MAXIMUM_STEPS })
      : chebyshevIntegrator(start, (x, y) => rate(0, x, y), constant.range, { ...options, ...constant });
  const size = norm(start);
  return { integrator, error: () => perMoment * (integrator.error() + roundingOf(integrator.roundedSteps()) * size) };
}
