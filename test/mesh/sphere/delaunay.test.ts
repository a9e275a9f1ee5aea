import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MeshError } from "../../../src/core/errors.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../../src/mesh/mesh.ts";
import { sphericalDelaunay } from "../../../src/mesh/sphere/delaunay.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { fibonacciPoints } from "../../../src/mesh/sphere/fibonacciPoints.ts";
import { validateMesh } from "../../../src/mesh/sphere/validate.ts";
import { latitudePoints, normalise, randomPoints } from "../catalogue.ts";

const canonicalCells = (mesh: Mesh): string[] => {
  const keys: string[] = [];
  for (let k = 0; k < mesh.cells.length; k += 3) {
    const cell = [...mesh.cells.subarray(k, k + 3)];
    const turn = cell.indexOf(Math.min(...cell));
    keys.push(`${cell[turn]} ${cell[(turn + 1) % 3]} ${cell[(turn + 2) % 3]}`);
  }
  return keys.sort();
};

const signs = [-1, 1];
const polyhedra: [string, number[]][] = [
  ["tetrahedron", [1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1]],
  ["octahedron", [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1]],
  ["cube", signs.flatMap((x) => signs.flatMap((y) => signs.flatMap((z) => [x, y, z])))],
  [
    "drum of two 40-gons",
    signs.flatMap((z) =>
      Array.from({ length: 40 }, (_, k) => [Math.cos((k * Math.PI) / 20), Math.sin((k * Math.PI) / 20), z / 2]).flat(),
    ),
  ],
];

describe("sphericalDelaunay", () => {
  it.each([1, 2, 3, 4])("finds the triangles of icosphere level %i again", (level) => {
    const mesh = icosphere(level);
    expect(canonicalCells(sphericalDelaunay(mesh.points))).toEqual(canonicalCells(mesh));
  });

  it("finds them again after a Moebius map, which keeps circles", () => {
    // Level 3 is Delaunay with some room; below 1e-13 base-point rounding could decide.
    const mesh = icosphere(3);
    for (const centre of [
      [0, 0, 1],
      [0.3, 0.2, 0.9],
    ]) {
      const graded = gradeMesh(mesh, centre, 8);
      expect(canonicalCells(sphericalDelaunay(graded.points))).toEqual(canonicalCells(mesh));
    }
  });

  it.each(polyhedra)("closes the %s, whose faces have cocircular corners", (_, corners) => {
    const points = normalise(Float64Array.from(corners));
    const mesh = sphericalDelaunay(points);
    expect(() => validateMesh(mesh)).not.toThrow();
    expect(cellCount(mesh)).toBe((2 * points.length) / 3 - 4);
  });

  it.each([
    [3, 1],
    [8, 5],
    [16, 50],
    [100, 1],
    [100, 20],
  ])("closes %i meridians by %i parallels", (perRing, rings) => {
    const mesh = sphericalDelaunay(latitudePoints(perRing, rings));
    expect(() => validateMesh(mesh)).not.toThrow();
    expect(vertexCount(mesh)).toBe(2 + perRing * rings);
  });

  it("uses every point of random sets, in the given order, also with tight clusters", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 20, max: 150 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (seed, count, clustered, digits) => {
          const spread = randomPoints(seed, count);
          const offsets = randomPoints(seed + 1, clustered);
          const cluster = offsets.map((value, i) => spread[i % 3]! + 10 ** -digits * value);
          // The octahedron's corners keep every hemisphere occupied.
          const frame = Float64Array.of(...polyhedra[1]![1]);
          const points = normalise(Float64Array.of(...frame, ...spread, ...cluster));
          const mesh = sphericalDelaunay(points);
          expect(mesh.points).toEqual(points);
          expect(mesh.points).not.toBe(points);
          validateMesh(mesh);
        },
      ),
      { seed: 30, numRuns: 150 },
    );
  });

  it("says so where points are too close for their distance from the others, instead of a wrong triangulation", () => {
    let refused = 0;
    for (let seed = 0; seed < 20; seed++) {
      const spread = randomPoints(seed, 40);
      const cluster = randomPoints(seed + 100, 30).map((value, i) => spread[i % 3]! + 1e-9 * value);
      const points = normalise(Float64Array.of(...polyhedra[1]![1], ...spread, ...cluster));
      try {
        validateMesh(sphericalDelaunay(points));
      } catch (error) {
        expect((error as Error).message).toMatch(/too close together/);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });

  it("is quick enough for 40,000 points and gives a valid mesh", () => {
    expect(() => validateMesh(fibonacci(40_000))).not.toThrow();
  });

  it.each<[string, number[], RegExp]>([
    ["three points", [1, 0, 0, 0, 1, 0, 0, 0, 1], /at least 4 points/],
    ["no multiple of three", [1, 0, 0, 0, 1, 0, 0, 0, 1, -1, 0, 0, 0], /13 coordinates/],
    ["a point off the sphere", [1, 0, 0, 0, 1, 0, 0, 0, 1, -0.5, 0, 0], /point 3 .* has radius 0.5/],
    ["a point that is no number", [1, 0, 0, 0, 1, 0, 0, Number.NaN, 1, -1, 0, 0], /point 2 .* has radius NaN/],
    [
      "an infinite point",
      [1, 0, 0, 0, 1, 0, 0, Number.POSITIVE_INFINITY, 1, -1, 0, 0],
      /point 2 .* has radius Infinity/,
    ],
    ["the same point twice", [1, 0, 0, 0, 1, 0, 0, 0, 1, -1, 0, 0, 0, 1, 0], /points 1 and 4 are closer/],
    ["one great circle", [1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0.6, 0.8, 0], /one circle/],
    ["one small circle", [0.6, 0, 0.8, 0, 0.6, 0.8, -0.6, 0, 0.8, 0, -0.6, 0.8], /one circle/],
    [
      "an open hemisphere",
      [0.8, 0, 0.6, 0, 0.8, 0.6, -0.8, 0, 0.6, 0, -0.8, 0.6, 0, 0, 1],
      /90 degrees of the direction \(-?0.000, -?0.000, -1.000\)/,
    ],
    [
      "a closed hemisphere",
      [1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0, 1],
      /90 degrees of the direction \(-?0.000, -?0.000, -1.000\)/,
    ],
  ])("refuses %s", (_, points, message) => {
    expect(() => sphericalDelaunay(Float64Array.from(points))).toThrow(MeshError);
    expect(() => sphericalDelaunay(Float64Array.from(points))).toThrow(message);
  });
});

describe("fibonacciPoints", () => {
  it("turns each point by the golden angle from the last", () => {
    const count = 1000;
    const points = fibonacciPoints(count);
    const golden = Math.PI * (3 - Math.sqrt(5));
    for (let i = 0; i < count; i++) {
      const z = 1 - (2 * i + 1) / count;
      const rho = Math.sqrt(1 - z * z);
      // The azimuth is accumulated: one rounding of the step's sine and cosine and a few of the product, each step.
      const tolerance = 4 * Number.EPSILON * (i + 2);
      expect(Math.abs(points[3 * i]! - rho * Math.cos(i * golden))).toBeLessThan(tolerance);
      expect(Math.abs(points[3 * i + 1]! - rho * Math.sin(i * golden))).toBeLessThan(tolerance);
      expect(Math.abs(points[3 * i + 2]! - z)).toBeLessThan(4 * Number.EPSILON);
    }
  });

  it.each([3, 0, -4, 10.5, Number.NaN, 2e6])("refuses %d points", (count) => {
    expect(() => fibonacciPoints(count)).toThrow(/fibonacci point count/);
  });
});
