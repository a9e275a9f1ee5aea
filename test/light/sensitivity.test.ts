import { describe, expect, it } from "vitest";
import { withParameter } from "../../src/model/parameters.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { sensitivities } from "../../src/roads/sensitivities.ts";
import { steady } from "../../src/roads/steady.ts";
import { litModels, REFERENCE_ERROR } from "../reference/correlations.ts";
import { modelsUpTo } from "./roads.ts";

describe.each(["harmonic", "dicke"] as const)("sensitivities by %s", (method) => {
  it.each(modelsUpTo(10))(
    "of $name are those of the master equation, within their estimates",
    ({ model, sensitivity }) => {
      const found = sensitivities(model, { method });
      expect(Object.keys(found.parameters).toSorted()).toEqual(Object.keys(sensitivity).toSorted());
      const size = Math.max(...Object.values(sensitivity).flat().map(Math.abs));
      for (const [name, expected] of Object.entries(sensitivity)) {
        found.parameters[name]!.mean.forEach((value, k) => {
          const error = Math.abs(value - expected[k]!);
          // Rounding, with room for its growth.
          expect(error).toBeLessThanOrEqual(1e-10 * size);
          expect(error).toBeLessThanOrEqual(found.errorEstimate[name]!.mean[k]! + REFERENCE_ERROR * size);
        });
      }
    },
  );
});

describe("sensitivities", () => {
  const model = spinModel({
    spins: 5,
    field: [0.3, 0.1, -0.2],
    interaction: { zz: 0.7, xy: -0.3 },
    collective: { decay: 0.2, jumps: [{ rate: 0.5, operator: "Jx + 0.6i*Jy" }] },
    local: { pump: 0.1 },
  });

  it.each([
    ["interaction.zz", "interaction.zz", 0.7],
    ["collective.jumps.0.rate", "collective.jumps.0.rate", 0.5],
    ["field.z", "field.2", -0.2],
    ["local.pump", "local.pump", 0.1],
  ])("by %s are what finite differences tend to", (name, path, value) => {
    const found = sensitivities(model, { parameters: [name] }).parameters[name]!;
    const step = 3e-3 * Math.abs(value);
    const at = (by: number) => steady(withParameter(model, path, value + by), { method: "dicke" }).observables;
    const slope = (of: (by: number) => number): number => {
      // Richardson's extrapolation leaves (step / value)^4, 1e-10, and rounding of the states some 1e-14 / step.
      const central = (h: number): number => (of(h) - of(-h)) / (2 * h);
      return (4 * central(step) - central(2 * step)) / 3;
    };
    for (let k = 0; k < 3; k++) {
      expect(Math.abs(found.mean[k]! - slope((by) => at(by).mean[k]!))).toBeLessThan(1e-9);
      expect(Math.abs(found.square[k]! - slope((by) => at(by).square[k]!))).toBeLessThan(1e-9);
    }
  });

  it("by finite elements are those of the master equation", () => {
    const { model: lit, sensitivity } = litModels.find(({ name }) => name === "local, equal pump and decay N=4")!;
    const found = sensitivities(lit, { method: "fem", parameters: ["field.x", "local.decay"] });
    for (const name of ["field.x", "local.decay"]) {
      found.parameters[name]!.mean.forEach((value, k) => {
        // Moments of degree 2 are exact in elements of degree 2: rounding.
        expect(Math.abs(value - sensitivity[name]![k]!)).toBeLessThan(1e-10);
      });
    }
  });

  it("come with the rate at which state and light tell the field", () => {
    const driven = spinModel({ spins: 10, field: [1.5, 0, 0], collective: { decay: 1 } });
    for (const method of ["harmonic", "dicke"] as const) {
      const { fisherRate, fisherRateError } = sensitivities(driven, { method, parameters: ["field.x"] });
      // From dense matrices, eight digits.
      expect(Math.abs(fisherRate[0] - 309.25449)).toBeLessThan(5e-6 + fisherRateError[0]);
    }
  });

  it("tell the field at a rate that grows as N^3 above the critical field", () => {
    const rates = [20, 40, 80].map((spins) => {
      const driven = spinModel({ spins, field: [1.5, 0, 0], collective: { decay: 1 } });
      return sensitivities(driven, { method: "harmonic", parameters: ["field.x"] }).fisherRate[0];
    });
    // Corrections are of order 1/N: 2 % in rate / N^3 from N = 20 to 40, below 1 % from 40 to 80.
    const exponents = [0, 1].map((k) => Math.log2(rates[k + 1]! / rates[k]!));
    expect(Math.abs(exponents[0]! - 3)).toBeLessThan(1 / 20);
    expect(Math.abs(exponents[1]! - 3)).toBeLessThan(1 / 40);
  });

  it("refuses what it has no derivative by", () => {
    expect(() => sensitivities(model, { parameters: ["field.w"] })).toThrow(/"field\.w" is not a parameter/);
    const collective = spinModel({ spins: 4, field: [1, 0, 0], collective: { decay: 1 } });
    expect(() => sensitivities(collective, { parameters: ["local.decay"] })).toThrow(
      /local rate, and the model has none/,
    );
  });
});
