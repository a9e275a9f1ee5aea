import {
  createIntegrator,
  advance as integrate,
  packProgress,
  progressLength,
  restoreProgress,
} from "../../linalg/explicitIntegrator.ts";
import { krylovExponential } from "../../linalg/krylovExponential.ts";
import { multiply } from "../../linalg/sparse.ts";
import { norm } from "../../linalg/vectorKernels.ts";
import type { Field } from "../../model/drive.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Propagator } from "../propagate.ts";
import type { BallState } from "./ballState.ts";
import { ballCoefficients, ballGenerator, ballHierarchy, combineBallTerms } from "./hierarchy.ts";

/**
 * Propagator for states of the band and N of `start`: Krylov exponentials for the constant field of the model, explicit
 * Runge-Kutta steps of order 8 for a field in time.
 *
 * @throws InputError where N differs; ResourceLimitError as `ballHierarchy` does
 */
export function ballPropagator(
  model: SpinModel,
  start: BallState,
  field: Field | undefined,
  tolerancePerTime: number,
): Propagator {
  const hierarchy = ballHierarchy(start.spins, start.band);
  const matrix = ballGenerator(hierarchy, model);
  // Of a step: a few of the some thirty vectors that it is combined from, none longer than a state can be.
  const rounding = (steps: number): number => (16 + 16 * steps) * Number.EPSILON * Math.sqrt(start.band / 2 + 1);
  if (field === undefined) {
    const progress = { nextStep: 0, error: 0, steps: 0 };
    return {
      advance: (unknowns, from, to) => {
        const span = to - from;
        const { suggestedStep, errorEstimate, steps } = krylovExponential(
          (x, y) => multiply(matrix, x, y),
          span,
          unknowns,
          { tolerance: tolerancePerTime * span, initialStep: progress.nextStep },
        );
        progress.nextStep = suggestedStep;
        progress.error += errorEstimate;
        progress.steps += steps;
      },
      error: () => progress.error + rounding(progress.steps),
      steps: () => progress.steps,
      pack: () => Float64Array.of(progress.nextStep, progress.error, progress.steps),
      restore: ([nextStep, error, steps]) => {
        Object.assign(progress, { nextStep, error, steps });
      },
      packedLength: 3,
    };
  }
  const integrator = createIntegrator(
    hierarchy.size,
    (time, unknowns, rate) => {
      combineBallTerms(hierarchy, ballCoefficients(model, field(time)), matrix.values);
      multiply(matrix, unknowns, rate);
    },
    { tolerancePerTime, norm, maximumSteps: 1e6 },
  );
  const { progress } = integrator;
  return {
    advance: (unknowns, from, to) => integrate(integrator, unknowns, from, to),
    error: () => progress.error + rounding(progress.accepted),
    steps: () => progress.accepted,
    pack: () => packProgress(progress),
    restore: (packed) => restoreProgress(progress, packed),
    packedLength: progressLength,
  };
}
