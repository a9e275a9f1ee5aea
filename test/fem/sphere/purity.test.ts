import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../src/core/random.ts";
import { logPurityWeights } from "../../../src/core/sphericalHarmonics.ts";
import { type PointFunction, projectFunction } from "../../../src/fem/projection.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { peakPurity } from "../../../src/fem/sphere/peakPurity.ts";
import { pairSum, spherePurity } from "../../../src/fem/sphere/purity.ts";
import { type FunctionSpace, functionSpace } from "../../../src/fem/sphere/space.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { distanceTo, normOf } from "../distance.ts";
import { fittedRate } from "../fit.ts";
import { thermal } from "../thermal.ts";
import { vonMises } from "../vonMises.ts";

/**
 * What an error e of P does to tr rho^2 = 4 pi sum g_l |p_lm|^2: g_l <= g_0 = 1/(N + 1), so at most
 * 4 pi / (N + 1) (2 |P| |e| + |e|^2) in L2 norms.
 */
function toleranceFor(space: FunctionSpace, values: Float64Array, f: PointFunction, spins: number): number {
  const error = distanceTo(space, values, f).l2;
  return ((4 * Math.PI) / (spins + 1)) * (2 * normOf(space, f) * error + error ** 2) + 1e-12;
}

function purityOf(mesh: Mesh, degree: number, f: PointFunction, spins: number): { found: number; tolerance: number } {
  const space = functionSpace(mesh, enrichedTriangle(degree));
  const values = projectFunction(space, f);
  return { found: spherePurity(space, spins).of(values).purity, tolerance: toleranceFor(space, values, f, spins) };
}

/** tr rho^2 of a peak: 4 pi sum_l g_l a_l^2 sum_m |Y_lm(c)|^2 = sum_l g_l (2l + 1) a_l^2. */
function purityOfPeak(kappa: number, spins: number): number {
  const degree = Math.min(spins, Math.ceil(20 + 9 * Math.sqrt(spins)));
  const weights = logPurityWeights(spins, degree);
  const factors = vonMises(kappa, [0, 0, 1]).harmonics(degree);
  let sum = 0;
  for (let l = degree; l >= 0; l--) sum += Math.exp(weights[l]!) * (2 * l + 1) * factors[l]! ** 2;
  return sum;
}

describe("purity", () => {
  it.each([1, 2, 3, 10, 40, 400, 401, 1000, 1_000_000])("is 1/(N + 1) for the uniform density, N = %i", (spins) => {
    for (const mesh of [icosphere(2), fibonacci(200), gradeMesh(icosphere(2), [0, -0.6, 0.8], 2)]) {
      // Gradings are for narrow densities: at large N the kernel is narrower than the cells on the far side.
      if (mesh.grading !== undefined && spins > 40) continue;
      const { found } = purityOf(mesh, 6, () => 1 / (4 * Math.PI), spins);
      // The share of the sum that may be left out, and the area of the mesh by quadrature.
      expect(Math.abs(found * (spins + 1) - 1)).toBeLessThan(1e-10);
    }
  });

  it.each([1, 2, 4])("is (1 + |p|^2)/2 for one spin with Bloch vector p, degree %i", (degree) => {
    const p = [0.4, -0.3, 0.6];
    const f: PointFunction = (x, y, z) => (1 + 3 * (p[0]! * x + p[1]! * y + p[2]! * z)) / (4 * Math.PI);
    for (const mesh of [icosphere(3), gradeMesh(icosphere(3), [0.6, 0, 0.8], 2)]) {
      const { found, tolerance } = purityOf(mesh, degree, f, 1);
      expect(tolerance).toBeLessThan(0.02 / 20 ** (degree - 1));
      expect(Math.abs(found - (1 + 0.61) / 2)).toBeLessThan(tolerance);
    }
  });

  it.each([1, 2, 3])(
    "of a projected density converges as h^(2p + 2), twice as fast as the density, degree %i",
    (degree) => {
      // The error of a projection is orthogonal to the space, and P smoothed by the kernel is nearly in it. Coefficients
      // p_lm that sample P_h instead of integrating it cell by cell lose this, and half the digits.
      const state = thermal(6, 0.5, 0.2, 0.3);
      const levels = [1, 2, 3];
      const errors = levels.map((level) =>
        Math.abs(purityOf(icosphere(level), degree, state.density, 6).found - state.purity),
      );
      expect(
        fittedRate(
          levels.map((level) => 2 ** -level),
          errors,
        ),
      ).toBeGreaterThan(2 * degree + 2 - 0.4);
    },
  );

  it.each([1, 2, 5, 20, 40])("of a thermal state is sum w_m^2, N = %i", (spins) => {
    const state = thermal(spins, 0.5, 0.2, 0.3);
    for (const mesh of spins === 20 ? [icosphere(2), fibonacci(200)] : [icosphere(2)]) {
      const { found, tolerance } = purityOf(mesh, 6, state.density, spins);
      expect(tolerance).toBeLessThan(1e-3);
      expect(Math.abs(found - state.purity)).toBeLessThan(tolerance);
    }
  });

  it.each([
    [100, 50],
    [100, 400],
    [1000, 1000],
    [1_000_000, 1_000_000],
    [1_000_000, 4_000_000],
  ])("of a peak at N = %i with 1/width^2 = %d is the sum over its harmonics, on a graded mesh", (spins, kappa) => {
    const centre: Vector3 = [0.36, -0.48, 0.8];
    const peak = vonMises(kappa, centre);
    // The peak looks as wide as 1/4 on the base mesh.
    const mesh = gradeMesh(icosphere(2), centre, Math.sqrt(kappa) / 4);
    const { found, tolerance } = purityOf(mesh, 8, peak.density, spins);
    const exact = purityOfPeak(kappa, spins);
    // In the plane, at large N: 1/(1 + N/kappa).
    expect(Math.abs(exact - 1 / (1 + spins / kappa))).toBeLessThan(3 / Math.min(spins, kappa));
    expect(tolerance).toBeLessThan(1e-3);
    // The pair sum interpolates its kernel, too: h^9 with h = 0.3 in units of a width of 0.35, a few 1e-7.
    expect(Math.abs(found - exact)).toBeLessThan(tolerance + 1e-6);
  });
});

describe("what a band of harmonics leaves out", () => {
  const space = functionSpace(icosphere(2), enrichedTriangle(6));

  // Content up to l = 12, 40 and 90: one band is enough, two or three are, or all that the mesh resolves.
  it.each([
    [40, 3],
    [1000, 30],
    [1_000_000, 3],
    [1_000_000, 60],
  ])("is in the error, N = %i, 1/width^2 = %d", (spins, kappa) => {
    const peak = vonMises(kappa, [0.36, -0.48, 0.8]);
    const values = projectFunction(space, peak.density);
    const { purity, error } = spherePurity(space, spins).of(values);
    const tolerance = toleranceFor(space, values, peak.density, spins);
    // Beyond what the mesh resolves there is the error of P alone.
    expect(error).toBeLessThan(1e-10 * purity + tolerance);
    expect(tolerance).toBeLessThan(1e-3 * purity);
    expect(Math.abs(purity - purityOfPeak(kappa, spins))).toBeLessThan(error + tolerance);
  });

  it("tr d^2 is at most its bound, and near it where N is large", () => {
    const random = createRandomStream(3, 0);
    const change = new Float64Array(space.unknowns);
    fillUniform(random, change);
    for (let i = 0; i < change.length; i++) change[i]! -= 0.5;
    for (const spins of [1, 40, 10_000_000]) {
      const { of, boundedSquare } = spherePurity(space, spins);
      const { purity, error } = of(change);
      const bound = boundedSquare(change);
      expect(purity).toBeLessThan(bound);
      // exp(-l^2 / N) at the highest degrees that the mesh resolves, 114 of 5762 unknowns, and what is beyond.
      if (spins === 10_000_000) expect(purity + error).toBeGreaterThan(0.99 * bound);
    }
  });
});

describe("the purity of a narrow mixture of coherent states", () => {
  const centre: Vector3 = [0.36, -0.48, 0.8];
  it.each([
    [500, 0.15],
    [10_000, 0.03],
    [1_000_000, 0.012],
    [1_000_000_000, 1e-4],
    [10_000, 0.5, true],
    [1_000_000, 0.08, true],
  ])("is the sum over all pairs of them, N = %i within %d", (spins, width, isWide = false) => {
    const random = createRandomStream(spins, 0);
    const count = 300;
    const points = new Float64Array(3 * count);
    const weights = new Float64Array(count);
    fillUniform(random, weights);
    for (let i = 0; i < count; i++) weights[i] = (weights[i]! - 0.2) / count;
    const shifts = new Float64Array(3 * count);
    fillUniform(random, shifts);
    for (let i = 0; i < count; i++) {
      const place = centre.map((value, k) => value + width * (shifts[3 * i + k]! - 0.5));
      const length = Math.hypot(...place);
      points.set(
        place.map((value) => value / length),
        3 * i,
      );
    }
    let expected = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const square = [0, 1, 2].reduce((sum, k) => sum + (points[3 * i + k]! - points[3 * j + k]!) ** 2, 0);
        expected += weights[i]! * weights[j]! * Math.exp(spins * Math.log1p(-square / 4));
      }
    }
    // What is left out, and places that are off by eps of a radius of 1, in units of the width of a coherent state.
    const rounding = 8 * Number.EPSILON * Math.sqrt(spins);
    expect(Math.abs(pairSum(points, weights, centre, spins) - expected)).toBeLessThan(1e-11 + rounding);
    if (isWide) expect(peakPurity(points, weights, centre, spins).far.length).toBeGreaterThan(0);
  });

  it("has nothing of a point opposite to the centre, however small its weight", () => {
    const points = Float64Array.of(0, 0, 1, 0, 0, -1);
    // Of 1000 spins all are excited there, and none in the other state: 1 and 1e-30, squared.
    expect(peakPurity(points, Float64Array.of(1, 1e-15), [0, 0, 1], 1000)).toEqual({ near: 1, far: [] });
  });

  it("is left to pairs where the points are far apart", () => {
    const points = Float64Array.of(0, 0, 1, 0, 0, -1);
    expect(peakPurity(points, Float64Array.of(0.5, 0.5), [0, 0, 1], 1000)).toEqual({ near: 0.25, far: [1] });
    expect(pairSum(points, Float64Array.of(0.5, 0.5), [0, 0, 1], 1000)).toBe(0.5);
  });
});
