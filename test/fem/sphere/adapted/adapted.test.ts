import { describe, expect, it } from "vitest";
import { NotUniqueError } from "../../../../src/core/errors.ts";
import { bisectedMeshes } from "../../../../src/fem/sphere/adapted/bisectedMeshes.ts";
import { solveGoals } from "../../../../src/fem/sphere/adapted/goals.ts";
import { cellIndicators } from "../../../../src/fem/sphere/adapted/indicators.ts";
import { largestShare } from "../../../../src/fem/sphere/adapted/marking.ts";
import { enrichedTriangle } from "../../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../../src/fem/sphere/space.ts";
import { sphereStructure, sphereSystem } from "../../../../src/fem/sphere/steady.ts";
import { solveSteady } from "../../../../src/fem/steadySystem.ts";
import { icosphere } from "../../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh } from "../../../../src/mesh/mesh.ts";
import { validateMesh } from "../../../../src/mesh/sphere/validate.ts";
import { fixedPoints } from "../../../../src/model/fixedPoints.ts";
import { isParabolicOnSphere } from "../../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../../src/model/spinModel.ts";
import { steady } from "../../../../src/roads/steady.ts";
import { twoWells } from "./wells.ts";

const momentsOn = (model: SpinModel, mesh: Mesh, degree: number): readonly number[] => {
  const { mean, square, cross } = solveSteady(sphereSystem(model, sphereStructure(mesh, degree))).moments.moments;
  return [...mean, ...square, ...cross];
};

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, k) => Math.abs(value - b[k]!)));

describe("meshes bisected for moments", () => {
  it("is tried on two stable points of a parabolic equation", () => {
    for (const spins of [120, 10_000, 1_000_000]) {
      const model = twoWells(spins, 4);
      expect(isParabolicOnSphere(model)).toBe(true);
      expect(fixedPoints(model).points.filter(({ kind }) => kind === "stable")).toHaveLength(2);
    }
  });

  it("marks the fewest cells with a share of the sum", () => {
    const indicators = Float64Array.of(1, 5, 0, 3, 1, 0);
    expect(largestShare(indicators, 0.8)).toEqual([1, 3]);
    expect(largestShare(indicators, 0.85)).toEqual([1, 3, 0]);
    expect(largestShare(indicators, 1)).toEqual([1, 3, 0, 4]);
    expect(largestShare(new Float64Array(3), 0.8)).toEqual([]);
  });

  it("bounds the difference of two degrees by what cells add to it, cell by cell", () => {
    const model = twoWells(120, 4);
    const mesh = icosphere(2);
    for (const degree of [4, 5]) {
      const solution = solveGoals(model, functionSpace(mesh, enrichedTriangle(degree)), 0);
      const sum = cellIndicators(model, solution).reduce((a, b) => a + b, 0);
      const change = distance(momentsOn(model, mesh, degree), momentsOn(model, mesh, degree - 1));
      expect(sum).toBeGreaterThan(change);
      // Sums of moduli over 320 cells and 9 moments of what has both signs.
      expect(sum).toBeLessThan(3000 * change);
    }
  });

  it("finds meshes, finer ones for smaller goals, on which moments are those of the closed hierarchy", {
    timeout: 60_000,
  }, () => {
    const model = twoWells(120, 4);
    const meshes = [...bisectedMeshes(model, [1e-2, 1e-4], 5000)].map(({ mesh }) => mesh);
    expect(meshes.length).toBeGreaterThan(0);
    for (const mesh of meshes) expect(() => validateMesh(mesh)).not.toThrow();
    expect(cellCount(meshes.at(-1)!)).toBeGreaterThanOrEqual(cellCount(meshes[0]!));
    const { observables } = steady(model, { method: "harmonic" });
    const exact = [...observables.mean, ...observables.square, ...observables.cross];
    // Degree 3 is right to the goal, and each degree gains a factor of ten at least.
    expect(distance(momentsOn(model, meshes.at(-1)!, 5), exact)).toBeLessThan(1e-6);
    expect([...bisectedMeshes(model, [1e-2, 1e-4], 5000)].at(-1)!.mesh).toEqual(meshes.at(-1));
  });

  it("names the stable points where nothing goes from one to another", { timeout: 60_000 }, () => {
    const model = twoWells(3000, 40);
    const attempt = (): unknown => steady(model, { method: "fem", purity: false });
    expect(attempt).toThrow(NotUniqueError);
    expect(attempt).toThrow(/2 stable points, \(.*\), \(.*\)/);
  });
});
