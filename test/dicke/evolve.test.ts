import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, ResourceLimitError } from "../../src/core/errors.ts";
import { type Evolution, evolve } from "../../src/dicke/evolve.ts";
import { coherentState, mixture, thermalState } from "../../src/dicke/initialStates.ts";
import { collectiveObservables } from "../../src/dicke/moments.ts";
import { steadyState } from "../../src/dicke/steadyState.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { compareStates, differenceOfMoments } from "../../src/state/comparison.ts";
import { hermiticityDefect, smallestEigenvalue, trace } from "../../src/state/densityMatrix.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { exactModels } from "../reference/exact.ts";
import { noRates } from "./oracle.ts";

const eps = Number.EPSILON;

/**
 * What the observables may be off by. The evolution contracts in the trace norm, so the errors of the steps, `tolerance`
 * each in the Frobenius norm, add up at most; the trace norm is at most sqrt(N + 1) times that, and bounds every
 * normalised moment; purity is off by twice as much at most.
 */
const bound = (evolution: Evolution, tolerance: number, spins: number) =>
  2 * evolution.acceptedSteps * tolerance * Math.sqrt(spins + 1) + 1000 * eps;

const model = (spins: number, field: Vector3, rates: Partial<SpinModel["collective"]>): SpinModel => ({
  spins,
  field,
  collective: { ...noRates, ...rates },
  local: noRates,
});

describe("evolution against exact moments", () => {
  const cases = exactModels.filter((entry) => entry.collectiveOnly && entry.evolution !== undefined);
  it("has cases on both sides of the parabolic bound", () => expect(cases.length).toBeGreaterThanOrEqual(7));

  for (const { name, model: chosen, evolution } of cases) {
    it.each([1e-11, 1e-13])(`${name}, tolerance %f`, (tolerance) => {
      const { initial, at } = evolution!;
      const found = evolve(chosen, coherentState(chosen.spins, initial), {
        times: at.map((entry) => entry.time),
        tolerance,
      });
      const limit = bound(found, tolerance, chosen.spins);
      expect(limit).toBeLessThan(2e-8);
      for (const [k, entry] of at.entries()) {
        const { observables } = found.points[k]!;
        const difference = differenceOfMoments(observables, entry);
        expect(Math.max(difference.mean, difference.square, difference.cross)).toBeLessThan(limit);
        expect(Math.abs(observables.purity - entry.purity)).toBeLessThan(limit);
      }
    });
  }
});

describe("evolution", () => {
  const driven = model(12, [0.4, -0.3, 0.8], { dephasing: 0.6, pump: 0.3, decay: 0.9 });

  it("keeps trace, Hermiticity and positivity", () => {
    const start = mixture([
      { weight: 1, density: coherentState(12, [0, -0.6, 0.8]) },
      { weight: 2, density: thermalState(12, 0.5) },
    ]);
    const { points, acceptedSteps } = evolve(driven, start, { times: [0, 0.1, 1, 10], keepStates: true });
    expect(points.map((point) => point.time)).toEqual([0, 0.1, 1, 10]);
    for (const { density } of points) {
      // The populations' derivatives cancel in pairs; what remains is a few roundings a step.
      expect(Math.abs(trace(density!) - 1)).toBeLessThan(16 * (acceptedSteps + 1) * eps);
      expect(hermiticityDefect(density!)).toBe(0);
      expect(smallestEigenvalue(density!)).toBeGreaterThan(-1e-9);
    }
    expect(compareStates(points[0]!.observables, collectiveObservables(start)).largest).toBe(0);
  });

  it("arrives at the steady state", () => {
    const steady = steadyState(driven);
    // The slowest rate is known to its order of magnitude; 60 of its times leave e^-60, or e^-30 if it is off by two.
    const time = 60 / steady.slowestRate;
    const end = evolve(driven, coherentState(12, [1, 0, 0]), { times: [time] });
    expect(compareStates(end.points[0]!.observables, steady.observables).largest).toBeLessThan(bound(end, 1e-11, 12));
  });

  it("turns with a rotating field as in the frame that turns along", () => {
    // B(t) = (b cos wt, b sin wt, B_z): in the frame turning about z at rate w the field is (b, 0, B_z - w), and the
    // dissipators, which no rotation about z changes, stay.
    const frequency = 1.7;
    const [strength, along] = [0.9, 0.5];
    const rates = { dephasing: 0.4, pump: 0.2, decay: 0.7 };
    const times = [0.3, 1, 2.5];
    const start = coherentState(10, [0.6, 0, 0.8]);
    const laboratory = evolve(model(10, [0, 0, 0], rates), start, {
      times,
      field: (t) => [strength * Math.cos(frequency * t), strength * Math.sin(frequency * t), along],
    });
    const turning = evolve(model(10, [strength, 0, along - frequency], rates), start, { times });
    const limit = bound(laboratory, 1e-11, 10) + bound(turning, 1e-11, 10);
    for (const [k, time] of times.entries()) {
      const [cosine, sine] = [Math.cos(frequency * time), Math.sin(frequency * time)];
      const [x, y, z] = turning.points[k]!.observables.mean;
      const found = laboratory.points[k]!.observables;
      expect(Math.abs(found.mean[0] - (cosine * x - sine * y))).toBeLessThan(2 * limit);
      expect(Math.abs(found.mean[1] - (sine * x + cosine * y))).toBeLessThan(2 * limit);
      expect(Math.abs(found.mean[2] - z)).toBeLessThan(limit);
      expect(Math.abs(found.purity - turning.points[k]!.observables.purity)).toBeLessThan(limit);
    }
  });

  it("rotates rigidly without dissipation: a product state stays one", () => {
    const field: Vector3 = [0.6, 0, 0.8];
    const found = evolve(model(50, field, {}), coherentState(50, [0, 1, 0]), { times: [2] });
    // dr/dt = B x r with |B| = 1, r(0) perpendicular to B: r = cos t r0 + sin t B x r0.
    const { mean, purity } = found.points[0]!.observables;
    const limit = bound(found, 1e-11, 50);
    expect(Math.abs(mean[0] + 0.8 * Math.sin(2))).toBeLessThan(limit);
    expect(Math.abs(mean[1] - Math.cos(2))).toBeLessThan(limit);
    expect(Math.abs(mean[2] - 0.6 * Math.sin(2))).toBeLessThan(limit);
    expect(Math.abs(purity - 1)).toBeLessThan(limit);
  });

  it("starts where it is told to, for a field that depends on time", () => {
    const ramp = (t: number): Vector3 => [t, 0, 0];
    const found = evolve(model(4, [9, 9, 9], {}), coherentState(4, [0, 0, 1]), {
      startTime: 1,
      times: [1, 2],
      field: ramp,
    });
    // The angle turned about x is the integral of t from 1 to 2.
    expect(found.points[0]!.observables.mean[2]).toBeCloseTo(1, 14);
    expect(Math.abs(found.points[1]!.observables.mean[1] + Math.sin(1.5))).toBeLessThan(bound(found, 1e-11, 4));
    expect(found.points[1]!.density).toBeUndefined();
  });

  it("names what is wrong with its input", () => {
    const start = coherentState(12, [1, 0, 0]);
    const run = (options: Partial<Parameters<typeof evolve>[2]>, from = start, chosen = driven) =>
      evolve(chosen, from, { times: [1], ...options });
    expect(() => run({ times: [1, 0.5] })).toThrow(InputError);
    expect(() => run({ startTime: 2 })).toThrow("none before the start");
    expect(() => run({ times: [Number.POSITIVE_INFINITY] })).toThrow(InputError);
    expect(() => run({ tolerance: 0 })).toThrow(InputError);
    expect(() => run({ field: () => [0, Number.NaN, 0] })).toThrow(InputError);
    expect(() => run({}, coherentState(11, [1, 0, 0]))).toThrow("11 spins and the model 12");
    expect(() => run({}, { ...start, real: start.real.map((value) => 2 * value) })).toThrow("trace 1");
    expect(() => run({}, { ...start, imaginary: start.real })).toThrow("Hermiticity");
    expect(() => run({}, start, { ...driven, local: { ...noRates, decay: 0.1 } })).toThrow("collective processes only");
    expect(() => run({ memoryLimit: 1e4 })).toThrow(ResourceLimitError);
    expect(() => run({ maximumSteps: 3 })).toThrow(ConvergenceError);
  });
});
