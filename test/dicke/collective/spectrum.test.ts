import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { collectiveLiouvillian } from "../../../src/dicke/collective/liouvillian.ts";
import { slowestModes } from "../../../src/dicke/collective/spectrum.ts";
import { slowestModes as slowestHarmonicModes } from "../../../src/harmonic/sphere/spectrum.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";

/** By rate, to within rounding, then by frequency. */
const byRate = (eigenvalues: (readonly [number, number])[]) =>
  eigenvalues.sort((a, b) => {
    const rates = Math.abs(a[0]) - Math.abs(b[0]);
    return Math.abs(rates) > 1e-8 ? rates : Math.abs(a[1]) - Math.abs(b[1]);
  });

function denseEigenvalues(model: SpinModel): (readonly [number, number])[] {
  const { pattern, values } = collectiveLiouvillian(model);
  const dense = Matrix.zeros(pattern.rows, pattern.columns);
  for (let i = 0; i < pattern.rows; i++)
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
      dense.set(i, pattern.columnIndices[k]!, values[k]!);
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(dense);
  return byRate(realEigenvalues.map((re, k) => [re, imaginaryEigenvalues[k]!] as const));
}

const models = [
  ["generic", { field: [0.4, -0.3, 0.8], collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 } }],
  ["parabolic, oscillating", { field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } }],
  ["parabolic, polarised", { field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } }],
  ["not parabolic, oscillating", { field: [1.5, 0, 0], collective: { decay: 1 } }],
  ["not parabolic, polarised", { field: [0.5, 0, 0], collective: { decay: 1 } }],
  ["dephasing across a field", { field: [0.3, 0, 0.7], collective: { dephasing: 1 } }],
  ["degenerate", { collective: { dephasing: 1, pump: 1, decay: 1 } }],
] as const;

describe("slowestModes of the Liouvillian", () => {
  it.each(models)("are those of the moment hierarchy, N = 20: %s", (_, parts) => {
    const model = spinModel({ spins: 20, ...parts });
    const found = slowestModes(model);
    const other = slowestHarmonicModes(model);
    expect(found.method).toBe("dicke");
    expect(found.eigenvalues.length).toBeGreaterThanOrEqual(10);
    expect(found.eigenvalues.length).toBe(other.eigenvalues.length);
    for (const [k, [re, im]] of found.eigenvalues.entries()) {
      // Asked for: 1e-8. Backward errors of 1e-12 times condition numbers of up to 1e4.
      expect(Math.hypot(re - other.eigenvalues[k]![0], im - other.eigenvalues[k]![1])).toBeLessThan(1e-8);
      expect(Math.hypot(re - other.eigenvalues[k]![0], im - other.eigenvalues[k]![1])).toBeLessThanOrEqual(
        found.errorEstimate[k]! + other.errorEstimate[k]!,
      );
    }
  });

  it.each(models)("are the slowest of the dense eigenvalues, N = 7: %s", (_, parts) => {
    const model = spinModel({ spins: 7, ...parts });
    const found = slowestModes(model, { count: 12 });
    const dense = denseEigenvalues(model);
    // Eigenvalues of size 1 and condition numbers of up to 100.
    for (const [re, im] of found.eigenvalues)
      expect(Math.min(...dense.map((z) => Math.hypot(re - z[0], im - z[1])))).toBeLessThan(1e-11);
    for (const [k, [re]] of found.eigenvalues.entries()) expect(Math.abs(re - dense[k]![0])).toBeLessThan(1e-11);
  });

  it("has the relaxation rates of a single spin, as many as there are, and the zero alone where one is asked for", () => {
    // Jump rate 2 kappa/N = 2: sigma_z relaxes at 2, sigma_x and sigma_y at half of it.
    const single = spinModel({ spins: 1, collective: { decay: 1 } });
    const found = slowestModes(single);
    expect(found.eigenvalues).toHaveLength(4);
    for (const [k, rate] of [0, 1, 1, 2].entries())
      expect(Math.hypot(found.eigenvalues[k]![0] + rate, found.eigenvalues[k]![1])).toBeLessThan(1e-14);
    expect(slowestModes(single, { count: 1 })).toEqual({
      method: "dicke",
      eigenvalues: [[0, 0]],
      errorEstimate: [0],
      searched: null,
      zeros: { count: 1, conserved: null },
    });
  });

  it("refuses local rates, too large a matrix and no eigenvalues", () => {
    const model = spinModel({ spins: 4, collective: { decay: 1 } });
    expect(() => slowestModes({ ...model, local: { dephasing: 0, pump: 0, decay: 1 } })).toThrow(InputError);
    expect(() => slowestModes(model, { count: 0 })).toThrow(InputError);
    expect(() => slowestModes(model, { memoryLimit: 1e4 })).toThrow(ResourceLimitError);
  });
});
