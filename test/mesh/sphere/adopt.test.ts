import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MeshError } from "../../../src/core/errors.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, vertexCount } from "../../../src/mesh/mesh.ts";
import { adoptSphereMesh } from "../../../src/mesh/sphere/adopt.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { validateMesh } from "../../../src/mesh/sphere/validate.ts";
import { randomPoints } from "../catalogue.ts";

const untouched = { droppedPoints: 0, droppedCells: 0, reversedCells: 0, largestShift: 0 };

/** Cells with the second and third corner exchanged where `reversed` says so. */
function reverse(cells: Uint32Array, reversed: (cell: number) => boolean): Uint32Array {
  const out = cells.slice();
  for (let k = 0; k < out.length; k += 3) {
    if (reversed(k / 3)) [out[k + 1], out[k + 2]] = [out[k + 2]!, out[k + 1]!];
  }
  return out;
}

describe("adoptSphereMesh mends", () => {
  it.each([icosphere(0), icosphere(3), fibonacci(333)])(
    "nothing where all is well: the same bits come back",
    (mesh) => {
      const adopted = adoptSphereMesh(mesh.points, mesh.cells);
      expect(adopted).toEqual({ mesh, repairs: untouched });
      expect(adopted.mesh.points).not.toBe(mesh.points);
    },
  );

  it("orientation, whichever triangles are reversed", () => {
    const mesh = icosphere(2);
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
        const draw = randomPoints(Math.abs(seed), cellCount(mesh));
        const reversed = (cell: number): boolean => (draw[3 * cell]! + 1) / 2 < share;
        const count = Array.from({ length: cellCount(mesh) }, (_, cell) => cell).filter(reversed).length;
        const adopted = adoptSphereMesh(mesh.points, reverse(mesh.cells, reversed));
        expect(adopted).toEqual({ mesh, repairs: { ...untouched, reversedCells: count } });
      }),
      { seed: 50, numRuns: 40 },
    );
  });

  it("points without a triangle, such as the centre of the sphere", () => {
    const mesh = icosphere(1);
    const points = Float64Array.of(0, 0, 0, ...mesh.points, Number.NaN, 5, 5);
    const adopted = adoptSphereMesh(
      points,
      mesh.cells.map((vertex) => vertex + 1),
    );
    expect(adopted).toEqual({ mesh, repairs: { ...untouched, droppedPoints: 2 } });
  });

  it("points up to 1e-3 off the sphere, by moving them along the radius", () => {
    const mesh = icosphere(2);
    const factors = randomPoints(9, vertexCount(mesh)).map((value) => 1 + 9e-4 * value);
    const points = mesh.points.map((value, i) => value * factors[3 * Math.trunc(i / 3)]!);
    const { mesh: adopted, repairs } = adoptSphereMesh(points, mesh.cells);
    for (let i = 0; i < points.length; i++) {
      expect(Math.abs(adopted.points[i]! - mesh.points[i]!)).toBeLessThan(4 * Number.EPSILON);
    }
    const worst = Math.max(...factors.filter((_, i) => i % 3 === 0).map((factor) => Math.abs(factor - 1)));
    expect(Math.abs(repairs.largestShift - worst)).toBeLessThan(4 * Number.EPSILON);
  });

  it("a triangle soup, in which each triangle has corners of its own", () => {
    const mesh = icosphere(2);
    const points = new Float64Array(3 * mesh.cells.length);
    // Single precision, as in STL files, and a different rounding for each copy.
    mesh.cells.forEach((vertex, slot) => {
      for (let k = 0; k < 3; k++)
        points[3 * slot + k] = Math.fround(mesh.points[3 * vertex + k]! * (1 + (slot % 3) * 1e-7));
    });
    const { mesh: adopted, repairs } = adoptSphereMesh(points, Uint32Array.from(mesh.cells.keys()));
    expect(vertexCount(adopted)).toBe(vertexCount(mesh));
    expect(repairs.droppedPoints).toBe(mesh.cells.length - vertexCount(mesh));
    expect(repairs.largestShift).toBeGreaterThan(1e-9);
  });

  it("triangles listed twice, and triangles collapsed to an edge", () => {
    const mesh = icosphere(1);
    const [a, b] = mesh.cells;
    const cells = Uint32Array.of(...mesh.cells, ...mesh.cells.subarray(3, 6).toReversed(), a!, b!, a!, a!, b!, 42);
    const points = Float64Array.of(...mesh.points, ...mesh.points.subarray(3 * b!, 3 * b! + 3));
    const adopted = adoptSphereMesh(points, cells);
    expect(adopted).toEqual({ mesh, repairs: { ...untouched, droppedPoints: 1, droppedCells: 3 } });
  });
});

describe("adoptSphereMesh refuses, and says why", () => {
  const { points, cells } = icosphere(2);
  const moved = (centre: number[], radius: number): Float64Array =>
    points.map((value, i) => centre[i % 3]! + radius * value);
  const withoutCell = (cell: number): Uint32Array => cells.filter((_, slot) => Math.trunc(slot / 3) !== cell);

  it.each<[string, Float64Array, Uint32Array, string]>([
    [
      "another radius",
      moved([0, 0, 0], 2.5),
      cells,
      "the points lie on a sphere of radius 2.5, not 1; divide all coordinates by 2.5",
    ],
    [
      "another centre",
      moved([1, 0, -2], 1),
      cells,
      "radius 1 centred at (1, 0, -2), not on the unit sphere about the origin; subtract the centre from all points",
    ],
    ["both", moved([10, 0, 0], 3), cells, "subtract the centre from all points and divide by 3"],
    ["a missing triangle", points, withoutCell(17), "belongs to one triangle only: the surface has a hole"],
    [
      "a hemisphere",
      points,
      cells.filter((_, slot, all) => [0, 1, 2].every((k) => points[3 * all[slot - (slot % 3) + k]! + 2]! >= 0)),
      "has a hole or an open rim",
    ],
    ["no triangle", points, new Uint32Array(0), "at least one triangle"],
    ["a vertex that is not there", points, Uint32Array.of(0, 1, 162), "cell 0 names point 162, there are 162"],
  ])("%s", (_, where, which, message) => {
    expect(() => adoptSphereMesh(where, which)).toThrow(MeshError);
    expect(() => adoptSphereMesh(where, which)).toThrow(message);
  });

  it("a point off the sphere that the others lie on", () => {
    const damaged = points.slice();
    damaged[3 * 7] = 0.3;
    expect(() => adoptSphereMesh(damaged, cells)).toThrow(/vertex 7 has radius .* lie on no common sphere/);
  });

  it("points in a plane", () => {
    const flat = points.map((value, i) => (i % 3 === 2 ? 0 : value));
    expect(() => adoptSphereMesh(flat, cells)).toThrow(/lie on no common sphere/);
  });

  it("a hanging node, and names it and its edge", () => {
    const [a, b, c] = cells;
    const middle = [0, 1, 2].map((k) => points[3 * a! + k]! + points[3 * b! + k]!);
    const norm = Math.hypot(...middle);
    const split = Uint32Array.of(...cells.subarray(3), a!, 162, c!, 162, b!, c!);
    expect(() => adoptSphereMesh(Float64Array.of(...points, ...middle.map((value) => value / norm)), split)).toThrow(
      new RegExp(`vertex 162 hangs on the edge between vertex (${a} and vertex ${b}|${b} and vertex ${a}):`),
    );
  });

  it("two spheres, and an inner wall", () => {
    const second = fibonacci(50);
    const twoPoints = Float64Array.of(...points, ...second.points);
    const two = Uint32Array.of(...cells, ...second.cells.map((vertex) => vertex + 162));
    expect(() => adoptSphereMesh(twoPoints, two)).toThrow(
      "several separate surfaces: cell 320 is not connected with cell 0",
    );
    // An octahedron with its equatorial square, in two triangles.
    const octahedron = Float64Array.of(1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1);
    const faces = [4, 5].flatMap((apex) => [0, 1, 2, 3].flatMap((k) => [k, (k + 1) % 4, apex]));
    expect(() => adoptSphereMesh(octahedron, Uint32Array.of(...faces))).not.toThrow();
    expect(() => adoptSphereMesh(octahedron, Uint32Array.of(...faces, 0, 1, 2, 2, 3, 0))).toThrow(
      "the edge between vertex 0 and vertex 1 belongs to 3 triangles, not 2",
    );
  });

  it("a fold", () => {
    const damaged = points.slice();
    // A vertex moved past the far side of one of its neighbours.
    const ring = cells.filter((_, slot) => cells.subarray(slot - (slot % 3), slot - (slot % 3) + 3).includes(100));
    const neighbour = ring.find((vertex) => vertex !== 100)!;
    const beyond = [0, 1, 2].map((k) => 2.5 * points[3 * neighbour + k]! - 1.5 * points[300 + k]!);
    const norm = Math.hypot(...beyond);
    damaged.set(
      beyond.map((value) => value / norm),
      300,
    );
    expect(() => adoptSphereMesh(damaged, cells)).toThrow(/folded over its neighbours/);
  });

  it("by the caller's names", () => {
    const names = {
      vertex: (index: number) => `node ${index + 1000}`,
      cell: (index: number) => `element ${index + 5}`,
    };
    expect(() => adoptSphereMesh(points, Uint32Array.of(0, 1, 162), names)).toThrow("element 5 names point 162");
    const shifted = Float64Array.of(0, 0, 0, ...points);
    const cellsAfter = withoutCell(0).map((vertex) => vertex + 1);
    const [a, b] = cells.subarray(0, 2).toSorted();
    expect(() => adoptSphereMesh(shifted, cellsAfter, names)).toThrow(
      `between node ${a! + 1001} and node ${b! + 1001}`,
    );
  });
});

it("an adopted mesh is valid", () => {
  const mesh = icosphere(3);
  const noisy = mesh.points.map((value, i) => value * (1 + 1e-4 * Math.sin(i - (i % 3))));
  expect(() =>
    validateMesh(
      adoptSphereMesh(
        noisy,
        reverse(mesh.cells, (cell) => cell % 3 === 0),
      ).mesh,
    ),
  ).not.toThrow();
});
