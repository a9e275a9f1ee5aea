import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { type BallRequest, evolveBall, followBall } from "../../../src/harmonic/ball/evolve.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { evolveHarmonic } from "../../../src/harmonic/sphere/evolve.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { denseExponential } from "../../../src/ode/exponential/dense.ts";
import { compareStates, differenceOfMoments } from "../../../src/state/comparison.ts";
import { largestError } from "../../../src/state/errorEstimate.ts";
import { momentsFromIntegrals } from "../../../src/state/integrals.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import { expectToResume } from "../../reference/resume.ts";
import { closingModel, collectiveModels, generalModel, localModels } from "./models.ts";

const alongX: InitialState = { kind: "coherent", direction: [1, 0, 0] };
const none = { dephasing: 0, pump: 0, decay: 0 };

describe("evolution in the ball", () => {
  it.each(localModels)("is that of the master equation: $name", ({ model, evolution }) => {
    const { initial, at } = evolution!;
    const found = evolveBall({
      model,
      initial: { kind: "coherent", direction: initial },
      times: at.map(({ time }) => time),
    });
    expect(at.map(({ time }) => time)).toEqual([0.25, 1, 3]);
    for (const [k, exact] of at.entries()) {
      const observables = found.observables[k]!;
      const { mean, square, cross } = differenceOfMoments(observables, exact);
      expect(Math.max(mean, square, cross, Math.abs(observables.purity - exact.purity))).toBeLessThan(1e-10);
      expect(excessOverEstimate(observables, exact, found.errorEstimate[k]!)).toBeLessThanOrEqual(0);
      expect(largestError(found.errorEstimate[k]!)).toBeLessThan(1e-10);
    }
  });

  // N = 40 takes a second each.
  it.each(collectiveModels.filter(({ model }) => model.spins <= 20))("is that on the sphere: $name", ({ model }) => {
    for (const initial of [
      alongX,
      {
        kind: "mixture",
        parts: [
          { weight: 1, state: alongX },
          { weight: 3, state: { kind: "thermal", ratio: 0.5 } },
        ],
      },
    ] as const satisfies readonly InitialState[]) {
      const request = { model, initial, times: [0, 0.6, 3] };
      const ball = evolveBall(request);
      const sphere = evolveHarmonic(request);
      for (const k of [0, 1, 2]) {
        const excess = excessOverEstimate(ball.observables[k]!, sphere.observables[k]!, ball.errorEstimate[k]!);
        expect(excess).toBeLessThan(largestError(sphere.errorEstimate[k]!));
        expect(compareStates(ball.observables[k]!, sphere.observables[k]!).largest).toBeLessThan(1e-10);
      }
    }
  });

  it("takes a delta along the Bloch equations where all processes are local", () => {
    const spins = 20;
    const model: SpinModel = { ...generalModel(spins), collective: none };
    const [bx, by, bz] = model.field;
    const { dephasing, pump, decay } = model.local;
    const across = dephasing + pump + decay;
    // d(1, r)/dt, with a last column for the constant.
    const flow = new Matrix([
      [-across, -bz, by, 0],
      [bz, -across, -bx, 0],
      [-by, bx, -2 * (pump + decay), 2 * (pump - decay)],
      [0, 0, 0, 0],
    ]);
    const times = [0.4, 1.3];
    const found = evolveBall({ model, initial: alongX, times });
    for (const [k, time] of times.entries()) {
      const map = denseExponential(Matrix.mul(flow, time));
      const [x, y, z] = [0, 1, 2].map((i) => map.get(i, 0) + map.get(i, 3)) as [number, number, number];
      const exact = momentsFromIntegrals(spins, [x, y, z], {
        square: [x * x, y * y, z * z],
        cross: [x * y, x * z, y * z],
      });
      const purity = ((1 + x * x + y * y + z * z) / 2) ** spins;
      expect(excessOverEstimate(found.observables[k]!, { ...exact, purity }, found.errorEstimate[k]!)).toBeLessThan(0);
    }
  });

  it("ends in the steady state", () => {
    const model = generalModel(10);
    const { observables } = evolveBall({ model, initial: alongX, times: [40] });
    expect(compareStates(observables[0]!, steadyBall(model).observables).largest).toBeLessThan(1e-10);
  });

  it("has the moments of the full band in any band where k_+ = k_-", () => {
    const full = evolveBall({ model: closingModel(12), initial: alongX, times: [0.7] });
    const cut = evolveBall({ model: closingModel(12), initial: alongX, times: [0.7], band: 5 });
    const { mean, square, cross } = differenceOfMoments(full.observables[0]!, cut.observables[0]!);
    expect(Math.max(mean, square, cross)).toBeLessThan(1e-11);
    expect(cut.band).toBe(5);
    // The purity needs all degrees, and the error says so.
    expect(cut.errorEstimate[0]!.purity).toBeGreaterThan(1e-6);
    expect(cut.errorEstimate[0]!.mean[0]).toBeLessThan(1e-10);
  });

  it("bounds the error of a low band", () => {
    const model: SpinModel = { ...generalModel(40), local: { dephasing: 0.5, pump: 0.35, decay: 0.4 } };
    const at = (band: number) => evolveBall({ model, initial: alongX, times: [1.5], band });
    const exact = at(24).observables[0]!;
    for (const band of [8, 12]) {
      const { observables, bandError, errorEstimate } = at(band);
      const { largest } = compareStates(observables[0]!, exact);
      expect(largest).toBeGreaterThan(1e-10);
      expect(largest).toBeLessThan(bandError);
      expect(excessOverEstimate(observables[0]!, exact, errorEstimate[0]!)).toBeLessThan(0);
    }
  });

  it("follows a field in time: one that turns about z is a constant one seen from a frame that turns along", () => {
    const rate = 1.7;
    const model = generalModel(8);
    const turning: BallRequest = {
      model,
      initial: alongX,
      times: [0.5, 1.2],
      field: (t) => [0.8 * Math.cos(rate * t), 0.8 * Math.sin(rate * t), 0.3],
    };
    const moving = evolveBall(turning);
    const frame = evolveBall({
      model: { ...model, field: [0.8, 0, 0.3 - rate] },
      initial: alongX,
      times: [0.5, 1.2],
    });
    for (const k of [0, 1]) {
      const [x, y, z] = frame.observables[k]!.mean;
      const angle = rate * turning.times[k]!;
      const expected = [
        x * Math.cos(angle) - y * Math.sin(angle),
        x * Math.sin(angle) + y * Math.cos(angle),
        z,
      ] as const;
      const { mean, purity, square } = moving.observables[k]!;
      const allowed = 2 * largestError(moving.errorEstimate[k]!);
      expect(allowed).toBeLessThan(1e-9);
      for (const i of [0, 1, 2] as const) expect(Math.abs(mean[i] - expected[i])).toBeLessThan(allowed);
      expect(Math.abs(purity - frame.observables[k]!.purity)).toBeLessThan(allowed);
      expect(Math.abs(square[2] - frame.observables[k]!.square[2])).toBeLessThan(allowed);
    }
  });

  it.each<[string, Partial<BallRequest>]>([
    ["a constant field", {}],
    ["a field in time", { field: (t) => [Math.sin(t), 0, 0.2] }],
    ["a low band", { band: 5 }],
  ])("goes on from a snapshot to the same bits: %s", (_, extra) => {
    const times = [0, 0.3, 0.9];
    const request = { model: generalModel(8), initial: alongX, times, ...extra };
    expectToResume(
      times,
      (change) => followBall({ ...request, ...change }),
      ({ final, bandError, steps }) => ({ final, bandError, steps }),
    );
  });

  it("starts from any moments, and keeps states where asked to", () => {
    const model = generalModel(6);
    const whole = evolveBall({ model, initial: alongX, times: [0.4, 1], keepStates: true });
    expect(whole.states).toHaveLength(2);
    const second = evolveBall({ model, initial: whole.states![0]!, times: [0.6] });
    expect(compareStates(second.observables[0]!, whole.observables[1]!).largest).toBeLessThan(1e-10);
    expect(second.states).toBeNull();
  });

  it("refuses what it cannot do", () => {
    const request = { model: generalModel(6), initial: alongX, times: [1] };
    expect(() => evolveBall({ ...request, band: 7 })).toThrow(InputError);
    expect(() => evolveBall({ ...request, times: [] })).toThrow(InputError);
    expect(() => evolveBall({ ...request, tolerance: 0 })).toThrow(InputError);
    expect(() => evolveBall({ ...request, model: generalModel(300), band: 250 })).toThrow(ResourceLimitError);
  });
});
