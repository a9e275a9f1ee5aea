import { infinityNorm, multiply, type SparseMatrix, spectralNormBound } from "../linalg/sparse.ts";
import { norm } from "../linalg/vectorKernels.ts";
import { equivalentField, turnsFreely } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import {
  createIntegrator,
  advance as integrate,
  packProgress,
  progressLength,
  restoreProgress,
} from "../ode/explicit/integrator.ts";
import { chebyshevExponential, type NumericalRange, turnsMuchFaster } from "../ode/exponential/chebyshev.ts";
import { krylovExponential } from "../ode/exponential/krylov.ts";
import type { Vector3 } from "../state/moments.ts";

/** Moves the unknowns of a state in place. */
export interface Propagator {
  readonly advance: (unknowns: Float64Array, from: number, to: number) => void;
  /** Sum of the estimated errors of the steps so far, and what rounding adds: Euclidean norm of the unknowns. */
  readonly error: () => number;
  readonly steps: () => number;
  /** What the steps so far leave to the next ones, as numbers: with it and equal unknowns the next bits are equal. */
  readonly pack: () => Float64Array;
  readonly restore: (packed: Float64Array) => void;
  readonly packedLength: number;
}

/** Of a step: a few of the some thirty vectors that it is combined from; and of the state that it starts from. */
const roundingError = (steps: number, longest: number): number => (16 + 16 * steps) * Number.EPSILON * longest;

/**
 * @param longest norm that the unknowns of a state can have
 * @param band a field turns the unknowns at most this much faster than one spin, and is antisymmetric among them
 * @param write writes the values of the generator for a field over those of `generator`
 */
export function constantField(
  generator: SparseMatrix,
  longest: number,
  tolerancePerTime: number,
  model: SpinModel,
  band: number,
  write: (field: Vector3) => void,
): Propagator {
  write([0, 0, 0]);
  const range = { turning: band * Math.hypot(...model.field), damping: spectralNormBound(generator) };
  // Of a field that turns freely whole turns are left out instead.
  if (turnsFreely(model) || !turnsMuchFaster(range))
    return krylovSteps(generator, longest, tolerancePerTime, (span) => write(equivalentField(model, span)));
  write(model.field);
  return chebyshevSums(generator, longest, tolerancePerTime, range);
}

function chebyshevSums(
  generator: SparseMatrix,
  longest: number,
  tolerancePerTime: number,
  range: NumericalRange,
): Propagator {
  const propagate = chebyshevExponential((x, y) => multiply(generator, x, y), generator.pattern.rows, range);
  let error = 0;
  let products = 0;
  return {
    advance: (unknowns, from, to) => {
      const size = norm(unknowns);
      const result = propagate(to - from, unknowns, (tolerancePerTime * (to - from)) / longest);
      error += size * (result.truncation + result.rounding);
      products += result.applications;
    },
    error: () => error + roundingError(0, longest),
    steps: () => products,
    pack: () => Float64Array.of(error, products),
    restore: ([packedError, packedProducts]) => {
      error = packedError!;
      products = packedProducts!;
    },
    packedLength: 2,
  };
}

/** @param prepare writes the values of the generator for an interval of a given length over those of `generator` */
function krylovSteps(
  generator: SparseMatrix,
  longest: number,
  tolerancePerTime: number,
  prepare: (span: number) => void,
): Propagator {
  let nextStep = 0;
  let error = 0;
  let steps = 0;
  return {
    advance: (unknowns, from, to) => {
      const span = to - from;
      prepare(span);
      const result = krylovExponential((x, y) => multiply(generator, x, y), span, unknowns, {
        tolerance: tolerancePerTime * span,
        initialStep: nextStep,
        maximumSteps: Number.POSITIVE_INFINITY,
      });
      nextStep = result.suggestedStep;
      // A long step in a small space is a power of a small matrix: what is conserved keeps the roundings of every turn.
      error += result.errorEstimate + longest * Number.EPSILON * infinityNorm(generator) * span;
      steps += result.steps;
    },
    error: () => error + roundingError(steps, longest),
    steps: () => steps,
    pack: () => Float64Array.of(nextStep, error, steps),
    restore: ([packedStep, packedError, packedSteps]) => {
      nextStep = packedStep!;
      error = packedError!;
      steps = packedSteps!;
    },
    packedLength: 3,
  };
}

/** @param moveTo writes the values of the generator at a time over those of `generator` */
export function movingField(
  generator: SparseMatrix,
  longest: number,
  tolerancePerTime: number,
  moveTo: (time: number) => void,
): Propagator {
  const integrator = createIntegrator(
    generator.pattern.rows,
    (time, unknowns, rate) => {
      moveTo(time);
      multiply(generator, unknowns, rate);
    },
    { tolerancePerTime, norm, maximumSteps: Number.POSITIVE_INFINITY },
  );
  const { progress } = integrator;
  return {
    advance: (unknowns, from, to) => integrate(integrator, unknowns, from, to),
    error: () => progress.error + roundingError(progress.accepted, longest),
    steps: () => progress.accepted,
    pack: () => packProgress(progress),
    restore: (packed) => restoreProgress(progress, packed),
    packedLength: progressLength,
  };
}
