import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { type BisectionMesh, bisectCells, bisectionMesh } from "../../../src/mesh/ball/bisection.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { meshVolume } from "../../../src/mesh/ball/geometry.ts";
import { tetrahedronLocator } from "../../../src/mesh/ball/locate.ts";
import { tetrahedraQuality } from "../../../src/mesh/ball/quality.ts";
import { validateBallMesh } from "../../../src/mesh/ball/validate.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount } from "../../../src/mesh/mesh.ts";
import { gmshBall } from "./meshes.ts";

/** Bisects the cell that holds a point, again and again. */
function towards(start: BisectionMesh, point: readonly number[], rounds: number): BisectionMesh[] {
  const steps = [start];
  for (let round = 0; round < rounds; round++) {
    const last = steps.at(-1)!;
    steps.push(bisectCells(last, [tetrahedronLocator(last.mesh).locate(point, new Float64Array(4))]));
  }
  return steps;
}

describe("bisection", () => {
  it.each([
    ["layered", ball(1)],
    ["Gmsh", gmshBall()],
  ])("stays conforming, of the same volume, and of bounded shape: %s", (_, mesh) => {
    const steps = towards(bisectionMesh(mesh), [0.31, 0.22, 0.53], 36);
    for (const step of [steps[5]!, steps[20]!, steps[36]!]) {
      expect(() => validateBallMesh(step.mesh)).not.toThrow();
      expect(Math.abs(meshVolume(step.mesh) - meshVolume(mesh))).toBeLessThan(
        cellCount(step.mesh) * 4 * Number.EPSILON,
      );
    }
    // Every shape has come up after a few generations: what follows is no worse.
    const worst = (k: number): number => tetrahedraQuality(steps[k]!.mesh).worstRadiusRatio;
    expect(worst(36)).toBeGreaterThan(worst(21) * (1 - 1e-9));
    expect(tetrahedraQuality(steps[36]!.mesh).shortestEdge).toBeLessThan(0.005);
    // Refinement is local: far fewer cells than the 2^12 times as many of a uniform mesh of that size.
    expect(cellCount(steps[36]!.mesh)).toBeLessThan(40 * cellCount(mesh));
  });

  it("of all cells never makes more shapes: uniform refinement keeps the quality", () => {
    let refined = bisectionMesh(ball(0));
    const ratios: number[] = [];
    for (let round = 0; round < 7; round++) {
      refined = bisectCells(refined, new Uint32Array(cellCount(refined.mesh)).keys());
      ratios.push(tetrahedraQuality(refined.mesh).worstRadiusRatio);
    }
    expect(ratios[6]).toBeCloseTo(ratios[3]!, 10);
    expect(ratios[6]).toBeGreaterThan(0.2);
  });

  it("bisects at least the cells that were named, and no others without need", () => {
    const mesh = bisectionMesh(ball(0));
    // All cells of the icosahedron have equal edges on the surface: the neighbours at the bisected edge follow.
    const refined = bisectCells(mesh, [0]);
    expect(cellCount(refined.mesh)).toBeGreaterThan(cellCount(mesh.mesh));
    expect(cellCount(refined.mesh)).toBeLessThan(2 * cellCount(mesh.mesh));
    expect(bisectCells(mesh, [])).toEqual(mesh);
  });

  it("refuses a mesh of the sphere and cells that are none", () => {
    expect(() => bisectionMesh(icosphere(0))).toThrow(InputError);
    expect(() => bisectCells(bisectionMesh(ball(0)), [20])).toThrow(/20 is no cell of the mesh, which has 20/);
  });
});
