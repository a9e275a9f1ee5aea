import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { gradeMesh } from "../../src/mesh/grade.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { cellCount, vertexCount } from "../../src/mesh/mesh.ts";
import { refineUniformly } from "../../src/mesh/sphere/refine.ts";

describe("icosphere", () => {
  it.each([0, 1, 2, 3, 4])("level %i has 10 4^L + 2 vertices and 20 4^L triangles", (level) => {
    const mesh = icosphere(level);
    expect(vertexCount(mesh)).toBe(10 * 4 ** level + 2);
    expect(cellCount(mesh)).toBe(20 * 4 ** level);
  });

  it("is mirror-symmetric in x, y and z to the last bit", () => {
    const { points } = icosphere(3);
    const key = (x: number, y: number, z: number): string => `${x + 0},${y + 0},${z + 0}`;
    const set = new Set<string>();
    for (let at = 0; at < points.length; at += 3) set.add(key(points[at]!, points[at + 1]!, points[at + 2]!));
    for (let at = 0; at < points.length; at += 3) {
      const [x, y, z] = [points[at]!, points[at + 1]!, points[at + 2]!];
      expect(set.has(key(-x, y, z)) && set.has(key(x, -y, z)) && set.has(key(x, y, -z))).toBe(true);
    }
  });

  it("keeps the vertices of the coarser level", () => {
    const coarse = icosphere(2);
    expect(icosphere(3).points.subarray(0, coarse.points.length)).toEqual(coarse.points);
  });

  it.each([-1, 1.5, Number.NaN, 10])("refuses level %d", (level) => {
    expect(() => icosphere(level)).toThrow(InputError);
  });
});

describe("refineUniformly", () => {
  it("commutes with grading", () => {
    const centre = [0.6, 0, 0.8];
    const scale = 30;
    const gradedLast = gradeMesh(refineUniformly(icosphere(2)), centre, scale);
    const gradedFirst = refineUniformly(gradeMesh(icosphere(2), centre, scale));
    expect(gradedFirst.cells).toEqual(gradedLast.cells);
    expect(gradedFirst.grading).toEqual(gradedLast.grading);
    // Base points come back to about scale x rounding; mapping them again shifts the image by at most that times the scale.
    const tolerance = 4 * scale * scale * Number.EPSILON;
    for (let i = 0; i < gradedLast.points.length; i++) {
      expect(Math.abs(gradedFirst.points[i]! - gradedLast.points[i]!)).toBeLessThan(tolerance);
    }
  });
});
