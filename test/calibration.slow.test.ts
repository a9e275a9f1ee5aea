import type { SpinModel } from "blochfem";
import { ballSteadyState, steadyState } from "blochfem/fem";
import { hasLocalRates } from "blochfem/model";
import { it } from "vitest";
import { type Answer, answerOf, expectPromisesKept, type Ratio, ratioOf } from "./calibration.ts";
import { extremeModels } from "./reference/extreme.ts";

const ratios = (solve: (model: SpinModel) => Answer, local: boolean): Ratio[] =>
  extremeModels.flatMap(({ model, steady }, k) => {
    if (hasLocalRates(model) !== local) return [];
    const answer = answerOf(() => solve(model));
    return answer === null ? [] : [ratioOf(`model ${k}: ${JSON.stringify(model)}`, answer, steady)];
  });

it("error over estimate of steady states by finite elements on the sphere, 120 models", () => {
  expectPromisesKept(ratios(steadyState, false));
}, 1_800_000);

it("error over estimate of steady states by finite elements in the ball, 60 models", () => {
  expectPromisesKept(ratios(ballSteadyState, true));
}, 1_800_000);
