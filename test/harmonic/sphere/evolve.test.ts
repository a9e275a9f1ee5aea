import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import {
  evolutionBand,
  evolveHarmonic,
  followHarmonic,
  type HarmonicRequest,
} from "../../../src/harmonic/sphere/evolve.ts";
import { initialHarmonics } from "../../../src/harmonic/sphere/initialState.ts";
import { coherentHarmonics } from "../../../src/harmonic/sphere/state.ts";
import { steadyHarmonics } from "../../../src/harmonic/sphere/steady.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { largestError } from "../../../src/state/errorEstimate.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import { exactModels } from "../../reference/exact.ts";
import { expectToResume } from "../../reference/resume.ts";

const evolving = exactModels.filter((entry) => entry.collectiveOnly && entry.evolution !== undefined);
const coherent = (direction: Vector3) => ({ kind: "coherent", direction }) as const;
/** Printed digits of the reference. */
const printed = 1e-14;

describe("evolveHarmonic", () => {
  for (const { name, model, evolution } of evolving) {
    const times = evolution!.at.map((state) => state.time);
    const initial = coherent(evolution!.initial);
    it.each([1e-7, 1e-10, 1e-12])(`is exact: ${name}, tolerance %f`, (tolerance) => {
      const found = evolveHarmonic({ model, initial, times, tolerance });
      expect(found.bandError).toBe(0);
      for (const [k, exact] of evolution!.at.entries()) {
        // Above the tolerance: 16 roundings a step, of which there are some tens, times sqrt(N + 1).
        expect(largestError(found.errorEstimate[k]!)).toBeLessThan(1.2 * tolerance + 1e-12);
        expect(excessOverEstimate(found.observables[k]!, exact, found.errorEstimate[k]!)).toBeLessThan(printed);
      }
    });
  }

  it("covers with its estimate what a low band leaves out", () => {
    const { model, evolution } = evolving[0]!;
    const request = { model, initial: coherent(evolution!.initial), times: evolution!.at.map((state) => state.time) };
    const low = evolveHarmonic({ ...request, band: 15 });
    expect(low.band).toBe(15);
    expect(low.bandError).toBeGreaterThan(1e-6);
    for (const [k, exact] of evolution!.at.entries())
      expect(excessOverEstimate(low.observables[k]!, exact, low.errorEstimate[k]!)).toBeLessThan(0);
    expect(Math.max(...low.errorEstimate.map(largestError))).toBeGreaterThanOrEqual(low.bandError);
    // Not a trivial bound: within two powers of ten of the error.
    const error = compareStates(low.observables[2]!, evolveHarmonic(request).observables[2]!);
    expect(low.errorEstimate[2]!.mean[0]).toBeLessThan(100 * Math.max(error.mean, error.square, error.cross));
  });

  it("takes a band that leaves nothing out of a coherent state", () => {
    // |u_l|^2 ~ exp(-l^2/N).
    for (const spins of [1, 64, 150, 10_000, 1_000_000]) {
      const band = evolutionBand(spins);
      expect(band).toBeLessThanOrEqual(spins);
      if (band < spins) expect(Math.exp(-(band ** 2) / spins)).toBeLessThan(1e-20);
    }
    const model = spinModel({ spins: 150, field: [1.5, 0, 0], collective: { decay: 1 } });
    const found = evolveHarmonic({ model, initial: coherent([1, 0, 0]), times: [0, 0.3] });
    expect(found.band).toBe(evolutionBand(150));
    expect(found.bandError).toBeLessThan(1e-10);
    expect(Math.abs(found.observables[0]!.purity - 1)).toBeLessThan(largestError(found.errorEstimate[0]!));
  });

  it("keeps the norm, keeps a thermal state, and relaxes to the steady state", () => {
    const model = spinModel({ spins: 12, field: [0, 0, 1], collective: { dephasing: 0.2, pump: 0.3, decay: 0.9 } });
    const thermal = initialHarmonics(12, { kind: "thermal", ratio: 1 / 3 });
    const kept = evolveHarmonic({ model, initial: { kind: "thermal", ratio: 1 / 3 }, times: [5] }).final;
    for (let i = 0; i < kept.unknowns.length; i++)
      expect(Math.abs(kept.unknowns[i]! - thermal.unknowns[i]!)).toBeLessThan(1e-11);
    const driven = { ...model, field: [1.5, 0.2, 0] as const };
    const mixed: InitialState = {
      kind: "mixture",
      parts: [
        { weight: 0.3, state: coherent([1, 0, 0]) },
        { weight: 0.7, state: coherent([0, 0.6, 0.8]) },
      ],
    };
    // The slowest mode decays at 0.135: nothing is left of it at t = 300.
    const late = evolveHarmonic({ model: driven, initial: mixed, times: [0, 300], keepStates: true });
    expect(late.states).toHaveLength(2);
    expect(compareStates(late.observables[1]!, steadyHarmonics(driven).observables).largest).toBeLessThan(
      largestError(late.errorEstimate[1]!),
    );
    const start = initialHarmonics(12, mixed);
    expect(late.states![0]!.unknowns).toEqual(start.unknowns);
    expect(late.final.unknowns[0]).toBe(start.unknowns[0]);
    // Harmonics serve as well as the name of a state.
    const again = evolveHarmonic({ model: driven, initial: start, times: [0, 300] });
    expect(again.observables).toEqual(late.observables);
    expect(again.states).toBeNull();
  });

  it.each<[string, Partial<HarmonicRequest>]>([
    ["a constant field, the full band", {}],
    ["a constant field, a lower band", { band: 10 }],
    ["a field in time, the full band", { field: (t) => [Math.cos(3 * t), 0, 0.1 * t] }],
    ["a field in time, a lower band", { field: (t) => [Math.cos(3 * t), 0, 0.1 * t], band: 10, breaks: [0.2, 1.5] }],
  ])("goes on from every snapshot to the same bits: %s", (_, change) => {
    const times = [0, 0.05, 0.4, 1.1, 2];
    const model = spinModel({ spins: 16, field: [0.7, 0, 0], collective: { dephasing: 0.2, decay: 0.9 } });
    expectToResume(
      times,
      (options) => followHarmonic({ model, initial: coherent([0, 0.6, 0.8]), times, ...change, ...options }),
      ({ final, steps, bandError }) => ({ final, steps, bandError }),
    );
  });
});

describe("evolveHarmonic, field in time", () => {
  it("agrees with the constant field", () => {
    const { model, evolution } = evolving.find((entry) => entry.model.spins === 20)!;
    const request = { model, initial: coherent(evolution!.initial), times: evolution!.at.map((state) => state.time) };
    const found = evolveHarmonic({ ...request, model: { ...model, field: [9, 9, 9] }, field: () => model.field });
    for (const [k, exact] of evolution!.at.entries())
      expect(excessOverEstimate(found.observables[k]!, exact, found.errorEstimate[k]!)).toBeLessThan(printed);
  });

  it("is the constant field seen from a rotating frame", () => {
    // In the frame that turns about z at rate w a field (B cos wt, B sin wt, 0) is (B, 0, -w); the rates are the same.
    const w = 1.7;
    const rates = { collective: { dephasing: 0.3, pump: 0.2, decay: 0.8 } };
    const initial = coherent([0.6, 0, 0.8]);
    const times = [0.4, 1.1, 2];
    const rotating = evolveHarmonic({
      model: spinModel({ spins: 15, ...rates }),
      initial,
      times,
      field: (t) => [1.2 * Math.cos(w * t), 1.2 * Math.sin(w * t), 0],
    });
    const frame = evolveHarmonic({ model: spinModel({ spins: 15, field: [1.2, 0, -w], ...rates }), initial, times });
    for (const [k, found] of rotating.observables.entries()) {
      const limit = largestError(rotating.errorEstimate[k]!) + largestError(frame.errorEstimate[k]!);
      const other = frame.observables[k]!;
      const c = Math.cos(w * times[k]!);
      const s = Math.sin(w * times[k]!);
      const [x, y, z] = other.mean;
      const expected = [c * x - s * y, s * x + c * y, z];
      for (let i = 0; i < 3; i++) expect(Math.abs(found.mean[i]! - expected[i]!)).toBeLessThan(2 * limit);
      expect(Math.abs(found.purity - other.purity)).toBeLessThan(limit);
    }
  });

  it("has the error that the tolerance asks for, and spends less on a looser one", () => {
    const request: HarmonicRequest = {
      model: spinModel({ spins: 10, collective: { decay: 1 } }),
      initial: coherent([1, 0, 0]),
      times: [2],
      field: (t) => [1.5 * Math.sin(3 * t), 0, 0.5 * t],
    };
    const fine = evolveHarmonic({ ...request, tolerance: 1e-12 });
    const coarse = evolveHarmonic({ ...request, tolerance: 1e-6 });
    expect(compareStates(fine.observables[0]!, coarse.observables[0]!).largest).toBeLessThan(1e-6);
    expect(coarse.steps).toBeLessThan(fine.steps / 2);
  });
});

describe("evolveHarmonic, errors", () => {
  const run = (change: Partial<HarmonicRequest>) =>
    evolveHarmonic({
      model: spinModel({ spins: 3, collective: { decay: 1 } }),
      initial: coherent([0, 0, 1]),
      times: [1],
      ...change,
    });

  it("refuses times that do not ascend from 0, another N, local rates and snapshots of something else", () => {
    for (const times of [[1, 0.5], [-1], [Number.NaN], [], [1, 1]]) expect(() => run({ times })).toThrow(InputError);
    expect(() => run({ initial: coherentHarmonics(4, [0, 0, 1]) })).toThrow(InputError);
    expect(() => run({ model: spinModel({ spins: 3, local: { dephasing: 1 } }) })).toThrow(InputError);
    expect(() => run({ initial: coherent([0, 0, 2]) })).toThrow("of length 2, not 1");
    expect(() => run({ tolerance: Number.NaN })).toThrow("the tolerance is NaN");
    expect(() => run({ band: 4 })).toThrow("band 4");
    expect(() => run({ resume: { index: 0, snapshot: {} } })).toThrow("the snapshot has no state");
  });

  it("does not step over a field that is not finite", () => {
    expect(() => run({ field: (t) => [t > 0.5 ? Number.NaN : 1, 0, 0] })).toThrow(/the field at t = 0\.\d+ is \[NaN/);
  });
});
