import { describe, expect, it } from "vitest";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { radiusRatio, signedArea, sphericalAngle } from "../../../src/mesh/sphere/geometry.ts";
import { meshQuality } from "../../../src/mesh/sphere/quality.ts";

const epsilon = Number.EPSILON;

describe("meshQuality", () => {
  it("knows the icosahedron: five angles of 72 degrees at each corner, edges of atan 2", () => {
    const quality = meshQuality(icosphere(0));
    for (const angle of [quality.minimumAngle, quality.maximumAngle]) {
      expect(Math.abs(angle - (2 * Math.PI) / 5)).toBeLessThan(8 * epsilon);
    }
    for (const length of [
      quality.shortestEdge,
      quality.longestEdge,
      quality.smallestDiameter,
      quality.largestDiameter,
    ]) {
      expect(Math.abs(length - Math.atan(2))).toBeLessThan(8 * epsilon);
    }
    expect(Math.abs(quality.worstRadiusRatio - 1)).toBeLessThan(16 * epsilon);
  });

  it("keeps every icosphere above 54 degrees and below 72", () => {
    for (const level of [1, 2, 3, 4]) {
      const quality = meshQuality(icosphere(level));
      expect((quality.minimumAngle * 180) / Math.PI).toBeGreaterThan(54);
      expect((quality.maximumAngle * 180) / Math.PI).toBeLessThan(72 + 1e-9);
      expect(quality.worstRadiusRatio).toBeGreaterThan(0.969);
    }
  });

  it("shrinks the cells at the centre of a grading by its scale", () => {
    const plain = meshQuality(icosphere(4));
    const graded = meshQuality(gradeMesh(icosphere(4), [0, 0, 1], 16));
    // At the centre the factor is exactly 1 / scale; half a cell away it is 1 + O(diameter^2) times that.
    const ratio = (graded.smallestDiameter / plain.smallestDiameter) * 16;
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(plain.largestDiameter / plain.smallestDiameter + plain.largestDiameter ** 2);
  });
});

describe("spherical geometry", () => {
  const octant = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);

  it("measures the octant: area pi / 2, three right angles", () => {
    // The denominator 4 - 6 / 2 carries the rounding of three squares of size 2.
    expect(Math.abs(signedArea(octant, 0, 3, 6) - Math.PI / 2)).toBeLessThan(16 * epsilon);
    expect(Math.abs(signedArea(octant, 0, 6, 3) + Math.PI / 2)).toBeLessThan(16 * epsilon);
    expect(Math.abs(sphericalAngle(octant, 3, 6, 0) - Math.PI / 2)).toBeLessThan(4 * epsilon);
    expect(Math.abs(radiusRatio(octant, 0, 3, 6) - 1)).toBeLessThan(8 * epsilon);
  });

  it("keeps the digits of small triangles", () => {
    // A right-angled triangle of legs h at (1, 0, 0): area h^2 / 2 up to relative h^2.
    const h = 1e-5;
    const small = Float64Array.of(1, 0, 0, Math.cos(h), Math.sin(h), 0, Math.cos(h), 0, Math.sin(h));
    expect(Math.abs(signedArea(small, 0, 3, 6) / ((h * h) / 2) - 1)).toBeLessThan(h * h + (8 * epsilon) / h);
    expect(Math.abs(sphericalAngle(small, 0, 3, 6) - Math.PI / 2)).toBeLessThan((8 * epsilon) / h);
  });
});
