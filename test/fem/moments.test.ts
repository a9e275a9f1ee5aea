import { describe, expect, it } from "vitest";
import { momentFunctionals } from "../../src/fem/functionals.ts";
import { densityMoments } from "../../src/fem/moments.ts";
import { type PointFunction, projectFunction } from "../../src/fem/projection.ts";
import { enrichedTriangle } from "../../src/fem/sphere/element.ts";
import { functionSpace } from "../../src/fem/sphere/space.ts";
import { gradeMesh } from "../../src/mesh/grade.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { Mesh } from "../../src/mesh/mesh.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { largestDifference } from "./fit.ts";
import { vonMises } from "./vonMises.ts";

const momentsOf = (mesh: Mesh, degree: number, f: PointFunction, spins: number) => {
  const space = functionSpace(mesh, enrichedTriangle(degree));
  const functionals = momentFunctionals(space);
  const density = projectFunction(space, f);
  const mass = functionals.mass.reduce((sum, v, i) => sum + v * density[i]!, 0);
  return densityMoments(
    functionals,
    density.map((v) => v / mass),
    spins,
  );
};

describe("densityMoments", () => {
  it("gives the moments of N spins from those of P, with the grading's centre as without one", () => {
    const spins = 5;
    // P = (1 + a.r)/4 pi + (x y + x z/2)/4 pi: first moments a/3, second delta/3 + 1/15 (xy), 1/30 (xz).
    const a = [0.3, -0.2, 0.5];
    const f: PointFunction = (x, y, z) => (1 + a[0]! * x + a[1]! * y + a[2]! * z + x * y + (x * z) / 2) / (4 * Math.PI);
    for (const mesh of [icosphere(2), gradeMesh(icosphere(2), [0.6, 0, 0.8], 1.5)]) {
      const { moments, covariance, central } = momentsOf(mesh, 7, f, spins);
      // A sum of ten thousand products of one size below 1e-3 each.
      const tolerance = 1e-14;
      const mean = a.map((v) => v / 3);
      expect(largestDifference(moments.mean, mean)).toBeLessThan(tolerance);
      const square = 1 / spins + (1 - 1 / spins) / 3;
      expect(largestDifference(moments.square, [square, square, square])).toBeLessThan(tolerance);
      expect(largestDifference(moments.cross, [0.8 / 15, 0.8 / 30, 0])).toBeLessThan(tolerance);
      const raw = [1 / 3, 1 / 3, 1 / 3, 1 / 15, 1 / 30, 0];
      const pairs = [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const;
      expect(
        largestDifference(
          central,
          raw.map((v, m) => v - mean[pairs[m]![0]]! * mean[pairs[m]![1]]!),
        ),
      ).toBeLessThan(tolerance);
      // Covariance in units of N^2/4 is the second moment less the product of the means.
      const second = [...moments.square, ...moments.cross];
      const expected = second.map((v, m) => v - mean[pairs[m]![0]]! * mean[pairs[m]![1]]!);
      expect(largestDifference([...covariance.square, ...covariance.cross], expected)).toBeLessThan(tolerance);
    }
  });

  it("keeps nine digits of a width of 1e-3, which raw second moments have lost", () => {
    const kappa = 1e6;
    const centre: Vector3 = [0, -0.6, 0.8];
    const exact = vonMises(kappa, centre);
    // The peak looks as wide as 1/4 on the base mesh.
    const { moments, central } = momentsOf(gradeMesh(icosphere(2), centre, 250), 8, exact.density, 1e6);
    const mean = centre.map((c) => c * (1 - exact.shortfall));
    // The projection's quadrature, of exactness 19 on cells as large as the peak's width, leaves 1e-10 of the width.
    expect(largestDifference(moments.mean, mean)).toBeLessThan(1e-10 * exact.shortfall + 4 * Number.EPSILON);
    const variance = exact.along - exact.shortfall ** 2;
    const expected = [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([k, l]) => exact.across * +(k === l) + (variance - exact.across) * centre[k!]! * centre[l!]!);
    expect(largestDifference(central, expected)).toBeLessThan(1e-9 * exact.across);
  });
});
