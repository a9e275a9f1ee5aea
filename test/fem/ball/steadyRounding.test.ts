import { describe, expect, it } from "vitest";
import { NotUniqueError } from "../../../src/core/errors.ts";
import { ballSteadyState } from "../../../src/fem/ball/steadyState.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { steadyByDicke, steadyByHarmonics } from "../../../src/roads/steady/byDomain.ts";
import { disagreements } from "../../property/compare.ts";

const [field, collective, local] = [
  [0.4, -0.3, 0.8],
  { dephasing: 0.2, pump: 0.3, decay: 0.3 },
  { dephasing: 0.1, pump: 0.2, decay: 0.4 },
] as const;

function model(spins: number, byField: number, byCollective: number, byLocal: number) {
  const times = (rates: SpinModel["local"], factor: number) => ({
    dephasing: factor * rates.dephasing,
    pump: factor * rates.pump,
    decay: factor * rates.decay,
  });
  const [x, y, z] = field;
  return spinModel({
    spins,
    field: [byField * x, byField * y, byField * z],
    collective: times(collective, byCollective),
    local: times(local, byLocal),
  });
}

describe("rounding in the ball, from the condition of the equation", () => {
  it.each([1e-12, 1e-6, 1, 1e6, 1e12])("does not depend on the unit of time: all rates times %d", (unit) => {
    const found = ballSteadyState(model(4, unit, unit, unit));
    expect(disagreements({ road: "fem", ...found }, { road: "dicke", ...steadyByDicke(found.model) })).toEqual([]);
    // Moments and purity are exact but for rounding there, which a condition of order 1 does not enlarge.
    expect(found.errorEstimate.mean[0]).toBeLessThan(1e-12);
    expect(found.errorEstimate.purity).toBeLessThan(1e-12);
  });

  it.each([
    ["slow local processes", model(4, 1, 1, 1e-4)],
    ["fast local processes", model(4, 1, 1, 1e8)],
    ["a fast field", model(4, 1e4, 1, 1)],
    ["ten spins in a fast field", model(10, 1e4, 1, 1)],
  ])("covers %s", (_, one) => {
    const found = ballSteadyState(one);
    for (const exact of [steadyByDicke(one), steadyByHarmonics(one)]) {
      expect(disagreements({ road: "fem", ...found }, { road: "exact", ...exact })).toEqual([]);
    }
  });

  it("names J^2 where local processes are lost beside the others", () => {
    expect(() => ballSteadyState(model(4, 1, 1, 1e-13))).toThrow(NotUniqueError);
    expect(() => ballSteadyState(model(4, 1, 1, 1e-13))).toThrow(/J\^2.* is nearly conserved/);
  });
});

it("two spins that rounding keeps from the tolerance without a band are tried in one", () => {
  // There are too few degrees for two bands to compare.
  const one = spinModel({
    spins: 2,
    field: [0.0301, 0.0356, -0.0652],
    collective: { dephasing: 0.0049 },
    local: { dephasing: 148479.7, pump: 8.285e-5, decay: 8.315e-6 },
  });
  let found: ReturnType<typeof ballSteadyState> | null = null;
  try {
    found = ballSteadyState(one);
  } catch (error) {
    expect((error as Error).name).toMatch(/ConvergenceError|NotUniqueError/);
  }
  if (found !== null) {
    expect(disagreements({ road: "fem", ...found }, { road: "dicke", ...steadyByDicke(one) })).toEqual([]);
  }
});
