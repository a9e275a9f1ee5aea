import { describe, expect, it } from "vitest";
import { firstWeight } from "../../../src/fem/axis/frame.ts";
import { momentsOf, steadyExpansion } from "../../../src/fem/axis/solve.ts";
import { aroundAxis } from "../../../src/model/secondOrder/axis.ts";
import { coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { evolve } from "../../../src/roads/evolve.ts";
import laser from "../../reference/laser.json" with { type: "json" };
import { differenceFrom } from "./laser.ts";

const few = laser.steady.filter(({ model }) => model.spins <= 100);

describe("superradiant lasers", () => {
  it.each(few)("have moments, intensity and g2 of another program: case $case, N = $model.spins", (entry) => {
    expect(differenceFrom(entry)).toBeLessThan(1e-12);
  });

  it.each(laser.steady.filter(({ model }) => model.spins === 1000))(
    "have intensity and g2 of P around its ring: case $case",
    ({ model: input, JpJmOverN2, g2 }) => {
      const model = spinModel(input);
      const axial = aroundAxis(coefficientsOf(model))!;
      const { u, z, uu, uz, zz } = momentsOf(steadyExpansion(axial, firstWeight(axial), 20, 1));
      const N = model.spins;
      // Normally ordered products are integrals of P (docs/physics.md, section 9): <J_+^m J_-^m> of products of single spins.
      const one = (N * (1 + z)) / 2 + (N * (N - 1) * u) / 4;
      const [u2, oneZ, uz1] = [uu + u * u, zz + (1 + z) ** 2, uz + u * (1 + z)];
      const two = N * (N - 1) * (((N - 2) * (N - 3) * u2) / 16 + ((N - 2) * uz1) / 2 + oneZ / 2);
      expect(Math.abs(one / N ** 2 - JpJmOverN2)).toBeLessThan(1e-9);
      expect(Math.abs(two / one ** 2 - g2)).toBeLessThan(1e-9);
    },
  );

  it.each(Object.entries(laser.inversionDecay.values))(
    "flash at the time and with the height of another program: from %s spins up",
    (spins, [time, height]) => {
      const N = Number(spins);
      const model = spinModel({ spins: N, collective: { decay: N / 2 } });
      // A parabola through three times around the flash: its next term is (step / time)^4 or so of the height.
      const step = 1e-3 * time!;
      const times = [time! - step, time!, time! + step];
      for (const method of ["harmonic", "dicke"] as const) {
        const initial = { coherent: [0, 0, 1] } as const;
        const rates = [...evolve(model, { initial, times, method, tolerance: 1e-10 })].map(({ observables }) => {
          const { mean, square } = observables;
          return (square[0] + square[1]) / 4 + mean[2] / (2 * N);
        });
        const [before, at, after] = rates.slice(-3) as [number, number, number];
        const bend = before - 2 * at + after;
        const offset = (0.5 * (before - after)) / bend;
        expect(bend).toBeLessThan(0);
        // Eleven decimals are given of the height; errors of 1e-10 move the top of the parabola by their difference over its bend.
        expect(Math.abs(at - height!)).toBeLessThan(3e-10);
        expect(Math.abs(offset)).toBeLessThan(4e-10 / Math.abs(bend) + 1e-6);
      }
    },
  );
});
