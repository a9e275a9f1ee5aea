import { describe, expect, it } from "vitest";
import { evolvePopulations } from "../../../src/dicke/axis/evolve.ts";
import { steadyPopulations } from "../../../src/dicke/axis/steadyPopulations.ts";
import { evolveBall } from "../../../src/harmonic/ball/evolve.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

const down: InitialState = { kind: "coherent", direction: [0, 0, -1] };

describe("populations of many spins in time", () => {
  it("of a laser of 200 spins are the moments of all degrees", () => {
    const model = spinModel({ spins: 200, collective: { decay: 1 }, local: { pump: 0.5 } });
    const request = { model, initial: down, times: [0.5, 2, 6] };
    const [ours, theirs] = [evolvePopulations(request), evolveBall({ ...request, band: 200 })];
    for (const [k, { mean, square }] of ours.observables.entries()) {
      const other = theirs.observables[k]!;
      const [own, their] = [ours.errorEstimate[k]!, theirs.errorEstimate[k]!];
      expect(Math.abs(mean[2] - other.mean[2])).toBeLessThan(own.mean[2] + their.mean[2]);
      for (const i of [0, 2])
        expect(Math.abs(square[i]! - other.square[i]!)).toBeLessThan(own.square[i]! + their.square[i]!);
      expect(their.mean[2]).toBeLessThan(1e-7);
    }
  });

  it.each([300, 1000])("of a laser of %s spins end in its steady state", (spins) => {
    const model = spinModel({ spins, collective: { decay: spins / 2 }, local: { pump: spins / 4 } });
    const { observables, errorEstimate } = evolvePopulations({ model, initial: down, times: [100 / spins, 10] });
    const steady = steadyPopulations(model);
    const [{ mean, square }, errors] = [observables[1]!, errorEstimate[1]!];
    expect(Math.abs(mean[2] - steady.observables.mean[2])).toBeLessThan(errors.mean[2] + steady.errorEstimate.mean[2]);
    expect(Math.abs(square[0] - steady.observables.square[0])).toBeLessThan(
      errors.square[0] + steady.errorEstimate.square[0],
    );
    expect(errors.mean[2]).toBeLessThan(1e-7);
  });
});
