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

/**
 * Follows operators, all in one Krylov space, and looks at them at each time.
 *
 * @param times ascending, from 0 on
 */
export function propagateOperators(
  { generator, spins }: Pick<OperatorSpace, "generator" | "spins">,
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
  for (const [index, time] of times.entries()) {
    for (const _ of integrator.advance(time));
    const rounding = (1 + integrator.roundedSteps()) * STEP_ROUNDINGS * length;
    look({ operators: parts(integrator.at(time)), error: growth * (integrator.error() + rounding) }, index);
  }
}
