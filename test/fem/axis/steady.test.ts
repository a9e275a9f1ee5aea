import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../src/core/random.ts";
import { axisSteadyState as steadyPopulations } from "../../../src/dicke/axis/steadyState.ts";
import { type AxisSteadyState, axisSteadyState } from "../../../src/fem/axis/steady.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import type { ErrorEstimate } from "../../../src/state/errorEstimate.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import laser from "../../reference/laser.json" with { type: "json" };

/** A laser of the conventions of laser.json: w in units of N Gamma, Gamma = 1. */
const laserOf = (spins: number, pump: number): SpinModel =>
  spinModel({ spins, collective: { decay: spins / 2 }, local: { pump: (pump * spins) / 2 } });

const picked = ({ mean, square }: SpinMoments): readonly [number, number, number] => [mean[2], square[0], square[2]];

/** Moments are within the estimates of the populations, which share no formula with P. */
function expectPromiseKept(model: SpinModel, found: AxisSteadyState): void {
  const exact = steadyPopulations(model, 2 ** 31);
  const [ours, theirs] = [picked(found.observables), picked(exact.observables)];
  const [estimate, own] = [picked(found.errorEstimate), picked(exact.errorEstimate as ErrorEstimate)];
  for (const k of [0, 1, 2]) expect(Math.abs(ours[k]! - theirs[k]!)).toBeLessThanOrEqual(estimate[k]! + own[k]!);
}

describe("P around its axis", () => {
  it.each(laser.steady.filter(({ model }) => model.spins >= 100))(
    "has the moments of another program: case $case, N = $model.spins",
    ({ model, meanZ, squareZ, JpJmOverN2 }) => {
      const { observables, errorEstimate } = axisSteadyState(spinModel(model));
      const { mean, square } = observables;
      // <J_+ J_-> = <J_x^2> + <J_y^2> + <J_z>.
      const emitted = (square[0] + square[1]) / 4 + mean[2] / (2 * model.spins);
      const limits = [errorEstimate.mean[2], errorEstimate.square[2], errorEstimate.square[0]];
      for (const [k, difference] of [mean[2] - meanZ, square[2] - squareZ, emitted - JpJmOverN2].entries()) {
        // Twelve decimals are given.
        expect(Math.abs(difference)).toBeLessThan(1e-12 + limits[k]!);
        expect(limits[k]).toBeLessThan(1e-9);
      }
    },
  );

  it.each([1e4, 1e6, 1e9])("has <z> and <u> of the closed form well above threshold: N = %s", (spins) => {
    const { observables, errorEstimate, expansion } = axisSteadyState(laserOf(spins, 0.5));
    expect(expansion.around).toBe("ring");
    // <a_u> = 0 over u, and <a_z> = 0 (docs/physics.md, section 2), where nothing is at the axis.
    const z = 0.5 + 1 / spins;
    const u = (0.5 - 0.5 * z - (z + 1) / spins) / (0.5 * (1 - 1 / spins));
    expect(Math.abs(observables.mean[2] - z)).toBeLessThanOrEqual(errorEstimate.mean[2]);
    const square = 1 / spins + ((1 - 1 / spins) * u) / 2;
    expect(Math.abs(observables.square[0] - square)).toBeLessThanOrEqual(errorEstimate.square[0]);
    expect(Math.max(...picked(errorEstimate))).toBeLessThan(1e-10);
  });

  it.each([0.3, 0.8, 0.97, 1, 1.05, 1.3, 2])("keeps its promise across threshold: w = %s N", (pump) => {
    const model = laserOf(200, pump);
    const found = axisSteadyState(model);
    expectPromiseKept(model, found);
    expect(Math.max(...picked(found.errorEstimate))).toBeLessThan(1e-8);
  });

  it("is not misled near the upper threshold, where Hermite polynomials agree with each other and are wrong: N = 3000", () => {
    const model = laserOf(3000, 0.97);
    const found = axisSteadyState(model);
    expect(found.expansion.around).toBe("threshold");
    expectPromiseKept(model, found);
    expect(Math.max(...picked(found.errorEstimate))).toBeLessThan(1e-9);
  });

  it("keeps its promise for random rates, or says which regime it is not made for", () => {
    const numbers = new Float64Array(1000);
    fillUniform(createRandomStream(12, 0), numbers);
    let drawn = 0;
    const random = (): number => numbers[drawn++]!;
    const rate = (share: number, most: number): number => (random() < share ? 0.1 * (most / 0.1) ** random() : 0);
    const count = { answered: 0, refused: 0 };
    for (let k = 0; k < 12; k++) {
      const spins = 100 + Math.floor(80 * random());
      const collective = { decay: rate(0.9, spins), pump: rate(0.4, spins), dephasing: rate(0.3, 10) };
      const local = { pump: 0.05 + rate(0.9, spins), decay: rate(0.6, 20), dephasing: rate(0.5, 20) };
      const model = spinModel({ spins, field: [0, 0, random()], collective, local });
      try {
        expectPromiseKept(model, axisSteadyState(model));
        count.answered++;
      } catch (error) {
        expect((error as Error).message).toMatch(/below the threshold/);
        count.refused++;
      }
    }
    expect(count.answered).toBeGreaterThan(6);
    expect(count.refused).toBeGreaterThan(0);
  });

  it("stops where P has no smooth shape: a laser below threshold", () => {
    expect(() => axisSteadyState(laserOf(1e5, 1e-3))).toThrow(/below the threshold.*w <= sqrt\(N\) Gamma/);
  });

  it("needs an axis along z, and local pump or decay", () => {
    const across = spinModel({ spins: 100, field: [1, 0, 0], collective: { decay: 1 }, local: { pump: 1 } });
    expect(() => axisSteadyState(across)).toThrow(/not along z/);
    const still = spinModel({ spins: 100, collective: { decay: 1 }, local: { dephasing: 1 } });
    expect(() => axisSteadyState(still)).toThrow(/no local pump or decay/);
  });
});
