import { describe, expect, it } from "vitest";
import { forEachCell } from "../../../src/fem/cells.ts";
import { triangleQuadrature } from "../../../src/fem/quadrature.ts";
import { sphereGeometry } from "../../../src/fem/sphere/geometry.ts";
import { meshEdges } from "../../../src/mesh/edges.ts";
import { basePoints, gradeMesh, moebiusFactor } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { smallMeshes } from "./meshes.ts";

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
const cross = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => [
  a[1]! * b[2]! - a[2]! * b[1]!,
  a[2]! * b[0]! - a[0]! * b[2]!,
  a[0]! * b[1]! - a[1]! * b[0]!,
];

const inner = Float64Array.of(0.2, 0.3, 0.6, 0.1, 0.05, 0.9, 1 / 3, 1 / 3, 0, 0, 1, 0, 0, 1);

/** Area of every cell by a rule of the given exactness. */
function cellAreas(mesh: Mesh, exactness: number): Float64Array {
  const rule = triangleQuadrature(exactness);
  const areas = new Float64Array(cellCount(mesh));
  forEachCell({ mesh, geometry: sphereGeometry(mesh) }, rule, (cell, weights) => {
    areas[cell] = weights.reduce((sum, weight) => sum + weight, 0);
  });
  return areas;
}

/** Longest edge of the base mesh. */
function longestEdge(mesh: Mesh): number {
  const base = basePoints(mesh);
  const { vertices } = meshEdges(mesh);
  let longest = 0;
  for (let at = 0; at < vertices.length; at += 2) {
    const [a, b] = [3 * vertices[at]!, 3 * vertices[at + 1]!];
    longest = Math.max(longest, Math.hypot(...[0, 1, 2].map((k) => base[a + k]! - base[b + k]!)));
  }
  return longest;
}

/** Solid angle of a triangle (van Oosterom and Strackee, doi:10.1109/TBME.1983.325207). */
function solidAngle(points: Float64Array, a: number, b: number, c: number): number {
  const [p, q, r] = [a, b, c].map((v) => points.subarray(3 * v, 3 * v + 3)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return 2 * Math.atan2(dot(p, cross(q, r)), 1 + dot(p, q) + dot(q, r) + dot(r, p));
}

describe.each(smallMeshes)("map of the %s", (_, mesh) => {
  const scale = mesh.grading?.scale ?? 1;
  const map = sphereGeometry(mesh).map(inner);
  const entry = (array: Float64Array, p: number): Float64Array => array.subarray(3 * p, 3 * p + 3);

  it("puts points on the sphere, the corners on the vertices", () => {
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      map.move(cell);
      for (let p = 0; p < inner.length / 2; p++) {
        const x = entry(map.positions, p);
        expect(Math.abs(Math.sqrt(dot(x, x)) - 1)).toBeLessThan(12 * Number.EPSILON);
      }
      for (let corner = 0; corner < 3; corner++) {
        const vertex = mesh.cells[3 * cell + corner]!;
        for (let k = 0; k < 3; k++) {
          const difference = map.positions[3 * (4 + corner) + k]! - mesh.points[3 * vertex + k]!;
          // To the base mesh and back: rounding times the conformal factor.
          expect(Math.abs(difference)).toBeLessThan(16 * Number.EPSILON * scale);
        }
      }
    }
  });

  it("has tangents that agree with differences of fourth order, and are tangent and outward", () => {
    const h = 1e-4;
    // x is analytic up to the zeros of |X| (0.2 off for a face of the tetrahedron) and of the grading's denominator, which
    // lie 2 / scale off the sphere; in a disc of half that radius it is below 2. Cauchy's bound on the fifth derivative:
    const radius = Math.min(0.2, 2 / (scale * longestEdge(mesh))) / 2;
    const tolerance = (8 / radius) * (h / radius) ** 4 + (8 * Number.EPSILON) / h;
    const shifts = [-2, -1, 1, 2].map((s) => s * h);
    for (const axis of [0, 1]) {
      const stencil = shifts.map((shift) => {
        return sphereGeometry(mesh).map(inner.map((c, at) => (at % 2 === axis ? c + shift : c)));
      });
      for (let cell = 0; cell < cellCount(mesh); cell++) {
        map.move(cell);
        for (const s of stencil) s.move(cell);
        for (let p = 0; p < inner.length / 2; p++) {
          const x = entry(map.positions, p);
          const tangent = entry(axis === 0 ? map.first : map.second, p);
          const length = Math.sqrt(dot(tangent, tangent));
          expect(Math.abs(dot(tangent, x))).toBeLessThan(32 * Number.EPSILON * length);
          for (let k = 0; k < 3; k++) {
            const [m2, m1, p1, p2] = stencil.map((s) => s.positions[3 * p + k]!) as [number, number, number, number];
            const numeric = (8 * (p1 - m1) - (p2 - m2)) / (12 * h);
            expect(Math.abs(numeric - tangent[k]!)).toBeLessThan(tolerance);
          }
        }
      }
    }
  });

  it("has the area element of its tangents, and the inverse of their metric", () => {
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      map.move(cell);
      for (let p = 0; p < inner.length / 2; p++) {
        const [u, v, x] = [entry(map.first, p), entry(map.second, p), entry(map.positions, p)];
        const area = map.measure[p]!;
        // Positive: the triangle keeps its orientation. sqrt(det) loses digits as 1/sin^2 of the angle between the tangents.
        const squeezed = (dot(u, u) * dot(v, v)) / area ** 2;
        const tolerance = 16 * Number.EPSILON * squeezed;
        expect(Math.abs(dot(cross(u, v), x) / area - 1)).toBeLessThan(tolerance);
        const [g11, g12, g22] = entry(map.inverseMetric, p) as unknown as [number, number, number];
        expect(Math.abs(g11 * dot(u, u) + g12 * dot(u, v) - 1)).toBeLessThan(tolerance);
        expect(Math.abs(g12 * dot(u, v) + g22 * dot(v, v) - 1)).toBeLessThan(tolerance);
        const mixed = Math.abs(g11 * dot(u, v) + g12 * dot(v, v)) * Math.sqrt(dot(u, u) / dot(v, v));
        expect(mixed).toBeLessThan(tolerance);
      }
    }
  });

  it("has places and area elements alone, too", () => {
    const alone = sphereGeometry(mesh).places(inner);
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      map.move(cell);
      alone.move(cell);
      for (let k = 0; k < map.positions.length; k++) {
        expect(Math.abs(alone.positions[k]! - map.positions[k]!)).toBeLessThan(4 * Number.EPSILON);
      }
      // The same product of the same numbers; the Moebius factor may be taken at a place that differs in its last digit.
      for (let p = 0; p < map.measure.length; p++) {
        expect(Math.abs(alone.measure[p]! / map.measure[p]! - 1)).toBeLessThan(16 * Number.EPSILON);
      }
    }
  });
});

describe("area", () => {
  it.each([
    ["icosphere 2", icosphere(2)],
    ["Fibonacci 300", fibonacci(300)],
  ])("of each cell of the %s is its solid angle", (_, mesh) => {
    const areas = cellAreas(mesh, 24);
    let worst = 0;
    for (let cell = 0; cell < areas.length; cell++) {
      const angle = solidAngle(
        mesh.points,
        mesh.cells[3 * cell]!,
        mesh.cells[3 * cell + 1]!,
        mesh.cells[3 * cell + 2]!,
      );
      worst = Math.max(worst, Math.abs(areas[cell]! - angle));
    }
    // Areas are below 0.1; both ways round at numbers of size one.
    expect(worst).toBeLessThan(16 * Number.EPSILON);
  });

  it.each([
    [[0, 0, 1], 2],
    [[0, -0.5, 0.8660254], 4],
    [[1, 0, 0], 0.25],
  ])("adds up to 4 pi with grading around %j by %d", (centre, scale) => {
    for (const mesh of [icosphere(2), fibonacci(300)]) {
      const total = cellAreas(gradeMesh(mesh, centre, scale), 24).reduce((a, b) => a + b);
      // A sum of hundreds of cells, with a few eps each.
      expect(Math.abs(total / (4 * Math.PI) - 1)).toBeLessThan(64 * Number.EPSILON);
    }
  });

  it("is integrated ever better on the stretched side of a stronger grading", () => {
    // The area element has a pole 2 / scale off the sphere, opposite to the centre: 0.4 of a cell here.
    const errors = [4, 10, 16, 22].map((exactness) => {
      const areas = cellAreas(gradeMesh(icosphere(2), [0, -0.6, 0.8], 16), exactness);
      return Math.abs(areas.reduce((a, b) => a + b) / (4 * Math.PI) - 1);
    });
    for (let k = 1; k < errors.length; k++) expect(errors[k]).toBeLessThan(errors[k - 1]! / 10);
  });

  it("converges as fast as the rule is exact: 4 pi to h^(exactness + 1) and better", () => {
    const error = (level: number, exactness: number): number =>
      Math.abs(cellAreas(icosphere(level), exactness).reduce((a, b) => a + b) - 4 * Math.PI);
    for (const exactness of [1, 3, 5]) {
      const rate = Math.log2(error(1, exactness) / error(2, exactness));
      expect(rate).toBeGreaterThan(exactness + 1 - 0.2);
    }
  });

  it("is, at every point, the base mesh's times the square of the conformal factor", () => {
    const base = icosphere(1);
    const mesh = gradeMesh(base, [0.6, 0, 0.8], 30);
    const graded = sphereGeometry(mesh).map(inner);
    // The preimages of the vertices as the mesh itself recovers them.
    const plain = sphereGeometry({ ...base, points: basePoints(mesh) }).map(inner);
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      graded.move(cell);
      plain.move(cell);
      for (let p = 0; p < inner.length / 2; p++) {
        const factor = moebiusFactor(mesh.grading!, plain.positions.subarray(3 * p, 3 * p + 3));
        expect(Math.abs(graded.measure[p]! / (plain.measure[p]! * factor ** 2) - 1)).toBeLessThan(1e-13);
      }
    }
  });
});
