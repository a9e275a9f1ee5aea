import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { evolveHarmonics } from "../../src/harmonic/evolve.ts";
import { coherentHarmonics, mixHarmonics } from "../../src/harmonic/harmonicState.ts";
import { steadyHarmonics } from "../../src/harmonic/steady.ts";
import { thermalHarmonics } from "../../src/harmonic/thermal.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { compareStates } from "../../src/state/comparison.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { exactModels } from "../reference/exact.ts";

const evolving = exactModels.filter((entry) => entry.collectiveOnly && entry.evolution !== undefined);

describe("evolveHarmonics", () => {
  it.each(evolving.map((entry) => [entry.name, entry] as const))("is exact: %s", (_, { model, evolution }) => {
    const times = evolution!.at.map((state) => state.time);
    const found = evolveHarmonics(model, coherentHarmonics(model.spins, evolution!.initial), times);
    for (const [k, snapshot] of found.snapshots.entries()) {
      const exact = { ...evolution!.at[k]!, squeezing: snapshot.observables.squeezing };
      // Tolerance of the integrator 1e-11 in |u|; <= 1e-10 in moments, which are entries of u times at most 3 for l <= 2.
      expect(compareStates(snapshot.observables, exact).largest).toBeLessThan(3e-11);
    }
    expect(found.timeError).toBeLessThan(1.2e-11);
    expect(found.bandError).toBe(0);
  });

  it("estimates what a low band leaves out", () => {
    const { model, evolution } = evolving[0]!;
    const times = evolution!.at.map((state) => state.time);
    const low = evolveHarmonics(model, coherentHarmonics(40, evolution!.initial, 15), times);
    let error = 0;
    for (const [k, snapshot] of low.snapshots.entries()) {
      const exact = { ...evolution!.at[k]!, squeezing: snapshot.observables.squeezing };
      error = Math.max(error, compareStates(snapshot.observables, exact).largest);
    }
    expect(error).toBeGreaterThan(1e-6);
    expect(low.bandError!).toBeGreaterThan(error);
    const quiet = evolveHarmonics(model, coherentHarmonics(40, evolution!.initial, 15), times, {
      estimateBandError: false,
    });
    expect(quiet.bandError).toBeNull();
  });

  it("keeps the norm, keeps a thermal state, and relaxes to the steady state", () => {
    const model = spinModel({ spins: 12, field: [0, 0, 1], collective: { dephasing: 0.2, pump: 0.3, decay: 0.9 } });
    const thermal = thermalHarmonics(12, 1 / 3);
    const kept = evolveHarmonics(model, thermal, [5]).snapshots[0]!.state;
    for (let i = 0; i < kept.unknowns.length; i++)
      expect(Math.abs(kept.unknowns[i]! - thermal.unknowns[i]!)).toBeLessThan(1e-11);
    const driven = { ...model, field: [1.5, 0.2, 0] as const };
    const start = mixHarmonics([coherentHarmonics(12, [1, 0, 0]), coherentHarmonics(12, [0, 1, 1])], [0.3, 0.7]);
    // The slowest mode decays at 0.135: nothing is left of it at t = 300.
    const late = evolveHarmonics(driven, start, [0, 300]);
    expect(compareStates(late.snapshots[1]!.observables, steadyHarmonics(driven).observables).largest).toBeLessThan(
      1e-10,
    );
    expect(late.snapshots[0]!.state.unknowns).toEqual(start.unknowns);
    expect(late.snapshots[1]!.state.unknowns[0]).toBe(start.unknowns[0]);
  });
});

describe("evolveHarmonics, field in time", () => {
  it("agrees with the constant field", () => {
    const { model, evolution } = evolving.find((entry) => entry.model.spins === 20)!;
    const times = evolution!.at.map((state) => state.time);
    const start = coherentHarmonics(model.spins, evolution!.initial);
    const found = evolveHarmonics(model, start, times, { fieldAt: () => model.field });
    const exact = evolveHarmonics(model, start, times);
    for (const [k, snapshot] of found.snapshots.entries())
      expect(compareStates(snapshot.observables, exact.snapshots[k]!.observables).largest).toBeLessThan(3e-11);
  });

  it("is the constant field seen from a rotating frame", () => {
    // In the frame that turns about z at rate w a field (B cos wt, B sin wt, 0) is (B, 0, -w); the rates are the same.
    const w = 1.7;
    const rates = { collective: { dephasing: 0.3, pump: 0.2, decay: 0.8 } };
    const start = coherentHarmonics(15, [1, 0, 1]);
    const times = [0.4, 1.1, 2];
    const rotating = evolveHarmonics(spinModel({ spins: 15, ...rates }), start, times, {
      fieldAt: (t): Vector3 => [1.2 * Math.cos(w * t), 1.2 * Math.sin(w * t), 0],
    });
    const frame = evolveHarmonics(spinModel({ spins: 15, field: [1.2, 0, -w], ...rates }), start, times);
    for (const [k, snapshot] of rotating.snapshots.entries()) {
      const other = frame.snapshots[k]!.observables;
      const c = Math.cos(w * times[k]!);
      const s = Math.sin(w * times[k]!);
      const [x, y, z] = other.mean;
      const expected = [c * x - s * y, s * x + c * y, z];
      for (let i = 0; i < 3; i++) expect(Math.abs(snapshot.observables.mean[i]! - expected[i]!)).toBeLessThan(3e-11);
      expect(Math.abs(snapshot.observables.purity - other.purity)).toBeLessThan(3e-11);
    }
    expect(rotating.timeError).toBeLessThan(1e-11);
  });

  it("has the error that the tolerance asks for, and spends less on a looser one", () => {
    const model = spinModel({ spins: 10, collective: { decay: 1 } });
    const start = coherentHarmonics(10, [1, 0, 0]);
    const fieldAt = (t: number): Vector3 => [1.5 * Math.sin(3 * t), 0, 0.5 * t];
    const fine = evolveHarmonics(model, start, [2], { fieldAt, tolerance: 1e-12 });
    const coarse = evolveHarmonics(model, start, [2], { fieldAt, tolerance: 1e-6 });
    expect(compareStates(fine.snapshots[0]!.observables, coarse.snapshots[0]!.observables).largest).toBeLessThan(3e-6);
    expect(coarse.applications).toBeLessThan(fine.applications / 2);
  });
});

describe("evolveHarmonics, errors", () => {
  const model = spinModel({ spins: 3, collective: { decay: 1 } });
  const start = coherentHarmonics(3, [0, 0, 1]);

  it("refuses times that do not ascend from 0, another N and local rates", () => {
    expect(() => evolveHarmonics(model, start, [1, 0.5])).toThrow(InputError);
    expect(() => evolveHarmonics(model, start, [-1])).toThrow(InputError);
    expect(() => evolveHarmonics(model, start, [Number.NaN])).toThrow(InputError);
    expect(() => evolveHarmonics(model, start, [])).toThrow(InputError);
    expect(() => evolveHarmonics({ ...model, spins: 4 }, start, [1])).toThrow(InputError);
    expect(() => evolveHarmonics({ ...model, local: { dephasing: 1, pump: 0, decay: 0 } }, start, [1])).toThrow(
      InputError,
    );
  });

  it("does not step over a field that is not finite", () => {
    const fieldAt = (t: number): Vector3 => [t > 0.5 ? Number.NaN : 1, 0, 0];
    expect(() => evolveHarmonics(model, start, [1], { fieldAt })).toThrow(InputError);
  });
});
