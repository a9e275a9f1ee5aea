import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { sampleDensity } from "../../../src/fem/density.ts";
import { assembleMass } from "../../../src/fem/mass.ts";
import { nodePoints } from "../../../src/fem/nodePoints.ts";
import { interpolate, loadVector, type PointFunction, projectFunction } from "../../../src/fem/projection.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { distanceTo } from "../distance.ts";
import { fittedRate, largestDifference, largestOf } from "../fit.ts";
import { smallMeshes } from "./meshes.ts";

const smooth: PointFunction = (x, y, z) => Math.exp(x - 0.5 * z) + Math.sin(2 * y);

describe.each(smallMeshes)("on the %s", (_, mesh) => {
  it("interpolation takes the values of the function at the nodes", () => {
    const space = functionSpace(mesh, enrichedTriangle(3));
    const points = nodePoints(space);
    const values = interpolate(space, smooth);
    for (let i = 0; i < space.unknowns; i++) {
      expect(values[i]).toBe(smooth(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!));
    }
  });

  it("the projection's residual is orthogonal to the space, and a constant is reproduced", () => {
    for (const degree of [1, 2, 4]) {
      const space = functionSpace(mesh, enrichedTriangle(degree));
      const projected = projectFunction(space, smooth);
      const product = new Float64Array(space.unknowns);
      multiply(assembleMass(space), projected, product);
      // int v f is below 16 for every basis function; a solve leaves a few eps of it.
      expect(largestDifference(product, loadVector(space, smooth))).toBeLessThan(256 * Number.EPSILON);
      const ones = projectFunction(space, () => 1);
      // The condition number of the mass matrix: the areas of the cells, and below 100 for one cell.
      const areas = sampleDensity(space, ones).measure;
      const spread = largestOf(areas) / areas.reduce((a, b) => Math.min(a, b));
      expect(
        largestDifference(
          ones,
          ones.map(() => 1),
        ),
      ).toBeLessThan(1600 * Number.EPSILON * Math.min(spread, 1e4));
    }
  });
});

describe("convergence", () => {
  it.each([1, 2, 3, 4])("in L2 is h^(p + 1) for degree %i, and the projection is the closest", (degree) => {
    const levels = [1, 2, 3];
    const errors = { interpolated: [] as number[], projected: [] as number[] };
    for (const level of levels) {
      const space = functionSpace(icosphere(level), enrichedTriangle(degree));
      errors.interpolated.push(distanceTo(space, interpolate(space, smooth), smooth).l2);
      errors.projected.push(distanceTo(space, projectFunction(space, smooth), smooth).l2);
      expect(errors.projected.at(-1)).toBeLessThan(errors.interpolated.at(-1)!);
    }
    for (const sequence of Object.values(errors)) {
      const rate = fittedRate(
        levels.map((level) => 2 ** -level),
        sequence,
      );
      // The coarsest mesh, 80 cells, is not yet in the asymptotic range: a few tenths.
      expect(Math.abs(rate - (degree + 1))).toBeLessThan(0.35);
    }
  });

  it("of the moment functionals is set by the exactness asked for", () => {
    const space = functionSpace(gradeMesh(icosphere(1), [0, 0, 1], 2), enrichedTriangle(2));
    // int exp(k z) = 4 pi sinh(k) / k.
    const f: PointFunction = (_x, _y, z) => Math.exp(6 * z);
    const exact = (4 * Math.PI * Math.sinh(6)) / 6;
    const error = (exactness?: number): number =>
      Math.abs(loadVector(space, f, exactness).reduce((a, b) => a + b) / exact - 1);
    expect(error(24)).toBeLessThan(error() / 1e4);
    expect(error(40)).toBeLessThan(1e-13);
  });
});

describe("a function that is not finite", () => {
  it("is refused with the point", () => {
    const space = functionSpace(icosphere(0), enrichedTriangle(1));
    const f: PointFunction = (_x, _y, z) => (z > 0 ? 1 : Number.NaN);
    for (const attempt of [interpolate, projectFunction, loadVector]) {
      expect(() => attempt(space, f)).toThrow(InputError);
      expect(() => attempt(space, f)).toThrow(/the function is NaN at \(.*finite on the whole sphere/);
    }
  });
});
