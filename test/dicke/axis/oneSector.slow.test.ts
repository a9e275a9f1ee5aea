import { describe, expect, it } from "vitest";
import { spinModel } from "../../../src/model/spinModel.ts";
import { spectrum } from "../../../src/roads/spectrum.ts";
import laser from "../../reference/laser.json" with { type: "json" };

describe("one sector", () => {
  it.each(laser.steady.filter(({ model }) => model.spins === 1000))(
    "of the light has half the linewidth of 1000 spins as its slowest rate: case $case",
    ({ model, halfLinewidth }) => {
      const found = spectrum(spinModel(model), { method: "dicke", sector: 1, count: 1 });
      // Ten decimals are given.
      expect(Math.abs(found.eigenvalues[0]![0] + halfLinewidth)).toBeLessThan(1e-10 + found.errorEstimate[0]!);
      expect(found.errorEstimate[0]).toBeLessThan(1e-8);
    },
  );
});
