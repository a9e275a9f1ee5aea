import { expect, it } from "vitest";
import type { SpinModel } from "../../../../src/model/spinModel.ts";
import { steadyByHarmonics } from "../../../../src/roads/steady/byDomain.ts";
import { comparedWith } from "./honesty.ts";
import { randomBall } from "./randomBall.ts";

/** All moments: exact but for rounding. */
const byAllMoments = (model: SpinModel) => steadyByHarmonics(model, { band: model.spins });

it("keeps its promise for a hundred random models", { timeout: 900_000 }, () => {
  const { answered, met, compared, worst } = comparedWith(byAllMoments, randomBall(5, 120, 14, 28));
  expect(compared).toBeGreaterThan(95);
  expect(met).toBeGreaterThan(0.75 * answered);
  expect(worst).toBeLessThanOrEqual(1);
});
