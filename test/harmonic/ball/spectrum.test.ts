import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, NotUniqueError, ResourceLimitError } from "../../../src/core/errors.ts";
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
  return pairs.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
}

const nearest = (pairs: readonly (readonly [number, number])[], [re, im]: readonly [number, number]): number =>
  Math.min(...pairs.map((pair) => Math.hypot(pair[0] - re, pair[1] - im)));

describe("the slowest modes in the ball", () => {
  it.each([1, 2, 5])("are those of the dense generator, N = %i", (spins) => {
    const model = generalModel(spins);
    const dense = denseEigenvalues(model);
    const { eigenvalues, bandErrors } = slowestBallModes(model, { count: 8 });
    expect(eigenvalues.length).toBeGreaterThanOrEqual(Math.min(8, dense.length));
    for (const [k, value] of eigenvalues.entries()) {
      expect(nearest(dense, value)).toBeLessThan(1e-11);
      // And none is left out: the moduli agree one by one.
      expect(Math.abs(Math.hypot(...value) - Math.hypot(...dense[k]!))).toBeLessThan(1e-11);
    }
    expect(bandErrors.every((error) => error === 0)).toBe(true);
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
    const cut = slowestBallModes(model, { count: 4, band: 10 });
    for (const [k, value] of cut.eigenvalues.entries())
      expect(nearest(exact.eigenvalues, value)).toBeLessThanOrEqual(cut.bandErrors[k]! + 1e-11);
  });

  it("are refused where the default band leaves a rate without a sign, and not where a band is asked for", () => {
    const model = spinModel({ spins: 100, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.1 } });
    expect(() => slowestBallModes(model, { count: 4 })).toThrow(ConvergenceError);
    expect(() => slowestBallModes(model, { count: 4 })).toThrow(/degree 30 .* error of .*Dicke method/);
    const asked = slowestBallModes(model, { count: 4, band: 10 });
    expect(Math.max(...asked.bandErrors)).toBeGreaterThan(0.01);
  });

  it("are not defined where zero is a multiple eigenvalue", () => {
    expect(() => slowestBallModes(collectiveModels[0]!.model)).toThrow(NotUniqueError);
  });

  it("are refused for a band out of range", () => {
    expect(() => slowestBallModes(generalModel(5), { band: 6 })).toThrow(InputError);
    expect(() => slowestBallModes(generalModel(500), { band: 101 })).toThrow(ResourceLimitError);
  });
});
