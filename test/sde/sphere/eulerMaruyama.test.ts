import { describe, expect, it } from "vitest";
import { fillNormalAcross } from "../../../src/core/random.ts";
import { drift, sphereDiffusion } from "../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { eulerCoefficients, eulerStep } from "../../../src/sde/sphere/eulerMaruyama.ts";
import { caseName, type ExactCase, evolutionCases, generalModel } from "./exact.ts";

const trajectories = 32768;
const finest = 64;

/** Normal numbers of `finest` steps: number k of step j, trajectory i at (2 j + k) * trajectories + i. */
function brownianPath(seed: number): Float64Array {
  const normals = new Float64Array(2 * finest * trajectories);
  for (let block = 0; block < finest / 2; block++)
    fillNormalAcross(seed, 0, trajectories, block, normals.subarray(4 * block * trajectories), new Uint32Array(4));
  return normals;
}

/** x, y, z of all trajectories at `time`, with `steps` steps driven by the same path whatever their number. */
function run({ model, initial }: ExactCase, time: number, steps: number, path: Float64Array): readonly Float64Array[] {
  const [x, y, z] = initial.map((start) => new Float64Array(trajectories).fill(start)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const coefficients = eulerCoefficients(model, time / steps);
  const each = finest / steps;
  const sums = new Float64Array(2 * trajectories);
  for (let step = 0; step < steps; step++) {
    sums.fill(0);
    for (let fine = step * each; fine < (step + 1) * each; fine++)
      for (let i = 0; i < 2 * trajectories; i++) sums[i]! += path[2 * fine * trajectories + i]! / Math.sqrt(each);
    eulerStep(coefficients, sums, 0, trajectories, x, y, z, trajectories);
  }
  return [x, y, z];
}

function meanAndError(values: Float64Array): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

describe("a step of Euler and Maruyama", () => {
  it("has the drift and the diffusion of the equation to first order in h", () => {
    const h = 1e-5;
    for (const r of [
      [0.48, 0.6, 0.64],
      [0.6, -0.64, -0.48],
      [0, 0, 1],
      [0, 0, -1],
    ]) {
      // Four points with the moments of two independent normals up to degree 3: +-sqrt2 along each axis.
      const normals = Float64Array.of(Math.SQRT2, -Math.SQRT2, 0, 0, 0, 0, Math.SQRT2, -Math.SQRT2);
      const [x, y, z] = r.map((start) => new Float64Array(4).fill(start)) as [Float64Array, Float64Array, Float64Array];
      eulerStep(eulerCoefficients(generalModel, h), normals, 0, 4, x, y, z, 4);
      const moved = [x, y, z].map((values, k) => values.map((value) => value - r[k]!));
      const a = new Float64Array(3);
      const d = new Float64Array(6);
      drift(generalModel, r, a);
      sphereDiffusion(generalModel, r, d);
      const pairs = [0, 0, 1, 1, 2, 2, 0, 1, 0, 2, 1, 2];
      // What is left is of size h^2 rate^2 (rates below 3), divided by h.
      for (let k = 0; k < 3; k++)
        expect(Math.abs(moved[k]!.reduce((s, v) => s + v / 4, 0) / h - a[k]!)).toBeLessThan(9 * h);
      for (let k = 0; k < 6; k++) {
        const [i, j] = [moved[pairs[2 * k]!]!, moved[pairs[2 * k + 1]!]!];
        const covariance = i.reduce((sum, value, n) => sum + (value * j[n]!) / 4, 0) / h;
        expect(Math.abs(covariance - d[k]! / generalModel.spins)).toBeLessThan(9 * h);
      }
    }
  });

  it("survives zeros of the diffusion that rounding makes negative", () => {
    const model: SpinModel = { ...generalModel, collective: { dephasing: 0.5, pump: 0, decay: 1 } };
    const [x, y, z] = [Float64Array.of(0, 0, 0), Float64Array.of(0, 0, 1), Float64Array.of(-1, -1 - 2 ** -52, 0)];
    eulerStep(eulerCoefficients(model, 0.1), Float64Array.of(1, 1, 1, 1, 1, 1), 0, 3, x, y, z, 3);
    for (let i = 0; i < 3; i++) expect(Math.hypot(x[i]!, y[i]!, z[i]!)).toBeCloseTo(1, 14);
  });
});

describe("the weak order of Euler and Maruyama", () => {
  const path = brownianPath(20);

  // Common random numbers: with an error c h (1 + e h) the differences D = E f_h - E f_{h/2} halve up to 3 e h / 4 of their
  // size; h <= 1/16 of the time 1 and e <= 3 leave 0.14. The ratio of two differences carries their statistical errors too.
  it.each(evolutionCases.map((exact) => [caseName(exact), exact] as const))("is 1: %s", (_, exact) => {
    const state = exact.at[1]!;
    const levels = [16, 32, 64].map((steps) => run(exact, state.time, steps, path));
    // The component with the largest discretisation error.
    const differences = [0, 1, 2].map((k) =>
      [0, 1].map((level) => meanAndError(levels[level]![k]!.map((value, i) => value - levels[level + 1]![k]![i]!))),
    );
    const [coarse, fine] = differences.toSorted((p, q) => Math.abs(q[0]!.mean) - Math.abs(p[0]!.mean))[0]! as [
      { mean: number; error: number },
      { mean: number; error: number },
    ];
    const ratio = coarse.mean / fine.mean;
    const noise = ratio * Math.hypot(coarse.error / coarse.mean, fine.error / fine.mean);
    expect(Math.abs(ratio - 2)).toBeLessThan(0.28 + 4 * noise);
    // Order 2 would give 4, order 0 would give 1: the statement above excludes both.
    expect(0.28 + 4 * noise).toBeLessThan(1);
    // Extrapolation removes the first order, and what is left is the exact value.
    for (let k = 0; k < 3; k++) {
      const extrapolated = meanAndError(levels[2]![k]!.map((value, i) => 2 * value - levels[1]![k]![i]!));
      expect(Math.abs(extrapolated.mean - state.mean[k]!)).toBeLessThan(4 * extrapolated.error);
    }
  });
});
