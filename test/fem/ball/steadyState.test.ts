import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, NotUniqueError } from "../../../src/core/errors.ts";
import { steadyState as dickeSteadyState } from "../../../src/dicke/collective/steadyState.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { type BallSteadyOptions, type BallSteadyState, ballSteadyState } from "../../../src/fem/ball/steadyState.ts";
import type { SteadyProgress } from "../../../src/fem/steadyLadder.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { fixedPoints } from "../../../src/model/fixedPoints.ts";
import { linearNoise } from "../../../src/model/linearNoise.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import type { ErrorEstimate } from "../../../src/state/errorEstimate.ts";
import { exactModels } from "../../reference/exact.ts";
import { threeMeshes } from "./spaces.ts";

const local = exactModels.filter(({ collectiveOnly }) => !collectiveOnly);

const list = (values: ErrorEstimate): number[] => [...values.mean, ...values.square, ...values.cross, values.purity];

/** Every estimate at least the error; the moments within the tolerance. Returns the largest estimate of a moment. */
function expectHonest(found: BallSteadyState, exact: ErrorEstimate, tolerance: number): number {
  const estimates = list(found.errorEstimate);
  const values = list(found.observables);
  list(exact).forEach((value, k) => {
    const error = Math.abs(values[k]! - value);
    expect(error, `error of observable ${k}`).toBeLessThanOrEqual(estimates[k]!);
    if (k < 9) expect(error, `error of observable ${k}`).toBeLessThan(tolerance);
  });
  return Math.max(...estimates.slice(0, 9));
}

const shapes = {
  broad: {
    field: [0.2, 0.7, -0.4],
    collective: { dephasing: 0.3, pump: 0.1, decay: 0.6 },
    local: { dephasing: 0.25, pump: 0.4, decay: 0.15 },
  },
  squeezed: {
    field: [0.3, 0.5, 0.7],
    collective: { dephasing: 0.4, pump: 0.6, decay: 0.2 },
    local: { dephasing: 0.1, pump: 0.3, decay: 0.2 },
  },
  driven: {
    field: [1.5, 0, 0],
    collective: { dephasing: 1, pump: 1, decay: 0 },
    local: { dephasing: 0.05, pump: 0, decay: 0.1 },
  },
} as const;
const model = (spins: number, shape: keyof typeof shapes): SpinModel => spinModel({ spins, ...shapes[shape] });

describe("ballSteadyState with default settings", () => {
  it("has seven models to be compared with", () => {
    expect(local).toHaveLength(7);
  });

  // N <= 5: all moments are exact, or P is a delta.
  it.each(local)("$name: 1e-10, within the estimate", ({ model, steady }) => {
    const found = ballSteadyState(model);
    const estimate = expectHonest(found, steady, 1e-10);
    expect(estimate).toBeLessThan(1e-10);
    expect(found.errorEstimate.purity).toBeLessThan(1e-8);
    const { pump, decay } = model.collective;
    expect(found.band === null).toBe(pump === decay);
    expect(found.residual).toBeLessThan(1e-13);
    expect(Math.abs(found.summary.mass - 1)).toBeLessThan(1e-12);
    const { assembly, analysis, factorization, solve, total } = found.seconds;
    expect(assembly + analysis + factorization + solve).toBeLessThanOrEqual(total);
  });

  it.each([
    [20, "squeezed"],
    [40, "squeezed"],
    [40, "broad"],
    [40, "driven"],
    [100, "broad"],
    [100, "driven"],
    [1000, "squeezed"],
    [1000, "driven"],
  ] as const)("N = %i, k_+ != k_-, %s: 1e-5 in the band, within the estimate", (spins, shape) => {
    const found = ballSteadyState(model(spins, shape));
    const exact = steadyBall(model(spins, shape), { tolerance: 1e-8 }).observables;
    expect(expectHonest(found, exact, 1e-5)).toBeLessThan(1e-5);
    expect(found.band!.compared).toBeGreaterThan(found.band!.degree);
    expect(Math.abs(found.summary.mass - 1)).toBeLessThan(1e-12);
    expect(found.density).toHaveLength(found.space!.unknowns);
    // No mass outside the ball: there is no mesh.
    const { points } = found.space!.mesh;
    for (let k = 0; k < points.length; k += 3) {
      expect(Math.hypot(points[k]!, points[k + 1]!, points[k + 2]!)).toBeLessThan(1 + 1e-12);
    }
  });

  it.each([1, 2, 7, 9])("N = %i, k_+ != k_-, driven: as the master equation has it", (spins) => {
    const found = ballSteadyState(model(spins, "driven"));
    expect(expectHonest(found, symmetricSteadyState(found.model).observables, 1e-5)).toBeLessThan(1e-5);
  });

  it("a single spin without local rates, too, for which ball and sphere have the same states", () => {
    const found = ballSteadyState(spinModel({ spins: 1, field: [0.5, 0, 0.2], collective: { dephasing: 1, pump: 1 } }));
    expectHonest(found, dickeSteadyState(found.model).observables, 1e-10);
  });

  it("a million spins, k_+ != k_-: N times the covariance is that of linear noise, up to 1/N", () => {
    const spins = 1_000_000;
    const found = ballSteadyState(model(spins, "driven"), { tolerance: 1e-9 });
    const { mean, square } = found.observables;
    expect(Math.max(...list(found.errorEstimate).slice(0, 9))).toBeLessThan(1e-9);
    const point = fixedPoints(found.model).points.find(({ kind }) => kind === "stable")!;
    const noise = linearNoise(found.model, point);
    for (const k of [0, 1, 2] as const) {
      // The next orders are of relative size 1/N with coefficients of order 1 to 10; second moments known to 1e-15 give N times that.
      expect(Math.abs(mean[k] - point.position[k])).toBeLessThan(10 / spins);
      const variance = spins * ((square[k] - 1 / spins) / (1 - 1 / spins) - mean[k] ** 2);
      expect(Math.abs(variance - noise[k]!)).toBeLessThan(10 / spins + 1e-9);
    }
  });

  it("k_+ = k_-, N = 1000: narrow, resolved, and without a band", () => {
    const found = ballSteadyState(
      spinModel({
        spins: 1000,
        field: [1, 0, 0.5],
        collective: { dephasing: 0.5, pump: 0.5, decay: 0.5 },
        local: { dephasing: 0.2, pump: 0.1, decay: 0.3 },
      }),
    );
    const exact = steadyBall(found.model, { tolerance: 1e-9 }).observables;
    expect(expectHonest(found, exact, 1e-10)).toBeLessThan(1e-10);
    expect(found.band).toBeNull();
    // P >= 0; what the interpolant undershoots on 160 cells, against about 10 on a mesh of the whole ball.
    expect(found.summary.negativeMass).toBeLessThan(0.1);
  });

  it("tells how it goes on", () => {
    const seen: SteadyProgress[] = [];
    const tolerance = 1e-7;
    const found = ballSteadyState(model(100, "squeezed"), { tolerance, onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]!.estimate).toBeNull();
    for (const { mesh, unknowns } of seen) expect([mesh.length > 0, unknowns > 0]).toEqual([true, true]);
    // A mesh of its own for a narrow P.
    expect(seen.at(-1)!.mesh).toMatch(/radius 0\.\d+ around/);
    expect(seen.map(({ unknowns }) => unknowns)).toContain(found.space!.unknowns);
  });
});

describe("ballSteadyState with given options", () => {
  it("meets a tolerance asked for", () => {
    const found = ballSteadyState(model(40, "squeezed"), { tolerance: 1e-7 });
    const exact = steadyBall(found.model, { tolerance: 1e-10 }).observables;
    expect(expectHonest(found, exact, 1e-7)).toBeLessThan(1e-7);
  });

  it("N = 5 at degree 3 on any mesh: bands narrower and wider than N, within the estimate", () => {
    const { model, steady } = local.find(({ model }) => model.spins === 5 && model.collective.decay === 0)!;
    for (const { mesh } of threeMeshes()) {
      for (const band of [4, 6]) {
        const found = ballSteadyState(model, { mesh, degree: 3, band });
        expect(found.space!.mesh).toBe(mesh);
        expect(found.space!.element.degree).toBe(3);
        expect(found.band).toEqual({ degree: band, compared: band + 2 });
        expectHonest(found, steady, 1e-2);
      }
    }
  });

  it("a mesh alone: degree and band are found", () => {
    const { model, steady } = local.find(({ model }) => model.spins === 4 && model.collective.decay === 0)!;
    const found = ballSteadyState(model, { mesh: threeMeshes()[0]!.mesh });
    expect(expectHonest(found, steady, 1e-10)).toBeLessThan(1e-5);
  });

  it("a degree alone: meshes are found", () => {
    const found = ballSteadyState(model(100, "squeezed"), { degree: 2 });
    expect(found.space!.element.degree).toBe(2);
    expectHonest(found, steadyBall(found.model, { tolerance: 1e-8 }).observables, 1e-5);
  });

  it("a band alone", () => {
    const found = ballSteadyState(model(100, "squeezed"), { band: 5 });
    // Beside the next band, 7, one twice as wide.
    expect(found.band).toEqual({ degree: 5, compared: 10 });
    expectHonest(found, steadyBall(found.model, { tolerance: 1e-8 }).observables, 1e-5);
  });

  it('without a band ("none"), k_+ != k_-, mesh and degree given: few digits, and the estimate says so', () => {
    const found = ballSteadyState(model(10, "broad"), { mesh: ball(0, 2), degree: 3, band: "none" });
    const exact = steadyBall(found.model).observables;
    expect(found.band).toBeNull();
    expect(expectHonest(found, exact, 0.5)).toBeGreaterThan(1e-6);
  });
});

describe("a steady state that is a delta", () => {
  it("inside, where nothing collective acts: the product state of the Bloch equations", () => {
    const spins = 6;
    const [b, dephasing, pump, decay] = [0.8, 0.1, 0.2, 0.5];
    const { point, observables, density, space, band, errorEstimate, summary } = ballSteadyState(
      spinModel({ spins, field: [b, 0, 0], local: { dephasing, pump, decay } }),
    );
    // dy/dt = -B z - G y, dz/dt = B y - 2 (g_- + g_+) z - 2 (g_- - g_+), by hand.
    const [across, along, source] = [dephasing + pump + decay, 2 * (pump + decay), 2 * (decay - pump)];
    const z = -source / (along + (b * b) / across);
    const y = (-b * z) / across;
    [0, y, z].forEach((value, k) => {
      expect(point![k]).toBeCloseTo(value, 14);
      expect(observables.mean[k]).toBe(point![k]);
      expect(observables.square[k]).toBeCloseTo(1 / spins + (1 - 1 / spins) * value * value, 14);
    });
    expect(observables.cross[2]).toBeCloseTo((1 - 1 / spins) * y * z, 14);
    expect(observables.purity).toBeCloseTo(((1 + y * y + z * z) / 2) ** spins, 14);
    expect([density, space, band]).toEqual([null, null, null]);
    expect(Math.max(...list(errorEstimate))).toBeLessThan(1e-13);
    expect(summary.mass).toBe(1);
  });

  it("in the middle, where local dephasing acts alone, across the field", () => {
    const { point, observables } = ballSteadyState(
      spinModel({ spins: 3, field: [0.5, 0.2, 1], local: { dephasing: 1 } }),
    );
    expect(Math.hypot(...point!)).toBeLessThan(1e-14);
    expect(observables.purity).toBeCloseTo(1 / 8, 14);
  });

  it("at the pole, which is pure", () => {
    const { point, observables, errorEstimate } = ballSteadyState(
      spinModel({ spins: 9, field: [0, 0, 1], collective: { decay: 1 }, local: { dephasing: 0.5 } }),
    );
    expect(point).toEqual([0, 0, -1]);
    expect(observables.purity).toBe(1);
    expect(Math.max(...list(errorEstimate))).toBe(0);
  });
});

it("gives moments to the tolerance where the purity is not to be had, and says how little is known of that", () => {
  const pumped = spinModel({ spins: 33, collective: { pump: 0.8, decay: 0.8 }, local: { pump: 0.2 } });
  const { observables, errorEstimate } = ballSteadyState(pumped, { mesh: ball(0), tolerance: 1e-8 });
  const exact = steadyBall(pumped, { band: 33 }).observables;
  for (const group of ["mean", "square", "cross"] as const) {
    observables[group].forEach((value, k) => {
      expect(errorEstimate[group][k]!).toBeLessThanOrEqual(1e-8);
      expect(Math.abs(value - exact[group][k]!)).toBeLessThanOrEqual(errorEstimate[group][k]!);
    });
  }
  expect(errorEstimate.purity).toBeGreaterThan(1e-4);
  expect(Math.abs(observables.purity - exact.purity)).toBeLessThanOrEqual(errorEstimate.purity);
});

describe("ballSteadyState refuses", () => {
  it.each([
    ["J_z", { field: [0, 0, 1], local: { dephasing: 1 }, collective: { dephasing: 0.3 } }],
    ["J^2", { field: [1, 0, 0.5], collective: { dephasing: 0.3, pump: 1 } }],
    ["every observable", {}],
  ] as const)("a state that is not unique: %s is conserved", (conserved, parts) => {
    const attempt = (): BallSteadyState => ballSteadyState(spinModel({ spins: 10, ...parts }));
    expect(attempt).toThrow(NotUniqueError);
    expect(attempt).toThrow(conserved);
  });

  it.each<readonly [string, BallSteadyOptions]>([
    ["a tolerance of 0", { tolerance: 0 }],
    ["a tolerance that is no number", { tolerance: Number.NaN }],
    ["degree 0", { degree: 0 }],
    ["degree 5", { degree: 5 }],
    ["a band without second moments", { band: 1 }],
    ["a band that is no integer", { band: 4.5 }],
    ["a mesh of the sphere", { mesh: icosphere(1) }],
  ])("%s", (_, options) => {
    expect(() => ballSteadyState(model(4, "broad"), options)).toThrow(InputError);
  });

  it("a tolerance that mesh and degree cannot meet, with what was reached", () => {
    const attempt = (): BallSteadyState =>
      ballSteadyState(model(20, "driven"), { mesh: ball(0, 2), degree: 2, tolerance: 1e-8 });
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/error estimate \S+ of .* stays above the tolerance 1e-8.*finer mesh/);
  });

  it("a mesh and degree with fewer unknowns than the band", () => {
    const attempt = (): BallSteadyState => ballSteadyState(model(4, "broad"), { mesh: ball(0), degree: 1 });
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/no solution: no space .* than the band/);
  });

  it("a state for which no band is wide enough, with what was reached", () => {
    // Two stable points of the mean field: P is nowhere narrow.
    const bistable = spinModel({ spins: 20, field: [0.4, 0, 0], collective: { decay: 1 }, local: { decay: 0.01 } });
    const attempt = (): BallSteadyState => ballSteadyState(bistable, { maximumUnknowns: 1000 });
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/above the limit 1000.*take another method/);
  });
});
