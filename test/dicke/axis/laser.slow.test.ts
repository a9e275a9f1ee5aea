import { describe, expect, it } from "vitest";
import { axisSteadyState as populationsAround } from "../../../src/dicke/axis/steadyState.ts";
import { axisSteadyState } from "../../../src/fem/axis/steady.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import laser from "../../reference/laser.json" with { type: "json" };
import { differenceFrom } from "./laser.ts";

describe("superradiant lasers", () => {
  it.each(laser.steady.filter(({ model }) => model.spins === 1000))(
    "of 1000 spins have all values of another program: case $case",
    (entry) => expect(differenceFrom(entry)).toBeLessThan(1e-10),
  );

  it.each([
    [10_000, 0.5],
    [10_000, 0.97],
  ])("of %s spins are the same by populations in a window and by P around its axis: w = %s N", (spins, w) => {
    const model = spinModel({ spins, collective: { decay: spins / 2 }, local: { pump: (spins * w) / 2 } });
    const [window, around] = [populationsAround(model, 2 ** 31), axisSteadyState(model)];
    for (const name of ["mean", "square"] as const) {
      for (const k of [0, 1, 2]) {
        const allowed = window.errorEstimate[name][k]! + around.errorEstimate[name][k]!;
        expect(allowed).toBeLessThan(1e-9);
        expect(Math.abs(window.observables[name][k]! - around.observables[name][k]!)).toBeLessThanOrEqual(allowed);
      }
    }
  });
});
