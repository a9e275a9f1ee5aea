import { expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import laser from "../reference/laser.json" with { type: "json" };

it("the light of a superradiant laser of 100 spins has the intensity and bunching of the master equation", () => {
  const { model, JpJmOverN2, g2 } = laser.steady.find(
    ({ case: name, model: { spins } }) => name === "A" && spins === 100,
  )!;
  const { values, normalized } = correlation(spinModel(model), { order: 2, times: [0], method: "dicke" });
  // Listed with twelve digits.
  expect(Math.abs(normalized[0]![0] / g2! - 1)).toBeLessThan(1e-10);
  expect(Math.abs(Math.sqrt(values[0]![0] / g2!) / model.spins ** 2 / JpJmOverN2! - 1)).toBeLessThan(1e-10);
});
