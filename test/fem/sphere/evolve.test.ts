import { describe, expect, it, vi } from "vitest";
import { InputError, NotParabolicError } from "../../../src/core/errors.ts";
import { evolveDensity, followDensity } from "../../../src/fem/sphere/evolve.ts";
import { evolveHarmonic } from "../../../src/harmonic/sphere/evolve.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { sampledField } from "../../../src/model/drive.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { exactModels } from "../../reference/exact.ts";
import { pulled } from "../../reference/pulled.ts";
import { expectFollowed, isLong } from "./followed.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const flat = (m: SpinMoments): number[] => [...m.mean, ...m.square, ...m.cross];

// Two more stand in evolve.slow.test.ts: forty spins in a field across the axis of their decay.
const followed = exactModels.filter((entry) => entry.collectiveOnly && entry.evolution !== undefined);
describe.each(followed.filter(({ model }) => !isLong(model)))("$name in time, from a delta", ({ model, evolution }) => {
  it("agrees with the quantum solution at default settings, within its own estimate", () => {
    expectFollowed(model, evolution!);
  });
});

const model = spinModel({ spins: 10, field: [0.8, 0, 0.2], collective: { dephasing: 0.7, pump: 0.9, decay: 0.4 } });
const initial = { kind: "coherent", direction: [0, 0.6, 0.8] } as const;
const space = { mesh: icosphere(1), degree: 5, tolerance: 1e-3 } as const;

it("follows a field that depends on time", () => {
  const field = (t: number): [number, number, number] => [0.8 * Math.cos(2 * t), 0.3 * t, 0.2];
  const request = { model, initial, field, times: [0.5, 1] };
  const found = evolveDensity({ ...request, mesh: icosphere(1), degree: 7, tolerance: 1e-6 });
  const exact = evolveHarmonic({ ...request, tolerance: 1e-10 });
  for (const k of [0, 1]) {
    const a = flat(found.observables[k]!);
    const b = flat(exact.observables[k]!);
    for (const i of a.keys()) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-6);
  }
});

describe("a driven model at default settings", () => {
  const formula = (t: number): [number, number, number] => [
    0.5 * Math.cos(2 * t),
    0.3 * Math.sin(5 * t) + 0.1,
    0.2 * t,
  ];
  const pulse = sampledField({
    times: [0, 1.9, 1.9001, 2.0999, 2.1, 4],
    values: [0, 0, 5 * Math.PI, 5 * Math.PI, 0, 0].map((x): [number, number, number] => [x, 0, 0]),
  });
  it.each([
    ["a formula", spinModel({ spins: 6, collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 } }), formula, [], [1, 2]],
    [
      "a table with steep ramps",
      spinModel({ spins: 10, collective: { dephasing: 0.3, pump: 0.1, decay: 0.1 } }),
      pulse.field,
      pulse.breaks,
      [2, 4],
    ],
  ] as const)(
    "is right within its estimate, and that within the tolerance: %s",
    (_name, driven, field, breaks, times) => {
      const request = { model: driven, initial, field, breaks, times };
      const found = evolveDensity(request);
      expect(found.band).toEqual({ degree: driven.spins, compared: driven.spins });
      const exact = evolveHarmonic({ ...request, tolerance: 1e-12 });
      for (const k of times.keys()) {
        const estimate = flat(found.errorEstimate[k]!);
        expect(Math.max(...estimate)).toBeLessThan(5e-7);
        const expected = flat(exact.observables[k]!);
        for (const [i, value] of flat(found.observables[k]!).entries())
          expect(Math.abs(value - expected[i]!)).toBeLessThan(estimate[i]!);
        const { purity } = found.observables[k]!;
        expect(Math.abs(purity - exact.observables[k]!.purity)).toBeLessThan(found.errorEstimate[k]!.purity);
      }
      // Implicit steps in the same band, asked for by name, agree.
      const implicit = evolveDensity({ ...request, scheme: "sdirk4", band: driven.spins, tolerance: 1e-5 });
      for (const k of times.keys()) {
        const estimate = flat(implicit.errorEstimate[k]!);
        for (const [i, value] of flat(implicit.observables[k]!).entries())
          expect(Math.abs(value - flat(exact.observables[k]!)[i]!)).toBeLessThan(estimate[i]!);
      }
    },
  );

  it("goes on from a snapshot to the same bits, in the band and on the whole mesh", () => {
    const request = { model, initial, field: formula, times: [0.1, 0.25, 0.6, 1] };
    for (const options of [{}, space]) {
      const { points, result: whole } = pulled(followDensity({ ...request, ...options }));
      const resume = { index: 1, snapshot: points[1]!.snapshot };
      const rest = evolveDensity({ ...request, ...options, resume });
      expect(rest.observables).toEqual(whole.observables.slice(2));
      expect(rest.errorEstimate).toEqual(whole.errorEstimate.slice(2));
    }
  });
});

it("takes the same steps whatever times are asked for", () => {
  const request = { model, initial, ...space };
  const few = evolveDensity({ ...request, times: [0.5] });
  const many = evolveDensity({ ...request, times: [0.1, 0.2, 0.3, 0.4, 0.5] });
  expect(many.observables.at(-1)).toEqual(few.observables[0]);
  expect(many.errorEstimate.at(-1)).toEqual(few.errorEstimate[0]);
});

it("knows the purity at many times as at one, and within its estimate", () => {
  const times = Array.from({ length: 16 }, (_, k) => (k + 1) / 16);
  const many = evolveDensity({ model, initial, times, ...space });
  const exact = evolveHarmonic({ model, initial, times, tolerance: 1e-10 });
  for (const [k, { purity }] of many.observables.entries())
    expect(Math.abs(purity - exact.observables[k]!.purity)).toBeLessThan(many.errorEstimate[k]!.purity);
  const one = evolveDensity({ model, initial, times: times.slice(-1), ...space });
  // 1e-10 of what states have in common, and a tenth of what elements of the space leave out.
  const allowed = 1e-10 + 0.1 * many.errorEstimate.at(-1)!.purity;
  expect(Math.abs(many.observables.at(-1)!.purity - one.observables[0]!.purity)).toBeLessThan(allowed);
});

it("keeps a thermal state where it is stationary, and mixes states linearly", () => {
  const thermal = spinModel({ spins: 6, field: [0, 0, 0.7], collective: { dephasing: 0.5, pump: 0.6, decay: 0.3 } });
  const start = { kind: "thermal", ratio: 2 } as const;
  const still = evolveDensity({
    model: thermal,
    initial: start,
    times: [0, 2],
    mesh: icosphere(2),
    degree: 5,
    tolerance: 1e-6,
  });
  for (const [i, value] of flat(still.observables[0]!).entries()) {
    expect(Math.abs(value - flat(still.observables[1]!)[i]!)).toBeLessThan(1e-6);
  }
  const parts = [
    { weight: 1, state: { kind: "coherent", direction: [0, 0, 1] } },
    { weight: 3, state: { kind: "coherent", direction: [1, 0, 0] } },
  ] as const;
  const at = (state: Parameters<typeof evolveDensity>[0]["initial"]): number[] =>
    flat(
      evolveDensity({ model, initial: state, times: [0.5], ...space, scheme: "sdirk4", step: 0.05 }).observables[0]!,
    );
  const [up, right, mixed] = [at(parts[0].state), at(parts[1].state), at({ kind: "mixture", parts })];
  for (const i of mixed.keys()) expect(mixed[i]!).toBeCloseTo((up[i]! + 3 * right[i]!) / 4, 12);
});

it.each(["euler", "sdirk2", "sdirk4"] as const)("tells the error of a step that is given, %s", (scheme) => {
  const few = spinModel({ spins: 4, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const request = { model: few, initial, times: [0.5, 1, 2] };
  const exact = evolveHarmonic(request);
  // Degree 8 is exact to 1e-9 here: what is left are the steps.
  const { observables, errorEstimate } = evolveDensity({
    ...request,
    mesh: icosphere(1),
    degree: 8,
    scheme,
    step: 0.1,
  });
  for (const [k, seen] of observables.entries()) {
    const estimate = flat(errorEstimate[k]!);
    const expected = flat(exact.observables[k]!);
    const errors = flat(seen).map((value, i) => Math.abs(value - expected[i]!));
    errors.forEach((error, i) => {
      expect(error).toBeLessThanOrEqual(estimate[i]!);
    });
    expect(Math.max(...errors)).toBeGreaterThan(1e-8);
  }
});

it("keeps a resolved density non-negative where the equation is parabolic", () => {
  const options = { mesh: icosphere(2), degree: 7, density: true };
  const [point] = pulled(followDensity({ model, initial, times: [2], ...options })).points;
  const { values } = point!.density!;
  const maximum = values.reduce((a, b) => Math.max(a, b));
  const minimum = values.reduce((a, b) => Math.min(a, b));
  expect(minimum).toBeGreaterThan(-1e-10 * maximum);
});

it("goes on from a snapshot to the same bits", () => {
  const request = { model, initial, times: [0.1, 0.25, 0.6, 1], ...space };
  const { points, result: whole } = pulled(followDensity(request));
  const rest = evolveDensity({ ...request, resume: { index: 1, snapshot: points[1]!.snapshot } });
  expect(rest.times).toEqual([0.6, 1]);
  expect(rest.observables).toEqual(whole.observables.slice(2));
  expect(rest.errorEstimate).toEqual(whole.errorEstimate.slice(2));
});

it("starts over on a finer space, with finer steps, where the estimate asks for it", () => {
  const request = { model, initial, times: [0.1, 0.2], degree: 3, tolerance: 2e-5, scheme: "sdirk4" } as const;
  const low = evolveDensity(request);
  expect(low.mesh).toBe("icosphere:3");
  const direct = evolveDensity({ ...request, mesh: icosphere(3) });
  const [a, b] = [flat(low.observables[1]!), flat(direct.observables[1]!)];
  for (const i of a.keys()) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(2e-5);
  expect(low.observables[1]).not.toEqual(direct.observables[1]);
});

it("reports a coherent state, or a mixture of them, exactly at t = 0", () => {
  const [up, right] = [[0, 0, 1] as const, [1, 0, 0] as const];
  const parts = [up, right].map((direction) => ({ weight: 1, state: { kind: "coherent", direction } as const }));
  const start = evolveDensity({ model, initial: { kind: "mixture", parts }, times: [0], ...space }).observables[0]!;
  expect(start.mean).toEqual([0.5, 0, 0.5]);
  // tr rho^2 = (1 + |<up|right>|^2) / 2 with |<up|right>|^2 = 2^-N.
  expect(start.purity).toBeCloseTo((1 + 2 ** -10) / 2, 14);
});

it("stops a run without filter as soon as growth shows", () => {
  const wild = spinModel({ spins: 10, field: [1.5, 0, 0], collective: { decay: 1 } });
  const request = { model: wild, initial: { kind: "coherent", direction: [1, 0, 0] }, times: [3] } as const;
  const run = () => evolveDensity({ ...request, band: "none", mesh: icosphere(3), degree: 3, step: 0.01 });
  expect(run).toThrow(NotParabolicError);
  expect(run).toThrow(/not parabolic.*gauge filter/s);
});

it("says what is wrong with a request", () => {
  const local = spinModel({ spins: 4, local: { decay: 1 } });
  expect(() => evolveDensity({ model: local, initial, times: [1] })).toThrow(InputError);
  expect(() => evolveDensity({ model, initial, times: [1], tolerance: -1 })).toThrow(InputError);
  expect(() => evolveDensity({ model, initial, times: [1], band: 1 })).toThrow(/second moments need degree 2/);
  expect(() => evolveDensity({ model, initial, times: [1], step: -0.1 })).toThrow(/time step is -0.1/);
  const coarse = { mesh: icosphere(0), degree: 1, tolerance: 1e-9 };
  expect(() => evolveDensity({ model, initial, times: [1], ...coarse })).toThrow(
    /error estimate \S+ stays above the tolerance 1e-9: degree 1 on the given mesh was the last.*larger tolerance/,
  );
});
