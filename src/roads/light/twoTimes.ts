import { correlationsFromState, type FirstTime, type TwoTimeCourse } from "../../light/fromState.ts";
import type { ComplexVector } from "../../model/operator/linearForm.ts";
import { turnedOperator } from "../../model/secondOrder/turnedModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type LightAnswer, lightAnswer } from "./answer.ts";
import type { LightOptions } from "./options.ts";
import { largestAmplitude } from "./scale.ts";
import { answerInFrame, startFrame } from "./turnedAxis.ts";

/** A correlation function of two times along an evolution, by the cheapest road that meets the tolerance. Throws as `lightAnswer`. */
export function twoTimeAnswer(
  model: SpinModel,
  operator: ComplexVector,
  order: 1 | 2,
  first: FirstTime,
  times: readonly number[],
  options: LightOptions,
): LightAnswer<TwoTimeCourse> {
  const frame = startFrame(model, first.initial);
  if (frame !== null) {
    const { model: turned, initial, rotation } = frame;
    const along = turnedOperator(operator, rotation);
    return answerInFrame(asked(turned, along, order, { ...first, initial }, times, options), model, frame);
  }
  return asked(model, operator, order, first, times, options);
}

function asked(
  model: SpinModel,
  operator: ComplexVector,
  order: 1 | 2,
  first: FirstTime,
  times: readonly number[],
  options: LightOptions,
): LightAnswer<TwoTimeCourse> {
  const scale = largestAmplitude(model, operator) ** (2 * order);
  return lightAnswer<TwoTimeCourse>(
    model,
    {
      name: "the correlation function",
      moments: 2 * order,
      span: first.at + times.at(-1)!,
      initial: first.initial,
      ask: (equations) => correlationsFromState(equations, operator, order, first, times),
      withDifference: (fine, coarse) => withDifference(fine, coarse, scale),
      relativeError: ({ errorEstimate, values }) =>
        Math.max(...errorEstimate) / Math.max(scale, ...values.map(([re, im]) => Math.hypot(re, im))),
      numbers: ({ values, errorEstimate, intensities, intensityErrors }) => ({
        values: [...values.flat(), ...intensities],
        errors: [...errorEstimate.flatMap((error) => [error, error]), ...intensityErrors],
      }),
    },
    options,
  );
}

/** Two bands that differ by more than this share of the largest value may both be lost: what a cut throws back is then in both (harmonic/evolveInBands.ts). */
const LOST = 0.02;

/** Of the largest difference up to each time: at a single one two answers may agree by chance. */
function withDifference(fine: TwoTimeCourse, coarse: TwoTimeCourse, scale: number): TwoTimeCourse {
  const running = (errors: readonly number[], apart: (k: number) => number, most: number): number[] => {
    let largest = 0;
    return errors.map((error, k) => {
      largest = Math.max(largest, apart(k));
      return error + (largest > LOST * most ? Math.max(largest, 2 * most) : largest);
    });
  };
  const distance = (of: "values" | "uncorrelated", k: number): number => {
    const [a, b] = [fine[of][k]!, coarse[of][k]!];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  };
  const intensity = Math.max(fine.intensity, ...fine.intensities);
  return {
    ...fine,
    errorEstimate: running(fine.errorEstimate, (k) => distance("values", k), scale),
    uncorrelatedError: running(fine.uncorrelatedError, (k) => distance("uncorrelated", k), scale),
    intensityError: fine.intensityError + Math.abs(fine.intensity - coarse.intensity),
    intensityErrors: running(
      fine.intensityErrors,
      (k) => Math.abs(fine.intensities[k]! - coarse.intensities[k]!),
      intensity,
    ),
  };
}
