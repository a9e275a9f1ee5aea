import { describe, expect, it } from "vitest";
import { MeshError } from "../../../src/core/errors.ts";
import { meshEdges } from "../../../src/mesh/edges.ts";
import { applyMoebius, basePoints, invertGrading } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh } from "../../../src/mesh/mesh.ts";
import { cellLocator } from "../../../src/mesh/sphere/locate.ts";
import { normalise, randomPoints, sphereMeshes } from "../catalogue.ts";

const determinant = (a: ArrayLike<number>, b: ArrayLike<number>, c: ArrayLike<number>): number =>
  a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) +
  a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) +
  a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);

/** Preimages of points under the grading of the mesh. */
function preimages(mesh: Mesh, points: Float64Array): Float64Array {
  const base = points.slice();
  if (mesh.grading !== undefined) applyMoebius(invertGrading(mesh.grading), base, base);
  return base;
}

/** Barycentric coordinates of a base point in a cell, by Cramer's rule. */
function coordinates(mesh: Mesh, base: Float64Array, cell: number, y: Float64Array): number[] {
  const [a, b, c] = [0, 1, 2].map((k) => base.subarray(3 * mesh.cells[3 * cell + k]!).subarray(0, 3)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const raw = [determinant(y, b, c), determinant(a, y, c), determinant(a, b, y)];
  const sum = raw[0]! + raw[1]! + raw[2]!;
  return raw.map((v) => v / sum);
}

/** Queries that a walk meets: anywhere, on vertices, on edges (their middle, and close to an end). */
function queries(mesh: Mesh): Float64Array {
  const base = basePoints(mesh);
  const { vertices, count } = meshEdges(mesh);
  const own: number[] = [];
  for (let e = 0; e < count; e += Math.max(1, Math.floor(count / 60))) {
    const [a, b] = [3 * vertices[2 * e]!, 3 * vertices[2 * e + 1]!];
    for (const t of [0, 0.5, 1e-9]) for (let k = 0; k < 3; k++) own.push((1 - t) * base[a + k]! + t * base[b + k]!);
  }
  const onMesh = normalise(Float64Array.from(own));
  if (mesh.grading !== undefined) applyMoebius(mesh.grading, onMesh, onMesh);
  const anywhere = randomPoints(7, 100);
  // Where the mesh is fine, too: random directions of the base mesh.
  const fine = randomPoints(8, 100);
  if (mesh.grading !== undefined) applyMoebius(mesh.grading, fine, fine);
  return Float64Array.from([...anywhere, ...onMesh, ...fine]);
}

describe.each(sphereMeshes().map(({ name, mesh }) => [name, mesh] as const))("cellLocator on %s", (_, mesh) => {
  // Preimages carry the grading's rounding, as large as the scale; a distance counts in units of a cell's height, which
  // divides by the smallest one. Cramer's rule on a sliver costs as much.
  const base = basePoints(mesh);
  const scale = Math.max(mesh.grading?.scale ?? 1, 1 / (mesh.grading?.scale ?? 1));
  let smallest = Number.POSITIVE_INFINITY;
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    const [a, b, c] = [0, 1, 2].map((k) => base.subarray(3 * mesh.cells[3 * cell + k]!).subarray(0, 3)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    smallest = Math.min(smallest, determinant(a, b, c));
  }
  const tolerance = (32 * Number.EPSILON * scale) / smallest + 1e-13;

  it("finds a cell that holds the point, with the coordinates that a search of every cell gives", () => {
    const points = queries(mesh);
    const y = preimages(mesh, points);
    const locate = cellLocator(mesh);
    const barycentric = new Float64Array(3);
    for (let at = 0; at < points.length; at += 3) {
      const cell = locate(points.subarray(at, at + 3), barycentric);
      const own = coordinates(mesh, base, cell, y.subarray(at, at + 3));
      for (let k = 0; k < 3; k++) {
        expect(own[k]).toBeGreaterThan(-tolerance);
        expect(Math.abs(own[k]! - barycentric[k]!)).toBeLessThan(tolerance);
      }
      expect(Math.abs(barycentric[0]! + barycentric[1]! + barycentric[2]! - 1)).toBeLessThan(4 * Number.EPSILON);
    }
    // Every cell, for a few points: no other cell holds one that is inside by more than rounding.
    for (let at = 0; at < points.length; at += 3 * 37) {
      const cell = locate(points.subarray(at, at + 3), barycentric);
      if (Math.min(...barycentric) < 2 * tolerance) continue;
      for (let other = 0; other < cellCount(mesh); other++) {
        if (other === cell) continue;
        const [a, b, c] = [0, 1, 2].map((k) => base.subarray(3 * mesh.cells[3 * other + k]!).subarray(0, 3)) as [
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        const p = y.subarray(at, at + 3);
        const inside = determinant(p, b, c) > 0 && determinant(a, p, c) > 0 && determinant(a, b, p) > 0;
        expect(inside).toBe(false);
      }
    }
  });

  it("finds every vertex at a corner", () => {
    const locate = cellLocator(mesh);
    const barycentric = new Float64Array(3);
    const step = 3 * Math.max(1, Math.floor(mesh.points.length / 3 / 200));
    for (let at = 0; at < mesh.points.length; at += step) {
      const cell = locate(mesh.points.subarray(at, at + 3), barycentric);
      const corner = barycentric.indexOf(Math.max(...barycentric));
      expect(mesh.cells[3 * cell + corner]).toBe(at / 3);
      expect(barycentric[corner]).toBeGreaterThan(1 - 4 * tolerance);
    }
  });
});

describe("cellLocator", () => {
  it("does not depend on the queries before", () => {
    const mesh = icosphere(3);
    const points = randomPoints(9, 50);
    const walking = cellLocator(mesh);
    const barycentric = new Float64Array(3);
    for (let at = 0; at < points.length; at += 3) {
      const point = points.subarray(at, at + 3);
      expect(walking(point, barycentric)).toBe(cellLocator(mesh)(point, new Float64Array(3)));
    }
  });

  it.each([[[Number.NaN, 0, 0]], [[0, Number.POSITIVE_INFINITY, 0]], [[0, 0, 0]]])(
    "refuses (%j), which is no point of the sphere",
    (point) => {
      const locate = cellLocator(icosphere(1));
      expect(() => locate(point, new Float64Array(3))).toThrow(MeshError);
      expect(() => locate(point, new Float64Array(3))).toThrow(/no cell holds the point.*on the unit sphere/);
    },
  );
});
