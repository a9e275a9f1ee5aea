import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";
import laser from "../reference/laser.json" with { type: "json" };

const of = (spins: number) => laser.steady.find(({ case: name, model }) => name === "A" && model.spins === spins)!;

describe("the light of a superradiant laser", () => {
  it("of 100 spins has the intensity and bunching of the master equation", () => {
    const { model, JpJmOverN2, g2 } = of(100);
    const { values, normalized } = correlation(spinModel(model), { order: 2, times: [0], method: "dicke" });
    // Listed with twelve digits.
    expect(Math.abs(normalized[0]![0] / g2! - 1)).toBeLessThan(1e-10);
    expect(Math.abs(Math.sqrt(values[0]![0] / g2!) / model.spins ** 2 / JpJmOverN2! - 1)).toBeLessThan(1e-10);
  });

  it("of 40 and of 100 spins has one narrow line, of the width of the master equation, with nearly all weight", () => {
    for (const spins of [40, 100]) {
      const { model, halfLinewidth } = of(spins);
      const { lines, incoherentWeight } = emissionSpectrum(spinModel(model), { frequencies: [0], method: "dicke" });
      const [narrow] = lines;
      // The reference is listed with thirteen digits.
      expect(Math.abs(narrow!.halfWidth - halfLinewidth!)).toBeLessThan(narrow!.error + 1e-12);
      expect(narrow!.error).toBeLessThan(1e-10);
      expect(narrow!.frequency).toBe(0);
      expect(narrow!.weight / incoherentWeight).toBeGreaterThan(0.95);
    }
  });
});
