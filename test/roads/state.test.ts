import { InputError, ResourceLimitError, type SpinModel, type State, spinModel, steady } from "blochfem";
import type { DensityMatrix } from "blochfem/state";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";

const ROADS = ["fem", "harmonic", "dicke"] as const;

/** Every spin of a grid over the sphere. */
const directions = Array.from({ length: 40 }, (_, k) => {
  const z = 1 - (2 * k + 1) / 40;
  const across = Math.sqrt(1 - z * z);
  return [across * Math.cos(2.4 * k), across * Math.sin(2.4 * k), z] as const;
});

/** Sum of the absolute eigenvalues of a difference of Hermitian matrices. */
function blockDistance(a: DensityMatrix, b: DensityMatrix): number {
  const n = a.spins + 1;
  const form = Matrix.zeros(2 * n, 2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const real = a.real[i * n + j]! - b.real[i * n + j]!;
      const imaginary = a.imaginary[i * n + j]! - b.imaginary[i * n + j]!;
      form.set(i, j, real);
      form.set(n + i, n + j, real);
      form.set(n + i, j, imaginary);
      form.set(i, n + j, -imaginary);
    }
  }
  // Every eigenvalue is there twice.
  const { realEigenvalues } = new EigenvalueDecomposition(form, { assumeSymmetric: true });
  return realEigenvalues.reduce((sum, value) => sum + Math.abs(value), 0) / 2;
}

function traceNorm(a: State, b: State): number {
  const [first, second] = [a, b].map((state) => {
    const rho = state.densityMatrix();
    return "blocks" in rho ? rho.blocks : [rho];
  });
  return first!.reduce((sum, block, k) => sum + blockDistance(block, second![k]!), 0);
}

const largestDifference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((largest, value, k) => Math.max(largest, Math.abs(value - b[k]!)), 0);

const MODELS: readonly (readonly [string, SpinModel])[] = [
  ["on the sphere", spinModel({ spins: 20, field: [0.5, 0, 0.2], collective: { dephasing: 1, pump: 1 } })],
  ["not parabolic", spinModel({ spins: 12, field: [1.2, 0, 0], collective: { decay: 1 } })],
  ["one spin", spinModel({ spins: 1, field: [0.7, 0.2, 0], collective: { decay: 1, dephasing: 0.3 } })],
  [
    "in the ball",
    spinModel({ spins: 6, field: [0.5, 0, 0], local: { decay: 0.5, dephasing: 0.1 }, collective: { dephasing: 1 } }),
  ],
  ["one spin in the ball", spinModel({ spins: 1, field: [0.7, 0.2, 0], local: { decay: 1, dephasing: 0.3 } })],
  [
    "in the ball, not parabolic",
    spinModel({ spins: 5, field: [0.3, 0, 0.4], local: { decay: 0.5 }, collective: { pump: 1 } }),
  ],
];

describe("rho and the Husimi function", () => {
  it.each(MODELS)("are those of every other road, within what both may be off by: %s", (_, model) => {
    const states = ROADS.map((method) => steady(model, { method }));
    for (const a of states) {
      for (const b of states) {
        if (a === b) continue;
        const [errorA, errorB] = [a.stateError(), b.stateError()];
        expect(traceNorm(a, b)).toBeLessThanOrEqual(errorA.traceNorm + errorB.traceNorm + 1e-13);
        const difference = largestDifference(a.husimi(directions), b.husimi(directions));
        expect(difference).toBeLessThanOrEqual(errorA.husimi + errorB.husimi + 1e-13);
      }
    }
  });

  it("are those of a coherent state where P is a delta on the sphere", () => {
    const state = steady(spinModel({ spins: 30, field: [0, 0, 0.4], collective: { decay: 1 } }));
    expect(state.point).toEqual([0, 0, -1]);
    expect(state.density).toBeNull();
    const expected = Float64Array.from(directions, ([, , z]) => ((1 - z) / 2) ** 30);
    expect(largestDifference(state.husimi(directions), expected)).toBeLessThan(1e-13);
    const rho = state.densityMatrix() as DensityMatrix;
    expect(rho.real.at(-1)).toBeCloseTo(1, 14);
  });

  it("are those of a product state where P is a delta in the ball", () => {
    const model = spinModel({ spins: 8, local: { decay: 1, pump: 0.5 } });
    const state = steady(model, { method: "fem" });
    const z0 = -1 / 3;
    expect(state.point![2]).toBeCloseTo(z0, 12);
    const expected = Float64Array.from(directions, ([, , z]) => ((1 + z0 * z) / 2) ** 8);
    expect(largestDifference(state.husimi(directions), expected)).toBeLessThan(1e-11);
    expect(traceNorm(state, steady(model, { method: "dicke" }))).toBeLessThan(1e-11);
  });

  it.each(ROADS)("are those of a thermal state, by %s", (method) => {
    const spins = 10;
    const ratio = 2;
    const state = steady(
      spinModel({ spins, field: [0, 0, 0.3], collective: { dephasing: 0.1, pump: ratio, decay: 1 } }),
      { method },
    );
    // Sum of ratio^a C(N, a) ((1 + z)/2)^a ((1 - z)/2)^(N - a) over that of ratio^a.
    const partition = (ratio ** (spins + 1) - 1) / (ratio - 1);
    const expected = Float64Array.from(directions, ([, , z]) => ((ratio * (1 + z) + 1 - z) / 2) ** spins / partition);
    expect(largestDifference(state.husimi(directions), expected)).toBeLessThanOrEqual(state.stateError().husimi);
  });

  it("take directions of any length, as a list or one after the other", () => {
    const state = steady(MODELS[0]![1], { method: "dicke" });
    const flat = Float64Array.from(directions.flatMap(([x, y, z]) => [3 * x, 3 * y, 3 * z]));
    expect(largestDifference(state.husimi(flat), state.husimi(directions))).toBeLessThan(1e-14);
    expect(() => state.husimi([[0, 0, 0]])).toThrow(/direction \[0, 0, 0\]/);
    expect(() => state.husimi(Float64Array.of(1, 0))).toThrow(/2 numbers/);
  });
});

describe("a million spins", () => {
  const spins = 1_000_000;

  it("have a Husimi function by elements and by harmonics, and no density matrix", () => {
    const model = spinModel({ spins, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const [fem, harmonic] = [steady(model, { method: "fem" }), steady(model, { method: "harmonic" })];
    const [a, b] = [fem.husimi(directions), harmonic.husimi(directions)];
    // Of the size of 4 pi P/(N + 1).
    expect(largestDifference(a, b)).toBeLessThan(1e-4 * Math.max(...b));
    for (const state of [fem, harmonic]) expect(() => state.densityMatrix()).toThrow(ResourceLimitError);
  });

  it("with a narrow P: that of a Gaussian of the covariance of linear noise", () => {
    const state = steady(spinModel({ spins, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } }), {
      method: "fem",
    });
    const [x, y, z] = state.observables.mean;
    // Along x, and across in the plane of y and z: N times the variances of P.
    const along = spins * (state.observables.square[0] - x * x) - 1;
    const central = spins * (state.observables.square[1] - y * y) - (1 - y * y);
    const across = central / (z * z);
    // The kernel exp(-N d^2/4) is a Gaussian of variance 2/N.
    const expected = 1 / Math.sqrt((1 + along / 2) * (1 + across / 2));
    expect(state.husimi([[x, y, z]])[0]).toBeCloseTo(expected, 5);
  });

  it("in a thermal state: from the populations", () => {
    const state = steady(spinModel({ spins, collective: { pump: 1, decay: 2 } }));
    expect(state.method).toBe("dicke");
    // rho = sum of 2^-a over the levels a.
    expect(state.husimi([[0, 0, -1]])[0]).toBeCloseTo(0.5, 9);
    expect(() => state.densityMatrix()).toThrow(ResourceLimitError);
  });
});

describe("P at points", () => {
  it("on the sphere: the thermal one in closed form", () => {
    const spins = 20;
    const state = steady(spinModel({ spins, field: [0, 0, 0.2], collective: { dephasing: 2, pump: 1.5, decay: 1 } }), {
      method: "fem",
    });
    const { density } = state;
    expect(density!.space.mesh.dimension).toBe(2);
    const values = density!.at(directions);
    expect(values).toHaveLength(directions.length);
    expect(density!.at(directions[3]!)).toBe(values[3]);
    // The P symbol of ratio^J_z.
    const ratio = 1.5;
    const ends = 2 ** -(spins + 1) - (2 * ratio) ** -(spins + 1);
    const norm = (2 * Math.PI * ends) / ((spins + 1) * (ratio - 1));
    const expected = Float64Array.from(directions, ([, , z]) => (ratio + 1 - (ratio - 1) * z) ** -(spins + 2) / norm);
    expect(largestDifference(values, expected)).toBeLessThan(1e-4 * Math.max(...expected));
    const nodes = density!.nodes();
    expect(nodes).toHaveLength(3 * density!.values.length);
    expect(density!.at(nodes.subarray(0, 3))[0]).toBeCloseTo(density!.values[0]!, 10);
    expect(density!.summary.mass).toBeCloseTo(1, 10);
  });

  it("in the ball, where there is nothing outside of the mesh", () => {
    const state = steady(MODELS[3]![1], { method: "fem" });
    const { density } = state;
    expect(density!.space.mesh.dimension).toBe(3);
    expect(
      density!.at([
        [0, 0, 0],
        [0, 0, -0.3],
      ]),
    ).toHaveLength(2);
    expect(density!.at([0, 0, -0.3])).toBe(density!.at(Float64Array.of(0, 0, -0.3))[0]);
    expect(() => density!.at([0, 0, -1.2])).toThrow(
      /point 0, \[0, 0, -1.2\], has length 1.2: it is not in the unit ball/,
    );
  });

  it("has one error for a bad point", () => {
    const { density } = steady(MODELS[0]![1], { method: "fem" });
    const good = directions[0]!;
    expect(() => density!.at([good, [0.5, 0, 0]])).toThrow(/point 1, \[0.5, 0, 0\], has length 0.5/);
    expect(() => density!.at([Number.NaN, 0, 1])).toThrow(InputError);
    expect(() => density!.at(Float64Array.of(1, 0, 0, 1))).toThrow(/4 numbers/);
    // Rounding of single precision is none.
    expect(density!.at([Math.fround(0.6), 0, Math.fround(0.8)])).toBeCloseTo(density!.at([0.6, 0, 0.8]), 6);
  });

  it.each(["harmonic", "dicke"] as const)("are not known by %s", (method) => {
    expect(steady(MODELS[0]![1], { method }).density).toBeNull();
  });
});

describe("the purity of a state by elements", () => {
  it("is the same whether it was refined for or is computed when it is looked at", () => {
    for (const [, model] of [MODELS[0]!, MODELS[3]!]) {
      const lazy = steady(model, { method: "fem", purity: false });
      const exact = steady(model, { method: "dicke" }).observables.purity;
      expect(Math.abs(lazy.observables.purity - exact)).toBeLessThanOrEqual(lazy.errorEstimate.purity + 1e-13);
      expect(Object.keys(lazy.observables)).toEqual(["mean", "square", "cross", "purity", "squeezing"]);
      expect(JSON.parse(JSON.stringify(lazy.errorEstimate)).purity).toBe(lazy.errorEstimate.purity);
    }
  });
});
