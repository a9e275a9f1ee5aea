import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { accumulateHarmonics } from "../../src/core/harmonicAnalysis.ts";
import { synthesizeHarmonics } from "../../src/core/harmonicSynthesis.ts";
import {
  evaluateHarmonics,
  harmonicCount,
  harmonicIndex,
  logPurityWeights,
  powerSpectrum,
} from "../../src/core/sphericalHarmonics.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { gaussGrid } from "./gaussGrid.ts";

const degreeOfTable = 3;

/** Textbook Cartesian forms, Condon-Shortley phase: [l, m, real, imaginary]. */
function tableValues(x: number, y: number, z: number): readonly (readonly [number, number, number, number])[] {
  const pi = Math.PI;
  const n = (a: number, b: number): number => Math.sqrt(a / (b * pi));
  return [
    [0, 0, n(1, 4), 0],
    [1, 0, n(3, 4) * z, 0],
    [1, 1, -n(3, 8) * x, -n(3, 8) * y],
    [2, 0, n(5, 16) * (3 * z * z - 1), 0],
    [2, 1, -n(15, 8) * x * z, -n(15, 8) * y * z],
    [2, 2, n(15, 32) * (x * x - y * y), n(15, 32) * 2 * x * y],
    [3, 0, n(7, 16) * z * (5 * z * z - 3), 0],
    [3, 1, -n(21, 64) * x * (5 * z * z - 1), -n(21, 64) * y * (5 * z * z - 1)],
    [3, 2, n(105, 32) * (x * x - y * y) * z, n(105, 32) * 2 * x * y * z],
    [3, 3, -n(35, 64) * (x ** 3 - 3 * x * y * y), -n(35, 64) * (3 * x * x * y - y ** 3)],
  ];
}

/** Points spread over the sphere, poles and points close to them included. */
function spread(count: number): Float64Array {
  const points = new Float64Array(3 * (count + 4));
  for (let i = 0; i < count; i++) {
    const z = 1 - (2 * i + 1) / count;
    const s = Math.sqrt(1 - z * z);
    const phi = i * 2.399963229728653;
    points.set([s * Math.cos(phi), s * Math.sin(phi), z], 3 * i);
  }
  points.set([0, 0, 1, 0, 0, -1, 1e-9, -2e-9, 1, 0.03, 0.01, -Math.sqrt(1 - 0.001)], 3 * count);
  return points;
}

describe("evaluateHarmonics", () => {
  it("is the textbook table for l <= 3", () => {
    const points = spread(20);
    const real = new Float64Array(harmonicCount(degreeOfTable));
    const imaginary = new Float64Array(harmonicCount(degreeOfTable));
    for (let i = 0; i < points.length / 3; i++) {
      const [x, y, z] = points.subarray(3 * i, 3 * i + 3);
      evaluateHarmonics(degreeOfTable, x!, y!, z!, real, imaginary);
      for (const [l, m, re, im] of tableValues(x!, y!, z!)) {
        // A handful of operations on numbers of size one.
        expect(Math.abs(real[harmonicIndex(l, m)]! - re)).toBeLessThan(1e-14);
        expect(Math.abs(imaginary[harmonicIndex(l, m)]! - im)).toBeLessThan(1e-14);
      }
    }
  });

  it.each([50, 3000])("obeys the addition theorem sum_m |Y_lm|^2 = (2l+1)/(4 pi) at every l <= %i", (degree) => {
    const real = new Float64Array(harmonicCount(degree));
    const imaginary = new Float64Array(harmonicCount(degree));
    const angles = degree > 1000 ? [0, 0.02, Math.PI / 6, 1.5707963] : [0, 1e-6, 0.02, 0.4, 1.2, 1.5707963, 2.9];
    for (const theta of angles) {
      const s = Math.sin(theta);
      evaluateHarmonics(degree, 0.6 * s, 0.8 * s, Math.cos(theta), real, imaginary);
      const power = powerSpectrum(degree, real, imaginary);
      let worst = 0;
      for (let l = 0; l <= degree; l++) worst = Math.max(worst, Math.abs((power[l]! * 4 * Math.PI) / (2 * l + 1) - 1));
      // z carries one rounding (2^-53), Y_lm's slope in z is l/s away from the poles and at most about l^2; the recursion
      // adds as much again.
      const slope = degree / Math.max(s, 1 / degree);
      expect(worst).toBeLessThan(4 * slope * 2 ** -53);
    }
  });

  it("keeps harmonics whose start Y_mm underflows: m = 1400 at theta = pi/6", () => {
    // |Y_mm| ~ 2^-1400 ~ 1e-421, yet Y_lm is of size one from l = m/sin(theta) = 2800 on.
    const degree = 3000;
    const real = new Float64Array(harmonicCount(degree));
    const imaginary = new Float64Array(harmonicCount(degree));
    evaluateHarmonics(degree, 0.5, 0, Math.sqrt(0.75), real, imaginary);
    let largest = 0;
    for (let l = 2800; l <= degree; l++) largest = Math.max(largest, Math.abs(real[harmonicIndex(l, 1400)]!));
    expect(largest).toBeGreaterThan(0.3);
    expect(real[harmonicIndex(1400, 1400)]).toBe(0);
    const power = powerSpectrum(degree, real, imaginary);
    // Slope of Y in z is l/s = 2 l, one rounding in z; the order 1400 alone carries 1e-4 of this sum.
    expect(Math.abs((power[degree]! * 4 * Math.PI) / (2 * degree + 1) - 1)).toBeLessThan(8 * degree * 2 ** -53);
  });
});

describe("accumulateHarmonics and synthesizeHarmonics", () => {
  const degree = 40;
  const points = spread(101);
  const count = points.length / 3;

  // With their images across the axis or the centre points share a recursion.
  it.each([
    ["alone", points],
    ["and across the axis", Float64Array.from([...points, ...points.map((x, k) => (k % 3 === 2 ? x : -x))])],
    ["and across the centre", Float64Array.from([...points, ...points.map((x) => -x)])],
  ])("sum w_i Y_lm(x_i) as one evaluation a point does, %s", (_, points) => {
    const count = points.length / 3;
    const weights = Float64Array.from({ length: count }, (_, i) => Math.sin(3 * i + 1));
    const size = harmonicCount(degree);
    const real = new Float64Array(size).fill(0.5);
    const imaginary = new Float64Array(size).fill(-0.25);
    accumulateHarmonics(degree, points, weights, real, imaginary);
    const expectedReal = new Float64Array(size).fill(0.5);
    const expectedImaginary = new Float64Array(size).fill(-0.25);
    const re = new Float64Array(size);
    const im = new Float64Array(size);
    for (let i = 0; i < count; i++) {
      evaluateHarmonics(degree, points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!, re, im);
      for (let k = 0; k < size; k++) {
        expectedReal[k]! += weights[i]! * re[k]!;
        expectedImaginary[k]! += weights[i]! * im[k]!;
      }
    }
    // |Y_lm| <= sqrt((2l+1)/4pi) < 3 and 105 or 210 terms, each with a few tens of roundings.
    for (let k = 0; k < size; k++) {
      expect(Math.abs(real[k]! - expectedReal[k]!)).toBeLessThan(1e-12);
      expect(Math.abs(imaginary[k]! - expectedImaginary[k]!)).toBeLessThan(1e-12);
    }
  });

  it("are inverse to one another under an exact quadrature rule", () => {
    const { points: grid, weights } = gaussGrid(degree + 1);
    const size = harmonicCount(degree);
    const real = new Float64Array(size);
    const imaginary = new Float64Array(size);
    for (let l = 0; l <= degree; l++)
      for (let m = 0; m <= l; m++) {
        real[harmonicIndex(l, m)] = Math.cos(l + 3 * m);
        imaginary[harmonicIndex(l, m)] = m === 0 ? 0 : Math.sin(2 * l - m);
      }
    const values = new Float64Array(weights.length);
    synthesizeHarmonics(degree, real, imaginary, grid, values);
    for (let i = 0; i < values.length; i++) values[i]! *= weights[i]!;
    const backReal = new Float64Array(size);
    const backImaginary = new Float64Array(size);
    accumulateHarmonics(degree, grid, values, backReal, backImaginary);
    // Values up to sum of 1600 unit coefficients times Y ~ 100; conditioning 1, a few hundred roundings.
    for (let k = 0; k < size; k++) {
      expect(Math.abs(backReal[k]! - real[k]!)).toBeLessThan(1e-11);
      expect(Math.abs(backImaginary[k]! - imaginary[k]!)).toBeLessThan(1e-11);
    }
  });

  it("sum p_lm Y_lm where points share their height, lie on poles and mirror one another", () => {
    const { points: mesh } = icosphere(2);
    const tilted = points.map((value, k) => (k % 3 === 2 ? -value : value));
    const near = Float64Array.of(0, 0, 1, 0, 0, -1, 1e-9, 0, 1, 0, 1e-8, -1);
    const places = Float64Array.from([...mesh, ...points, ...near, ...tilted]);
    for (const band of [degree, degree + 1]) {
      const size = harmonicCount(band);
      const real = Float64Array.from({ length: size }, (_, k) => Math.cos(3 * k + 1));
      const imaginary = Float64Array.from({ length: size }, (_, k) => Math.sin(5 * k));
      for (let l = 0; l <= band; l++) imaginary[harmonicIndex(l, 0)] = 0;
      const values = new Float64Array(places.length / 3);
      synthesizeHarmonics(band, real, imaginary, places, values);
      const [re, im] = [new Float64Array(size), new Float64Array(size)];
      for (const [i, value] of values.entries()) {
        evaluateHarmonics(band, places[3 * i]!, places[3 * i + 1]!, places[3 * i + 2]!, re, im);
        let expected = 0;
        for (let l = 0; l <= band; l++) {
          for (let m = 0; m <= l; m++) {
            const k = harmonicIndex(l, m);
            expected += (m === 0 ? 1 : 2) * (real[k]! * re[k]! + imaginary[k]! * im[k]!);
          }
        }
        // 1722 unit coefficients times |Y| < 3, each with a few tens of roundings, and a slope of 40 of each by that of a height.
        expect(Math.abs(value - expected), `point ${i}`).toBeLessThan(2e-11);
      }
    }
  });

  it("refuse arrays that are too short", () => {
    expect(() =>
      accumulateHarmonics(3, points, new Float64Array(count), new Float64Array(9), new Float64Array(10)),
    ).toThrow(InputError);
    expect(() =>
      accumulateHarmonics(3, points, new Float64Array(count - 1), new Float64Array(10), new Float64Array(10)),
    ).toThrow(InputError);
    expect(() => powerSpectrum(1.5, new Float64Array(10), new Float64Array(10))).toThrow(InputError);
  });
});

describe("logPurityWeights", () => {
  it("is ln of (N!)^2 / ((N-l)! (N+l+1)!)", () => {
    const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));
    const spins = 12;
    const logs = logPurityWeights(spins, 14);
    for (let l = 0; l <= spins; l++) {
      const exact = Number(factorial(spins) ** 2n) / Number(factorial(spins - l) * factorial(spins + l + 1));
      expect(Math.abs(logs[l]! - Math.log(exact))).toBeLessThan(1e-13);
    }
    expect(logs[13]).toBe(Number.NEGATIVE_INFINITY);
    expect(logs[14]).toBe(Number.NEGATIVE_INFINITY);
  });

  it("gives a coherent state purity 1: 4 pi sum g_l (2l+1)/(4 pi) = 1", () => {
    for (const spins of [1, 10, 400, 2000]) {
      const logs = logPurityWeights(spins, spins);
      let sum = 0;
      for (let l = 0; l <= spins; l++) sum += (2 * l + 1) * Math.exp(logs[l]!);
      // l roundings enter ln g_l.
      expect(Math.abs(sum - 1)).toBeLessThan(2 * spins * 2 ** -52 + 1e-15);
    }
  });
});
