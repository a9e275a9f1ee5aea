import { describe, expect, it } from "vitest";
import { NotUniqueError, ResourceLimitError } from "../../../src/core/errors.ts";
import { populationCost } from "../../../src/dicke/axis/cost.ts";
import { populationRates } from "../../../src/dicke/axis/populationRates.ts";
import { steadyPopulations } from "../../../src/dicke/axis/steadyPopulations.ts";
import { steadyState } from "../../../src/dicke/collective/steadyState.ts";
import { blockRates } from "../../../src/dicke/symmetric/rates.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { blockPurity, blockTrace } from "../../../src/state/blocks/blockDensity.ts";
import type { Observables } from "../../../src/state/moments.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import laser from "../../reference/laser.json" with { type: "json" };
import { exactPopulations } from "./exactPopulations.ts";

const none = { dephasing: 0, pump: 0, decay: 0 };

/** Superradiant laser: collective decay N/2 (Gamma = 1), local pump w/2. */
const laserModel = (spins: number, pump: number, local = {}): SpinModel => ({
  spins,
  field: [0, 0, 0],
  collective: { ...none, decay: spins / 2 },
  local: { ...none, pump, ...local },
});

/** <J_+J_->/N^2 = (<J_x^2> + <J_y^2> + <J_z>)/N^2. */
const light = (spins: number, { mean, square }: Observables): number =>
  (square[0] + square[1]) / 4 + mean[2] / (2 * spins);

describe("populations of superradiant lasers", () => {
  it.each(laser.steady.filter(({ model }) => model.spins <= 100))("case $case, N = $model.spins", (entry) => {
    const { spins, collective, local } = entry.model;
    const { observables, errorEstimate } = symmetricSteadyState({
      spins,
      field: [0, 0, 0.7],
      collective: { ...none, ...collective },
      local,
    });
    // Twelve digits are given.
    const given = 5e-13;
    expect(Math.abs(observables.mean[2] - entry.meanZ)).toBeLessThan(errorEstimate.mean[2] + given);
    expect(Math.abs(observables.square[2] - entry.squareZ)).toBeLessThan(errorEstimate.square[2] + given);
    expect(Math.abs(light(spins, observables) - entry.JpJmOverN2)).toBeLessThan(errorEstimate.mean[2] + given);
    expect(errorEstimate.mean[2]).toBeLessThan(1e-12);
  });

  it("N = 200, the file of the issue, is instant; N = 1000 has the exact moments", { timeout: 600_000 }, () => {
    const some = symmetricSteadyState(laserModel(200, 25));
    // 1/4 + 1/N, up to an exponentially small weight at the axis.
    expect(Math.abs(some.observables.mean[2] - 0.255)).toBeLessThan(1e-6);
    const { observables, errorEstimate, density, populations, method, unknowns } = symmetricSteadyState(
      laserModel(1000, 125),
    );
    expect(Math.abs(observables.mean[2] - 0.251)).toBeLessThan(errorEstimate.mean[2] + 1e-12);
    expect(Math.abs(observables.square[0] - 0.186999)).toBeLessThan(errorEstimate.square[0] + 1e-12);
    expect(Math.abs(observables.square[2] - 0.06575)).toBeLessThan(errorEstimate.square[2] + 1e-12);
    expect(errorEstimate.mean[2]).toBeLessThan(1e-10);
    expect({ density, method, unknowns }).toEqual({ density: null, method: "populations", unknowns: 501 ** 2 });
    expect(populations).toHaveLength(501);
  });
});

/** Numbers over twelve orders of magnitude without any pattern, some of them zero. */
const scatteredRate = (k: number): number => {
  const turn = 0.5 + 0.5 * Math.sin(3 + 7.3 * k * k);
  return turn < 0.25 ? 0 : 10 ** (16 * turn - 12);
};
const scatteredModel = (k: number): SpinModel => {
  const rate = (n: number) => scatteredRate(8 * k + n);
  return {
    spins: 1 + (k % 5),
    field: [0, 0, k % 3],
    collective: { dephasing: rate(0), pump: rate(1), decay: rate(2) },
    local: { dephasing: rate(3), pump: rate(4) + 1e-9, decay: rate(5) + 1e-11 },
  };
};

describe("populations", () => {
  it("leave and arrive at the rates of the whole Liouvillian", () => {
    const model = scatteredModel(7);
    const rates = populationRates({ ...model, spins: 9 });
    let state = 0;
    for (const { order, loss, dephasingLoss } of blockRates({ ...model, spins: 9 }, 5)) {
      for (let a = 0; a < order; a++, state++) {
        const leaving = rates.outgoing.reduce((sum, direction) => sum + direction[state]!, 0) * rates.unit;
        const expected = 2 * loss[a]! + dephasingLoss(a, a);
        // Local dephasing within a block does nothing to populations: its loss cancels.
        expect(Math.abs(leaving - expected)).toBeLessThan(32 * Number.EPSILON * expected);
      }
    }
    expect(state).toBe(rates.size);
  });

  it.each(Array.from({ length: 40 }, (_, k) => k))("have every digit at rates over twelve orders, model %i", (k) => {
    const model = scatteredModel(k);
    const exact = exactPopulations(populationRates(model));
    const { populations, errorEstimate } = steadyPopulations(model);
    const found = symmetricSteadyState(model).observables;
    // Rates are taken as they are stored; each of the 12 states takes up to 12 roundings with it, and the sum 12 more.
    for (let state = 0; state < exact.length; state++) {
      expect(Math.abs(populations[state]! - exact[state]!)).toBeLessThanOrEqual(200 * Number.EPSILON * exact[state]!);
    }
    const columns = meanOf(model.spins, exact);
    expect(Math.abs(found.mean[2] - columns)).toBeLessThan(errorEstimate.mean[2]);
  });

  it.each([10, 17, 40])("agree with the whole Dicke road, N = %i", (spins) => {
    for (const k of [3, 4, 5]) {
      const rate = (n: number) => 1.1 + Math.sin(5 * k + n);
      const model: SpinModel = {
        spins,
        field: [0, 0, -1],
        collective: { dephasing: rate(1), pump: rate(2), decay: rate(3) },
        local: { dephasing: rate(4), pump: rate(5), decay: rate(6) },
      };
      const whole = symmetricSteadyState(model, { method: "direct" });
      const here = symmetricSteadyState(model);
      expect(excessOverEstimate(whole.observables, here.observables, sum(whole, here))).toBeLessThan(0);
      expect(Math.abs(blockPurity(here.density!) - here.observables.purity)).toBeLessThan(1e-14);
      expect(Math.abs(blockTrace(here.density!) - 1)).toBeLessThan(1e-13);
      expect(here.errorEstimate.mean[2]).toBeLessThan(1e-12);
    }
  });

  it("need no rate that changes m but one", () => {
    // Nothing raises: all spins are down, however slow the decay.
    const model: SpinModel = { ...laserModel(6, 0), collective: none, local: { dephasing: 1, pump: 0, decay: 1e-200 } };
    const { observables, errorEstimate } = symmetricSteadyState(model);
    expect(observables.mean).toEqual([0, 0, -1]);
    expect(errorEstimate.mean[2]).toBeLessThan(1e-14);
  });

  it("of a ladder that falls in two below the range of doubles are not unique, and say so", () => {
    const model: SpinModel = {
      ...laserModel(4, 0),
      collective: none,
      local: { dephasing: 1, pump: 1e-300, decay: 1e-300 },
    };
    expect(() => symmetricSteadyState(model)).toThrow(NotUniqueError);
    expect(() => symmetricSteadyState(model)).toThrow("J_z");
  });

  it("are refused by their own cost, before any work", () => {
    const model = laserModel(20_000, 2500);
    const cost = populationCost(model)!;
    // Those of a window: all of them would be 10,001^2.
    expect(cost.unknowns).toBe(100 * 20_000);
    expect(() => symmetricSteadyState(model)).toThrow(ResourceLimitError);
    expect(() => symmetricSteadyState(model)).toThrow(`${Math.ceil(cost.bytes / 2 ** 20)} MiB`);
    expect(populationCost({ ...model, field: [1e-9, 0, 0] })).toBeNull();
  });

  it("are not to be had alone with a field across z", () => {
    const model = { ...laserModel(4, 1), field: [1, 0, 0] as const };
    expect(() => symmetricSteadyState(model, { method: "populations" })).toThrow(/not along z/);
  });
});

function meanOf(spins: number, populations: readonly number[]): number {
  let state = 0;
  let mean = 0;
  for (let row = 0; row <= spins / 2; row++) {
    for (let column = row; column <= spins - row; column++) mean += populations[state++]! * (1 - (2 * column) / spins);
  }
  return mean;
}

function sum(
  { errorEstimate: a }: ReturnType<typeof symmetricSteadyState>,
  { errorEstimate: b }: ReturnType<typeof symmetricSteadyState>,
) {
  const add = (x: readonly number[], y: readonly number[]) =>
    x.map((value, k) => value + y[k]!) as unknown as readonly [number, number, number];
  return {
    mean: add(a.mean, b.mean),
    square: add(a.square, b.square),
    cross: add(a.cross, b.cross),
    purity: a.purity + b.purity,
  };
}

describe("without local rates", () => {
  const model = (spins: number, pump: number, decay: number): SpinModel => ({
    spins,
    field: [0, 0, 1],
    collective: { dephasing: 2, pump, decay },
    local: none,
  });

  it.each([
    [1, 0.3],
    [12, 0.999],
    [30, 1e-12],
    [25, 7],
  ])("the state is thermal, N = %i, ratio %f", (spins, ratio) => {
    const here = symmetricSteadyState(model(spins, ratio, 1));
    const weights = Array.from({ length: spins + 1 }, (_, k) => ratio ** (ratio > 1 ? -k : spins - k));
    const total = weights.reduce((a, b) => a + b);
    const mean = (f: (m: number) => number) =>
      weights.reduce((a, weight, k) => a + (weight / total) * f(spins / 2 - k), 0);
    const { observables, errorEstimate } = here;
    // The powers and the sums of the expected values are good to some N roundings.
    const rounding = 8 * spins * Number.EPSILON;
    expect(Math.abs(observables.mean[2] - (2 / spins) * mean((m) => m))).toBeLessThan(errorEstimate.mean[2] + rounding);
    expect(Math.abs(observables.square[2] - (4 / spins ** 2) * mean((m) => m * m))).toBeLessThan(
      errorEstimate.square[2] + rounding,
    );
    const across = mean((m) => (spins / 2) * (spins / 2 + 1) - m * m) / 2;
    expect(Math.abs(observables.square[0] - (4 / spins ** 2) * across)).toBeLessThan(
      errorEstimate.square[0] + rounding,
    );
    expect(Math.abs(blockTrace(here.density!) - 1)).toBeLessThan(1e-14);
    expect(Math.abs(blockPurity(here.density!) - observables.purity)).toBeLessThan(1e-14);
  });

  it("a million spins and a billion are known in closed form", () => {
    // Levels fall by 1/2: <k> = 1, tr rho^2 = (1 - r)/(1 + r) = 1/3.
    for (const spins of [1e6, 1e9]) {
      const { observables, errorEstimate, density } = steadyState(model(spins, 1, 2));
      expect(Math.abs(observables.mean[2] + 1 - 2 / spins)).toBeLessThan(1e-15);
      expect(Math.abs(observables.purity - 1 / 3)).toBeLessThan(1e-14);
      expect(errorEstimate).toBeLessThan(1e-13);
      expect(density).toBeNull();
    }
    // Equal rates: <m^2> = (N/2)(N/2 + 1)/3.
    const equal = symmetricSteadyState(model(1e9, 1, 1)).observables;
    expect(Math.abs(equal.square[2] - (1 + 2e-9) / 3)).toBeLessThan(1e-15);
  });

  it("nearly equal rates lose nothing: slope 1e-9 over 10^6 levels", () => {
    // To first order in the slope a: 2<m>/N = -a N/6 (1 + 2/N).
    const { mean } = symmetricSteadyState(model(1e6, 1 - 1e-9, 1)).observables;
    expect(Math.abs(mean[2] + (1e-3 / 6) * (1 + 2e-6))).toBeLessThan(1e-10);
  });

  it("more levels than can be summed are refused", () => {
    expect(() => symmetricSteadyState(model(1e12, 1 - 1e-12, 1))).toThrow(ResourceLimitError);
  });
});
