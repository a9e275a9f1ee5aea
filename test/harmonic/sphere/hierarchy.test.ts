import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { synthesizeHarmonics } from "../../../src/core/harmonicSynthesis.ts";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { harmonicCount, harmonicIndex } from "../../../src/core/sphericalHarmonics.ts";
import { harmonicGenerator, harmonicHierarchy } from "../../../src/harmonic/sphere/hierarchy.ts";
import { harmonicCoefficients, harmonicStateFromCoefficients } from "../../../src/harmonic/sphere/state.ts";
import { entryIndex, multiply } from "../../../src/linalg/sparse.ts";
import { diffusion, drift } from "../../../src/model/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { gaussGrid } from "../../core/gaussGrid.ts";
import { derivative, evaluate, solidHarmonic } from "./solidHarmonics.ts";

/** Each rate alone, so that an error in one term cannot hide behind another; and all together. */
const models: readonly [string, Partial<SpinModel>][] = [
  ["B_x", { field: [1, 0, 0] }],
  ["B_y", { field: [0, 1, 0] }],
  ["B_z", { field: [0, 0, 1] }],
  ["dephasing", { collective: { dephasing: 1, pump: 0, decay: 0 } }],
  ["pump", { collective: { dephasing: 0, pump: 1, decay: 0 } }],
  ["decay", { collective: { dephasing: 0, pump: 0, decay: 1 } }],
  ["everything", { field: [0.3, -0.7, 1.1], collective: { dephasing: 0.4, pump: 0.6, decay: 0.9 } }],
];

/** Smooth random P of harmonics l <= degree with int P = 1; not positive, which the equation does not ask for. */
function randomCoefficients(degree: number): { real: Float64Array; imaginary: Float64Array } {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  const stream = createRandomStream(17, 0);
  fillNormal(stream, real);
  fillNormal(stream, imaginary);
  for (let l = 0; l <= degree; l++) imaginary[harmonicIndex(l, 0)] = 0;
  real[0] = 1 / Math.sqrt(4 * Math.PI);
  return { real, imaginary };
}

/** int P G Y_lm by quadrature, G v = a_i d_i v + (1/2N) D_ij d_i d_j v with the solid harmonic for v. */
function weakForm(model: SpinModel, l: number, m: number, density: Float64Array, grid: ReturnType<typeof gaussGrid>) {
  const harmonic = solidHarmonic(l, m);
  const gradient = [0, 1, 2].map((axis) => derivative(harmonic, axis));
  const pairs = [
    [0, 0, 1],
    [1, 1, 1],
    [2, 2, 1],
    [0, 1, 2],
    [0, 2, 2],
    [1, 2, 2],
  ] as const;
  const hessian = pairs.map(([i, j]) => derivative(gradient[i]!, j));
  const a = new Float64Array(3);
  const d = new Float64Array(6);
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < density.length; i++) {
    const r = grid.points.subarray(3 * i, 3 * i + 3);
    drift(model, r, a);
    diffusion(model, r, d);
    const weight = density[i]! * grid.weights[i]!;
    const add = (factor: number, [re, im]: readonly [number, number]): void => {
      real += weight * factor * re;
      imaginary += weight * factor * im;
    };
    for (let k = 0; k < 3; k++) add(a[k]!, evaluate(gradient[k]!, r[0]!, r[1]!, r[2]!));
    for (let k = 0; k < 6; k++)
      add((pairs[k]![2] * d[k]!) / (2 * model.spins), evaluate(hessian[k]!, r[0]!, r[1]!, r[2]!));
  }
  return [real, imaginary] as const;
}

describe("harmonicGenerator", () => {
  it.each(models)("is int P G Y_lm by quadrature: %s", (_, parts) => {
    const spins = 4;
    const model = spinModel({ spins, ...parts });
    // P reaches beyond l = N: what lies there is gauge and must not feed back.
    const degree = 6;
    const { real, imaginary } = randomCoefficients(degree);
    // Y (degree 4), one more from G, P (6): 11 = 2 * 6 - 1.
    const grid = gaussGrid(7);
    const density = new Float64Array(grid.weights.length);
    synthesizeHarmonics(degree, real, imaginary, grid.points, density);
    const state = harmonicStateFromCoefficients(spins, spins, real, imaginary);
    const rate = new Float64Array(state.unknowns.length);
    multiply(harmonicGenerator(harmonicHierarchy(spins), model), state.unknowns, rate);
    const found = harmonicCoefficients({ ...state, unknowns: rate });
    for (let l = 0; l <= spins; l++)
      for (let m = 0; m <= l; m++) {
        const [re, im] = weakForm(model, l, m, density, grid);
        // Sums of 98 terms of size up to 20, each with a few roundings.
        expect(Math.abs(found.real[harmonicIndex(l, m)]! - re)).toBeLessThan(1e-12);
        expect(Math.abs(found.imaginary[harmonicIndex(l, m)]! - im)).toBeLessThan(1e-12);
      }
  });

  it("is block tridiagonal in l, and antisymmetric in the field", () => {
    const hierarchy = harmonicHierarchy(9);
    const { rowStarts, columnIndices } = hierarchy.pattern;
    const degreeOf = (unknown: number): number => Math.floor(Math.sqrt(unknown));
    for (let i = 0; i < hierarchy.size; i++)
      for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++)
        expect(Math.abs(degreeOf(columnIndices[k]!) - degreeOf(i))).toBeLessThanOrEqual(1);
    const { pattern, values } = harmonicGenerator(hierarchy, spinModel({ spins: 9, field: [0.3, -0.7, 1.1] }));
    for (let i = 0; i < hierarchy.size; i++)
      for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
        if (values[k] === 0) continue;
        expect(values[entryIndex(pattern, columnIndices[k]!, i)]! + values[k]!).toBe(0);
      }
  });

  it("leaves a truncated band as the corner of the full one", () => {
    const model = spinModel({ spins: 8, ...models[6]![1] });
    const full = harmonicGenerator(harmonicHierarchy(8), model);
    const cut = harmonicGenerator(harmonicHierarchy(8, 5), model);
    for (let i = 0; i < 36; i++)
      for (let j = 0; j < 36; j++) {
        const a = entryIndex(cut.pattern, i, j);
        const b = entryIndex(full.pattern, i, j);
        expect(a < 0 ? 0 : cut.values[a]).toBe(b < 0 ? 0 : full.values[b]);
      }
  });

  it("refuses local rates, another N, and a band that is too high", () => {
    const local = spinModel({ spins: 4, local: { dephasing: 0, pump: 0, decay: 1 } });
    expect(() => harmonicGenerator(harmonicHierarchy(4), local)).toThrow(InputError);
    expect(() => harmonicGenerator(harmonicHierarchy(5), spinModel({ spins: 4 }))).toThrow(InputError);
    expect(() => harmonicHierarchy(4, 5)).toThrow(InputError);
    expect(() => harmonicHierarchy(4, 1)).toThrow(InputError);
    expect(() => harmonicHierarchy(5000, 4000)).toThrow(ResourceLimitError);
  });
});
