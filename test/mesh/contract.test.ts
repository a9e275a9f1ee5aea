import { describe, expect, it } from "vitest";
import { basePoints, gradeMesh } from "../../src/mesh/grade.ts";
import { cellCount, type Mesh, vertexCount } from "../../src/mesh/mesh.ts";
import { sphericalAngle } from "../../src/mesh/sphere/geometry.ts";
import { meshQuality } from "../../src/mesh/sphere/quality.ts";
import { validateMesh } from "../../src/mesh/sphere/validate.ts";
import { sphereMeshes } from "./catalogue.ts";

const epsilon = Number.EPSILON;

/** Magnification of rounding by a grading. */
const kappa = (mesh: Mesh): number =>
  mesh.grading === undefined ? 1 : Math.max(mesh.grading.scale, 1 / mesh.grading.scale);

describe.each(sphereMeshes())("$name", ({ mesh }) => {
  const base = basePoints(mesh);

  it("is valid", () => {
    expect(() => validateMesh(mesh)).not.toThrow();
  });

  it("has V - E + F = 2, each edge in both directions once", () => {
    const directed = new Set<number>();
    for (let slot = 0; slot < mesh.cells.length; slot++) {
      const next = slot - (slot % 3) + ((slot + 1) % 3);
      directed.add(mesh.cells[slot]! * vertexCount(mesh) + mesh.cells[next]!);
    }
    expect(directed.size).toBe(mesh.cells.length);
    for (const edge of directed) {
      const [from, to] = [Math.trunc(edge / vertexCount(mesh)), edge % vertexCount(mesh)];
      expect(directed.has(to * vertexCount(mesh) + from)).toBe(true);
    }
    expect(vertexCount(mesh) - directed.size / 2 + cellCount(mesh)).toBe(2);
  });

  it("has angles that add up to 2 pi round each vertex", () => {
    const sums = new Float64Array(vertexCount(mesh));
    let shortest = 1;
    for (let slot = 0; slot < mesh.cells.length; slot++) {
      const first = slot - (slot % 3);
      const [a, b, c] = [0, 1, 2].map((k) => 3 * mesh.cells[first + ((slot - first + k) % 3)]!) as [
        number,
        number,
        number,
      ];
      sums[mesh.cells[slot]!]! += sphericalAngle(base, a, b, c);
      shortest = Math.min(
        shortest,
        Math.hypot(base[b]! - base[a]!, base[b + 1]! - base[a + 1]!, base[b + 2]! - base[a + 2]!),
      );
    }
    // Angles feel the deviation of the base points from the sphere and their rounding, both kappa eps, over the shortest edge.
    const tolerance = (64 * epsilon * kappa(mesh)) / shortest;
    for (const sum of sums) expect(Math.abs(sum - 2 * Math.PI)).toBeLessThan(tolerance);
  });

  it("is Delaunay: no vertex inside the circumscribed circle of a cell", () => {
    // The outside of the plane through a face of the hull is empty of vertices.
    let worst = 0;
    for (let k = 0; k < mesh.cells.length; k += 3) {
      const [a, b, c] = [3 * mesh.cells[k]!, 3 * mesh.cells[k + 1]!, 3 * mesh.cells[k + 2]!] as const;
      const [ux, uy, uz] = [base[b]! - base[a]!, base[b + 1]! - base[a + 1]!, base[b + 2]! - base[a + 2]!];
      const [vx, vy, vz] = [base[c]! - base[a]!, base[c + 1]! - base[a + 1]!, base[c + 2]! - base[a + 2]!];
      const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
      const norm = Math.hypot(nx, ny, nz);
      const height = (nx * base[a]! + ny * base[a + 1]! + nz * base[a + 2]!) / norm;
      for (let p = 0; p < base.length; p += 3) {
        worst = Math.max(worst, (nx * base[p]! + ny * base[p + 1]! + nz * base[p + 2]!) / norm - height);
      }
    }
    // The normal of a face turns by the rounding of its corners over its height, and a far point swings by that.
    const { shortestEdge, worstRadiusRatio } = meshQuality({ ...mesh, points: base, grading: undefined } as never);
    expect(worst).toBeLessThan((16 * epsilon * kappa(mesh)) / (shortestEdge * worstRadiusRatio));
  });

  it("keeps its angles when it is graded further", () => {
    const before = meshQuality(mesh);
    const after = meshQuality(gradeMesh(mesh, [1, -1, 0.3], 5));
    const shortest = meshQuality({ dimension: 2, points: base, cells: mesh.cells }).shortestEdge;
    const tolerance = (64 * epsilon * 5 * kappa(mesh)) / shortest;
    expect(Math.abs(after.minimumAngle - before.minimumAngle)).toBeLessThan(tolerance);
    expect(Math.abs(after.maximumAngle - before.maximumAngle)).toBeLessThan(tolerance);
    expect(Math.abs(after.worstRadiusRatio - before.worstRadiusRatio)).toBeLessThan(tolerance);
  });
});

describe("conformality", () => {
  it("holds for the images of the edges, seen by following them a small step", () => {
    // The angle between the image curves at a vertex, from points a fraction h along each edge: no use is made of the base mesh.
    for (const { mesh } of sphereMeshes().filter(({ mesh }) => mesh.grading !== undefined && mesh.grading.scale < 20)) {
      const plain: Mesh = { dimension: 2, points: basePoints(mesh), cells: mesh.cells };
      const { centre, scale } = mesh.grading!;
      const h = 1e-6;
      for (let k = 0; k < Math.min(90, mesh.cells.length); k += 3) {
        const corners = [0, 1, 2].map((i) => plain.points.slice(3 * mesh.cells[k + i]!, 3 * mesh.cells[k + i]! + 3));
        const [a, b, c] = corners as [Float64Array, Float64Array, Float64Array];
        const step = (to: Float64Array): Float64Array => {
          const moved = a.map((value, i) => value + h * (to[i]! - value));
          const radius = Math.hypot(...moved);
          return moved.map((value) => value / radius);
        };
        const small: Mesh = {
          dimension: 2,
          points: Float64Array.of(...a, ...step(b), ...step(c)),
          cells: Uint32Array.of(0, 1, 2),
        };
        const expected = sphericalAngle(
          plain.points,
          3 * mesh.cells[k]!,
          3 * mesh.cells[k + 1]!,
          3 * mesh.cells[k + 2]!,
        );
        const image = gradeMesh(small, centre, scale).points;
        // Great circles to the image points deviate from the image curves by their curvature (up to scale) times the step; the step's
        // end is rounded to eps, and its image to scale eps relative to a step that may shrink by the scale.
        const tolerance = 4 * h * scale + (64 * epsilon * scale * scale) / h;
        expect(Math.abs(sphericalAngle(image, 0, 3, 6) - expected)).toBeLessThan(tolerance);
      }
    }
  });
});
