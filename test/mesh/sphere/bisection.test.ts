import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { cellsPerEdge, meshEdges } from "../../../src/mesh/edges.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../../src/mesh/mesh.ts";
import { bisectTriangles, longestEdgesFirst } from "../../../src/mesh/sphere/bisection.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { cellLocator } from "../../../src/mesh/sphere/locate.ts";
import { meshQuality } from "../../../src/mesh/sphere/quality.ts";
import { validateMesh } from "../../../src/mesh/sphere/validate.ts";

const TARGET = [0.36, 0.48, 0.8] as const;

/** Bisects the cell that holds a point, again and again. */
function towards(start: Mesh, rounds: number): Mesh[] {
  const steps = [start];
  for (let round = 0; round < rounds; round++) {
    const last = steps.at(-1)!;
    steps.push(bisectTriangles(last, [cellLocator(last)(TARGET, new Float64Array(3))]));
  }
  return steps;
}

const degrees = (mesh: Mesh): number => (meshQuality(mesh).minimumAngle * 180) / Math.PI;

describe("bisection of triangles", () => {
  it.each([
    ["an icosphere", icosphere(1)],
    ["a graded icosphere", gradeMesh(icosphere(1), [0, 0, 1], 3)],
    ["a Fibonacci mesh", fibonacci(60)],
  ])("stays conforming and of bounded shape: %s", (_, mesh) => {
    const steps = towards(longestEdgesFirst(mesh), 40);
    for (const step of [steps[1]!, steps[15]!, steps[40]!]) expect(() => validateMesh(step)).not.toThrow();
    // The four shapes have come up after a few generations: what follows differs by the square of the size of cells, 2^-6 then, which are not flat.
    expect(degrees(steps[40]!)).toBeGreaterThan(degrees(steps[14]!) * (1 - 2 ** -12));
    // 40 halvings of the area are 2^-20 in length; what is around follows, in each generation as many cells as meet at a vertex, or two.
    expect(meshQuality(steps[40]!).shortestEdge).toBeLessThan(1e-4);
    expect(cellCount(steps[40]!) - cellCount(mesh)).toBeLessThan(40 * 16);
  });

  it("of all cells halves each at least, leaves old vertices where they are and shapes bounded", () => {
    const mesh = longestEdgesFirst(icosphere(2));
    let refined = mesh;
    for (let round = 0; round < 6; round++) {
      refined = bisectTriangles(refined, new Uint32Array(cellCount(refined)).keys());
      expect(() => validateMesh(refined)).not.toThrow();
    }
    expect(refined.points.subarray(0, mesh.points.length)).toEqual(mesh.points);
    // Every round halves each cell at least once.
    expect(cellCount(refined)).toBeGreaterThanOrEqual(2 ** 6 * cellCount(mesh));
    expect(vertexCount(refined)).toBe(cellCount(refined) / 2 + 2);
    expect(degrees(refined)).toBeGreaterThan(0.5 * degrees(mesh));
  });

  it("halves no more than conformity needs, and the same every time", () => {
    const mesh = longestEdgesFirst(icosphere(3));
    const refined = bisectTriangles(mesh, [17, 400]);
    expect(cellCount(refined)).toBeGreaterThanOrEqual(cellCount(mesh) + 4);
    expect(cellCount(refined)).toBeLessThan(cellCount(mesh) + 40);
    expect(cellsPerEdge(meshEdges(refined)).every((cells) => cells === 2)).toBe(true);
    expect(bisectTriangles(mesh, [400, 17, 400])).toEqual(refined);
    expect(bisectTriangles(mesh, [])).toEqual(mesh);
  });

  it("puts new vertices of a graded mesh on images of midpoints: the map stays the same", () => {
    const graded = gradeMesh(fibonacci(60), [0.6, 0, 0.8], 50);
    const refined = bisectTriangles(longestEdgesFirst(graded), [3]);
    const flat = bisectTriangles(longestEdgesFirst(fibonacci(60)), [3]);
    expect(refined.grading).toEqual(graded.grading);
    const image = gradeMesh(flat, [0.6, 0, 0.8], 50).points;
    // Base points of a mesh are known to the scale times rounding.
    for (let k = 0; k < image.length; k++) expect(Math.abs(refined.points[k]! - image[k]!)).toBeLessThan(50 * 1e-15);
  });

  it("refuses a mesh of the ball and cells that are none", () => {
    expect(() => longestEdgesFirst(ball(0))).toThrow(InputError);
    expect(() => bisectTriangles(ball(0), [0])).toThrow(InputError);
    expect(() => bisectTriangles(icosphere(0), [20])).toThrow(/20 is no cell of the mesh, which has 20/);
  });
});
