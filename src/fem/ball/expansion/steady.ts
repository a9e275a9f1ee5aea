import { ConvergenceError } from "../../../core/errors.ts";
import { coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { requireUniqueInBall } from "../../../model/uniqueness.ts";
import { type ErrorEstimate, leastPurity, withinPurities } from "../../../state/errorEstimate.ts";
import type { Observables, SpinMoments, Vector3 } from "../../../state/moments.ts";
import { observables } from "../../../state/observables.ts";
import { requireAttracting } from "../../attractingPoint.ts";
import { sumOf } from "../../errorEstimate.ts";
import { bestExpansion } from "../../expansionLadder.ts";
import { type DensityMoments, momentsOfIntegrals } from "../../moments.ts";
import { withoutPoint } from "../../otherRoads.ts";
import { momentRounding } from "../../steadyRounding.ts";
import { frameOf, linearGaussian, settledGaussian } from "./frame.ts";
import { functionCount } from "./places.ts";
import { expandSteady, integralsOf, type SteadyExpansion } from "./solve.ts";

/** What P was expanded around. */
export interface PointExpansion {
  readonly around: "fixedPoint";
  /** Mean of the Gaussian, near the stable fixed point of the mean field. */
  readonly place: Vector3;
  /** Total degree of the polynomials, and of those that the errors are from. */
  readonly degree: number;
  readonly compared: number;
  readonly unknowns: number;
}

/** A steady state in the ball from P around a stable fixed point. */
export interface PointSteadyState {
  readonly method: "fem";
  readonly model: SpinModel;
  readonly observables: Observables;
  /** Of the purity 1: it depends on moments of all degrees. */
  readonly errorEstimate: ErrorEstimate;
  /** Backward error of the moments. */
  readonly residual: number;
  readonly expansion: PointExpansion;
}

export interface PointSteadyOptions {
  /** At which accuracy of first and second moments higher degrees need not be tried; default 1e-8. */
  readonly tolerance?: number;
}

/** Total degrees that are tried: 35 to 1771 unknowns. */
const DEGREES = [4, 6, 8, 10, 12, 14, 16, 18, 20] as const;

/** Share of the largest error that each moment has at least: with 1/64 one of 9 moments was off by 1.2 times its estimate, N = 22, 1e-3 from converged. */
const COMMON = 0.3;

/** Expansions that differ by more have not begun to converge. */
const LARGEST_ERROR = 1e-3;

/**
 * The steady state of a model with local rates, parabolic or not, at any N: P is a Gaussian times a polynomial around the stable fixed point of the mean
 * field, and what is solved for are at most 1771 of its moments. The weak form with polynomials as tests and as trial functions: no mesh, no quadrature, no
 * boundary term. The Gaussian, which may be one of negative variance, has the mean and the covariance of P itself.
 *
 * Errors are from several degrees and two widths, and rounding from the condition of the equation. Where the mean field has other places to stay the
 * model is refused.
 *
 * @throws NotUniqueError where a quantity is conserved
 * @throws ConvergenceError where no single fixed point attracts all paths, and where the expansion does not converge; SingularMatrixError
 */
export function pointSteadyState(model: SpinModel, { tolerance = 1e-8 }: PointSteadyOptions = {}): PointSteadyState {
  requireUniqueInBall(model);
  const { spins } = model;
  const coefficients = coefficientsOf(model);
  const gaussian = settledGaussian(model, linearGaussian(model, requireAttracting(model)));
  const expand = (degree: number, stretch: number) => {
    const expansion = expandSteady(coefficients, frameOf(gaussian, spins, stretch), degree);
    const { mean, square, cross } = momentsOf(expansion, spins).moments;
    return { expansion, values: [...mean, ...square, ...cross] };
  };
  const best = bestExpansion(DEGREES, expand, { tolerance, common: COMMON });
  const largest = Math.max(...(best?.errors ?? [Number.POSITIVE_INFINITY]));
  if (best === null || !(largest <= LARGEST_ERROR)) {
    throw new ConvergenceError({
      what: `expansions of P around its fixed point up to degree ${DEGREES.at(-1)} do not converge: they differ by ${largest.toExponential(1)} (limit ${LARGEST_ERROR})`,
      remedy: withoutPoint(spins),
      value: largest,
      limit: LARGEST_ERROR,
    });
  }
  const { expansion } = best.expansion;
  const found = momentsOf(expansion, spins);
  const own = (values: Float64Array): SpinMoments =>
    momentsOfIntegrals(expansion.frame.centre, integralsOf(expansion.frame, values), spins).moments;
  const rounding = momentRounding(model, own, expansion.changes());
  const { purity, error } = withinPurities(0, 1, leastPurity(spins, true));
  return {
    method: "fem",
    model,
    observables: observables(spins, found.moments, purity, found.covariance),
    errorEstimate: { ...sumOf(groupsOf(best.errors), rounding), purity: error },
    residual: expansion.residual,
    expansion: {
      around: "fixedPoint",
      place: gaussian.centre,
      degree: best.degree,
      compared: best.compared,
      unknowns: functionCount(best.degree),
    },
  };
}

const momentsOf = ({ frame, values }: SteadyExpansion, spins: number): DensityMoments =>
  momentsOfIntegrals(frame.centre, integralsOf(frame, values), spins);

function groupsOf(values: readonly number[]): SpinMoments {
  const group = (from: number): Vector3 => [values[from]!, values[from + 1]!, values[from + 2]!];
  return { mean: group(0), square: group(3), cross: group(6) };
}
