import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, NotParabolicError, ResourceLimitError } from "../../../src/core/errors.ts";
import { evolveBallDensity, followBallDensity } from "../../../src/fem/ball/evolve.ts";
import { evolveBall } from "../../../src/harmonic/ball/evolve.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { refineBall } from "../../../src/mesh/ball/refine.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import { exactModels } from "../../reference/exact.ts";
import { pulled } from "../../reference/pulled.ts";
import { expectToResume } from "../../reference/resume.ts";
import { largestMomentError } from "./spaces.ts";

const initial = { kind: "coherent", direction: [0.6, 0, 0.8] } as const;

const balanced = spinModel({
  spins: 6,
  field: [0.8, -0.3, 0.5],
  collective: { dephasing: 0.7, pump: 0.4, decay: 0.4 },
  local: { dephasing: 0.2, pump: 0.1, decay: 0.3 },
});

/** Without noise by collective processes a delta stays one and follows dr/dt = A r + c. */
const bloch = spinModel({ spins: 7, field: [0.9, 0.4, -0.7], local: { dephasing: 0.2, pump: 0.3, decay: 0.5 } });

/** Largest part of an estimate. */
const largest = ({ mean, square, cross }: SpinMoments): number => Math.max(...mean, ...square, ...cross);

describe.each(exactModels.filter((entry) => !entry.collectiveOnly))(
  "$name in time, from a delta outside the polyhedron",
  ({ model, evolution }) => {
    it("agrees with the quantum solution at default settings, within its own estimate", () => {
      const even = model.collective.pump === model.collective.decay;
      const times = evolution!.at.map((point) => point.time);
      const start = { kind: "coherent", direction: evolution!.initial } as const;
      const run = evolveBallDensity({ model, initial: start, times });
      expect(run.band === null).toBe(even);
      for (const [k, exact] of evolution!.at.entries()) {
        const found = run.observables[k]!;
        expect(largestMomentError(found, exact)).toBeLessThan(even ? 1e-6 : 1e-5);
        expect(excessOverEstimate(found, exact, run.errorEstimate[k]!)).toBeLessThanOrEqual(0);
        expect(largest(run.errorEstimate[k]!)).toBeLessThan(even ? 5e-7 : 5e-6);
        // N is at most the degree of the elements or of the band: the purity is as exact as the moments.
        expect(Math.abs(found.purity - exact.purity)).toBeLessThan(even ? 1e-6 : 1e-5);
      }
    });
  },
);

it("sees errors of the steps where both solutions would take the same: many requested times", () => {
  const times = Array.from({ length: 30 }, (_, k) => (k + 1) / 30);
  const run = evolveBallDensity({ model: bloch, initial, times, mesh: ball(0), degree: 2, tolerance: 1e-4 });
  const exact = evolveBall({ model: bloch, initial, times, tolerance: 1e-12 });
  for (const k of times.keys()) {
    const moments = { ...run.observables[k]!, purity: exact.observables[k]!.purity };
    expect(excessOverEstimate(moments, exact.observables[k]!, run.errorEstimate[k]!)).toBeLessThan(0);
  }
  // Errors of the steps, not of rounding, are what is bounded.
  expect(largestMomentError(run.observables.at(-1)!, exact.observables.at(-1)!)).toBeGreaterThan(1e-11);
});

it("does not take the agreement of two purities for their accuracy where the steps are far too long", () => {
  const request = {
    model: spinModel({
      spins: 3,
      field: [0, 0.5, -1],
      collective: { dephasing: 0.25, pump: 0.4 },
      local: { decay: 0.3 },
    }),
    initial: { kind: "coherent", direction: [0.6, 0, 0.8] },
    times: [4, 8, 12, 16, 20],
  } as const;
  const exact = evolveBall(request).observables;
  const { observables, errorEstimate } = evolveBallDensity({ ...request, step: 4 });
  for (const [k, estimate] of errorEstimate.entries()) {
    expect(Math.abs(observables[k]!.purity - exact[k]!.purity)).toBeLessThanOrEqual(estimate.purity);
    // Twice the difference alone would do at some of the times.
    expect(estimate.purity).toBeGreaterThan(observables[k]!.purity * Math.max(...estimate.mean));
  }
});

it("is stationary where nothing happens", () => {
  const still = spinModel({ spins: 5 });
  const { observables } = evolveBallDensity({ model: still, initial, times: [1, 7], mesh: ball(0), degree: 4 });
  expect(observables[1]).toEqual(observables[0]);
  const shot = 1 / 5;
  for (const k of [0, 1, 2] as const) {
    expect(observables[0]!.mean[k]).toBeCloseTo(initial.direction[k], 12);
    expect(observables[0]!.square[k]).toBeCloseTo(shot + (1 - shot) * initial.direction[k] ** 2, 12);
  }
  // Five spins, elements of degree 4: what P does to polynomials of degree 5 is left to chance.
  expect(observables[0]!.purity).toBeCloseTo(1, 1);
});

describe("a field that depends on time", () => {
  const field = (t: number): [number, number, number] => [0.8 * Math.cos(2 * t), 0.3 * t, 0.2];
  const skew = { ...balanced, spins: 3, collective: { dephasing: 0.3, pump: 0.1, decay: 0.6 } };
  it.each([
    ["whole", balanced, { mesh: ball(0), degree: 2 }],
    ["in the band", skew, {}],
  ] as const)("is followed, %s", (_name, model, options) => {
    const request = { model, initial, field, times: [0.4, 1] };
    const found = evolveBallDensity({ ...request, ...options, tolerance: 1e-6 });
    const exact = evolveBall({ ...request, tolerance: 1e-11 });
    for (const k of [0, 1]) {
      const moments = { ...found.observables[k]!, purity: exact.observables[k]!.purity };
      expect(excessOverEstimate(moments, exact.observables[k]!, found.errorEstimate[k]!)).toBeLessThan(0);
      expect(largest(found.errorEstimate[k]!)).toBeLessThan(1e-6);
    }
  });
});

describe("starting over", () => {
  it("goes to a higher degree where the estimate asks for it", () => {
    const model = spinModel({ spins: 5, field: [1.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.1 } });
    const request = { model, initial, times: [0.2, 0.4], mesh: ball(0) } as const;
    const run = evolveBallDensity(request);
    expect(run.degree).toBeGreaterThan(evolveBallDensity({ ...request, tolerance: 0.05 }).degree);
    const exact = evolveBall({ model, initial, times: request.times });
    for (const k of [0, 1])
      expect(excessOverEstimate(run.observables[k]!, exact.observables[k]!, run.errorEstimate[k]!)).toBeLessThan(0);
  });

  const contracting = spinModel({ spins: 3, local: { decay: 1 } });
  const request = {
    model: contracting,
    initial,
    times: [1, 15, 20],
    mesh: refineBall(ball(0)),
    degree: 2,
    tolerance: 1e-7,
  } as const;

  it("goes on in a band where P contracts to a delta and its values outgrow the mesh, to the same bits from a snapshot", () => {
    const run = evolveBallDensity(request);
    expect(run.band).toEqual({ degree: 2, compared: 3 });
    const exact = evolveBall({ model: contracting, initial, times: request.times, tolerance: 1e-12 });
    for (const k of request.times.keys()) {
      const moments = { ...run.observables[k]!, purity: exact.observables[k]!.purity };
      expect(excessOverEstimate(moments, exact.observables[k]!, run.errorEstimate[k]!)).toBeLessThanOrEqual(0);
    }
    expectToResume(
      request.times,
      (change) => followBallDensity({ ...request, ...change }),
      ({ band, unknowns }) => [band, unknowns],
    );
    expect(() => evolveBallDensity({ ...request, band: "none" })).toThrow(/values of P have grown.*inside a band/s);
  });
});

it("does so on a mesh far too small for P, given with its degree, instead of taking ever shorter steps", () => {
  const small = ball(0);
  const mesh = { ...small, points: small.points.map((value) => value / 10) };
  const request = {
    model: spinModel({ spins: 19, field: [1.9, 0, 0.9], collective: { dephasing: 0.9 }, local: { decay: 0.5 } }),
    initial: { kind: "coherent", direction: [0.6, 0, 0.8] },
    times: [2],
  } as const;
  const exact = evolveBall(request).observables[0]!;
  const found = evolveBallDensity({ ...request, mesh, degree: 2 });
  expect(found.band).toEqual({ degree: 2, compared: 3 });
  expect(excessOverEstimate(found.observables[0]!, exact, found.errorEstimate[0]!)).toBeLessThanOrEqual(0);
  expect(() => evolveBallDensity({ ...request, mesh, degree: 2, band: "none" })).toThrow(ConvergenceError);
});

it("goes on from a snapshot to the same bits, in a band", () => {
  const model = spinModel({ spins: 2, field: [0.5, 0, 0.1], collective: { decay: 1 }, local: { pump: 0.2 } });
  const times = [0, 0.1, 0.4, 1];
  const field = (t: number): [number, number, number] => [0.5, Math.min(t, 0.3), 0.1];
  expectToResume(
    times,
    (change) => followBallDensity({ model, initial, times, field, breaks: [0.3], ...change }),
    ({ band, mesh, degree, unknowns }) => [band, mesh, degree, unknowns],
  );
});

it("takes a collective model and a mixture, and hands out the densities", () => {
  const model = spinModel({ spins: 3, field: [0.4, 0, 0], collective: { dephasing: 0.3, pump: 0.5, decay: 0.5 } });
  const parts = [
    { weight: 1, state: { kind: "thermal", ratio: 2 } },
    { weight: 3, state: initial },
  ] as const;
  const times = [0, 0.5];
  const request = { model, initial: { kind: "mixture", parts }, times } as const;
  const options = { mesh: ball(0), degree: 3, tolerance: 1e-6, density: true };
  const { points, result: run } = pulled(followBallDensity({ ...request, ...options }));
  for (const { density } of points) expect(density!.values).toHaveLength(density!.space.unknowns);
  const exact = evolveBall(request);
  for (const k of [0, 1])
    expect(excessOverEstimate(run.observables[k]!, exact.observables[k]!, run.errorEstimate[k]!)).toBeLessThan(0);
});

it("stops a run without filter as soon as growth shows", () => {
  const wild = spinModel({ spins: 10, field: [1.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.1 } });
  const run = () =>
    evolveBallDensity({ model: wild, initial, times: [3], band: "none", mesh: refineBall(ball(0)), degree: 2 });
  expect(run).toThrow(NotParabolicError);
  expect(run).toThrow(/not parabolic.*gauge filter/s);
});

it("says what is wrong with a request", () => {
  const request = { model: balanced, initial, times: [1] };
  expect(() => evolveBallDensity({ ...request, tolerance: -1 })).toThrow(InputError);
  expect(() => evolveBallDensity({ ...request, degree: 5 })).toThrow(InputError);
  expect(() => evolveBallDensity({ ...request, band: 1 })).toThrow(/second moments need degree 2/);
  expect(() => evolveBallDensity({ ...request, mesh: icosphere(1) })).toThrow(/dimension 2/);
  expect(() => evolveBallDensity({ ...request, maximumUnknowns: 10 })).toThrow(/up to 10 unknowns/);
  const skew = { ...balanced, collective: { dephasing: 0, pump: 0, decay: 1 } };
  const wide = { ...request, model: skew, mesh: ball(0), degree: 2 };
  expect(() => evolveBallDensity({ ...wide, band: 60 })).toThrow(ResourceLimitError);
  expect(() => evolveBallDensity({ ...wide, band: 6 })).toThrow(/84 polynomials, more than the 55 unknowns/);
});
