import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MeshError } from "../../../src/core/errors.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { validateMesh } from "../../../src/mesh/sphere/validate.ts";

const sound = [icosphere(1), icosphere(2), fibonacci(60), gradeMesh(icosphere(2), [0, 1, 1], 300)];

const copy = (mesh: Mesh): Mesh => ({ ...mesh, points: mesh.points.slice(), cells: mesh.cells.slice() });

function flip(mesh: Mesh, cell: number): Mesh {
  const damaged = copy(mesh);
  damaged.cells[3 * cell] = mesh.cells[3 * cell + 1]!;
  damaged.cells[3 * cell + 1] = mesh.cells[3 * cell]!;
  return damaged;
}

const without = (mesh: Mesh, cell: number): Mesh => ({
  ...mesh,
  cells: mesh.cells.filter((_, slot) => Math.trunc(slot / 3) !== cell),
});

/**
 * Two copies of a mesh joined crosswise along slits: a surface that covers the sphere twice, every cell outward, every edge shared
 * by two cells. A slit runs from a neighbour of `middle` through `middle` to a neighbour across; its ends become branch points.
 */
function doubleCover(mesh: Mesh, middles: number[]): Mesh {
  const vertices = vertexCount(mesh);
  const cells = Uint32Array.of(...mesh.cells, ...mesh.cells.map((vertex) => vertex + vertices));
  const merged = new Set<number>();
  for (const middle of middles) {
    // Neighbours of the middle in order, from one cell to the next.
    const after = new Map<number, number>();
    for (let k = 0; k < mesh.cells.length; k += 3) {
      const turn = mesh.cells.subarray(k, k + 3).indexOf(middle);
      if (turn >= 0) after.set(mesh.cells[k + ((turn + 1) % 3)]!, mesh.cells[k + ((turn + 2) % 3)]!);
    }
    const ring = [after.keys().next().value!];
    while (ring.length < after.size) ring.push(after.get(ring.at(-1)!)!);
    const right = new Set(ring.slice(3));
    merged.add(ring[0]!).add(ring[3]!);
    for (let k = 0; k < mesh.cells.length; k += 3) {
      const turn = mesh.cells.subarray(k, k + 3).indexOf(middle);
      if (turn < 0 || !right.has(mesh.cells[k + ((turn + 1) % 3)]!)) continue;
      cells[k + turn] = middle + vertices;
      cells[k + turn + mesh.cells.length] = middle;
    }
  }
  // The slit's ends are one vertex in both copies: drop the second and close the numbering.
  const renumbered = new Map<number, number>();
  const points: number[] = [];
  for (let vertex = 0; vertex < 2 * vertices; vertex++) {
    if (vertex >= vertices && merged.has(vertex - vertices)) {
      renumbered.set(vertex, renumbered.get(vertex - vertices)!);
      continue;
    }
    renumbered.set(vertex, points.length / 3);
    const at = 3 * (vertex % vertices);
    points.push(...mesh.points.subarray(at, at + 3));
  }
  return { dimension: 2, points: Float64Array.from(points), cells: cells.map((vertex) => renumbered.get(vertex)!) };
}

describe("validateMesh detects", () => {
  const any = fc.tuple(fc.constantFrom(...sound), fc.nat());
  const run = { seed: 40, numRuns: 80 };

  it("a flipped triangle, and names it", () => {
    fc.assert(
      fc.property(any, ([mesh, pick]) => {
        const cell = pick % cellCount(mesh);
        expect(() => validateMesh(flip(mesh, cell))).toThrow(new RegExp(`cell ${cell} .*clockwise`));
      }),
      run,
    );
  });

  it("a missing triangle, and names an edge of the hole", () => {
    fc.assert(
      fc.property(any, ([mesh, pick]) => {
        const cell = pick % cellCount(mesh);
        const [a, b, c] = [...mesh.cells.subarray(3 * cell, 3 * cell + 3)].sort((i, j) => i - j);
        const edges = `\\(${a}, ${b}\\)|\\(${b}, ${c}\\)|\\(${a}, ${c}\\)`;
        expect(() => validateMesh(without(mesh, cell))).toThrow(new RegExp(`edge (${edges}) belongs to 1 cell,`));
      }),
      run,
    );
  });

  it("a triangle listed twice", () => {
    fc.assert(
      fc.property(any, ([mesh, pick]) => {
        const at = 3 * (pick % cellCount(mesh));
        const cells = Uint32Array.of(...mesh.cells, ...mesh.cells.subarray(at, at + 3));
        expect(() => validateMesh({ ...mesh, cells })).toThrow(/belongs to 3 cells/);
      }),
      run,
    );
  });

  it("a point moved off the sphere, across a neighbour, or to infinity", () => {
    fc.assert(
      fc.property(any, fc.constantFrom("out", "across", "nan"), ([mesh, pick], how) => {
        const vertex = pick % vertexCount(mesh);
        const damaged = copy(mesh);
        const point = damaged.points.subarray(3 * vertex, 3 * vertex + 3);
        const factor = how === "out" ? 1 + 1e-11 : how === "across" ? -1 : Number.NaN;
        for (let k = 0; k < 3; k++) point[k]! *= factor;
        expect(() => validateMesh(damaged)).toThrow(MeshError);
        if (how !== "across") expect(() => validateMesh(damaged)).toThrow(`vertex ${vertex} `);
      }),
      run,
    );
  });

  it("two corners at one place", () => {
    const mesh = copy(icosphere(1));
    mesh.points.copyWithin(3 * mesh.cells[0]!, 3 * mesh.cells[1]!, 3 * mesh.cells[1]! + 3);
    expect(() => validateMesh(mesh)).toThrow(/cell 0 .*degenerate/);
  });

  it("a vertex without a cell, a corner without a vertex", () => {
    const mesh = icosphere(1);
    const points = Float64Array.of(...mesh.points, 0, 0, 1);
    expect(() => validateMesh({ ...mesh, points })).toThrow("vertex 42 belongs to no cell");
    const cells = mesh.cells.slice();
    cells[10] = 99;
    expect(() => validateMesh({ ...mesh, cells })).toThrow("cell 3 names vertex 99, the mesh has 42");
  });

  it("a hanging node", () => {
    const mesh = icosphere(1);
    // Cell 0 split at the middle of its first edge, its neighbour not.
    const [a, b, c] = mesh.cells.subarray(0, 3) as unknown as [number, number, number];
    const middle = [0, 1, 2].map((k) => mesh.points[3 * a + k]! + mesh.points[3 * b + k]!);
    const norm = Math.hypot(...middle);
    const m = vertexCount(mesh);
    const split: Mesh = {
      dimension: 2,
      points: Float64Array.of(...mesh.points, ...middle.map((value) => value / norm)),
      cells: Uint32Array.of(...mesh.cells.subarray(3), a, m, c, m, b, c),
    };
    expect(() => validateMesh(split)).toThrow(
      /belongs to 1 cell, not 2; close the hole beside it, or split the cell at the hanging/,
    );
  });

  it("two spheres", () => {
    const mesh = icosphere(1);
    const cells = Uint32Array.of(...mesh.cells, ...mesh.cells.map((vertex) => vertex + 42));
    const points = Float64Array.of(...mesh.points, ...mesh.points);
    expect(() => validateMesh({ dimension: 2, points, cells })).toThrow(/several pieces: cell 80/);
  });

  it("a surface round the sphere twice, joined at two branch points", () => {
    expect(() => validateMesh(doubleCover(icosphere(2), [100]))).toThrow(/the cells have area 25.1327/);
  });

  it("a surface round the sphere twice with a handle, joined at four branch points", () => {
    expect(() => validateMesh(doubleCover(icosphere(2), [100, 40]))).toThrow(/Euler characteristic .* is 0/);
  });

  it("a hemisphere covered twice: outward cells, Euler characteristic 2, area 4 pi, but folded along the equator", () => {
    const points = Float64Array.of(1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0, 1, 0.28, 0, 0.96);
    const cells = Uint32Array.from([4, 5].flatMap((apex) => [0, 1, 2, 3].flatMap((k) => [k, (k + 1) % 4, apex])));
    expect(() => validateMesh({ dimension: 2, points, cells })).toThrow(
      /cells 0 and 4 run along edge \(0, 1\) in the same/,
    );
  });

  it("wrong shapes", () => {
    const { points, cells } = icosphere(0);
    expect(() => validateMesh({ dimension: 3, points, cells })).toThrow(/dimension 3/);
    expect(() => validateMesh({ dimension: 2, points: points.subarray(1), cells })).toThrow(/points has length 35/);
    expect(() => validateMesh({ dimension: 2, points, cells: cells.subarray(0, 0) })).toThrow(/cells has length 0/);
    expect(() => validateMesh({ dimension: 2, points, cells, grading: { centre: [0, 0, 2], scale: 3 } })).toThrow(
      /grading centre \(0, 0, 2\) has radius 2/,
    );
    expect(() => validateMesh({ dimension: 2, points, cells, grading: { centre: [0, 0, 1], scale: -2 } })).toThrow(
      /grading scale -2/,
    );
  });
});
