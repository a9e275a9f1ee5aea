import { describe, expect, it } from "vitest";
import { MeshError } from "../../../src/core/errors.ts";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { basePoints, gradeMesh, invertGrading, moebiusPoint } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { countPositions, createLocator, locateCell } from "../../../src/mesh/sphere/locate.ts";
import { tripleProduct } from "../../../src/mesh/vectors.ts";

const octahedron: Mesh = {
  dimension: 2,
  points: Float64Array.of(1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1),
  cells: Uint32Array.of(0, 2, 4, 2, 1, 4, 1, 3, 4, 3, 0, 4, 2, 0, 5, 1, 2, 5, 3, 1, 5, 0, 3, 5),
};

const meshes: readonly (readonly [string, Mesh])[] = [
  ["octahedron", octahedron],
  ["icosphere", icosphere(3)],
  ["graded", gradeMesh(icosphere(3), [0.3, -0.5, 0.8], 6)],
  ["graded twice", gradeMesh(gradeMesh(icosphere(3), [0, 0, 1], 20), [1, 2, -1], 3)],
];

function randomDirections(count: number): Float64Array {
  const points = new Float64Array(3 * count);
  fillNormal(createRandomStream(2, 0), points);
  for (let at = 0; at < points.length; at += 3) {
    const length = Math.hypot(points[at]!, points[at + 1]!, points[at + 2]!);
    for (let k = at; k < at + 3; k++) points[k]! /= length;
  }
  return points;
}

/** All cells that hold a point, sides included within rounding. Takes none of the locator's tables. */
function cellsAround(mesh: Mesh, point: Float64Array): number[] {
  const corners = basePoints(mesh);
  const base = new Float64Array(3);
  if (mesh.grading === undefined) base.set(point);
  else moebiusPoint(invertGrading(mesh.grading), point, base);
  const points = Float64Array.of(...corners, ...base);
  const at = corners.length;
  const found: number[] = [];
  for (let cell = 0; cell < mesh.cells.length / 3; cell++) {
    const [a, b, c] = [0, 1, 2].map((k) => 3 * mesh.cells[3 * cell + k]!) as [number, number, number];
    const depth = Math.min(
      tripleProduct(points, a, b, at),
      tripleProduct(points, b, c, at),
      tripleProduct(points, c, a, at),
    );
    // Ten roundings of products of size 1.
    if (depth >= -10 * 2 ** -53) found.push(cell);
  }
  return found;
}

describe.each(meshes)("point location on the %s", (_, mesh) => {
  const locator = createLocator(mesh);
  const find = (p: Float64Array) => locateCell(locator, p[0]!, p[1]!, p[2]!);

  it("agrees with a search through all cells", () => {
    const points = randomDirections(400);
    for (let at = 0; at < points.length; at += 3) {
      const point = points.subarray(at, at + 3);
      const around = cellsAround(mesh, point);
      expect(around.length).toBe(1);
      expect(find(point)).toBe(around[0]);
    }
  });

  it("finds a cell next to vertices, sides and axes", () => {
    const special = [
      [1, 0, 0],
      [0, -1, 0],
      [0, 0, 1],
      [0, 0, -1],
      [Math.SQRT1_2, -Math.SQRT1_2, 0],
      [0, Math.SQRT1_2, Math.SQRT1_2],
      ...Array.from({ length: 6 }, (_, v) => [...mesh.points.subarray(3 * v, 3 * v + 3)]),
    ];
    for (const point of special)
      expect(cellsAround(mesh, Float64Array.from(point))).toContain(find(Float64Array.from(point)));
  });

  it("finds the same cells when every walk is cut short", () => {
    const slow = { ...locator, longestWalk: 0 };
    const points = randomDirections(100);
    for (let at = 0; at < points.length; at += 3) {
      const point = points.subarray(at, at + 3);
      expect(locateCell(slow, point[0]!, point[1]!, point[2]!)).toBe(find(point));
    }
  });

  it("counts each point once", () => {
    const points = randomDirections(1000);
    const axis = (k: number) => Float64Array.from({ length: 1000 }, (_, i) => points[3 * i + k]!);
    const counts = new Uint32Array(locator.cellCount);
    countPositions(locator, axis(0), axis(1), axis(2), counts);
    countPositions(locator, axis(0), axis(1), axis(2), counts);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2000);
    expect(counts[find(points.subarray(0, 3))]! % 2).toBe(0);
  });
});

describe("a locator", () => {
  it("is refused for a mesh that is not a closed surface", () => {
    const open = { ...octahedron, cells: octahedron.cells.slice(3) };
    expect(() => createLocator(open)).toThrow(MeshError);
    expect(() => createLocator(open)).toThrow(/one cell only/);
    const double = { ...octahedron, cells: Uint32Array.of(...octahedron.cells, 0, 2, 4) };
    expect(() => createLocator(double)).toThrow(/more than two cells/);
    expect(() => createLocator({ dimension: 3, points: octahedron.points, cells: Uint32Array.of(0, 2, 4, 5) })).toThrow(
      /dimension 3/,
    );
  });
});
