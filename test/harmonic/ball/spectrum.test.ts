import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { evolveBall } from "../../../src/harmonic/ball/evolve.ts";
import { ballGenerator, ballHierarchy } from "../../../src/harmonic/ball/hierarchy.ts";
import { slowestBallModes } from "../../../src/harmonic/ball/spectrum.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { collectiveModels, generalModel } from "./models.ts";

function denseEigenvalues(model: SpinModel): (readonly [number, number])[] {
  const { pattern, values } = ballGenerator(ballHierarchy(model.spins), model);
  const dense = Matrix.zeros(pattern.rows, pattern.rows);
  for (let i = 0; i < pattern.rows; i++)
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
      dense.set(i, pattern.columnIndices[k]!, values[k]!);
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(dense);
  const pairs = realEigenvalues.map((real, k) => [real, imaginaryEigenvalues[k]!] as const);
  return pairs.sort((a, b) => Math.abs(a[0]) - Math.abs(b[0]));
}

const nearest = (pairs: readonly (readonly [number, number])[], [re, im]: readonly [number, number]): number =>
  Math.min(...pairs.map((pair) => Math.hypot(pair[0] - re, pair[1] - im)));

describe("the slowest modes in the ball", () => {
  it.each([1, 2, 5])("are those of the dense generator, N = %i", (spins) => {
    const model = generalModel(spins);
    const dense = denseEigenvalues(model);
    const { eigenvalues, errorEstimate } = slowestBallModes(model, { count: 8 });
    expect(eigenvalues.length).toBeGreaterThanOrEqual(Math.min(8, dense.length));
    for (const [k, value] of eigenvalues.entries()) {
      expect(nearest(dense, value)).toBeLessThan(1e-11);
      // And none is left out: the rates agree one by one.
      expect(Math.abs(value[0] - dense[k]![0])).toBeLessThan(1e-11);
      expect(errorEstimate[k]!).toBeLessThan(1e-11);
    }
  });

  it("hold that with which the steady state is reached", () => {
    const model: SpinModel = {
      ...generalModel(10),
      field: [0, 0, 0.4],
      local: { dephasing: 0.5, pump: 0.02, decay: 0.05 },
    };
    const [, first, second] = slowestBallModes(model, { count: 3 }).eigenvalues;
    expect(first![1]).toBe(0);
    const [early, late] = evolveBall({ model, initial: { kind: "thermal", ratio: 1 }, times: [50, 52] }).observables;
    const limit = steadyBall(model).observables.mean[2];
    const rate = Math.log((late!.mean[2] - limit) / (early!.mean[2] - limit)) / 2;
    // The next mode may start some hundred times as large; some 1e-13 of rounding is 1e-7 of what is left of the mean.
    const share = 300 * Math.exp((second![0] - first![0]) * 50);
    expect(share).toBeLessThan(1e-3);
    expect(Math.abs(rate / first![0] - 1)).toBeLessThan(share);
  });

  it("come with what a lower band leaves out", () => {
    const model = generalModel(14);
    const exact = slowestBallModes(model, { count: 4 });
    const cut = slowestBallModes(model, { count: 4, band: 10, tolerance: 0.1 });
    for (const [k, value] of cut.eigenvalues.entries())
      expect(nearest(exact.eigenvalues, value)).toBeLessThanOrEqual(cut.errorEstimate[k]! + 1e-11);
  });

  it("are refused where a band leaves more of an error than the tolerance", () => {
    const model = spinModel({ spins: 14, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.1 } });
    expect(() => slowestBallModes(model, { count: 4, band: 10 })).toThrow(ConvergenceError);
    expect(() => slowestBallModes(model, { count: 4, band: 10 })).toThrow(/above the tolerance 1e-8/);
  });

  it("have a zero for each total spin where nothing changes it", () => {
    const model = { ...collectiveModels[0]!.model, spins: 6 };
    const { zeros, eigenvalues } = slowestBallModes(model);
    const spins = Math.floor(model.spins / 2) + 1;
    expect(zeros).toEqual({ count: spins, conserved: "J^2" });
    expect(eigenvalues.filter(([re, im]) => re === 0 && im === 0)).toHaveLength(spins);
  });

  it("are refused for a band out of range", () => {
    expect(() => slowestBallModes(generalModel(5), { band: 6 })).toThrow(InputError);
    expect(() => slowestBallModes(generalModel(500), { band: 101 })).toThrow(ResourceLimitError);
  });
});
