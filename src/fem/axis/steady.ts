import { ConvergenceError } from "../../core/errors.ts";
import { type AxialModel, aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { type ErrorEstimate, leastPurity, withinPurities } from "../../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { bestExpansion } from "../expansionLadder.ts";
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

/** Share of the largest error that each moment has at least. */
const COMMON = 1 / 64;

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
  const { moments, errors, residual, expansion } = bestMoments(axial, weight, tolerance);
  return { method: "fem", model, ...finished(axial, moments, errors), residual, expansion };
}

interface Found {
  readonly moments: Moments;
  readonly errors: MomentErrors;
  readonly residual: number;
  readonly expansion: AxisExpansion;
}

function bestMoments(model: AxialModel, weight: Weight, tolerance: number): Found {
  const expand = (degree: number, stretch: number) => {
    const expansion = steadyExpansion(model, weight, degree, stretch);
    const moments = momentsOf(expansion);
    return { expansion, stretch, moments, values: [moments.u, moments.z, moments.zz + moments.z ** 2] };
  };
  const best = bestExpansion(DEGREES, expand, { tolerance, common: COMMON });
  if (best === null) {
    throw new ConvergenceError({
      what: `the moments of P around its ${weight.kind === "point" ? "point of the axis" : "ring"} have no finite solution`,
      remedy: "use the method dicke",
      value: model.spins,
    });
  }
  const { expansion, stretch, moments } = best.expansion;
  const { errors, residual } = roundingOf(model, weight, stretch, expansion);
  return {
    moments,
    errors: errors.map((value, i) => value + best.errors[i]!) as unknown as MomentErrors,
    residual,
    expansion: { around: weight.kind, degree: best.degree, compared: best.compared, unknowns: expansion.size },
  };
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
