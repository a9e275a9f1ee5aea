import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { evaluateHarmonics, harmonicCount } from "../../../src/core/sphericalHarmonics.ts";
import { initialHarmonics } from "../../../src/harmonic/sphere/initialState.ts";
import { observablesOfHarmonics, purityOfHarmonics } from "../../../src/harmonic/sphere/moments.ts";
import {
  coherentHarmonics,
  harmonicCoefficients,
  harmonicStateFromCoefficients,
  mixHarmonics,
  uniformHarmonics,
  withBand,
} from "../../../src/harmonic/sphere/state.ts";
import { thermalUnknowns } from "../../../src/harmonic/symmetricStates.ts";
import type { Observables } from "../../../src/state/moments.ts";

function expectMoments(found: Observables, mean: number[], square: number[], cross: number[], limit: number): void {
  for (let k = 0; k < 3; k++) {
    expect(Math.abs(found.mean[k]! - mean[k]!)).toBeLessThan(limit);
    expect(Math.abs(found.square[k]! - square[k]!)).toBeLessThan(limit);
    expect(Math.abs(found.cross[k]! - cross[k]!)).toBeLessThan(limit);
  }
}

describe("coherent state", () => {
  it.each([1, 2, 5, 40, 400])("has the moments of a product state and purity 1, N = %i", (spins) => {
    const n = [2 / 7, -3 / 7, 6 / 7];
    const state = coherentHarmonics(spins, [4, -6, 12]);
    const w = 1 - 1 / spins;
    const found = observablesOfHarmonics(state);
    const square = n.map((x) => 1 / spins + w * x * x);
    expectMoments(found, n, square, [w * n[0]! * n[1]!, w * n[0]! * n[2]!, w * n[1]! * n[2]!], 1e-14);
    // N roundings in ln g_l.
    expect(Math.abs(found.purity - 1)).toBeLessThan(1e-15 * (4 + 2 * spins));
    expect(Math.abs(found.squeezing.kitagawaUeda! - 1)).toBeLessThan(1e-14 * spins);
  });

  it("has p_lm = Y_lm, back through the coefficients", () => {
    const band = 60;
    const { real, imaginary } = harmonicCoefficients(coherentHarmonics(1000, [0, 0.6, 0.8], band));
    const expectedReal = new Float64Array(harmonicCount(band));
    const expectedImaginary = new Float64Array(harmonicCount(band));
    evaluateHarmonics(band, 0, 0.6, 0.8, expectedReal, expectedImaginary);
    for (let k = 0; k < real.length; k++) {
      expect(Math.abs(real[k]! - expectedReal[k]!)).toBeLessThan(1e-13);
      expect(Math.abs(imaginary[k]! - expectedImaginary[k]!)).toBeLessThan(1e-13);
    }
  });

  it("refuses no direction", () => {
    expect(() => coherentHarmonics(4, [0, 0, 0])).toThrow(InputError);
    expect(() => coherentHarmonics(4, [1, Number.NaN, 0])).toThrow(InputError);
  });
});

describe("thermal state", () => {
  it.each([
    [1, 0.4],
    [2, 3],
    [40, 2.5],
    [40, 0.05],
    [200, 1],
    [500, 1.01],
    [30, 0],
    [30, Number.POSITIVE_INFINITY],
  ])("has the moments and the purity of <m|rho|m> ~ ratio^m: N = %i, ratio %f", (spins, ratio) => {
    let norm = 0;
    let z = 0;
    let zz = 0;
    let squares = 0;
    for (let k = 0; k <= spins; k++) {
      const m = k - spins / 2;
      // Weights relative to the most populated level, so that none overflows.
      const weight = ratio <= 1 ? ratio ** k : ratio ** (k - spins);
      norm += weight;
      z += weight * m;
      zz += weight * m * m;
      squares += weight * weight;
    }
    const mean = ((2 / spins) * z) / norm;
    const square = ((4 / spins ** 2) * zz) / norm;
    const transverse = (1 + 2 / spins - square) / 2;
    const found = observablesOfHarmonics(initialHarmonics(spins, { kind: "thermal", ratio }));
    // p_2 comes from a fraction with N terms of one sign: N roundings at most.
    const limit = 1e-15 * (10 + spins);
    expectMoments(found, [0, 0, mean], [transverse, transverse, square], [0, 0, 0], limit);
    expect(Math.abs(found.purity - squares / norm ** 2)).toBeLessThan(limit);
  });

  it("refuses a negative ratio", () => {
    expect(() => thermalUnknowns(4, -1, 4)).toThrow(InputError);
    expect(() => thermalUnknowns(4, Number.NaN, 4)).toThrow(InputError);
  });
});

describe("mixtures, bands and coefficients", () => {
  it("mix moments linearly; the mixture of opposite states has purity 1/2 (1 + |<a|b>|^2)", () => {
    const mixed = mixHarmonics([coherentHarmonics(6, [0, 0, 1]), coherentHarmonics(6, [1, 0, 0])], [0.5, 0.5]);
    // |<a|b>|^2 = ((1 + a.b)/2)^N = 2^-6.
    expect(Math.abs(purityOfHarmonics(mixed) - (1 + 2 ** -6) / 2)).toBeLessThan(1e-14);
    expectMoments(
      observablesOfHarmonics(mixed),
      [0.5, 0, 0.5],
      [1 / 6 + 5 / 12, 1 / 6, 1 / 6 + 5 / 12],
      [0, 0, 0],
      1e-14,
    );
    expect(Math.abs(purityOfHarmonics(uniformHarmonics(6)) - 1 / 7)).toBeLessThan(1e-15);
  });

  it("cut and pad bands", () => {
    const state = coherentHarmonics(100, [0, 0, 1], 20);
    expect(withBand(state, 10).unknowns).toEqual(state.unknowns.slice(0, 121));
    expect(
      withBand(withBand(state, 10), 20)
        .unknowns.subarray(121)
        .every((u) => u === 0),
    ).toBe(true);
  });

  it("refuse what does not fit", () => {
    const a = coherentHarmonics(6, [0, 0, 1]);
    expect(() => mixHarmonics([a, coherentHarmonics(7, [0, 0, 1])], [0.5, 0.5])).toThrow(InputError);
    expect(() => mixHarmonics([a, a], [0.5, 0.4])).toThrow(InputError);
    expect(() => mixHarmonics([], [])).toThrow(InputError);
    expect(() => withBand(a, 7)).toThrow(InputError);
    const half = new Float64Array(28);
    half[0] = 0.5 / Math.sqrt(4 * Math.PI);
    expect(() => harmonicStateFromCoefficients(6, 6, half, new Float64Array(28))).toThrow(InputError);
    expect(() => harmonicStateFromCoefficients(6, 6, half.subarray(1), new Float64Array(28))).toThrow(InputError);
    // p_l of a pure Dicke-like state at l = N = 2000 is of size 1/sqrt(g_N) ~ 2^2000.
    const wild = withBand(uniformHarmonics(2000, 10), 2000);
    wild.unknowns[2000 * 2000] = 1;
    expect(() => harmonicCoefficients(wild)).toThrow(InputError);
    expect(harmonicCoefficients(wild, 100).real.length).toBe(harmonicCount(100));
  });
});
