import { describe, expect, it } from "vitest";
import { NotUniqueError } from "../../../src/core/errors.ts";
import { createRandomStream, fillUniform } from "../../../src/core/random.ts";
import { ballSteadyState } from "../../../src/fem/ball/steadyState.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { steadyByDicke, steadyByHarmonics } from "../../../src/roads/steady/byDomain.ts";
import { ratioOf } from "../../calibration.ts";
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

/*
 * P is narrow there, and the polynomials of the band cancel outside it. In 60 models drawn as below errors were 0.04 (median) to 0.32 of the estimates, and
 * up to 0.95 where the cancellation was not counted (1.15 in the first one here); the estimates were 1e-12 (median) to 3e-10, against 3e-13 to 4e-11.
 */
describe("rounding of the band where local decay takes P to a pole and dephasing is fast", () => {
  const stream = createRandomStream(11, 0);
  const uniform = (): number => {
    const one = new Float64Array(1);
    fillUniform(stream, one);
    return one[0]!;
  };
  const between = (low: number, high: number): number => low * (high / low) ** uniform();
  const drawn = Array.from({ length: 5 }, (_, k) =>
    spinModel({
      spins: 6 + (k % 3),
      collective: { dephasing: between(1, 1e3), pump: between(1e-3, 1) },
      local: { dephasing: between(0.01, 1), pump: between(1e-3, 1), decay: between(1, 100) },
    }),
  );
  const seen = spinModel({
    spins: 8,
    collective: { dephasing: 25.4, pump: 0.0366 },
    local: { dephasing: 0.153, pump: 0.0394, decay: 12.1 },
  });

  it.each([seen, ...drawn].map((one, k) => [k, one] as const))("is in the estimate, model %d", (_, one) => {
    const found = ballSteadyState(one);
    const ratio = ratioOf("", found, steadyByDicke(one).observables);
    // Not a hair's breadth: the right value is one draw of what rounding may do.
    expect(Math.max(ratio.moments, ratio.purity)).toBeLessThan(0.6);
    expect(Math.max(...found.errorEstimate.mean, ...found.errorEstimate.square)).toBeLessThan(1e-9);
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
