import { ConvergenceError } from "../core/errors.ts";
import { infinityNorm, multiply } from "../linalg/sparse.ts";
import { norm } from "../linalg/vectorKernels.ts";
import { krylovIntegrator } from "../ode/exponential/integrator.ts";
import type { OperatorSpace } from "./operatorSpace.ts";

/** e^{L t} of some operators at ascending times. */
export interface Propagated {
  /** At each time the unknowns of each operator, lent until the next. */
  readonly operators: readonly Float64Array[];
  /** Estimated Euclidean norm of the error of all of them together. */
  readonly error: number;
}

/** Of a step, relative to the norm of the start: below it rounding takes over. */
const TOLERANCE = 1e-13;

/** Rounding of a step: a few of the some thirty vectors that it is combined from. */
const STEP_ROUNDINGS = 16 * Number.EPSILON;

/** What no evolution of operators exceeds, over the growth that their trace norm allows: beyond it, what is left of a hierarchy of moments is unstable. */
const GROWN = 1e3;

/**
 * Follows operators, all in one Krylov space, and looks at them at each time.
 *
 * @param times ascending, from 0 on
 * @throws ConvergenceError where they grow beyond what operators can
 */
export function propagateOperators(
  { generator, spins, start: states }: Pick<OperatorSpace, "generator" | "spins" | "start">,
  start: readonly Float64Array[],
  times: readonly number[],
  look: (propagated: Propagated, index: number) => void,
): void {
  const size = generator.pattern.rows;
  const joined = new Float64Array(size * start.length);
  for (const [k, part] of start.entries()) joined.set(part, k * size);
  const parts = (whole: Float64Array): Float64Array[] => start.map((_, k) => whole.subarray(k * size, (k + 1) * size));
  const length = norm(joined);
  const end = times.at(-1)!;
  if (length === 0 || end === 0) {
    for (const index of times.keys()) look({ operators: parts(joined), error: 0 }, index);
    return;
  }
  const integrator = krylovIntegrator(
    joined,
    (x, y) => {
      for (let at = 0; at < x.length; at += size)
        multiply(generator, x.subarray(at, at + size), y.subarray(at, at + size));
    },
    {
      tolerancePerTime: (TOLERANCE * length) / end,
      prepare: () => undefined,
      roundingPerTime: () => length * Number.EPSILON * infinityNorm(generator),
    },
  );
  // Evolution does not enlarge the trace norm, which is at most so many Euclidean ones.
  const growth = Math.sqrt(spins + 1);
  // Unknowns of other spaces, those of expansions, are no norm of the operators.
  const limit = states === null ? Number.POSITIVE_INFINITY : GROWN * growth * length;
  for (const [index, time] of times.entries()) {
    for (const reached of integrator.advance(time)) requireBounded(integrator.at(reached), limit);
    const rounding = (1 + integrator.roundedSteps()) * STEP_ROUNDINGS * length;
    look({ operators: parts(integrator.at(time)), error: growth * (integrator.error() + rounding) }, index);
  }
}

/** @throws ConvergenceError where what a band leaves of the hierarchy grows: its steps would get ever shorter */
function requireBounded(operators: Float64Array, limit: number): void {
  const size = norm(operators);
  if (size <= limit) return;
  throw new ConvergenceError({
    what: `moments have grown to ${size.toExponential(1)}: what the band leaves of their hierarchy is unstable, which is no property of the model`,
    remedy: "choose a higher band, or another method",
    value: size,
    limit,
  });
}
