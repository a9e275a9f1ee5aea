import { turnsFreely } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { explicitIntegrator } from "../ode/explicit/integrator.ts";
import { turnsMuchFaster } from "../ode/exponential/chebyshev.ts";
import { chebyshevIntegrator } from "../ode/exponential/integrator.ts";
import type { Integrator } from "../ode/integrator.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables } from "../state/moments.ts";

/** The master equation for real numbers in which a density matrix is packed. */
export interface PackedEquation<Density> {
  /** The packed initial state. */
  readonly start: Float64Array;
  readonly rate: (time: number, packed: Float64Array, derivative: Float64Array) => void;
  readonly norm: (packed: Float64Array) => number;
  /** At least the norm of dissipation among the packed numbers, in the sense of Frobenius norms. */
  readonly damping: () => number;
  /** `norm` is at most this many Frobenius norms. */
  readonly frobeniusNorms: number;
  /** Error of the whole evolution in that norm. */
  readonly tolerance: number;
  readonly unpack: (packed: Float64Array) => Density;
  readonly observables: (packed: Float64Array) => Observables;
  /** From an error in that norm, and the purity. */
  readonly errors: (error: number, purity: number) => ErrorEstimate;
  /** Of the fully mixed state. */
  readonly leastPurity: number;
}

/** Moves a packed density matrix. */
export interface DensityMover {
  readonly integrator: Integrator;
  /** In the norm of the equation, rounding included. */
  readonly error: () => number;
}

interface MoverOptions {
  readonly end: number;
  readonly isConstant: boolean;
  readonly maximumSteps: number;
}

/** Explicit steps of order 8, or sums of Chebyshev polynomials where a constant Hamiltonian turns the state much faster than it decays. */
export function densityMover<Density>(
  equation: PackedEquation<Density>,
  model: SpinModel,
  { end, isConstant, maximumSteps }: MoverOptions,
): DensityMover {
  const { start, rate, norm, tolerance, frobeniusNorms, damping } = equation;
  const { spins } = model;
  const tolerancePerTime = tolerance / (end || 1);
  const moving = (integrator: Integrator): DensityMover => ({
    integrator,
    error: () => integrator.error() + roundingError(spins, integrator.roundedSteps()) * norm(integrator.at(end)),
  });
  const turning = largestFrequency(model);
  if (isConstant && turning > 0 && !turnsFreely(model)) {
    const range = { turning, damping: damping() };
    if (turnsMuchFaster(range)) {
      // Entries off the diagonal count twice in a Frobenius norm.
      const perEuclidean = Math.SQRT2 * frobeniusNorms;
      return moving(chebyshevIntegrator(start, (x, y) => rate(0, x, y), range, { tolerancePerTime, perEuclidean }));
    }
  }
  return moving(explicitIntegrator(start, rate, { tolerancePerTime, maximumSteps, norm }));
}

/**
 * At least the largest difference of two energies: N |B|, and of J.chi J / N, with J^2 at most N/2 (N/2 + 1), that of two eigenvalues of chi times (N + 2)/4; two of
 * three numbers that add up to 0 differ by at most sqrt 2 times their length.
 */
export function largestFrequency({ spins, field, interaction }: SpinModel): number {
  const turning = spins * Math.hypot(...field);
  if (interaction === undefined) return turning;
  const { xx, yy, zz, xy, xz, yz } = interaction;
  const mean = (xx + yy + zz) / 3;
  const length = Math.hypot(xx - mean, yy - mean, zz - mean, ...[xy, xz, yz].map((value) => Math.SQRT2 * value));
  return turning + ((spins + 2) / 4) * Math.SQRT2 * length;
}

/** Relative: of the initial amplitudes, which come from up to N quotients in a row, and of twelve stages a step. */
const roundingError = (spins: number, steps: number): number => (spins + 12 * steps) * Number.EPSILON;
