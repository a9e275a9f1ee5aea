import { infinityNorm, multiply, type SparseMatrix, spectralNormBound } from "../linalg/sparse.ts";
import { norm } from "../linalg/vectorKernels.ts";
import { equivalentField, turnsFreely } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { explicitIntegrator, type RightHandSide } from "../ode/explicit/integrator.ts";
import { turnsMuchFaster } from "../ode/exponential/chebyshev.ts";
import { chebyshevIntegrator, krylovIntegrator } from "../ode/exponential/integrator.ts";
import type { Integrator } from "../ode/integrator.ts";
import type { Vector3 } from "../state/moments.ts";
import type { BandState } from "./band.ts";

/** Moves the unknowns of a state. */
export interface Propagator {
  readonly integrator: Integrator;
  /** Sum of the estimated errors of the steps so far, and what rounding adds: Euclidean norm of the unknowns. */
  readonly error: () => number;
}

/** What a state brings to its evolution. */
type Start = Pick<BandState, "band" | "unknowns">;

/**
 * @param longest norm that the unknowns of a state can have
 * @param write writes the values of the generator for a field over those of `generator`. A field turns the unknowns at most `band` times faster than one
 *   spin, and is antisymmetric among them
 */
export function constantField(
  generator: SparseMatrix,
  start: Start,
  longest: number,
  tolerancePerTime: number,
  model: SpinModel,
  write: (field: Vector3) => void,
): Propagator {
  write([0, 0, 0]);
  const range = { turning: start.band * Math.hypot(...model.field), damping: spectralNormBound(generator) };
  const apply = (x: Float64Array, y: Float64Array): void => multiply(generator, x, y);
  const settle = normKept(start);
  // Of a field that turns freely whole turns are left out instead.
  const isFree = turnsFreely(model);
  if (isFree || !turnsMuchFaster(range)) {
    return withRounding(
      krylovIntegrator(start.unknowns, apply, {
        tolerancePerTime,
        prepare: (span) => write(isFree ? equivalentField(model, span) : model.field),
        roundingPerTime: () => longest * Number.EPSILON * infinityNorm(generator),
        settle,
      }),
      longest,
    );
  }
  write(model.field);
  return withRounding(
    chebyshevIntegrator(start.unknowns, apply, range, { tolerancePerTime, perEuclidean: 1, settle }),
    longest,
  );
}

/** @param moveTo writes the values of the generator at a time over those of `generator` */
export function movingGenerator(
  generator: SparseMatrix,
  start: Start,
  longest: number,
  tolerancePerTime: number,
  moveTo: (time: number) => void,
): Propagator {
  const rate: RightHandSide = (time, unknowns, derivative) => {
    moveTo(time);
    multiply(generator, unknowns, derivative);
  };
  const options = { tolerancePerTime, norm, maximumSteps: Number.POSITIVE_INFINITY, settle: normKept(start) };
  return withRounding(explicitIntegrator(start.unknowns, rate, options), longest);
}

/** The norm is conserved; the steps leave it to rounding only. */
const normKept =
  ({ unknowns: [first] }: Start) =>
  (unknowns: Float64Array): void => {
    unknowns[0] = first!;
  };

/** Of a step: a few of the some thirty vectors that it is combined from; and of the state that it starts from. */
const withRounding = (integrator: Integrator, longest: number): Propagator => ({
  integrator,
  error: () => integrator.error() + (16 + 16 * integrator.roundedSteps()) * Number.EPSILON * longest,
});
