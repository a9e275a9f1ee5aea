import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, NotUniqueError } from "../../../src/core/errors.ts";
import { initialHarmonics } from "../../../src/harmonic/sphere/initialState.ts";
import { steadyHarmonics } from "../../../src/harmonic/sphere/steady.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { between } from "../../model/arbitrary.ts";
import { exactModels } from "../../reference/exact.ts";

const collective = exactModels.filter((entry) => entry.collectiveOnly);

describe("steadyHarmonics, full band", () => {
  it.each(collective.map((entry) => [entry.name, entry] as const))("is exact: %s", (_, { model, steady }) => {
    const found = steadyHarmonics(model, { band: model.spins });
    // The reference is a dense quantum solution, accurate to about 1e-12 itself.
    const difference = compareStates(found.observables, { ...steady, squeezing: found.observables.squeezing });
    expect(difference.largest).toBeLessThan(1e-12);
    expect(found.bandError).toBe(0);
    expect(found.roundingError).toBeLessThan(1e-12);
  });

  it("is the thermal state for a field along z, whatever the dephasing", () => {
    for (const [pump, decay, dephasing] of [
      [0.5, 0.2, 0.3],
      [0.1, 0.9, 0],
      [1, 1, 2],
      [0, 1, 0],
    ] as const) {
      const found = steadyHarmonics(
        spinModel({ spins: 30, field: [0, 0, 0.7], collective: { pump, decay, dephasing } }),
      );
      const thermal = initialHarmonics(30, { kind: "thermal", ratio: pump / decay });
      let largest = 0;
      for (let i = 0; i < thermal.unknowns.length; i++)
        largest = Math.max(largest, Math.abs(found.state.unknowns[i]! - thermal.unknowns[i]!));
      expect(largest).toBeLessThan(1e-13);
    }
  });

  it("is the uniform state under dephasing across the field", () => {
    const found = steadyHarmonics(spinModel({ spins: 12, field: [0.3, 0, 0.5], collective: { dephasing: 1 } }));
    expect(found.observables.purity).toBeCloseTo(1 / 13, 13);
  });

  it("turns with the field: rotation about z", () => {
    fc.assert(
      fc.property(between(0, 2 * Math.PI), between(0.2, 2), between(0, 1), (angle, drive, pump) => {
        const rates = { collective: { dephasing: 0.3, pump, decay: 1 } };
        const straight = steadyHarmonics(spinModel({ spins: 7, field: [drive, 0, 0.4], ...rates })).observables;
        const turned = steadyHarmonics(
          spinModel({ spins: 7, field: [drive * Math.cos(angle), drive * Math.sin(angle), 0.4], ...rates }),
        ).observables;
        const [x, y, z] = straight.mean;
        const c = Math.cos(angle);
        const s = Math.sin(angle);
        expect(Math.hypot(turned.mean[0] - c * x + s * y, turned.mean[1] - s * x - c * y)).toBeLessThan(1e-12);
        expect(Math.abs(turned.mean[2] - z)).toBeLessThan(1e-12);
        expect(Math.abs(turned.purity - straight.purity)).toBeLessThan(1e-12);
      }),
      { numRuns: 20 },
    );
  });
});

describe("steadyHarmonics, truncated band", () => {
  it.each([
    ["broad", 1.5, { dephasing: 1, pump: 1, decay: 0 }],
    ["narrow", 0.5, { dephasing: 1, pump: 1, decay: 0 }],
    ["not parabolic", 1.5, { dephasing: 0, pump: 0, decay: 1 }],
  ])("N = 400, l <= 100 is right to 1e-10: %s", (_, drive, rates) => {
    const model = spinModel({ spins: 400, field: [drive, 0, 0], collective: rates });
    const cut = steadyHarmonics(model, { band: 100 });
    // At l = 150 a coherent state has |u_l|^2 ~ exp(-l^2/N) = 1e-24.
    const finer = steadyHarmonics(model, { band: 150 });
    const error = compareStates(cut.observables, finer.observables).largest;
    expect(error).toBeLessThan(1e-10);
    expect(error).toBeLessThanOrEqual(cut.bandError + 1e-13);
    expect(cut.comparedBand).toBeLessThan(100);
  });

  it("shows by its error estimate that a band is too low", () => {
    const { model, steady } = collective.find((entry) => entry.model.spins === 100)!;
    const low = steadyHarmonics(model, { band: 20 });
    const error = Math.abs(low.observables.mean[1] - steady.mean[1]);
    expect(error).toBeGreaterThan(1e-6);
    expect(low.bandError).toBeGreaterThan(error);
  });

  it("chooses the band for a tolerance", () => {
    for (const { model, steady } of collective.filter((entry) => entry.model.spins >= 100)) {
      const found = steadyHarmonics(model);
      expect(found.bandError).toBeLessThan(1e-10);
      expect(found.state.band).toBeLessThan(model.spins);
      const difference = compareStates(found.observables, { ...steady, squeezing: found.observables.squeezing });
      expect(difference.largest).toBeLessThan(1e-10);
    }
  });

  it("reaches N = 10^6 where P is broad, and approaches the limit as 1/N", () => {
    const [a, b, c] = [1e4, 1e5, 1e6].map((spins) => {
      const found = steadyHarmonics(spinModel({ spins, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } }));
      expect(found.bandError).toBeLessThan(1e-10);
      expect(found.state.band).toBeLessThan(200);
      return [found.observables.mean[1], spins * found.observables.purity] as const;
    });
    for (const k of [0, 1]) {
      // Terms in 1/N^2 change the ratio of successive differences by 10/N relative to 1/N.
      const ratio = (c![k]! - b![k]!) / (b![k]! - a![k]!);
      expect(Math.abs(ratio - 0.1)).toBeLessThan(1e-3);
    }
  });
});

describe("steadyHarmonics, errors", () => {
  it.each([
    ["J_z", { field: [0, 0, 1], collective: { dephasing: 1 } }],
    ["B.J", { field: [1, 0, 1] }],
    ["every observable", {}],
  ])("names what is conserved: %s", (value, parts) => {
    const model = spinModel({ spins: 5, ...parts } as Parameters<typeof spinModel>[0]);
    expect(() => steadyHarmonics(model)).toThrow(expect.objectContaining({ name: "NotUniqueError", value }));
  });

  it("does not return a state that rounding decides", () => {
    // A drive of 1e-9 against dephasing mixes J_z at a rate of 1e-18.
    // A drive of 1e-200 mixes nothing at all in double precision.
    for (const drive of [1e-9, 1e-200]) {
      const model = spinModel({ spins: 5, field: [drive, 0, 1], collective: { dephasing: 1 } });
      expect(() => steadyHarmonics(model)).toThrow(NotUniqueError);
    }
  });

  it("says so where no allowed band meets the tolerance", () => {
    const { model } = collective.find((entry) => entry.model.spins === 100)!;
    expect(() => steadyHarmonics(model, { maximumBand: 50 })).toThrow(ConvergenceError);
    expect(steadyHarmonics(model, { maximumBand: 50, tolerance: 1e-2 }).state.band).toBeLessThanOrEqual(50);
  });

  it("refuses local rates and bands out of range", () => {
    const local = spinModel({ spins: 5, collective: { decay: 1 }, local: { dephasing: 0.1 } });
    expect(() => steadyHarmonics(local)).toThrow(InputError);
    expect(() => steadyHarmonics(spinModel({ spins: 5, collective: { decay: 1 } }), { band: 6 })).toThrow(InputError);
    // The band 2 has no lower one that could tell its error; 3 is the least, unless it is all there is.
    expect(() => steadyHarmonics(spinModel({ spins: 5, collective: { decay: 1 } }), { band: 2 })).toThrow(InputError);
    expect(steadyHarmonics(spinModel({ spins: 5, collective: { decay: 1 } }), { band: 3 }).comparedBand).toBe(2);
    expect(steadyHarmonics(spinModel({ spins: 2, collective: { decay: 1 } }), { band: 2 }).bandError).toBe(0);
  });
});

describe("steadyHarmonics, one spin", () => {
  it("has first moments, and second ones as the identity has", () => {
    const found = steadyHarmonics(spinModel({ spins: 1, field: [0.5, 0, 0], collective: { decay: 1 } }));
    expect(found.observables.square).toEqual([1, 1, 1]);
    // Optical Bloch equations with the jump rate 2 kappa/N = 2: y' = -B z - y, z' = B y - 2 (1 + z).
    const z = -1 / (1 + 0.25 / 2);
    expect(found.observables.mean[2]).toBeCloseTo(z, 14);
    expect(found.observables.mean[1]).toBeCloseTo(-0.5 * z, 14);
    expect(found.observables.purity).toBeCloseTo((1 + z * z * 1.25) / 2, 14);
  });
});
