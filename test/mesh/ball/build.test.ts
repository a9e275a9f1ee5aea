import { describe, expect, it } from "vitest";
import { InputError, MeshError } from "../../../src/core/errors.ts";
import { adoptBallMesh } from "../../../src/mesh/ball/adopt.ts";
import { ball, gradedBall } from "../../../src/mesh/ball/build.ts";
import { meshVolume } from "../../../src/mesh/ball/geometry.ts";
import { layeredBall } from "../../../src/mesh/ball/layers.ts";
import { inflateBall, refineBall } from "../../../src/mesh/ball/refine.ts";
import { validateBallMesh } from "../../../src/mesh/ball/validate.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../../src/mesh/mesh.ts";
import { ballMeshes } from "./meshes.ts";

describe.each(ballMeshes())("$name", ({ mesh }) => {
  it("is valid", () => {
    expect(() => validateBallMesh(mesh)).not.toThrow();
  });

  it("has every inner face twice, seen from both sides, and a closed boundary on or in the sphere", () => {
    // Written anew, with strings for faces and no help of the mesh's own tables.
    const directed = new Set<string>();
    for (let k = 0; k < mesh.cells.length; k += 4) {
      const [a, b, c, d] = mesh.cells.subarray(k, k + 4) as unknown as [number, number, number, number];
      for (const face of [
        [b, c, d],
        [a, d, c],
        [a, b, d],
        [a, c, b],
      ]) {
        const first = face.indexOf(Math.min(...face));
        directed.add([0, 1, 2].map((i) => face[(first + i) % 3]).join());
      }
    }
    expect(directed.size).toBe(mesh.cells.length);
    const boundary = [...directed].filter((face) => {
      const [a, b, c] = face.split(",");
      return !directed.has([a, c, b].join());
    });
    const edges = new Set<string>();
    for (const face of boundary) {
      const corners = face.split(",");
      for (let i = 0; i < 3; i++) edges.add(`${corners[i]},${corners[(i + 1) % 3]}`);
    }
    expect(edges.size).toBe(3 * boundary.length);
    for (const edge of edges) expect(edges.has(edge.split(",").reverse().join())).toBe(true);
  });
});

describe("ball", () => {
  it("fills the ball better level by level: the missing volume falls like the square of the cell size", () => {
    const missing = [1, 2, 3].map((level) => (4 * Math.PI) / 3 - meshVolume(ball(level)));
    expect(Math.log2(missing[0]! / missing[1]!)).toBeCloseTo(2, 0);
    expect(Math.log2(missing[1]! / missing[2]!)).toBeCloseTo(2, 0);
  });

  it("has 20 4^level (3 layers - 2) cells", () => {
    for (const [level, layers] of [
      [0, 1],
      [1, 3],
      [2, 2],
    ] as const) {
      expect(cellCount(ball(level, layers))).toBe(20 * 4 ** level * (3 * layers - 2));
    }
  });

  it.each([
    [() => ball(6), /ball level 6 is not an integer from 0 to 5/],
    [() => ball(1, 0), /the number of layers 0 is not/],
    [() => gradedBall(1, { centre: [0, 0, 1], width: 0.1 }), /radius 1, not at most 0.99/],
    [() => gradedBall(1, { centre: [0, 0, 0], width: 0 }), /width at the centre is 0/],
    [() => layeredBall(icosphere(0), [0.5, 0.4, 1]), /fraction 1 of the radius is 0.4, not above 0.5/],
    [() => layeredBall(icosphere(0), [0.5]), /the last fraction of the radius is 0.5, not 1/],
    [() => layeredBall(ball(0), [1]), /dimension 3 has no layers/],
  ])("refuses what makes none: %#", (make, message) => {
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  it("refuses a centre outside the polyhedron", () => {
    expect(() => layeredBall(icosphere(0), [1], [0.9, 0, 0])).toThrow(MeshError);
  });

  it("grades: cells at the centre have the size of the width times the angle, those at the sphere stay as they are", () => {
    const centre = [0.2, 0.1, -0.3] as const;
    for (const width of [0.1, 0.01]) {
      const mesh = gradedBall(2, { centre, width });
      const last = 3 * (vertexCount(mesh) - 1);
      let nearest = 1;
      for (let at = 0; at < last; at += 3) {
        nearest = Math.min(nearest, Math.hypot(...centre.map((c, k) => mesh.points[at + k]! - c)));
      }
      // First fraction about 0.28 width; the sphere is 1 -+ 0.37 away from the centre.
      expect(nearest / width).toBeGreaterThan(0.28 * 0.6 * 0.8);
      expect(nearest / width).toBeLessThan(0.28 * 0.7);
    }
  });
});

describe("refinement", () => {
  it("makes eight cells of one and keeps the polyhedron; inflated it fills more of the ball", () => {
    const mesh = ball(1);
    const refined = refineBall(mesh);
    expect(cellCount(refined)).toBe(8 * cellCount(mesh));
    // Sums of 2560 terms, each with a few roundings.
    expect(Math.abs(meshVolume(refined) - meshVolume(mesh))).toBeLessThan(2560 * 4 * Number.EPSILON);
    const inflated = inflateBall(refined);
    expect(() => validateBallMesh(inflated)).not.toThrow();
    expect(meshVolume(inflated)).toBeGreaterThan(meshVolume(refined) + 0.1);
  });

  it("inflating refuses to turn a cell inside out", () => {
    // The vertex below the others ends above them.
    const points = Float64Array.of(0, 0, 0.5, 0.1, 0, 0.6, 0, 0.1, 0.6, -0.1, -0.1, 0.6);
    const mesh: Mesh = { dimension: 3, points, cells: Uint32Array.of(0, 1, 2, 3) };
    expect(() => validateBallMesh(mesh)).not.toThrow();
    expect(() => inflateBall(mesh)).toThrow(MeshError);
  });
});

describe("validateBallMesh names the fault", () => {
  const base = ball(1, 2);
  const changed = (change: (points: Float64Array, cells: Uint32Array) => void): Mesh => {
    const points = base.points.slice();
    const cells = base.cells.slice();
    change(points, cells);
    return { dimension: 3, points, cells };
  };
  it.each<[string, Mesh, RegExp]>([
    ["a sphere", icosphere(0), /mesh of dimension 2/],
    ["no multiple of 4", { ...base, cells: base.cells.slice(1) }, /cells has length 1279/],
    [
      "a missing vertex",
      changed((_, c) => {
        c[5] = 85;
      }),
      /cell 1 names vertex 85, the mesh has 85/,
    ],
    ["an unused vertex", { ...base, points: Float64Array.of(...base.points, 0, 0, 0) }, /vertex 85 belongs to no cell/],
    [
      "a point outside",
      changed((p) => {
        p[126] = 1.2;
      }),
      /vertex 42 .* outside the unit ball/,
    ],
    [
      "not a number",
      changed((p) => {
        p[0] = Number.NaN;
      }),
      /radius NaN/,
    ],
    ["a turned cell", changed((_, c) => c.set([c[1]!, c[0]!])), /cell 0 .* negative volume/],
    ["a flat cell", changed((p) => p.set([0, 0, 0])), /cell 0 .* is flat/],
    ["a missing cell inside", { ...base, cells: base.cells.slice(4) }, /Euler characteristics|touches itself/],
    [
      "a cell twice",
      { ...base, cells: Uint32Array.of(...base.cells, ...base.cells.subarray(0, 4)) },
      /belongs to cells|same side/,
    ],
    ["two pieces", pieces(), /in several pieces: cell 1/],
  ])("%s", (_, mesh, message) => {
    expect(() => validateBallMesh(mesh)).toThrow(MeshError);
    expect(() => validateBallMesh(mesh)).toThrow(message);
  });

  it("cells that overlap although all faces fit: twice round an edge", () => {
    // Ten cells round the z axis, each over 72 degrees: a double cover of a pentagonal bipyramid.
    const points = [0, 0, 0.5, 0, 0, -0.5];
    for (let k = 0; k < 10; k++) {
      points.push(
        Math.cos((k * 2 * Math.PI) / 5) * (0.5 + 0.01 * k),
        Math.sin((k * 2 * Math.PI) / 5) * (0.5 + 0.01 * k),
        0,
      );
    }
    const cells = Array.from({ length: 10 }, (_, k) => [0, 1, 2 + ((k + 1) % 10), 2 + k]).flat();
    const mesh: Mesh = { dimension: 3, points: Float64Array.from(points), cells: Uint32Array.from(cells) };
    expect(() => validateBallMesh(mesh)).toThrow(/solid angle of 25.1/);
  });

  function pieces(): Mesh {
    const corners = [0, 0, 0, 0.1, 0, 0, 0, 0.1, 0, 0, 0, 0.1];
    return {
      dimension: 3,
      points: Float64Array.of(...corners, ...corners.map((value) => value - 0.5)),
      cells: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
    };
  }
});

describe("adoptBallMesh", () => {
  const base = ball(1, 2);

  it("leaves a good mesh as it is, to the last bit", () => {
    const { mesh, repairs } = adoptBallMesh(base.points, base.cells);
    expect(mesh).toEqual(base);
    expect(repairs).toEqual({ droppedPoints: 0, droppedCells: 0, reversedCells: 0, largestShift: 0 });
  });

  it("mends orientation, unused and coincident points, repeated cells, points just outside", () => {
    const points = Float64Array.of(9, 9, 9, ...base.points, ...base.points.subarray(0, 3));
    const cells = Uint32Array.from([...base.cells, ...base.cells.subarray(0, 4)], (vertex) => vertex + 1);
    // The first cell turned, and vertex 0 replaced by its double at the end where the first cell uses it.
    const turned = cells.subarray(0, 4).reverse();
    cells.set(turned.map((vertex) => (vertex === 1 ? points.length / 3 - 1 : vertex)));
    cells.set([cells[1]!, cells[0]!]);
    cells.set([cells[1]!, cells[0]!]);
    points[3 * 60] = points[3 * 60]! * (1 + 1e-10);
    points[3 * 60 + 1] = points[3 * 60 + 1]! * (1 + 1e-10);
    points[3 * 60 + 2] = points[3 * 60 + 2]! * (1 + 1e-10);
    const { mesh, repairs } = adoptBallMesh(points, cells);
    expect(() => validateBallMesh(mesh)).not.toThrow();
    expect(cellCount(mesh)).toBe(cellCount(base));
    expect(vertexCount(mesh)).toBe(vertexCount(base));
    expect(Math.abs(meshVolume(mesh) - meshVolume(base))).toBeLessThan(1e-9);
    expect(repairs.droppedPoints).toBe(2);
    expect(repairs.droppedCells).toBe(1);
    expect(repairs.largestShift).toBeCloseTo(1e-10, 13);
  });

  it("turns cells of negative volume", () => {
    const cells = base.cells.slice();
    for (let k = 0; k < 12; k += 4) cells.set([cells[k + 1]!, cells[k]!], k);
    const { mesh, repairs } = adoptBallMesh(base.points, cells);
    expect(repairs.reversedCells).toBe(3);
    expect(meshVolume(mesh)).toBe(meshVolume(adoptBallMesh(base.points, base.cells).mesh));
  });

  it.each<[string, Float64Array, Uint32Array, RegExp]>([
    ["a larger ball", base.points.map((x) => 3 * x), base.cells, /vertex 42, at radius 3.* divide all coordinates/],
    [
      "points a little outside",
      base.points.map((x) => 1.001 * x),
      base.cells,
      /42 of 85 points .* put these points on/,
    ],
    [
      "a flat cell",
      Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0.3, 0.3, 0),
      Uint32Array.of(0, 1, 2, 3),
      /cell 0 is flat/,
    ],
    ["an unknown point", base.points, Uint32Array.of(0, 1, 2, 85), /cell 0 names point 85, there are 85/],
    ["an infinite coordinate", base.points.with(4, Infinity), base.cells, /vertex 1 has coordinate Infinity/],
    ["no cells", base.points, new Uint32Array(0), /do not make tetrahedra/],
  ])("refuses %s", (_, points, cells, message) => {
    expect(() => adoptBallMesh(points, cells)).toThrow(MeshError);
    expect(() => adoptBallMesh(points, cells)).toThrow(message);
  });
});
