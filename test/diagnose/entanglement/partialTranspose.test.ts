import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { partialTransposes } from "../../../src/diagnose/entanglement/partialTranspose.ts";
import { dickeState } from "../../../src/dicke/initialStates.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { fromSymmetricSubspace } from "../../../src/state/blocks/blockDensity.ts";
import { mixProductStates } from "../../../src/state/blocks/blockMultipoles.ts";
import { scale, sum } from "../../reference/explicit/complexMatrix.ts";
import { hermitianEigenvalues, partialTransposeOf } from "../../reference/explicit/partialTranspose.ts";
import { productState } from "../../reference/explicit/spins.ts";
import { randomDensity, randomMixture } from "./randomDensities.ts";

describe("the partial transpose across every cut", () => {
  it.each([
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
  ])("N = %i: has the eigenvalues of the matrix of order 2^N", (spins, seed) => {
    // Weights of both signs: every permutation-symmetric Hermitian matrix is such a sum.
    const { points, weights } = randomMixture(12, seed);
    const signed = weights.map((weight, k) => (k % 3 === 0 ? -2 : 2) * weight);
    const blocks = mixProductStates(spins, Float64Array.from(points.flat()), Float64Array.from(signed));
    const explicit = sum(points.map((point, k) => scale(productState(spins, point), signed[k]!)));
    const { cuts, strongest } = partialTransposes(blocks);
    expect(cuts.map(({ cut }) => cut[0])).toEqual(Array.from({ length: Math.floor(spins / 2) }, (_, k) => k + 1));
    for (const { cut, leastEigenvalue, errorBound, negativity, negativityError } of cuts) {
      const values = hermitianEigenvalues(partialTransposeOf(spins, cut[0], explicit));
      const negative = values.reduce((total, value) => total - Math.min(0, value), 0);
      expect(Math.abs(leastEigenvalue - values[0]!)).toBeLessThan(1e-13);
      expect(Math.abs(negativity - negative)).toBeLessThan(1e-12);
      expect(errorBound).toBeLessThan(1e-12);
      expect(negativityError).toBeLessThan(1e-11);
      expect(leastEigenvalue).toBeGreaterThanOrEqual(strongest.leastEigenvalue);
    }
  });

  it.each([4, 5])(
    "N = %i: of a state of the symmetric subspace is the same with and without the other blocks",
    (spins) => {
      const density = randomDensity(spins, 2, spins);
      const alone = partialTransposes(density);
      const among = partialTransposes(fromSymmetricSubspace(density));
      for (const [k, cut] of alone.cuts.entries()) {
        expect(cut.leastEigenvalue).toBeLessThan(-1e-3);
        expect(cut.leastEigenvalue).toBe(among.cuts[k]!.leastEigenvalue);
        expect(cut.negativity).toBe(among.cuts[k]!.negativity);
      }
    },
  );

  it("of the W state of N spins is -sqrt(k (N - k))/N across k against N - k", () => {
    for (const spins of [3, 8, 40]) {
      for (const { cut, leastEigenvalue, errorBound, negativity, negativityError } of partialTransposes(
        dickeState(spins, spins / 2 - 1),
      ).cuts) {
        const expected = Math.sqrt(cut[0] * cut[1]) / spins;
        expect(Math.abs(leastEigenvalue + expected)).toBeLessThan(errorBound);
        expect(Math.abs(negativity - expected)).toBeLessThan(negativityError);
      }
    }
  });

  it("is found in the four models with local rates at N = 4, and which cut is the strongest", () => {
    const cases = [
      { field: 0.5, dephasing: 0, local: { decay: 0.05 }, least: -0.034014, digits: 5e-7, side: 2 },
      { field: 0.5, dephasing: 0, local: { dephasing: 0.05 }, least: -0.0033754, digits: 5e-8, side: 1 },
      { field: 0.5, dephasing: 0, local: { dephasing: 0.3 }, least: 3.2e-5, digits: 5e-7, side: 2 },
      { field: 0.8, dephasing: 0.1, local: { dephasing: 0.05 }, least: -1.3327e-4, digits: 5e-9, side: 2 },
    ];
    for (const { field, dephasing, local, least, digits, side } of cases) {
      const model = spinModel({ spins: 4, field: [field, 0, 0], collective: { decay: 1, dephasing }, local });
      const { strongest } = partialTransposes(symmetricSteadyState(model).density!);
      expect(strongest.cut[0]).toBe(side);
      expect(Math.abs(strongest.leastEigenvalue - least)).toBeLessThan(digits);
    }
  });

  it("keeps its promise where the state is off by a known trace norm", () => {
    const spins = 5;
    const { points, weights } = randomMixture(6, 7);
    const flat = Float64Array.from(points.flat());
    const density = mixProductStates(spins, flat, Float64Array.from(weights));
    const exact = partialTransposes(density);
    // Weight moved from one product state to another: trace norm at most 2 x 0.01.
    const moved = weights.map((weight, k) => weight + (k === 0 ? 0.01 : k === 1 ? -0.01 : 0));
    const found = partialTransposes(mixProductStates(spins, flat, Float64Array.from(moved)), { error: 0.02 });
    for (const [k, cut] of found.cuts.entries()) {
      expect(Math.abs(cut.leastEigenvalue - exact.cuts[k]!.leastEigenvalue)).toBeGreaterThan(0);
      expect(Math.abs(cut.leastEigenvalue - exact.cuts[k]!.leastEigenvalue)).toBeLessThan(cut.errorBound);
      expect(Math.abs(cut.negativity - exact.cuts[k]!.negativity)).toBeLessThan(cut.negativityError);
    }
  });

  it("refuses what does not exist and what would take too long", () => {
    const density = randomDensity(6, 1, 1);
    expect(() => partialTransposes(density, { cuts: [4] })).toThrow(InputError);
    expect(() => partialTransposes(density, { cuts: [1.5] })).toThrow(/1\.5.*from 1 to 3/);
    expect(() => partialTransposes(density, { cuts: [] })).toThrow(InputError);
    expect(() => partialTransposes(randomDensity(1, 1, 1))).toThrow(/cannot be cut/);
    expect(() => partialTransposes(density, { workLimit: 1000 })).toThrow(ResourceLimitError);
    expect(() => partialTransposes(randomDensity(60, 1, 1))).toThrow(/60 spins would take/);
    expect(() => partialTransposes(dickeState(160, 79), { cuts: [80] })).toThrow(/6561 rows/);
    // m is conserved: small pieces.
    expect(partialTransposes(dickeState(60, 29), { cuts: [30] }).cuts).toHaveLength(1);
  });
});
