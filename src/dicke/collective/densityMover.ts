import { norm as euclideanNorm } from "../../linalg/vectorKernels.ts";
import { turnsFreely } from "../../model/freeTurn.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import {
  advance,
  createIntegrator,
  type IntegratorProgress,
  packProgress,
  restoreProgress,
} from "../../ode/explicit/integrator.ts";
import { chebyshevExponential, type NumericalRange, turnsMuchFaster } from "../../ode/exponential/chebyshev.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";

/** The master equation for real numbers in which a density matrix is packed. */
export interface PackedEquation<Density> {
  readonly size: number;
  /** The packed initial state, to be written over; not called for an evolution that is resumed. */
  readonly start: () => Float64Array;
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

/** Moves a packed density matrix in place. */
export interface DensityMover {
  readonly advance: (state: Float64Array, from: number, to: number) => void;
  /** In the norm of the equation, rounding included. */
  readonly error: (state: Float64Array) => number;
  readonly progress: Readonly<IntegratorProgress>;
  /** Of the length of the progress of the explicit integrator. */
  readonly pack: () => Float64Array;
  readonly restore: (packed: Float64Array) => void;
}

interface MoverOptions {
  readonly end: number;
  readonly isConstant: boolean;
  readonly maximumSteps: number;
}

/** Explicit steps of order 8, or sums of Chebyshev polynomials in a constant field that turns much faster than the state decays. */
export function densityMover<Density>(
  equation: PackedEquation<Density>,
  model: SpinModel,
  options: MoverOptions,
): DensityMover {
  const turning = model.spins * Math.hypot(...model.field);
  if (options.isConstant && turning > 0 && !turnsFreely(model)) {
    const range = { turning, damping: equation.damping() };
    if (turnsMuchFaster(range)) return chebyshevMover(equation, model.spins, range, options);
  }
  return steppingMover(equation, model.spins, options);
}

function steppingMover<Density>(
  { size, rate, norm, tolerance }: PackedEquation<Density>,
  spins: number,
  { end, maximumSteps }: MoverOptions,
): DensityMover {
  const integrator = createIntegrator(size, rate, { tolerancePerTime: tolerance / (end || 1), maximumSteps, norm });
  const { progress } = integrator;
  return {
    advance: (state, from, to) => advance(integrator, state, from, to),
    error: (state) => progress.error + roundingError(spins, progress.accepted) * norm(state),
    progress,
    pack: () => packProgress(progress),
    restore: (packed) => restoreProgress(progress, packed),
  };
}

/** Relative: of the initial amplitudes, which come from up to N quotients in a row, and of twelve stages a step. */
const roundingError = (spins: number, steps: number): number => (spins + 12 * steps) * Number.EPSILON;

function chebyshevMover<Density>(
  { size, rate, tolerance, frobeniusNorms, norm }: PackedEquation<Density>,
  spins: number,
  range: NumericalRange,
  { end }: MoverOptions,
): DensityMover {
  const propagate = chebyshevExponential((x, y) => rate(0, x, y), size, range);
  const progress: IntegratorProgress = { nextStep: 0, lastError: 0, accepted: 0, rejected: 0, error: 0 };
  return {
    advance: (state, from, to) => {
      // Entries off the diagonal count twice in a Frobenius norm.
      const length = Math.SQRT2 * euclideanNorm(state) * frobeniusNorms;
      const allowed = (tolerance * (to - from)) / (end * length);
      const { truncation, rounding, applications } = propagate(to - from, state, allowed);
      progress.error += length * (truncation + rounding);
      progress.accepted += applications;
    },
    error: (state) => progress.error + roundingError(spins, 0) * norm(state),
    progress,
    pack: () => packProgress(progress),
    restore: (packed) => restoreProgress(progress, packed),
  };
}
