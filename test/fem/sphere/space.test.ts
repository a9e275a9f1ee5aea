import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { nodePoints } from "../../../src/fem/nodePoints.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { type FunctionSpace, functionSpace } from "../../../src/fem/sphere/space.ts";
import { meshEdges } from "../../../src/mesh/edges.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, vertexCount } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { largestDifference } from "../fit.ts";
import { smallMeshes, turnCells } from "./meshes.ts";

const degrees = [1, 2, 3, 4, 5, 6, 7, 8, 9];

function randomVector(length: number): Float64Array {
  const values = new Float64Array(length);
  fillNormal(createRandomStream(5, length), values);
  return values;
}

/** Values of a function of the space in one cell at reference points. */
function valuesInCell(space: FunctionSpace, nodal: Float64Array, cell: number, points: Float64Array): number[] {
  const { values } = space.element.tabulate(points);
  const { size } = space.element;
  return Array.from({ length: points.length / 2 }, (_, p) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[p * size + i]! * nodal[space.cellUnknowns[cell * size + i]!]!;
    return sum;
  });
}

describe.each(smallMeshes)("space on the %s", (_, mesh) => {
  it.each(degrees)("has (V - 2) p^2 + 2 unknowns at degree %i, each in use", (degree) => {
    const space = functionSpace(mesh, enrichedTriangle(degree));
    expect(space.unknowns).toBe((vertexCount(mesh) - 2) * degree ** 2 + 2);
    expect(space.cellUnknowns).toHaveLength(cellCount(mesh) * space.element.size);
    expect(new Set(space.cellUnknowns).size).toBe(space.unknowns);
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      const own = space.cellUnknowns.subarray(cell * space.element.size, (cell + 1) * space.element.size);
      expect(new Set(own).size).toBe(space.element.size);
      // Vertices are the first unknowns: solvers name an unknown by a vertex.
      expect(own.subarray(0, 3)).toEqual(mesh.cells.subarray(3 * cell, 3 * cell + 3));
    }
  });

  it.each(degrees)("is continuous across every edge at degree %i", (degree) => {
    const space = functionSpace(mesh, enrichedTriangle(degree));
    const nodal = randomVector(space.unknowns);
    const edges = meshEdges(mesh);
    const along = [0, 0.13, 0.5, 0.71, 1];
    const seen: (number[] | null)[] = Array.from({ length: edges.count }, () => null);
    let compared = 0;
    for (let slot = 0; slot < mesh.cells.length; slot++) {
      const cell = Math.floor(slot / 3);
      const local = slot % 3;
      const next = (local + 1) % 3;
      const forward = mesh.cells[slot]! < mesh.cells[3 * cell + next]!;
      const points = along.flatMap((t) => {
        const barycentric = [0, 0, 0];
        barycentric[local] = forward ? 1 - t : t;
        barycentric[next] = forward ? t : 1 - t;
        return [barycentric[1]!, barycentric[2]!];
      });
      const values = valuesInCell(space, nodal, cell, Float64Array.from(points));
      const other = seen[edges.cellEdges[slot]!]!;
      // Sums of `size` terms below 4; basis functions are accurate to about 1e-14 (element.test.ts).
      if (other !== null) expect(largestDifference(values, other)).toBeLessThan(space.element.size * 4e-14);
      if (other !== null) compared++;
      seen[edges.cellEdges[slot]!] = values;
    }
    expect(compared).toBe(edges.count);
  });

  it.each([1, 2, 3, 5])("scatters cell matrices where a dense assembly puts them, degree %i", (degree) => {
    const space = functionSpace(mesh, enrichedTriangle(degree));
    if (space.unknowns > 1500) return expect(mesh.points.length).toBeGreaterThan(100);
    const { size } = space.element;
    const { rowStarts, columnIndices } = space.pattern;
    const dense = Matrix.zeros(space.unknowns, space.unknowns);
    const coupled = Matrix.zeros(space.unknowns, space.unknowns);
    const values = new Float64Array(columnIndices.length);
    const local = randomVector(cellCount(mesh) * size * size);
    for (let cell = 0, at = 0; cell < cellCount(mesh); cell++) {
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++, at++) {
          const row = space.cellUnknowns[cell * size + i]!;
          const column = space.cellUnknowns[cell * size + j]!;
          dense.set(row, column, dense.get(row, column) + local[at]!);
          coupled.set(row, column, 1);
          values[space.scatter[at]!]! += local[at]!;
        }
      }
    }
    expect(rowStarts[space.unknowns]).toBe(coupled.sum());
    let worst = 0;
    for (let row = 0; row < space.unknowns; row++) {
      for (let k = rowStarts[row]!; k < rowStarts[row + 1]!; k++) {
        if (k > rowStarts[row]!) expect(columnIndices[k]).toBeGreaterThan(columnIndices[k - 1]!);
        worst = Math.max(worst, Math.abs(values[k]! - dense.get(row, columnIndices[k]!)));
      }
    }
    // The same sums in the same order of cells.
    expect(worst).toBe(0);
  });

  it.each([1, 4, 8])("has one position for every node, from whatever cell, degree %i", (degree) => {
    const space = functionSpace(mesh, enrichedTriangle(degree));
    const { size } = space.element;
    const points = nodePoints(space);
    const { positions, move } = space.geometry.map(space.element.nodes);
    // Edge nodes are sums in another order; a grading magnifies their rounding by its conformal factor, at most the scale.
    const tolerance = 8 * Number.EPSILON * (mesh.grading?.scale ?? 1);
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      move(cell);
      for (let i = 0; i < size; i++) {
        const unknown = space.cellUnknowns[cell * size + i]!;
        const own = positions.subarray(3 * i, 3 * i + 3);
        expect(largestDifference(own, points.subarray(3 * unknown, 3 * unknown + 3))).toBeLessThan(tolerance);
      }
    }
    expect(largestDifference(points.subarray(0, mesh.points.length), mesh.points)).toBeLessThan(tolerance);
  });
});

describe("functionSpace", () => {
  it("does not depend on where a cell starts its vertices, but for the order of inner unknowns", () => {
    for (const mesh of [icosphere(1), fibonacci(60)]) {
      const plain = functionSpace(mesh, enrichedTriangle(2));
      const turned = functionSpace(turnCells(mesh), enrichedTriangle(2));
      expect(turned.pattern).toEqual(plain.pattern);
    }
  });
});
