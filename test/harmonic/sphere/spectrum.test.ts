import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../../src/core/errors.ts";
import { harmonicGenerator, harmonicHierarchy } from "../../../src/harmonic/sphere/hierarchy.ts";
import { slowestModes } from "../../../src/harmonic/sphere/spectrum.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";

function denseEigenvalues(model: SpinModel): (readonly [number, number])[] {
  const { pattern, values } = harmonicGenerator(harmonicHierarchy(model.spins), model);
  const dense = Matrix.zeros(pattern.rows, pattern.columns);
  for (let i = 0; i < pattern.rows; i++)
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
      dense.set(i, pattern.columnIndices[k]!, values[k]!);
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(dense);
  return realEigenvalues
    .map((re, k) => [re, imaginaryEigenvalues[k]!] as const)
    .sort((a, b) => {
      const rates = Math.abs(a[0]) - Math.abs(b[0]);
      return Math.abs(rates) > 1e-8 ? rates : Math.abs(a[1]) - Math.abs(b[1]) || b[1] - a[1];
    });
}

describe("slowestModes", () => {
  it.each([
    ["generic", 20, { field: [0.4, -0.3, 0.8], collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 } }],
    ["not parabolic", 12, { field: [1.5, 0, 0], collective: { dephasing: 0, pump: 0, decay: 1 } }],
  ] as const)("are the slowest of the dense eigenvalues: %s", (_, spins, parts) => {
    const model = spinModel({ spins, ...parts });
    const found = slowestModes(model);
    const dense = denseEigenvalues(model);
    expect(found.eigenvalues.length).toBeGreaterThanOrEqual(10);
    for (const [k, [re, im]] of found.eigenvalues.entries()) {
      // The dense solution is the less accurate: |A| eps ~ 1e-14 times condition numbers of up to 1e4.
      expect(Math.abs(re - dense[k]![0])).toBeLessThan(1e-10);
      expect(Math.abs(im - dense[k]![1])).toBeLessThan(1e-10);
      expect(found.errorEstimate[k]!).toBeLessThan(1e-9);
    }
    expect(found.method).toBe("harmonic");
    expect(found.eigenvalues[0]).toEqual([0, 0]);
  });

  it("has the closed form -s l(l+1)/N + (s - k_z) m^2/N + i B_z m for equal pump and decay, degenerate without field", () => {
    const eigenvalue = (l: number, m: number, spins: number): number => (-2 * l * (l + 1) + 1.7 * m * m) / spins;
    const model = spinModel({ spins: 20, collective: { dephasing: 0.3, pump: 1, decay: 1 } });
    const found = slowestModes(model, { count: 12 });
    const expected: number[] = [];
    for (let l = 0; l <= 20; l++) for (let m = -l; m <= l; m++) expected.push(eigenvalue(l, m, 20));
    expected.sort((a, b) => b - a);
    for (let k = 0; k < 12; k++) {
      expect(Math.abs(found.eigenvalues[k]![0] - expected[k]!)).toBeLessThan(1e-13);
      expect(found.eigenvalues[k]![1]).toBe(0);
    }
    const turning = slowestModes({ ...model, field: [0, 0, 0.05] }, { count: 3 });
    expect(Math.abs(turning.eigenvalues[1]![0] - eigenvalue(1, 1, 20))).toBeLessThan(1e-13);
    expect(Math.abs(turning.eigenvalues[1]![1] - 0.05)).toBeLessThan(1e-13);
    expect(Math.abs(turning.eigenvalues[2]![1] + 0.05)).toBeLessThan(1e-13);
  });

  it("estimates what a cut band changes, and fails where that is more than the tolerance", () => {
    const model = spinModel({ spins: 20, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const full = slowestModes(model, { count: 3 });
    const cut = slowestModes(model, { count: 3, band: 15, tolerance: 0.1 });
    for (let k = 0; k < 3; k++) {
      const [a, b] = [cut.eigenvalues[k]!, full.eigenvalues[k]!];
      expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeLessThanOrEqual(cut.errorEstimate[k]! + 1e-12);
    }
    expect(Math.max(...cut.errorEstimate)).toBeGreaterThan(1e-8);
    expect(() => slowestModes(model, { count: 3, band: 15 })).toThrow(ConvergenceError);
  });

  it("refuses a band that hides modes as slow as those of the list", () => {
    // Without dissipation nothing decays, and each harmonic that is left out is as slow as any.
    const model = spinModel({ spins: 20, field: [0, 0, 1] });
    expect(() => slowestModes(model, { band: 10 })).toThrow(/beyond the band 10 may decay as slowly as 0/);
  });

  it("gives the relaxation rates of a single spin, and the zero alone where one is asked for", () => {
    const found = slowestModes(spinModel({ spins: 1, collective: { decay: 1 } }));
    // Jump rate 2 kappa/N = 2: sigma_z relaxes at 2, sigma_x and sigma_y at half of it.
    expect(found.eigenvalues.map(([re]) => Math.round(re * 1e12) / 1e12)).toEqual([0, -1, -1, -2]);
    expect(slowestModes(spinModel({ spins: 3, collective: { decay: 1 } }), { count: 1 }).eigenvalues).toEqual([[0, 0]]);
  });

  it("refuses local rates", () => {
    const local = spinModel({ spins: 4, collective: { decay: 1 }, local: { decay: 1 } });
    expect(() => slowestModes(local)).toThrow(InputError);
  });
});
