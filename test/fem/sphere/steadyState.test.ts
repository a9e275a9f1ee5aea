import { describe, expect, it, vi } from "vitest";
import { ConvergenceError, InputError, NotUniqueError } from "../../../src/core/errors.ts";
import { steadyState as dickeSteadyState } from "../../../src/dicke/collective/steadyState.ts";
import { type SteadyOptions, steadyState } from "../../../src/fem/sphere/steadyState.ts";
import type { SteadyProgress } from "../../../src/fem/steadyLadder.ts";
import type { SteadyState } from "../../../src/fem/steadyResult.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { isParabolicOnSphere } from "../../../src/model/kramersMoyal.ts";
import { type SpinModel, type SpinModelInput, spinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { exactModels } from "../../reference/exact.ts";
import { thermal } from "../thermal.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

interface Exact extends SpinMoments {
  readonly purity: number;
}

const list = (values: Exact): number[] => [...values.mean, ...values.square, ...values.cross, values.purity];

/** Errors below this are met whatever the estimate, as long as that is below it too. */
const rounding = 1e-12;

/** Every observable within the tolerance; every estimate at least the error, and at most a thousand times it. */
function expectHonest(found: SteadyState, exact: Exact, tolerance: number): void {
  const values = list(found.observables);
  const estimates = list(found.errorEstimate);
  list(exact).forEach((value, k) => {
    const error = Math.abs(values[k]! - value);
    const estimate = estimates[k]!;
    expect(error, `observable ${k}`).toBeLessThan(tolerance);
    if (error < rounding && estimate < rounding) return;
    expect(estimate, `estimate of observable ${k}, error ${error}`).toBeGreaterThanOrEqual(error);
    expect(estimate, `estimate of observable ${k}, error ${error}`).toBeLessThanOrEqual(
      1000 * Math.max(error, rounding),
    );
  });
}

const collective = exactModels.filter(({ collectiveOnly }) => collectiveOnly);
const parabolic = collective.filter(({ model }) => isParabolicOnSphere(model));
const driven = (spins: number, field: number): SpinModel =>
  spinModel({ spins, field: [field, 0, 0], collective: { dephasing: 1, pump: 1, decay: 0 } });

describe("steadyState with default settings", () => {
  it("has six parabolic and three other models to be compared with", () => {
    expect(parabolic).toHaveLength(6);
    expect(collective).toHaveLength(9);
  });

  it.each(parabolic.map((entry) => [entry.name, entry] as const))(
    "is within 1e-8 of the exact state: %s",
    (_, { model, steady }) => {
      const found = steadyState(model);
      expectHonest(found, steady, 1e-8);
      expect(found.residual).toBeLessThan(1e-13);
      expect(Math.abs(found.summary.mass - 1)).toBeLessThan(1e-12);
      // P is positive; what the interpolant undershoots is of the order of its error.
      expect(found.summary.negativeMass).toBeLessThan(1e-4);
      expect(found.density).toHaveLength(found.space!.unknowns);
      const { assembly, analysis, factorization, solve, total } = found.seconds;
      expect(assembly + analysis + factorization + solve).toBeLessThanOrEqual(total);
    },
  );

  it.each([1, 2, 3, 10, 100, 10_000])("is within 1e-8 of the thermal state of N = %i spins", (spins) => {
    const { model, moments, purity } = thermal(spins, 0.5, 0.2, 0.3);
    expectHonest(steadyState(model), { ...moments, purity }, 1e-8);
  });

  it.each([1, 2, 3])("is within 1e-8 of the master equation for N = %i spins in a tilted field", (spins) => {
    const model = spinModel({ spins, field: [0.4, -0.3, 0.8], collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 } });
    expectHonest(steadyState(model), dickeSteadyState(model).observables, 1e-8);
  });

  it("solves the smallest ensembles of the driven family as easily, though P is steep at the pole", () => {
    for (const spins of [1, 2]) {
      const model = driven(spins, 0.5);
      expectHonest(steadyState(model, { maximumUnknowns: 50_000 }), dickeSteadyState(model).observables, 1e-8);
    }
  });

  it("has the figures of a million spins, from two independent solves of high degree", () => {
    const { observables, errorEstimate, space, density } = steadyState(driven(1_000_000, 0.5));
    expect(Math.abs(observables.mean[0])).toBeLessThan(1e-9);
    expect(Math.abs(observables.mean[1] + 0.49999942266)).toBeLessThan(1e-9);
    expect(Math.abs(observables.mean[2] - 0.866025558485)).toBeLessThan(1e-9);
    expect(Math.max(...list(errorEstimate))).toBeLessThan(1e-8);
    // N Var x of P: 4<J_x^2>/N = 1 + (N - 1) int P x^2.
    const n = 1_000_000;
    const variance = ((observables.square[0] - 1 / n) * n) / (1 - 1 / n) - n * observables.mean[0] ** 2;
    expect(Math.abs(variance - 0.15470017)).toBeLessThan(1e-6);
    expect(space!.mesh.grading!.scale).toBeGreaterThan(100);
    expect(density).toHaveLength(space!.unknowns);
  });

  it("does not grade where the density is broad", () => {
    const { space, observables } = steadyState(driven(1_000_000, 1.5));
    expect(space!.mesh.grading).toBeUndefined();
    // Without noise the mean field stays on closed orbits, and x vanishes by symmetry.
    expect(Math.abs(observables.mean[0])).toBeLessThan(1e-8);
  });

  it("keeps the mirror symmetry x -> -x of a field along x", () => {
    for (const found of [
      steadyState(driven(40, 1.5)),
      steadyState(driven(40, 0.5), { mesh: icosphere(2), tolerance: 1e-4 }),
    ]) {
      const { mean, cross } = found.observables;
      // The mesh has the symmetry; rounding does not.
      expect(Math.max(...[mean[0], cross[0], cross[1]].map(Math.abs))).toBeLessThan(1e-12);
    }
  });

  it("is the uniform density where only dephasing acts, across the field", () => {
    const found = steadyState(
      spinModel({ spins: 10, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 0, decay: 0 } }),
    );
    const third = (1 + 2 / 10) / 3;
    expectHonest(found, { mean: [0, 0, 0], square: [third, third, third], cross: [0, 0, 0], purity: 1 / 11 }, 1e-9);
    expect(found.summary.maximum - found.summary.minimum).toBeLessThan(1e-6);
  });
});

describe("steadyState on a given mesh", () => {
  const meshes: readonly (readonly [string, Mesh])[] = [
    ["icosphere:2", icosphere(2)],
    ["icosphere:3", icosphere(3)],
    ["fibonacci:300", fibonacci(300)],
    ["a graded icosphere", gradeMesh(icosphere(2), [0.2, -0.3, 0.9], 1.4)],
  ];
  const broad = parabolic.find(({ model }) => model.spins === 40 && model.field[0] === 1.5)!;

  it.each(meshes)("meets the same tolerance on %s", (_, mesh) => {
    const found = steadyState(broad.model, { mesh });
    expect(found.space!.mesh).toBe(mesh);
    expectHonest(found, broad.steady, 1e-8);
  });

  it("meets it for a narrow density, too, where the mesh can", () => {
    const narrow = parabolic.find(({ model }) => model.spins === 40 && model.field[0] === 0.5)!;
    expectHonest(steadyState(narrow.model, { mesh: icosphere(2) }), narrow.steady, 1e-8);
  });

  it.each([1, 2, 4, 7])("with a given degree, %i, reports what is there and its error", (degree) => {
    const found = steadyState(broad.model, { mesh: icosphere(2), degree });
    expect(found.space!.element.degree).toBe(degree);
    expectHonest(found, broad.steady, 0.1 / 10 ** degree);
  });

  it.each([
    [1000, 2],
    [1000, 4],
  ])(
    "bounds the error of the purity, too, where harmonics turn faster than the cells: N = %i, degree %i",
    (spins, degree) => {
      const model = spinModel({ spins, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 0, decay: 0 } });
      const third = (1 + 2 / spins) / 3;
      const uniform = {
        mean: [0, 0, 0],
        square: [third, third, third],
        cross: [0, 0, 0],
        purity: 1 / (spins + 1),
      } as const;
      expectHonest(steadyState(model, { mesh: icosphere(1), degree }), uniform, 1e-4);
    },
  );

  it("with a given degree alone chooses the mesh", () => {
    const found = steadyState(broad.model, { degree: 4 });
    expect(found.space!.element.degree).toBe(4);
    expectHonest(found, broad.steady, 1e-8);
  });

  it("refuses a tolerance that mesh and degree cannot meet, with what was reached", () => {
    const attempt = (): SteadyState => steadyState(broad.model, { mesh: icosphere(2), degree: 2, tolerance: 1e-8 });
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/error estimate \S+ of the moments stays above the tolerance 1e-8.*finer mesh/);
    try {
      attempt();
    } catch (error) {
      expect((error as ConvergenceError).value).toBeGreaterThan(1e-8);
      expect((error as ConvergenceError).limit).toBe(1e-8);
    }
  });

  it("tells how it goes on", () => {
    const seen: SteadyProgress[] = [];
    const tolerance = 1e-6;
    const onProgress = (progress: SteadyProgress): void => void seen.push(progress);
    const found = steadyState(broad.model, { mesh: icosphere(1), tolerance, onProgress });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]!.estimate).toBeNull();
    // On one mesh, the degree climbs.
    for (const [k, { unknowns, degree }] of seen.entries()) {
      if (k === 0) continue;
      expect(degree).toBeGreaterThan(seen[k - 1]!.degree);
      expect(unknowns).toBeGreaterThan(seen[k - 1]!.unknowns);
    }
    expect(seen.map(({ unknowns }) => unknowns)).toContain(found.space!.unknowns);
  });
});

describe("steadyState refuses", () => {
  it.each<[string, Omit<SpinModelInput, "spins">]>([
    ["J_z", { field: [0, 0, 1], collective: { dephasing: 1 } }],
    ["J_z", { collective: { dephasing: 1 } }],
    ["B.J", { field: [1, 0, 0.5] }],
    ["every observable", {}],
  ])("a state that is not unique: %s is conserved", (conserved, parts) => {
    const attempt = (): SteadyState => steadyState(spinModel({ spins: 10, ...parts }));
    expect(attempt).toThrow(NotUniqueError);
    expect(attempt).toThrow(`the steady state is not unique: ${conserved} is conserved; add`);
  });

  it("local rates, which need the ball", () => {
    const model = spinModel({ spins: 10, field: [1, 0, 0], local: { decay: 0.1 }, collective: { dephasing: 1 } });
    expect(() => steadyState(model)).toThrow(InputError);
    expect(() => steadyState(model)).toThrow(/local rates.*ball.*set local/);
  });

  it.each<readonly [string, SteadyOptions]>([
    ["a tolerance of 0", { tolerance: 0 }],
    ["a tolerance of 1", { tolerance: 1 }],
    ["a tolerance that is no number", { tolerance: Number.NaN }],
    ["degree 0", { degree: 0 }],
    ["degree 9", { degree: 9 }],
    ["degree 1.5", { degree: 1.5 }],
    ["a mesh of the ball", { mesh: { dimension: 3, points: new Float64Array(12), cells: Uint32Array.of(0, 1, 2, 3) } }],
  ])("%s", (_, options) => {
    expect(() => steadyState(driven(10, 1.5), options)).toThrow(InputError);
  });

  it("a tolerance below rounding, with what was reached and why it stopped", () => {
    const attempt = (): SteadyState => steadyState(driven(40, 1.5), { tolerance: 1e-14, maximumUnknowns: 12_000 });
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/stays above the tolerance 1e-14: .*(rounding|limit 12000).*larger tolerance/);
  });

  it("more unknowns than allowed, naming the limit", () => {
    const attempt = (): SteadyState => steadyState(driven(40, 1.5), { maximumUnknowns: 100 });
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/unknowns.*above the limit 100/);
  });
});

describe("a steady state that is one point", () => {
  it.each<[string, Omit<SpinModelInput, "spins">, number]>([
    ["decay alone", { collective: { decay: 1 } }, -1],
    ["pump and a field along z", { field: [0, 0, 2], collective: { pump: 0.3, dephasing: 1 } }, 1],
  ])("is exact: %s", (_, parts, z) => {
    const spins = 7;
    const { observables, errorEstimate, point, density, space } = steadyState(spinModel({ spins, ...parts }));
    expect(point).toEqual([0, 0, z]);
    expect(density).toBeNull();
    expect(space).toBeNull();
    expect(observables.mean).toEqual([0, 0, z]);
    expect(observables.square[0]).toBeCloseTo(1 / spins, 15);
    expect(observables.square[1]).toBeCloseTo(1 / spins, 15);
    expect(observables.square[2]).toBe(1);
    expect(observables.purity).toBe(1);
    expect(observables.squeezing.kitagawaUeda).toBeCloseTo(1, 14);
    expect(Math.max(...list(errorEstimate))).toBe(0);
  });
});

describe("steadyState where the equation is not parabolic", () => {
  const [first] = collective.filter(({ model }) => !isParabolicOnSphere(model) && model.spins === 10);

  it("solves in the band of harmonics that are not gauge, within 1e-7 of the exact state", () => {
    const found = steadyState(first!.model);
    // All harmonics that are not gauge: no wider band knows more.
    expect(found.band).toEqual({ degree: 10, compared: 10 });
    const values = list(found.observables);
    list(first!.steady).forEach((value, k) => {
      expect(Math.abs(values[k]! - value)).toBeLessThan(1e-7);
    });
    expect(found.summary.negativeMass).toBeGreaterThan(0.01);
  });

  it("has an estimate that bounds the error of every observable", () => {
    expectHonest(steadyState(first!.model), first!.steady, 1e-7);
  });

  it("refuses a band without second moments", () => {
    for (const band of [1, 0, 2.5]) expect(() => steadyState(first!.model, { band })).toThrow(InputError);
  });
});
