import { ConvergenceError } from "../../core/errors.ts";
import { once } from "../../core/once.ts";
import { type AxialModel, aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import { type ErrorEstimate, leastPurity, withinPurities } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import { bestExpansion } from "../expansionLadder.ts";
import { withoutAxis } from "../otherRoads.ts";
import { expansionProfile } from "./expansionProfile.ts";
import { firstWeight, type Moments, type Weight } from "./frame.ts";
import { steadyOnHalfDisk } from "./halfDisk/steady.ts";
import { axisObservables } from "./observables.ts";
import type { AxisProfile } from "./profile.ts";
import { type MomentErrors, momentsOf, roundingOf, settledWeight, steadyExpansion } from "./solve.ts";
import { requireAxisAlongZ, requireExpandable } from "./validity.ts";

/** What P was expanded around. */
export interface AxisExpansion {
  /**
   * A ring well off the axis, a ring that reaches it (or a point near threshold), or a point of the axis; or nothing: elements fill the half disk of u and z, in the band
   * of the polynomials of a degree in space.
   */
  readonly around: Weight["kind"] | "halfDisk";
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
  /** Around a ring or a point 1 for the purity, which depends on moments of all degrees. */
  readonly errorEstimate: ErrorEstimate;
  /** Largest rate at which a moment would change, over the largest at which one is fed and drained. */
  readonly residual: number;
  readonly expansion: AxisExpansion;
  /** Moments of P up to the degree of elements that fill the half disk; null around a ring or a point. */
  readonly moments: BallMoments | null;
  /** P itself; null where its weight is none, as P is narrower than a point. */
  readonly profile: () => AxisProfile | null;
}

export interface AxisSteadyOptions {
  /** At which accuracy of first and second moments higher degrees need not be tried; default 1e-8. */
  readonly tolerance?: number;
}

/** Fewer spins than this are done by elements that fill the half disk: fluctuations are as wide as that. */
export const FEWEST_EXPANDED = 100;

/** Total degrees that are tried: 45 to 325 unknowns. */
const DEGREES = [8, 11, 14, 17, 20, 24] as const;

/** Share of the largest error that each moment has at least. */
const COMMON = 1 / 64;

/**
 * The steady state of a model with local rates and a rotation axis along z, at any N. Up to N = 99 P consists of elements on triangles in the plane of u = x^2 + y^2 and
 * z, with polynomials as tests, exact in all degrees up to N or in bands below it (`halfDisk/forms.ts`). For more spins, in a fraction of a second, P is a Gaussian times
 * a polynomial, around the ring or the point of the axis where the mean field is stable, and what is solved for are at most 325 of its moments: the weak form with
 * polynomials as tests and as trial functions, no mesh, no quadrature, no boundary term.
 *
 * Errors are from two degrees and two weights, and rounding by its adjoint. Where P reaches the axis its weight ends there; where it has
 * no smooth shape at all, below the threshold of a laser, the model is refused.
 *
 * @throws InputError where the model has no axis along z or no local pump or decay
 * @throws NotUniqueError where a quantity is conserved
 * @throws ConvergenceError below threshold, and where the expansion does not converge: the message names the regime
 */
export function axisSteadyState(model: SpinModel, { tolerance = 1e-8 }: AxisSteadyOptions = {}): AxisSteadyState {
  const axial = requireAxisAlongZ(aroundAxis(coefficientsOf(model)));
  if (model.spins >= FEWEST_EXPANDED) requireExpandable(axial);
  requireUniqueSteadyState(model);
  return model.spins < FEWEST_EXPANDED ? byElements(model, axial, tolerance) : byExpansion(model, axial, tolerance);
}

/** P of elements that fill the half disk. */
function byElements(model: SpinModel, axial: AxialModel, tolerance: number): AxisSteadyState {
  const { spins } = model;
  const { u, z, zz, errors, purity, residual, band, compared, unknowns, ...rest } = steadyOnHalfDisk(axial, tolerance);
  const known = withinPurities(purity.purity, purity.error, leastPurity(spins, true));
  const moments = { u, z, uu: 0, uz: 0, zz: zz - z * z };
  const expansion = { around: "halfDisk", degree: band, compared, unknowns } as const;
  return { method: "fem", model, ...axisObservables(spins, moments, errors, known), residual, expansion, ...rest };
}

/** P around its ring or its point. */
function byExpansion(model: SpinModel, axial: AxialModel, tolerance: number): AxisSteadyState {
  const weight = settledWeight(axial, firstWeight(axial));
  const { moments, errors, residual, expansion, profile } = bestMoments(axial, weight, tolerance);
  const unknown = withinPurities(0, 1, leastPurity(model.spins, true));
  const seen = axisObservables(model.spins, moments, errors, unknown);
  return { method: "fem", model, ...seen, residual, expansion, moments: null, profile };
}

interface Found {
  readonly moments: Moments;
  readonly errors: MomentErrors;
  readonly residual: number;
  readonly expansion: AxisExpansion;
  readonly profile: () => AxisProfile | null;
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
      remedy: withoutAxis(model.spins),
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
    profile: once(() => expansionProfile(expansion, weight, stretch)),
  };
}
