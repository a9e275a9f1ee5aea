import { ConvergenceError, SingularMatrixError } from "../../core/errors.ts";
import { type AxialModel, aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { type ErrorEstimate, leastPurity, withinPurities } from "../../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { firstWeight, type Moments, type Weight } from "./frame.ts";
import { type MomentErrors, momentsOf, roundingOf, settledWeight, steadyExpansion } from "./solve.ts";
import { requireExpandable } from "./validity.ts";

/** What P was expanded around. */
export interface AxisExpansion {
  /** A ring well off the axis, a ring that reaches it (or a point near threshold), or a point of the axis. */
  readonly around: Weight["kind"];
  /** Total degree of the polynomials, and of those that the errors are from. */
  readonly degree: number;
  readonly compared: number;
  readonly unknowns: number;
}

/** A steady state with a rotation axis from P around its ring or its axis. */
export interface AxisSteadyState {
  readonly method: "fem";
  readonly model: SpinModel;
  readonly observables: Observables;
  /** Of the purity 1: it depends on moments of all degrees. */
  readonly errorEstimate: ErrorEstimate;
  /** Largest rate at which a moment would change, over the largest at which one is fed and drained. */
  readonly residual: number;
  readonly expansion: AxisExpansion;
}

export interface AxisSteadyOptions {
  /** At which accuracy of first and second moments higher degrees need not be tried; default 1e-8. */
  readonly tolerance?: number;
}

/** Total degrees that are tried: 45 to 325 unknowns. */
const DEGREES = [8, 11, 14, 17, 20, 24] as const;
/** Every second expansion has a wider weight, so that two do not err alike. */
const STRETCHES = [1, 1.2] as const;
/** Below the tolerance by this factor an expansion is good enough. */
const SPARE = 1e-2;
/** Where two successive expansions agree further than this, higher degrees have nothing but rounding to add. */
const ROUNDED = 1e-13;

/**
 * The steady state of a model with local rates and a rotation axis along z, at any N in a fraction of a second: P is a Gaussian times a polynomial, around the
 * ring or the point of the axis where the mean field is stable, and what is solved for are at most 325 of its moments. The weak form with polynomials as
 * tests and as trial functions: no mesh, no quadrature, no boundary term.
 *
 * Errors are from two degrees and two weights, and rounding by its adjoint. Where P reaches the axis its weight ends there; where it has
 * no smooth shape at all, below the threshold of a laser, the model is refused.
 *
 * @throws InputError where the model has no axis along z or no local pump or decay
 * @throws NotUniqueError where a quantity is conserved
 * @throws ConvergenceError below threshold, and where the expansion does not converge: the message names the regime
 */
export function axisSteadyState(model: SpinModel, { tolerance = 1e-8 }: AxisSteadyOptions = {}): AxisSteadyState {
  const axial = requireExpandable(aroundAxis(coefficientsOf(model)));
  requireUniqueSteadyState(model);
  const weight = settledWeight(axial, firstWeight(axial));
  const { moments, errors, residual, expansion } = bestExpansion(axial, weight, tolerance);
  return { method: "fem", model, ...finished(axial, moments, errors), residual, expansion };
}

interface Found {
  readonly moments: Moments;
  readonly errors: MomentErrors;
  readonly residual: number;
  readonly expansion: AxisExpansion;
}

/** One of the expansions with what tells its error. */
interface Tried {
  readonly degree: number;
  readonly moments: Moments;
  readonly values: MomentErrors;
  /** From the two expansions before; null of the first. */
  readonly truncation: MomentErrors | null;
  readonly rounding: () => ReturnType<typeof roundingOf>;
  readonly unknowns: number;
}

function bestExpansion(model: AxialModel, weight: Weight, tolerance: number): Found {
  const tried = triedExpansions(model, weight, tolerance);
  const best = tried
    .map((one, k) => ({ one, k, errors: errorsOf(tried, k) }))
    .filter(({ errors }) => errors !== null)
    .sort((a, b) => Math.max(...a.errors!) - Math.max(...b.errors!))[0];
  if (best === undefined) {
    throw new ConvergenceError({
      what: `the moments of P around its ${weight.kind === "point" ? "point of the axis" : "ring"} have no finite solution`,
      remedy: "use the method dicke",
      value: model.spins,
    });
  }
  const { one, k } = best;
  const { errors, residual } = one.rounding();
  return {
    moments: one.moments,
    errors: errors.map((value, i) => value + best.errors![i]!) as unknown as MomentErrors,
    residual,
    expansion: { around: weight.kind, degree: one.degree, compared: tried[k - 1]!.degree, unknowns: one.unknowns },
  };
}

function triedExpansions(model: AxialModel, weight: Weight, tolerance: number): readonly Tried[] {
  const tried: Tried[] = [];
  const sequence: MomentErrors[] = [];
  for (const [k, degree] of DEGREES.entries()) {
    const stretch = STRETCHES[k % 2]!;
    let expansion: ReturnType<typeof steadyExpansion>;
    try {
      expansion = steadyExpansion(model, weight, degree, stretch);
    } catch (error) {
      if (error instanceof SingularMatrixError) break;
      throw error;
    }
    const moments = momentsOf(expansion);
    const values: MomentErrors = [moments.u, moments.z, moments.zz + moments.z ** 2];
    if (!values.every(Number.isFinite)) break;
    const before = tried.at(-1);
    if (before !== undefined) sequence.push(apart(values, before.values));
    const truncation = before === undefined ? null : truncationOf(sequence);
    const rounding = () => roundingOf(model, weight, stretch, expansion);
    tried.push({ degree, moments, values, truncation, rounding, unknowns: expansion.size });
    if (k > 1 && Math.max(...truncation!) <= Math.max(SPARE * tolerance, ROUNDED)) break;
  }
  return tried;
}

const apart = (a: MomentErrors, b: MomentErrors): MomentErrors =>
  a.map((value, i) => Math.abs(value - b[i]!)) as unknown as MomentErrors;

/** What tells the error of an expansion: those before it, and those after it, which may have moved on. */
function errorsOf(tried: readonly Tried[], k: number): MomentErrors | null {
  const { truncation, values } = tried[k]!;
  if (truncation === null) return null;
  const later = tried.slice(k + 1).map((other) => apart(values, other.values));
  return truncation.map((value, i) =>
    Math.max(value, ...later.map((distance) => SAFETY * distance[i]!)),
  ) as unknown as MomentErrors;
}

/** Differences of two expansions are multiplied by this, for those that converge slowly. */
const SAFETY = 4;
/** A difference that falls by more than this from one degree to the next is taken for a coincidence. */
const FALL = 8;

/** Differences that fall by less than this from one degree to the next do not add up to anything. */
const SLOWEST = 0.9;

/** Errors of the last expansion from its differences to the one before, and of that to the one before it. */
function truncationOf(sequence: readonly MomentErrors[]): MomentErrors {
  const last = sequence.at(-1)!;
  const earlier = sequence.at(-2) ?? last.map((value) => value * FALL * SAFETY);
  // All moments are moved by the same coefficients that are left out.
  const common = Math.max(...last) / FALL ** 2;
  return last.map((value, i) => {
    const ratio = value === 0 ? 0 : Math.min(SLOWEST, value / earlier[i]!);
    return (SAFETY / (1 - ratio)) * Math.max(value, earlier[i]! / FALL, common);
  }) as unknown as MomentErrors;
}

/** Observables of the spins (docs/physics.md, section 5) from moments of P. */
function finished(
  { spins }: AxialModel,
  { u, z, zz }: Moments,
  [uError, zError, zzError]: MomentErrors,
): Pick<AxisSteadyState, "observables" | "errorEstimate"> {
  const share = 1 / spins;
  const many = 1 - share;
  const across = share + (many * u) / 2;
  const along = share + many * (zz + z * z);
  const mean: Vector3 = [0, 0, z];
  const square: Vector3 = [across, across, along];
  const cross: Vector3 = [0, 0, 0];
  const covariance = { square: [across, across, share * (1 - z * z) + many * zz] as const, cross };
  const { purity, error } = withinPurities(0, 1, leastPurity(spins, true));
  return {
    observables: observables(spins, { mean, square, cross }, purity, covariance),
    errorEstimate: {
      mean: [0, 0, zError],
      square: [uError / 2, uError / 2, zzError],
      cross: [0, 0, 0],
      purity: error,
    },
  };
}
