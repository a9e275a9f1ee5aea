import { differenceOfMoments } from "../../../state/comparison.ts";
import type { SpinMoments, Vector3 } from "../../../state/moments.ts";
import { estimateMoments, largerOf, largestMoment, scaledBy } from "../../errorEstimate.ts";
import type { SteadyDensity } from "../../steadySystem.ts";
import type { FunctionSpace } from "../space.ts";

/*
 * What three solutions of growing degree in a chart say of the error of the highest. Found from 457 models of collective decay and 85 others, N = 40 to 90,000, most of them next to
 * the critical field, and all their degrees, against closed forms and harmonics: errors reach 0.51 of these estimates.
 */

type Solution = Pick<SteadyDensity<FunctionSpace>, "moments" | "functions">;

/** Errors above it are of functions that have not begun to converge: in shifted spheres they were up to 34 times what two bands differ by. */
const BEGUN = 1e-3;

/** No two values of a moment are further apart. */
const RANGE: Vector3 = [2, 2, 2];

/** Differences that fall by so much from one degree to the next belong to a series that converges, not to values that wander about a floor. */
const FALLING = 1 / 16;

/** Where they do not, three solutions in a tangent plane may agree better than they are right: up to 2.1 times. */
const WANDERING = 4;

/** A series that falls by r at each degree still lacks r / (1 - r) of its last difference; it is credited with no less than the first share, and so many times r. */
const CREDIT = { leastShare: 1 / 8, rates: 8, below: 1e-5 };

export interface ChartErrors {
  /** By which degrees are chosen: that of a solution which is no better than the one before it. */
  readonly cautious: SpinMoments;
  /** With what a series that converges is credited for its last degree. */
  readonly credited: SpinMoments;
}

/** @param before the solutions of lower degree, the nearest first; with one alone nothing is known of their rate */
export function chartErrors(solution: Solution, before: readonly Solution[]): ChartErrors {
  const momentsOf = (one: Solution): SpinMoments => one.moments.moments;
  const [nearest, second] = before as [Solution, Solution | undefined];
  const last = estimateMoments(momentsOf(solution), momentsOf(nearest), 0, true);
  if (second === undefined) return { cautious: begun(last), credited: begun(last) };
  const rate = distance(momentsOf(solution), momentsOf(nearest)) / distance(momentsOf(nearest), momentsOf(second));
  const falls = rate < FALLING;
  const inPlane = solution.functions === "tangentPlane";
  const both = inPlane ? largerOf(last, estimateMoments(momentsOf(solution), momentsOf(second), 0, true)) : last;
  const cautious = begun(inPlane && !falls ? scaledBy(both, WANDERING) : both);
  const isCredited = falls && largestMoment(cautious) < CREDIT.below;
  return {
    cautious,
    credited: isCredited ? scaledBy(last, Math.max(CREDIT.leastShare, CREDIT.rates * rate)) : cautious,
  };
}

const begun = (errors: SpinMoments): SpinMoments =>
  largestMoment(errors) < BEGUN ? errors : largerOf(errors, { mean: RANGE, square: RANGE, cross: RANGE });

function distance(a: SpinMoments, b: SpinMoments): number {
  const { mean, square, cross } = differenceOfMoments(a, b);
  return Math.max(mean, square, cross);
}
