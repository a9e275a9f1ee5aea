import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../../src/core/random.ts";
import { axisSteadyState as steadyPopulations } from "../../../../src/dicke/axis/steadyState.ts";
import { axisSteadyState } from "../../../../src/fem/axis/steady.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";
import type { ErrorEstimate } from "../../../../src/state/errorEstimate.ts";
import laser from "../../../reference/laser.json" with { type: "json" };

describe("P on the half disk", () => {
  it.each(laser.steady.filter(({ model }) => model.spins < 100))(
    "has the moments of another program: case $case, N = $model.spins",
    ({ model, meanZ, squareZ, JpJmOverN2 }) => {
      const { observables, errorEstimate, profile } = axisSteadyState(spinModel(model));
      const { mean, square } = observables;
      const emitted = (square[0] + square[1]) / 4 + mean[2] / (2 * model.spins);
      const limits = [errorEstimate.mean[2], errorEstimate.square[2], errorEstimate.square[0]];
      for (const [k, difference] of [mean[2] - meanZ, square[2] - squareZ, emitted - JpJmOverN2].entries()) {
        // Twelve decimals are given.
        expect(Math.abs(difference)).toBeLessThan(1e-12 + limits[k]!);
        expect(limits[k]).toBeLessThan(1e-9);
      }
      expect(Math.abs(profile()!.summary.mass - 1)).toBeLessThan(1e-10);
    },
  );

  it("keeps its promise for random rates, also of the purity", () => {
    const numbers = new Float64Array(1000);
    fillUniform(createRandomStream(2027, 0), numbers);
    let drawn = 0;
    const random = (): number => numbers[drawn++]!;
    const rate = (share: number, most: number): number => (random() < share ? 0.1 * (most / 0.1) ** random() : 0);
    let met = 0;
    for (let k = 0; k < 12; k++) {
      const spins = 9 + Math.floor(22 * random());
      const collective = { decay: rate(0.9, spins), pump: rate(0.4, spins), dephasing: rate(0.3, 10) };
      const local = { pump: 0.05 + rate(0.9, spins), decay: rate(0.6, 20), dephasing: rate(0.5, 20) };
      const model = spinModel({ spins, field: [0, 0, random()], collective, local });
      const [found, exact] = [axisSteadyState(model), steadyPopulations(model, 2 ** 30)];
      const own = exact.errorEstimate as ErrorEstimate;
      for (const name of ["mean", "square"] as const) {
        for (const i of [0, 2]) {
          const difference = Math.abs(found.observables[name][i]! - exact.observables[name][i]!);
          expect(difference).toBeLessThanOrEqual(found.errorEstimate[name][i]! + own[name][i]!);
        }
      }
      const difference = Math.abs(found.observables.purity - exact.observables.purity);
      expect(difference).toBeLessThanOrEqual(found.errorEstimate.purity + own.purity);
      if (Math.max(...found.errorEstimate.mean, ...found.errorEstimate.square) < 1e-8) met++;
    }
    expect(met).toBeGreaterThanOrEqual(11);
  });
});

describe("P around a ring or a point as a function", () => {
  it.each([
    [400, 200, 0, "ring"],
    [200, 194, 0, "threshold"],
    [200, 340, 40, "point"],
  ] as const)("has the mass and the means that its moments say: N = %s, w = %s", (spins, pump, upwards, around) => {
    const model = spinModel({
      spins,
      collective: { decay: spins / 2, pump: upwards },
      local: { pump: pump / 2 },
    });
    const { profile, observables, expansion } = axisSteadyState(model);
    expect(expansion.around).toBe(around);
    const { points, values } = profile()!.nodes();
    // The nodes are the middles of equal cells of u and z, where P ends at the axis 0.3 of the length of an exponential high: h^2 / 24 each.
    const total = values.reduce((sum, value) => sum + value, 0);
    const z = values.reduce((sum, value, k) => sum + value * points[3 * k + 2]!, 0) / total;
    expect(Math.abs(profile()!.summary.mass - 1)).toBeLessThan(0.01);
    expect(Math.abs(z - observables.mean[2])).toBeLessThan(0.01);
  });
});
