import { describe, expect, it } from "vitest";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../../src/core/sphericalHarmonics.ts";
import { type PointFunction, projectFunction } from "../../../src/fem/projection.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { harmonicCoefficients } from "../../../src/fem/sphere/harmonicCoefficients.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { distanceTo } from "../distance.ts";
import { largestDifference } from "../fit.ts";
import { vonMises } from "../vonMises.ts";

const meshes = [
  ["icosphere", icosphere(2)],
  ["Fibonacci", fibonacci(200)],
  ["graded icosphere", gradeMesh(icosphere(2), [0, -0.6, 0.8], 2)],
] as const;

/** The harmonics as this project's core has them, for the closed forms to be compared with. */
function harmonicAt(degree: number, [x, y, z]: Vector3): { real: Float64Array; imaginary: Float64Array } {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  evaluateHarmonics(degree, x, y, z, real, imaginary);
  return { real, imaginary };
}

describe.each(meshes)("harmonics of a density on the %s", (_, mesh) => {
  const space = functionSpace(mesh, enrichedTriangle(6));
  /** |int (P_h - P) Y_lm| <= |P_h - P| |Y_lm| in L2 norms, and |Y_lm| = 1. */
  const toleranceFor = (values: Float64Array, f: PointFunction): number => distanceTo(space, values, f).l2 + 1e-13;

  it("gives 1 for a harmonic and 0 for the others", () => {
    const degree = 5;
    const real = new Float64Array(harmonicCount(degree));
    const imaginary = new Float64Array(harmonicCount(degree));
    for (const [l, m] of [
      [0, 0],
      [1, 1],
      [3, 2],
      [4, 0],
      [5, 3],
    ] as const) {
      const place = harmonicIndex(l, m);
      // p_lm = int P Y_lm is 1 for the real part of Y_lm: twice, where it is half of the square's integral.
      const f: PointFunction = (x, y, z) => {
        evaluateHarmonics(degree, x, y, z, real, imaginary);
        return (m === 0 ? 1 : 2) * real[place]!;
      };
      const values = projectFunction(space, f);
      const found = harmonicCoefficients(space, values, degree);
      const tolerance = toleranceFor(values, f);
      expect(found.degree).toBe(degree);
      expect(found.real).toHaveLength(harmonicCount(degree));
      expect(tolerance).toBeLessThan(1e-4);
      expect(
        largestDifference(
          found.real,
          found.real.map((_v, k) => +(k === place)),
        ),
      ).toBeLessThan(tolerance);
      expect(
        largestDifference(
          found.imaginary,
          found.imaginary.map(() => 0),
        ),
      ).toBeLessThan(tolerance);
    }
  });

  it("integrates a projected density twice as accurately as the density itself is known", () => {
    // int (P_h - P) Y_lm = int (P_h - P)(Y_lm - v) for the closest v of the space: the product of two errors, each below
    // the density's own for harmonics that vary no faster.
    const centre: Vector3 = [0.36, -0.48, 0.8];
    const peak = vonMises(6, centre);
    const values = projectFunction(space, peak.density);
    const degree = 3;
    const found = harmonicCoefficients(space, values, degree);
    const factors = peak.harmonics(degree);
    const at = harmonicAt(degree, centre);
    const error = distanceTo(space, values, peak.density).l2;
    for (let l = 0; l <= degree; l++) {
      const k = harmonicIndex(l, 0);
      expect(Math.abs(found.real[k]! - factors[l]! * at.real[k]!)).toBeLessThan(error ** 2 + 1e-12);
    }
  });

  it("follows the closed form of a peak, imaginary parts included", () => {
    const centre: Vector3 = [0.36, -0.48, 0.8];
    const peak = vonMises(6, centre);
    const values = projectFunction(space, peak.density);
    const degree = 12;
    const found = harmonicCoefficients(space, values, degree);
    const factors = peak.harmonics(degree);
    const at = harmonicAt(degree, centre);
    const tolerance = toleranceFor(values, peak.density);
    expect(tolerance).toBeLessThan(1e-4);
    for (let l = 0; l <= degree; l++) {
      for (let m = 0; m <= l; m++) {
        const k = harmonicIndex(l, m);
        expect(Math.abs(found.real[k]! - factors[l]! * at.real[k]!)).toBeLessThan(tolerance);
        expect(Math.abs(found.imaginary[k]! - factors[l]! * at.imaginary[k]!)).toBeLessThan(tolerance);
      }
    }
  });
});
