import { describe, expect, it } from "vitest";
import { MeshError } from "../../../src/core/errors.ts";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { meshFaces } from "../../../src/mesh/ball/geometry.ts";
import { noCell, tetrahedronLocator } from "../../../src/mesh/ball/locate.ts";
import { tetrahedraQuality } from "../../../src/mesh/ball/quality.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../../src/mesh/mesh.ts";
import { ballMeshes } from "./meshes.ts";

describe("meshFaces", () => {
  it.each(ballMeshes())("counts by Euler's formula: $name", ({ mesh }) => {
    const { count, sides } = meshFaces(mesh);
    const boundary = sides.filter((slot) => slot === -1).length;
    expect(4 * cellCount(mesh)).toBe(2 * count - boundary);
  });

  it("refuses three cells at a face", () => {
    const points = Float64Array.of(0, 0, 0, 0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5, 0, 0, -0.5, 0.1, 0.1, 0.5);
    const cells = Uint32Array.of(0, 1, 2, 3, 0, 2, 1, 4, 0, 1, 2, 5);
    expect(() => meshFaces({ dimension: 3, points, cells })).toThrow(MeshError);
    expect(() => meshFaces({ dimension: 3, points, cells })).toThrow(/face \(0, 1, 2\) belongs to cells 0, 1 and 2/);
  });
});

describe("tetrahedraQuality", () => {
  const single = (...points: number[]): Mesh => ({
    dimension: 3,
    points: Float64Array.from(points),
    cells: Uint32Array.of(0, 1, 2, 3),
  });

  it("of the regular tetrahedron", () => {
    const q = tetrahedraQuality(single(1, 1, 1, -1, 1, -1, 1, -1, -1, -1, -1, 1));
    expect(q.minimumDihedralAngle).toBeCloseTo(Math.acos(1 / 3), 14);
    expect(q.maximumDihedralAngle).toBeCloseTo(Math.acos(1 / 3), 14);
    expect(q.worstRadiusRatio).toBeCloseTo(1, 14);
    expect(q.volume).toBeCloseTo(8 / 3, 14);
    expect(q.shortestEdge).toBeCloseTo(Math.sqrt(8), 14);
  });

  it("of the corner of a cube: inradius 1/(3 + sqrt 3), circumradius sqrt(3)/2", () => {
    const q = tetrahedraQuality(single(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1));
    expect(q.maximumDihedralAngle).toBeCloseTo(Math.PI / 2, 14);
    expect(q.minimumDihedralAngle).toBeCloseTo(Math.acos(1 / Math.sqrt(3)), 14);
    expect(q.worstRadiusRatio).toBeCloseTo((3 / (3 + Math.sqrt(3))) * (2 / Math.sqrt(3)), 14);
    expect([q.shortestEdge, q.longestEdge]).toEqual([1, Math.SQRT2]);
  });
});

describe.each(ballMeshes())("tetrahedronLocator: $name", ({ mesh }) => {
  const { locate } = tetrahedronLocator(mesh);
  const barycentric = new Float64Array(4);
  const at = (cell: number): number[] =>
    [0, 1, 2].map((k) =>
      barycentric.reduce((sum, weight, v) => sum + weight * mesh.points[3 * mesh.cells[4 * cell + v]! + k]!, 0),
    );

  it("finds the cell of points made inside known cells, and reproduces them", () => {
    const stream = createRandomStream(7, 0);
    const weights = new Float64Array(4);
    const cells = cellCount(mesh);
    for (let trial = 0; trial < 200; trial++) {
      fillNormal(stream, weights);
      const total = weights.reduce((sum, value) => sum + value * value, 0);
      const cell = (trial * 7919) % cells;
      const point = [0, 1, 2].map((k) =>
        weights.reduce((sum, w, v) => sum + ((w * w) / total) * mesh.points[3 * mesh.cells[4 * cell + v]! + k]!, 0),
      );
      const found = locate(point, barycentric);
      // A point within rounding of a face may be found on its other side.
      if (Math.min(...weights.map((w) => (w * w) / total)) > 1e-9) expect(found).toBe(cell);
      // Barycentric coordinates carry eps diameter / height, and multiply edges: eps times the aspect (100 at worst) of the cell.
      for (const [k, x] of at(found).entries()) expect(Math.abs(x - point[k]!)).toBeLessThan(1e-13);
      expect(barycentric.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
    }
  });

  it("finds each vertex", () => {
    for (let v = 0; v < vertexCount(mesh); v += 5) {
      const found = locate(mesh.points.subarray(3 * v, 3 * v + 3), barycentric);
      expect(found).not.toBe(noCell);
      expect([...mesh.cells.subarray(4 * found, 4 * found + 4)]).toContain(v);
    }
  });

  it("says that points beyond the boundary are in no cell, and extends a cell near them", () => {
    for (const point of [
      [1.1, 0, 0],
      [0, -0.7, 0.8],
      [0.3, 1.4, -0.2],
    ]) {
      expect(locate(point, barycentric)).toBe(noCell);
      expect(barycentric.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
      expect(Math.min(...barycentric)).toBeLessThan(0);
    }
  });
});

it("the sphere itself is outside a polyhedron, but for its vertices", () => {
  const { locate } = tetrahedronLocator(ball(1));
  const barycentric = new Float64Array(4);
  const points = icosphere(2).points;
  for (let v = 0; v < points.length / 3; v++) {
    // The first 42 vertices of level 2 are those of level 1.
    expect(locate(points.subarray(3 * v, 3 * v + 3), barycentric) === noCell).toBe(v >= 42);
  }
});
