import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, NotUniqueError, ResourceLimitError } from "../../../src/core/errors.ts";
import { initialBallState } from "../../../src/harmonic/ball/initialState.ts";
import { observablesOfBall } from "../../../src/harmonic/ball/moments.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { compareStates, differenceOfMoments } from "../../../src/state/comparison.ts";
import { momentsFromIntegrals } from "../../../src/state/integrals.ts";
import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";
import { closingModel, collectiveModels, generalModel, localModels } from "./models.ts";

/** e_k x r as a matrix. */
const turns = [
  [
    [0, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  [
    [0, 0, 1],
    [0, 0, 0],
    [-1, 0, 0],
  ],
  [
    [0, -1, 0],
    [1, 0, 0],
    [0, 0, 0],
  ],
].map((rows) => new Matrix(rows));

/**
 * First and second moments of the steady state for k_+ = k_- from docs/physics.md, section 2, alone: the drift is affine,
 * a = M r + c, and D is quadratic, so that 0 = M m + c and 0 = M C + C M^T + c m^T + m c^T + <D>/N for C = <r r^T>.
 */
function closedMoments({ spins, field, collective, local }: SpinModel): SpinMoments {
  const s = collective.decay + collective.pump;
  const across = local.decay + local.pump + local.dephasing + (collective.dephasing + s) / spins;
  const along = 2 * (local.decay + local.pump) + (2 * s) / spins;
  const matrix = Matrix.diag([-across, -across, -along]);
  for (const k of [0, 1, 2] as const) matrix.add(Matrix.mul(turns[k]!, field[k]));
  const force = new Matrix([[0], [0], [2 * (local.pump - local.decay)]]);
  const mean = solve(matrix, Matrix.mul(force, -1));
  const identity = Matrix.eye(3);
  const system = Matrix.add(matrix.kroneckerProduct(identity), identity.kroneckerProduct(matrix));
  for (const [k, rate] of [s, s, collective.dephasing].entries())
    system.add(Matrix.mul(turns[k]!.kroneckerProduct(turns[k]!), (2 * rate) / spins));
  const source = Matrix.add(force.kroneckerProduct(mean), mean.kroneckerProduct(force)).mul(-1);
  const second = solve(system, source);
  const entry = (i: number, j: number): number => second.get(3 * i + j, 0);
  return momentsFromIntegrals(spins, [mean.get(0, 0), mean.get(1, 0), mean.get(2, 0)], {
    square: [entry(0, 0), entry(1, 1), entry(2, 2)],
    cross: [entry(0, 1), entry(0, 2), entry(1, 2)],
  });
}

describe("the steady state in the ball", () => {
  it.each(localModels)("is that of the master equation: $name", ({ model, steady }) => {
    const found = steadyBall(model);
    expect(found.bandError).toBe(0);
    const difference = differenceOfMoments(found.observables, steady);
    expect(Math.max(difference.mean, difference.square, difference.cross)).toBeLessThan(1e-10);
    expect(Math.abs(found.observables.purity - steady.purity)).toBeLessThan(1e-10);
    expect(found.roundingError).toBeLessThan(1e-12);
  });

  it.each([10, 100, 1000])("has the closed moments for k_+ = k_-, N = %i", (spins) => {
    const model = closingModel(spins);
    const exact = closedMoments(model);
    // At N = 1000 as well: whatever the band, nothing of degree 1 and 2 is left out.
    for (const options of [{}, { band: Math.min(10, spins) }]) {
      const { mean, square, cross } = differenceOfMoments(steadyBall(model, options).observables, exact);
      expect(Math.max(mean, square, cross)).toBeLessThan(1e-12);
    }
  });

  it("is the Bloch vector of a single spin", () => {
    // dr/dt = B x r - (g_- + g_+ + g_z + k_z + s)(x, y) - 2 (g_- + g_+ + s) z - 2 (g_- - g_+ + d), at B = (b, 0, 0).
    const model = { ...generalModel(1), field: [0.7, 0, 0] as const };
    const across = 0.25 + 0.15 + 0.4 + 0.3 + 1.1;
    const along = 2 * (0.15 + 0.4 + 1.1);
    const force = -2 * (0.4 - 0.15 + 0.7);
    const z = force / (along + 0.7 ** 2 / across);
    const { mean } = steadyBall(model).observables;
    for (const [k, expected] of [0, (-0.7 * z) / across, z].entries())
      expect(Math.abs(mean[k]! - expected)).toBeLessThan(1e-15);
  });

  it("is maximally mixed where nothing tells up from down", () => {
    const model: SpinModel = { ...closingModel(7), local: { dephasing: 0.2, pump: 0.3, decay: 0.3 } };
    const { observables, residual } = steadyBall(model);
    expect(residual).toBe(0);
    expect(Math.hypot(...observables.mean)).toBe(0);
    expect(Math.abs(observables.purity * 2 ** 7 - 1)).toBeLessThan(1e-13);
  });

  it("does not depend on the direction of the field across z, but for the turn", () => {
    const [length, angle] = [0.8, 2.1];
    const along = (phi: number): SpinModel => ({
      ...generalModel(8),
      field: [length * Math.cos(phi), length * Math.sin(phi), 0.2],
    });
    const straight = steadyBall({ ...generalModel(8), field: [length, 0, 0.2] }).observables;
    const turned = steadyBall(along(angle)).observables;
    const [x, y, z] = straight.mean;
    const expected: Vector3 = [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle), z];
    for (const k of [0, 1, 2] as const) expect(Math.abs(turned.mean[k] - expected[k])).toBeLessThan(1e-13);
    expect(Math.abs(turned.purity - straight.purity)).toBeLessThan(1e-13);
    expect(Math.abs(turned.square[2] - straight.square[2])).toBeLessThan(1e-13);
  });

  it("is found in a band that bounds its own error", () => {
    const model = { ...generalModel(20), collective: { dephasing: 0, pump: 0, decay: 1 } };
    const exact = steadyBall(model, { band: 20 });
    for (const band of [6, 10, 14]) {
      const cut = steadyBall(model, { band });
      const { largest } = compareStates(cut.observables, exact.observables);
      expect(cut.comparedBand).toBe(Math.floor(0.8 * band));
      expect(largest).toBeLessThan(cut.bandError);
    }
    const chosen = steadyBall(model);
    expect(chosen.state.band).toBeLessThan(20);
    expect(chosen.bandError).toBeLessThan(1e-10);
    expect(compareStates(chosen.observables, exact.observables).largest).toBeLessThan(1e-10);
  });

  it.each([100, 1_000_000])("is not taken for found by two bands that both miss its purity, N = %i", (spins) => {
    const none = { dephasing: 0, pump: 0, decay: 0 };
    const model: SpinModel = { spins, field: [0, 0, 0.3], collective: none, local: { ...none, decay: 1 } };
    // All spins down, purity 1. The moments are exact in any band, and of the purity a share of 2^-N C(N, n) is in degree n.
    const { observables, bandError, momentError } = steadyBall(model, { band: 12 });
    expect(Math.abs(observables.mean[2] + 1)).toBeLessThan(1e-14);
    expect(momentError).toBeLessThan(1e-13);
    expect(observables.purity).toBeLessThan(1e-9);
    expect(bandError).toBeGreaterThan(0.99);
    // The tolerance is about the moments; the purity says by itself that it is not known.
    const chosen = steadyBall(model, { maximumBand: 20 });
    expect(chosen.momentError).toBeLessThan(1e-10);
    expect(chosen.bandError).toBeGreaterThan(0.99);
  });

  it("is found in the full band where it is nearly pure", () => {
    const model: SpinModel = {
      spins: 20,
      field: [0.3, 0, 0],
      collective: { dephasing: 0, pump: 0, decay: 1 },
      local: { dephasing: 0.01, pump: 0, decay: 0.02 },
    };
    const { state, bandError, observables } = steadyBall(model);
    expect(state.band).toBe(20);
    expect(bandError).toBe(0);
    expect(observables.purity).toBeGreaterThan(0.5);
    expect(() => steadyBall(model, { maximumBand: 16 })).toThrow(ConvergenceError);
  });

  it.each(collectiveModels.slice(0, 1))("is not unique without local rates: $name", ({ model }) => {
    expect(() => steadyBall(model)).toThrow(NotUniqueError);
    expect(() => steadyBall(model)).toThrow(/J\^2/);
  });

  it("is not unique where a quantity is conserved, in practice too", () => {
    const model = generalModel(4);
    const none = { dephasing: 0, pump: 0, decay: 0 };
    const dephasing = { dephasing: 0.1, pump: 0, decay: 0 };
    expect(() => steadyBall({ ...model, field: [0, 0, 1], collective: none, local: dephasing })).toThrow(/J_z/);
    const nearly = { dephasing: 1e-17, pump: 0, decay: 1e-18 };
    expect(() => steadyBall({ ...model, local: nearly })).toThrow(NotUniqueError);
  });

  it("is refused for a band out of range", () => {
    expect(() => steadyBall(generalModel(5), { band: 6 })).toThrow(InputError);
    expect(() => steadyBall(generalModel(500), { band: 101 })).toThrow(ResourceLimitError);
  });
});

describe("observables of moments in the ball", () => {
  it.each([1, 2, 3, 12, 40])("are those of a coherent state, N = %i", (spins) => {
    const direction: Vector3 = [0.48, -0.6, 0.64];
    const { mean, square, cross, purity } = observablesOfBall(initialBallState(spins, { kind: "coherent", direction }));
    const exact = momentsFromIntegrals(spins, direction, {
      square: [0.48 ** 2, 0.6 ** 2, 0.64 ** 2],
      cross: [-0.48 * 0.6, 0.48 * 0.64, -0.6 * 0.64],
    });
    for (const k of [0, 1, 2] as const) {
      expect(Math.abs(mean[k] - exact.mean[k])).toBeLessThan(1e-14);
      expect(Math.abs(square[k] - exact.square[k])).toBeLessThan(1e-14);
      expect(Math.abs(cross[k] - exact.cross[k])).toBeLessThan(1e-14);
    }
    // Weights are exponentials of sums of N logarithms.
    expect(Math.abs(purity - 1)).toBeLessThan(1e-13);
  });

  it("are those of a thermal state", () => {
    const ratio = 0.4;
    const populations = Array.from({ length: 7 }, (_, m) => ratio ** m);
    const total = populations.reduce((a, b) => a + b, 0);
    const { mean, purity } = observablesOfBall(initialBallState(6, { kind: "thermal", ratio }));
    const z = populations.reduce((sum, p, m) => sum + (p / total) * ((2 * m) / 6 - 1), 0);
    expect(Math.abs(mean[2] - z)).toBeLessThan(1e-14);
    expect(Math.abs(purity - populations.reduce((sum, p) => sum + (p / total) ** 2, 0))).toBeLessThan(1e-14);
  });
});
