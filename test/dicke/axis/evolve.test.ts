import { describe, expect, it } from "vitest";
import { densityOfPopulations, evolvePopulations, isOfPopulations } from "../../../src/dicke/axis/evolve.ts";
import { evolveDicke } from "../../../src/dicke/collective/evolve.ts";
import { evolveSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import laser from "../../reference/laser.json" with { type: "json" };

const up: InitialState = { kind: "coherent", direction: [0, 0, 1] };

describe("populations in time", () => {
  it.each(Object.entries(laser.inversionDecay.values).map(([n, [time, height]]) => [Number(n), time!, height!]))(
    "have the burst of superradiant decay of another program: N = %s",
    (spins, time, height) => {
      const model = spinModel({ spins, collective: { decay: spins / 2 } });
      // At its top the burst changes by less than the digits that are given of its time.
      const { observables, errorEstimate } = evolvePopulations({ model, initial: up, times: [time] });
      const [{ mean, square }] = observables as [(typeof observables)[0]];
      const emitted = (square[0] + square[1]) / 4 + mean[2] / (2 * spins);
      const allowed = 1e-11 + errorEstimate[0]!.square[0] + errorEstimate[0]!.mean[2];
      expect(Math.abs(emitted - height)).toBeLessThan(allowed);
    },
  );

  it("are those of the density matrix, with and without local processes", () => {
    const parts = { spins: 12, field: [0, 0, 0.4] as const, collective: { decay: 2, pump: 0.3, dephasing: 0.5 } };
    for (const local of [undefined, { pump: 0.7, decay: 0.1, dephasing: 0.4 }]) {
      const model = spinModel({ ...parts, ...(local === undefined ? {} : { local }) });
      const request = { model, initial: { kind: "thermal", ratio: 1.5 } as const, times: [0.2, 1] };
      const [found, exact] = [
        evolvePopulations(request),
        local === undefined ? evolveDicke(request) : evolveSymmetric(request),
      ];
      for (const [k, { mean, square, purity }] of found.observables.entries()) {
        const other = exact.observables[k]!;
        expect(Math.abs(mean[2] - other.mean[2])).toBeLessThan(1e-9);
        expect(Math.abs(square[0] - other.square[0])).toBeLessThan(1e-9);
        expect(Math.abs(purity - other.purity)).toBeLessThan(1e-9);
      }
      const [ours, theirs] = [densityOfPopulations(found.final)!, exact.final];
      const blocks = (rho: typeof ours) => ("blocks" in rho ? rho.blocks : [rho]);
      for (const [k, { real }] of blocks(ours).entries()) {
        const other = blocks(theirs)[k]!.real;
        for (const [i, value] of real.entries()) expect(Math.abs(value - other[i]!)).toBeLessThan(1e-9);
      }
    }
  });

  it("are all that there is where nothing tells directions across z apart, and states are diagonal", () => {
    const model = spinModel({ spins: 4, field: [0, 0, 1], collective: { decay: 1 } });
    expect(isOfPopulations(model, null, up)).toBe(true);
    expect(isOfPopulations(model, null, { kind: "coherent", direction: [1, 0, 0] })).toBe(false);
    expect(isOfPopulations({ ...model, field: [1, 0, 0] }, null, up)).toBe(false);
    expect(() => evolvePopulations({ model: { ...model, field: [1, 0, 0] }, initial: up, times: [1] })).toThrow(
      /do not change independently/,
    );
  });

  it("writes no density matrix of many spins down", () => {
    const model = spinModel({ spins: 3000, collective: { decay: 1 } });
    const { final, errorEstimate } = evolvePopulations({ model, initial: up, times: [0.1] });
    expect(densityOfPopulations(final)).toBeNull();
    expect(final.populations.length).toBe(3001);
    expect(Math.max(...errorEstimate[0]!.mean)).toBeLessThan(1e-10);
  });
});
