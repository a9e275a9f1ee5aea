import { ConvergenceError, NotParabolicError } from "../core/errors.ts";
import { absoluteSum, DEFAULT_UNKNOWNS, type PairRequest, type PairStage } from "./pairKind.ts";

/** sum_i |p_i| is at most a few for a density; this much means that cancelling waves have taken over. */
const GROWTH_LIMIT = 1e3;

/** @param best least of the largest estimates that were too large */
export function notMet(
  stages: readonly PairStage[],
  { maximumUnknowns: limit = DEFAULT_UNKNOWNS }: Pick<PairRequest, "maximumUnknowns">,
  tolerance: number,
  best: number,
): ConvergenceError {
  const last = stages.at(-1);
  if (last === undefined) {
    return new ConvergenceError({
      what: `no space of up to ${limit} unknowns is among those that are tried`,
      remedy: "allow more",
      value: limit,
      limit,
    });
  }
  const { degree, band } = last.reported;
  const member = band === null ? `degree ${degree}` : `degree ${degree} in the band ${band}`;
  return new ConvergenceError({
    what: `the error estimate ${best.toExponential(1)} stays above the tolerance ${tolerance}: ${member} on ${last.name} was the last that was tried`,
    remedy: "ask for a larger tolerance",
    value: best,
    limit: tolerance,
  });
}

/** @throws NotParabolicError where cancelling waves have taken over */
export function stopGrowth(time: number, load: Float64Array): void {
  const size = absoluteSum(load);
  if (size <= GROWTH_LIMIT) return;
  throw new NotParabolicError({
    what: `at t = ${time} the density has grown to ${size.toExponential(1)} times its mass: the equation is not parabolic and amplifies its shortest waves without bound`,
    remedy: "keep the gauge filter on",
    value: size,
    limit: GROWTH_LIMIT,
  });
}

export const valuesOutgrown = (from: number, to: number): ConvergenceError =>
  new ConvergenceError({
    what: `between t = ${from} and ${to} the values of P have grown until rounding exceeds the tolerance: P contracts to a delta, which is no density on the mesh`,
    remedy: "solve inside a band (leave it to be chosen), or ask for a larger tolerance",
    value: to,
  });
