import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { type DickeRequest, evolveDicke, followDicke } from "../../../src/dicke/collective/evolve.ts";
import { collectiveObservables } from "../../../src/dicke/collective/moments.ts";
import { steadyState } from "../../../src/dicke/collective/steadyState.ts";
import { initialDensity } from "../../../src/dicke/initialDensity.ts";
import { coherentState } from "../../../src/dicke/initialStates.ts";
import { sampledField } from "../../../src/model/drive.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { hermiticityDefect, smallestEigenvalue, trace } from "../../../src/state/densityMatrix.ts";
import { largestError } from "../../../src/state/errorEstimate.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import { exactModels } from "../../reference/exact.ts";
import { expectToResume } from "../../reference/resume.ts";
import { noRates } from "./matrices.ts";

const eps = Number.EPSILON;

const model = (spins: number, field: Vector3, rates: Partial<SpinModel["collective"]>): SpinModel => ({
  spins,
  field,
  collective: { ...noRates, ...rates },
  local: noRates,
});

const coherent = (direction: Vector3): InitialState => ({ kind: "coherent", direction });

describe("evolveDicke against exact moments", () => {
  const cases = exactModels.filter((entry) => entry.collectiveOnly && entry.evolution !== undefined);
  it("has cases on both sides of the parabolic bound", () => expect(cases.length).toBeGreaterThanOrEqual(7));

  for (const { name, model: chosen, evolution } of cases) {
    it.each([1e-7, 1e-10])(`${name}, tolerance %f`, (tolerance) => {
      const { initial, at } = evolution!;
      const found = evolveDicke({
        model: chosen,
        initial: coherent(initial),
        times: at.map((entry) => entry.time),
        tolerance,
      });
      for (const [k, entry] of at.entries()) {
        // What rounding adds, 12 eps sqrt(N + 1) a step, is below a tenth of the tighter tolerance.
        expect(largestError(found.errorEstimate[k]!)).toBeLessThan(1.1 * tolerance);
        // The reference is printed with 1e-15.
        expect(excessOverEstimate(found.observables[k]!, entry, found.errorEstimate[k]!)).toBeLessThan(1e-14);
      }
    });
  }
});

describe("evolveDicke", () => {
  const driven = model(12, [0.4, -0.3, 0.8], { dephasing: 0.6, pump: 0.3, decay: 0.9 });
  const mixed: InitialState = {
    kind: "mixture",
    parts: [
      { weight: 1, state: coherent([0, -0.6, 0.8]) as { kind: "coherent"; direction: Vector3 } },
      { weight: 2, state: { kind: "thermal", ratio: 0.5 } },
    ],
  };

  it("keeps trace, Hermiticity and positivity", () => {
    const times = [0, 0.1, 1, 10];
    const found = evolveDicke({ model: driven, initial: mixed, times, keepStates: true });
    expect(found.method).toBe("dicke");
    expect(found.times).toEqual(times);
    expect(found.states).toHaveLength(4);
    for (const density of found.states!) {
      // The populations' derivatives cancel in pairs; what remains is a few roundings a step.
      expect(Math.abs(trace(density) - 1)).toBeLessThan(16 * (found.acceptedSteps + 1) * eps);
      expect(hermiticityDefect(density)).toBe(0);
      expect(smallestEigenvalue(density)).toBeGreaterThan(-1e-9);
    }
    expect(found.final).toEqual(found.states![3]);
    const start = initialDensity(12, mixed);
    expect(compareStates(found.observables[0]!, collectiveObservables(start)).largest).toBe(0);
    // A density matrix serves as well as the name of a state.
    const again = evolveDicke({ model: driven, initial: start, times });
    expect(again.observables).toEqual(found.observables);
    expect(again.states).toBeNull();
  });

  it("arrives at the steady state", () => {
    const steady = steadyState(driven);
    // The slowest rate is known to its order of magnitude; 60 of its times leave e^-60, or e^-30 if it is off by two.
    const time = 60 / steady.slowestRate;
    const end = evolveDicke({ model: driven, initial: coherent([1, 0, 0]), times: [time] });
    expect(compareStates(end.observables[0]!, steady.observables).largest).toBeLessThan(
      largestError(end.errorEstimate[0]!),
    );
  });

  it("turns with a rotating field as in the frame that turns along", () => {
    // B(t) = (b cos wt, b sin wt, B_z): in the frame turning about z at rate w the field is (b, 0, B_z - w), and the
    // dissipators, which no rotation about z changes, stay.
    const frequency = 1.7;
    const [strength, along] = [0.9, 0.5];
    const rates = { dephasing: 0.4, pump: 0.2, decay: 0.7 };
    const times = [0.3, 1, 2.5];
    const initial = coherent([0.6, 0, 0.8]);
    const laboratory = evolveDicke({
      model: model(10, [9, 9, 9], rates),
      initial,
      times,
      field: (t) => [strength * Math.cos(frequency * t), strength * Math.sin(frequency * t), along],
    });
    const turning = evolveDicke({ model: model(10, [strength, 0, along - frequency], rates), initial, times });
    for (const [k, time] of times.entries()) {
      const limit = largestError(laboratory.errorEstimate[k]!) + largestError(turning.errorEstimate[k]!);
      const [cosine, sine] = [Math.cos(frequency * time), Math.sin(frequency * time)];
      const [x, y, z] = turning.observables[k]!.mean;
      const found = laboratory.observables[k]!;
      expect(Math.abs(found.mean[0] - (cosine * x - sine * y))).toBeLessThan(2 * limit);
      expect(Math.abs(found.mean[1] - (sine * x + cosine * y))).toBeLessThan(2 * limit);
      expect(Math.abs(found.mean[2] - z)).toBeLessThan(limit);
      expect(Math.abs(found.purity - turning.observables[k]!.purity)).toBeLessThan(limit);
    }
  });

  it("rotates rigidly without dissipation: a product state stays one", () => {
    const found = evolveDicke({ model: model(50, [0.6, 0, 0.8], {}), initial: coherent([0, 1, 0]), times: [2] });
    // dr/dt = B x r with |B| = 1, r(0) perpendicular to B: r = cos t r0 + sin t B x r0.
    const { mean, purity } = found.observables[0]!;
    const limit = largestError(found.errorEstimate[0]!);
    expect(Math.abs(mean[0] + 0.8 * Math.sin(2))).toBeLessThan(limit);
    expect(Math.abs(mean[1] - Math.cos(2))).toBeLessThan(limit);
    expect(Math.abs(mean[2] - 0.6 * Math.sin(2))).toBeLessThan(limit);
    expect(Math.abs(purity - 1)).toBeLessThan(limit);
  });

  it("steps onto the kinks of a field that it is told of", () => {
    const times = [0, 0.7, 1.3, 2];
    const drive = sampledField({ times, values: times.map((_, k) => [k === 1 ? 1 : k === 2 ? -3 : 0, 0, 0]) });
    const request = { model: model(4, [0, 0, 0], {}), initial: coherent([0, 0, 1]), times: [2], field: drive.field };
    const told = evolveDicke({ ...request, breaks: drive.breaks });
    // The angle turned about x is the area under the polygon.
    const angle = 0.35 + (0.6 * (1 - 3)) / 2 - (3 * 0.7) / 2;
    const untold = evolveDicke(request);
    for (const found of [told, untold])
      expect(Math.abs(found.observables[0]!.mean[1] + Math.sin(angle))).toBeLessThan(
        largestError(found.errorEstimate[0]!),
      );
    // At each of two kinks the step has to shrink by some powers of ten, a factor of five at a time.
    expect(untold.rejectedSteps).toBeGreaterThan(told.rejectedSteps + 6);
  });

  it.each<[string, Partial<DickeRequest>]>([
    ["a constant field", {}],
    ["a field in time", { field: (t) => [Math.cos(3 * t), 0, 0.1 * t] }],
  ])("goes on from every snapshot to the same bits: %s", (_, change) => {
    const times = [0, 0.05, 0.4, 1.1, 2];
    expectToResume(
      times,
      (options) => followDicke({ model: driven, initial: mixed, times, ...change, ...options }),
      ({ final, acceptedSteps, rejectedSteps }) => ({ final, acceptedSteps, rejectedSteps }),
    );
  });

  it("names what is wrong with its input", () => {
    const initial = coherentState(12, [1, 0, 0]);
    const run = (change: Partial<DickeRequest>) => evolveDicke({ model: driven, initial, times: [1], ...change });
    expect(() => run({ times: [1, 0.5] })).toThrow(InputError);
    expect(() => run({ times: [] })).toThrow("no times");
    expect(() => run({ times: [-1] })).toThrow("ascending times from 0");
    expect(() => run({ times: [Number.POSITIVE_INFINITY] })).toThrow(InputError);
    expect(() => run({ tolerance: 0 })).toThrow(InputError);
    expect(() => run({ field: () => [0, Number.NaN, 0] })).toThrow("the field at t = 0 is [0, NaN, 0]");
    expect(() => run({ initial: coherentState(11, [1, 0, 0]) })).toThrow("11 spins and the model 12");
    expect(() => run({ initial: { kind: "thermal", ratio: -1 } })).toThrow("ratio of a thermal state is -1");
    expect(() => run({ initial: { ...initial, real: initial.real.map((value) => 2 * value) } })).toThrow("trace 1");
    expect(() => run({ initial: { ...initial, imaginary: initial.real } })).toThrow("Hermiticity");
    expect(() => run({ model: { ...driven, local: { ...noRates, decay: 0.1 } } })).toThrow("collective processes only");
    expect(() => run({ memoryLimit: 1e4 })).toThrow(ResourceLimitError);
    expect(() => run({ maximumSteps: 3 })).toThrow(ConvergenceError);
    expect(() => run({ resume: { index: 1, snapshot: {} } })).toThrow("no time number 1");
    expect(() => run({ resume: { index: 0, snapshot: {} } })).toThrow("the snapshot has no state");
    const snapshot = { state: new Float64Array(121), progress: new Float64Array(6) };
    expect(() => run({ resume: { index: 0, snapshot } })).toThrow("121 numbers as state, this problem has 169");
  });
});
