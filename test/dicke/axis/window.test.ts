import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../src/core/random.ts";
import { populationGrid } from "../../../src/dicke/axis/populationGrid.ts";
import { extentOf } from "../../../src/dicke/axis/populationWindow.ts";
import {
  allPopulations,
  populationsIn,
  populationsOfWindow,
  type SteadyPopulations,
} from "../../../src/dicke/axis/steadyPopulations.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";

/** A laser with Gamma = 1, pumped at w. */
const laser = (spins: number, w: number): SpinModel =>
  spinModel({ spins, collective: { decay: spins / 2 }, local: { pump: w / 2 } });

function expectPromiseKept(window: SteadyPopulations, all: SteadyPopulations): void {
  for (const name of ["mean", "square"] as const) {
    for (const k of [0, 1, 2]) {
      const allowed = window.errorEstimate[name][k]! + all.errorEstimate[name][k]!;
      expect(Math.abs(window.observables[name][k]! - all.observables[name][k]!)).toBeLessThanOrEqual(allowed);
    }
  }
  const allowed = window.errorEstimate.purity + all.errorEstimate.purity;
  expect(Math.abs(window.observables.purity - all.observables.purity)).toBeLessThanOrEqual(allowed);
}

describe("a window of the populations", () => {
  it.each([
    ["of a laser", 120, 60, 1],
    ["of a laser, its box found by fewer spins", 240, 120, 0.95],
    ["below threshold, where the total spin is small", 240, 8, 1],
    ["where the ring reaches the axis", 240, 232, 0.5],
  ])("has the moments of all of them, to its estimate: %s", (_, spins, w, share) => {
    const model = laser(spins, w);
    const [window, all] = [populationsOfWindow(model, undefined, 40), allPopulations(model)];
    expectPromiseKept(window, all);
    expect(window.errorEstimate.mean[2]).toBeLessThan(1e-10);
    expect(window.grid.size).toBeLessThanOrEqual(share * all.grid.size);
  });

  it("keeps its promise for random rates", () => {
    const numbers = new Float64Array(400);
    fillUniform(createRandomStream(5, 0), numbers);
    let drawn = 0;
    const rate = (share: number, most: number): number =>
      numbers[drawn++]! < share ? 0.1 * (most / 0.1) ** numbers[drawn++]! : 0;
    for (let k = 0; k < 10; k++) {
      const spins = 60 + 10 * k;
      const model = spinModel({
        spins,
        collective: { decay: rate(0.9, spins), pump: rate(0.4, spins), dephasing: rate(0.3, 10) },
        local: { pump: 0.05 + rate(0.9, spins), decay: rate(0.6, 20), dephasing: rate(0.5, 20) },
      });
      expectPromiseKept(populationsOfWindow(model, undefined, 40), allPopulations(model));
    }
  });

  it.each([2, 3, 4, 5, 6])(
    "counts what it cuts off: %s standard deviations are off by no more than the estimate",
    (k) => {
      for (const w of [4, 60, 90]) {
        const model = laser(120, w);
        const all = allPopulations(model);
        const { row, column } = extentOf(all.grid, all.populations);
        const { square, mean } = all.observables;
        // 2 m / N, and as much for the total spin, which follows m.
        const half = Math.ceil(k * 60 * Math.sqrt(square[2] - mean[2] ** 2));
        const box = { top: row - half, bottom: row + half, left: column - half, right: column + half };
        const [top, bottom, left, right] = Object.values(box).map(Math.round) as [number, number, number, number];
        const cut = populationsIn(model, populationGrid(120, { top, bottom, left, right }), { row, column });
        expectPromiseKept(cut, all);
        expect(cut.errorEstimate.mean[2]).toBeLessThan(300 * Math.exp((-k * k) / 2) + 1e-9);
      }
    },
  );

  it("is refused where it would take too much memory, by its own size", () => {
    expect(() => populationsOfWindow(laser(500, 250), 1e6)).toThrow(
      /the window of \d+ steady populations of 500 spins/,
    );
  });
});
