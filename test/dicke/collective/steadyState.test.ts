import { describe, expect, it } from "vitest";
import { InputError, NotUniqueError, ResourceLimitError } from "../../../src/core/errors.ts";
import { collectiveLiouvillian } from "../../../src/dicke/collective/liouvillian.ts";
import { collectiveObservables } from "../../../src/dicke/collective/moments.ts";
import { steadyState } from "../../../src/dicke/collective/steadyState.ts";
import { thermalState } from "../../../src/dicke/initialStates.ts";
import { infinityNorm } from "../../../src/linalg/sparse.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { compareStates, differenceOfMoments } from "../../../src/state/comparison.ts";
import { hermiticityDefect, smallestEigenvalue, trace } from "../../../src/state/densityMatrix.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { exactModels } from "../../reference/exact.ts";
import { noRates } from "./matrices.ts";

const eps = Number.EPSILON;

const model = (spins: number, field: Vector3, rates: Partial<SpinModel["collective"]>): SpinModel => ({
  spins,
  field,
  collective: { ...noRates, ...rates },
  local: noRates,
});

/** L is known to a few roundings of its norm, and the slowest relaxation enlarges what they stir up. */
const rounding = (chosen: SpinModel, slowestRate: number) =>
  (8 * eps * infinityNorm(collectiveLiouvillian(chosen))) / slowestRate;

describe("steady state against exact moments", () => {
  const cases = exactModels.filter((entry) => entry.collectiveOnly);
  it("has cases up to N = 200", () => expect(Math.max(...cases.map((entry) => entry.model.spins))).toBe(200));

  it.each(cases)("$name", ({ model: chosen, steady: expected }) => {
    const { observables, density, residual, errorEstimate, slowestRate } = steadyState(chosen);
    const tolerance = rounding(chosen, slowestRate);
    expect(tolerance).toBeLessThan(2e-11);
    const difference = differenceOfMoments(observables, expected);
    expect(Math.max(difference.mean, difference.square, difference.cross)).toBeLessThan(tolerance);
    expect(Math.abs(observables.purity - expected.purity)).toBeLessThan(tolerance);
    // In closed form, for a field along z, it is bounded by the rounding of the exponentials.
    expect(residual).toBeLessThan(chosen.field[0] === 0 && chosen.field[1] === 0 ? 1e-14 : 1e-15);
    expect(errorEstimate).toBeLessThan(tolerance);
    expect(Math.abs(trace(density!) - 1)).toBeLessThan(10 * chosen.spins * eps);
    expect(hermiticityDefect(density!)).toBe(0);
    if (chosen.spins <= 40) expect(smallestEigenvalue(density!)).toBeGreaterThan(-tolerance);
  });
});

describe("steady state against closed forms", () => {
  it.each([
    [10, 2, 0.5, 0.3],
    [40, 0.1, 1, 0],
    [100, 1, 1.1, 2],
  ])("is thermal in a field along z, N = %i, pump %f, decay %f, dephasing %f", (spins, pump, decay, dephasing) => {
    const chosen = model(spins, [0, 0, 0.7], { pump, decay, dephasing });
    const { density, observables, slowestRate } = steadyState(chosen);
    const expected = thermalState(spins, pump / decay);
    const tolerance = rounding(chosen, slowestRate);
    expect(compareStates(observables, collectiveObservables(expected)).largest).toBeLessThan(tolerance);
    for (let k = 0; k < density!.real.length; k++) {
      expect(Math.abs(density!.real[k]! - expected.real[k]!)).toBeLessThan(tolerance);
      expect(Math.abs(density!.imaginary[k]!)).toBeLessThan(tolerance);
    }
  });

  it("is the pure lowest state for decay alone, where most populations vanish", () => {
    for (const field of [
      [0, 0, 0],
      [0, 0, -2],
    ] as Vector3[]) {
      const { observables } = steadyState(model(30, field, { decay: 1, dephasing: 0.5 }));
      expect(observables.mean[2]).toBeCloseTo(-1, 13);
      expect(observables.purity).toBeCloseTo(1, 13);
    }
  });

  it("is maximally mixed when every jump operator is Hermitian", () => {
    const { observables } = steadyState(model(20, [0.3, 0, 0.1], { dephasing: 1 }));
    expect(observables.purity).toBeCloseTo(1 / 21, 14);
    expect(observables.squeezing).toEqual({ kitagawaUeda: null, wineland: null });
    for (const value of observables.square) expect(value).toBeCloseTo((20 * 22) / 3 / 400, 14);
  });

  it("is that of the optical Bloch equations for one spin", () => {
    // N = 1, decay k along -z, field b along x: dy/dt = -b z - k y, dz/dt = b y - 2k (z + 1).
    const [b, k] = [1.3, 0.6];
    const chosen = model(1, [b, 0, 0], { decay: k });
    const { observables, slowestRate } = steadyState(chosen);
    const z = (-2 * k * k) / (b * b + 2 * k * k);
    const tolerance = rounding(chosen, slowestRate);
    expect(Math.abs(observables.mean[0])).toBeLessThan(tolerance);
    expect(Math.abs(observables.mean[1] - (-b * z) / k)).toBeLessThan(tolerance);
    expect(Math.abs(observables.mean[2] - z)).toBeLessThan(tolerance);
    // Relaxation rates k (x) and the pair of the y-z block: all of size k.
    expect(slowestRate / k).toBeGreaterThan(0.3);
    expect(slowestRate / k).toBeLessThan(3);
  });

  it("mirrors: exchanging pump and decay turns the state about the x axis", () => {
    const chosen = model(15, [0.8, 0.2, 0.4], { pump: 0.1, decay: 1 });
    const down = steadyState(chosen);
    const up = steadyState(model(15, [0.8, -0.2, -0.4], { pump: 1, decay: 0.1 }));
    const [x, y, z] = up.observables.mean;
    const tolerance = rounding(chosen, down.slowestRate);
    expect(Math.abs(down.observables.mean[0] - x)).toBeLessThan(tolerance);
    expect(Math.abs(down.observables.mean[1] + y)).toBeLessThan(tolerance);
    expect(Math.abs(down.observables.mean[2] + z)).toBeLessThan(tolerance);
  });
});

describe("a steady state that is not unique", () => {
  it.each([
    ["every observable", [0, 0, 0], {}],
    ["J_z", [0, 0, 1], {}],
    ["J_z", [0, 0, 1], { dephasing: 1 }],
    ["J_z", [0, 0, 0], { dephasing: 1 }],
    ["B.J", [1, 0, 0.5], {}],
  ] as [string, Vector3, Partial<SpinModel["collective"]>][])("conserves %s in the field %j", (name, field, rates) => {
    const chosen = model(10, field, rates);
    expect(() => steadyState(chosen)).toThrow(NotUniqueError);
    expect(() => steadyState(chosen)).toThrow(`${name} is conserved`);
  });

  it.each([
    ["J_z", [1e-7, 0, 0], { dephasing: 1, pump: 0, decay: 0 }],
    ["B.J", [0, 1, 1], { dephasing: 1e-13, pump: 2e-13, decay: 0 }],
  ] as [string, Vector3, SpinModel["collective"]][])(
    "to working precision names %s as well, in the field %j",
    (name, field, rates) => {
      expect(() => steadyState(model(10, field, rates))).toThrow(NotUniqueError);
      expect(() => steadyState(model(10, field, rates))).toThrow(`${name} is nearly conserved`);
    },
  );

  it("is none where populations say what it is: thermal in a field along z, however slow pump and decay are", () => {
    const { observables } = steadyState(model(10, [0, 0, 1], { dephasing: 1, pump: 2e-14, decay: 1e-14 }));
    const expected = collectiveObservables(thermalState(10, 2));
    expect(compareStates(observables, expected).largest).toBeLessThan(1e-14);
  });

  it("is told apart from a slow one", () => {
    // The transverse field mixes the states of J_z at a rate of about B_x^2 / k_z, far below everything else.
    const { slowestRate, observables } = steadyState(model(10, [1e-2, 0, 0], { dephasing: 1, pump: 1e-6, decay: 0 }));
    expect(slowestRate).toBeLessThan(1e-2);
    expect(slowestRate).toBeGreaterThan(1e-6);
    expect(observables.mean[2]).toBeGreaterThan(0);
  });
});

describe("limits of the steady state", () => {
  it("refuses local rates", () => {
    const local = { ...model(4, [1, 0, 0], { decay: 1 }), local: { ...noRates, decay: 0.1 } };
    expect(() => steadyState(local)).toThrow(InputError);
  });

  it("estimates its memory before it builds the matrix, and again before it factors it", () => {
    const large = model(3000, [1, 0, 0], { decay: 1 });
    expect(() => steadyState(large)).toThrow(ResourceLimitError);
    expect(() => steadyState(large)).toThrow("above the limit of 2048 MiB");
    const chosen = model(30, [0.4, -0.3, 0.8], { decay: 1 });
    const matrixOnly = 2500 * 31 ** 2;
    expect(() => steadyState(chosen, { memoryLimit: matrixOnly - 1 })).toThrow(ResourceLimitError);
    expect(() => steadyState(chosen, { memoryLimit: matrixOnly + 1000 })).toThrow(ResourceLimitError);
    expect(steadyState(chosen, { memoryLimit: 4 * matrixOnly }).iterations).toBeGreaterThan(0);
  });
});
