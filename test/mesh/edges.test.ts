import { describe, expect, it } from "vitest";
import { localEdges, meshEdges } from "../../src/mesh/edges.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../src/mesh/mesh.ts";

describe("meshEdges", () => {
  it.each([0, 1, 3])("lists every edge of icosphere level %i once, sorted, lower vertex first", (level) => {
    const mesh = icosphere(level);
    const edges = meshEdges(mesh);
    const expected = new Set<number>();
    const key = (a: number, b: number): number => Math.min(a, b) * vertexCount(mesh) + Math.max(a, b);
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      const [a, b, c] = mesh.cells.subarray(3 * cell, 3 * cell + 3) as unknown as [number, number, number];
      expected.add(key(a, b)).add(key(b, c)).add(key(c, a));
    }
    const found = Array.from({ length: edges.count }, (_, e) => {
      expect(edges.vertices[2 * e]).toBeLessThan(edges.vertices[2 * e + 1]!);
      return key(edges.vertices[2 * e]!, edges.vertices[2 * e + 1]!);
    });
    expect(edges.vertices.length).toBe(2 * edges.count);
    expect(found).toEqual([...expected].sort((a, b) => a - b));
  });

  it("numbers the edges of a cell round it: (0, 1), (1, 2), (2, 0)", () => {
    const mesh = icosphere(2);
    const { vertices, cellEdges } = meshEdges(mesh);
    for (let slot = 0; slot < mesh.cells.length; slot++) {
      const first = slot - (slot % 3);
      const pair = [mesh.cells[slot]!, mesh.cells[first + ((slot + 1) % 3)]!].sort((a, b) => a - b);
      expect([...vertices.subarray(2 * cellEdges[slot]!, 2 * cellEdges[slot]! + 2)]).toEqual(pair);
    }
  });

  it("finds the nine edges of two tetrahedra that share a face", () => {
    const mesh: Mesh = {
      dimension: 3,
      points: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, -1, 0, 0),
      cells: Uint32Array.of(0, 1, 2, 3, 0, 2, 4, 3),
    };
    const edges = meshEdges(mesh);
    expect(edges.count).toBe(9);
    const local = localEdges(3);
    for (let slot = 0; slot < 12; slot++) {
      const cell = Math.trunc(slot / 6);
      const pair = [0, 1].map((end) => mesh.cells[4 * cell + local[2 * (slot % 6) + end]!]!).sort((a, b) => a - b);
      const e = edges.cellEdges[slot]!;
      expect([...edges.vertices.subarray(2 * e, 2 * e + 2)]).toEqual(pair);
    }
  });

  it("refuses a vertex number that the mesh has not", () => {
    const { points } = icosphere(0);
    expect(() => meshEdges({ dimension: 2, points, cells: Uint32Array.of(0, 1, 2, 3, 4, 12) })).toThrow(
      "cell 1 names vertex 12, the mesh has 12",
    );
  });
});
