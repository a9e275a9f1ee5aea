import { describe, expect, it } from "vitest";
import { ConvergenceError, SingularMatrixError } from "../../src/core/errors.ts";
import { momentFunctionals } from "../../src/fem/functionals.ts";
import { nullVector } from "../../src/fem/nullVector.ts";
import { enrichedTriangle } from "../../src/fem/sphere/element.ts";
import { assembleGenerator } from "../../src/fem/sphere/generator.ts";
import { functionSpace } from "../../src/fem/sphere/space.ts";
import { planSolver } from "../../src/linalg/solver.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../src/linalg/sparse.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { largestDifference, largestOf } from "./fit.ts";

function dense(rows: readonly (readonly number[])[]): SparseMatrix {
  const i = rows.flatMap((row, k) => row.map(() => k));
  const j = rows.flatMap((row) => row.map((_, k) => k));
  return sparseFromTriplets(rows.length, rows.length, i, j, rows.flat());
}

const find = (matrix: SparseMatrix, mass: readonly number[], pin: number) =>
  nullVector(matrix, planSolver(matrix.pattern), Float64Array.from(mass), pin);

describe("nullVector of a small rate matrix", () => {
  it("has the populations of a two-state system, whichever is pinned", () => {
    // Rates 3 from the first to the second and 1 back, on cells of mass 2 and 5.
    const matrix = dense([
      [-3, 1],
      [3, -1],
    ]);
    for (const pin of [0, 1]) {
      const { vector, residual, pinned } = find(matrix, [2, 5], pin);
      expect(largestDifference(vector, [1 / 17, 3 / 17])).toBeLessThan(2 * Number.EPSILON);
      expect(residual).toBeLessThan(2 * Number.EPSILON);
      expect(pinned).toBe(pin);
    }
  });

  it("pins the largest value instead where the first choice was tiny", () => {
    const matrix = dense([
      [-1, 1e-9, 0],
      [1, -2, 1],
      [0, 2 - 1e-9, -1],
    ]);
    const { vector, pinned, residual } = find(matrix, [1, 1, 1], 0);
    expect(pinned).toBe(2);
    expect(Math.abs(vector[0]! / vector[1]! - 1e-9)).toBeLessThan(1e-9 * 8 * Number.EPSILON);
    expect(residual).toBeLessThan(4 * Number.EPSILON);
  });

  it("does not factor twice where the choice was good enough", () => {
    const matrix = dense([
      [-1, 0.1],
      [1, -0.1],
    ]);
    expect(find(matrix, [1, 1], 0).pinned).toBe(0);
  });

  it("refuses a second null vector", () => {
    // Two systems that do not talk to each other.
    const matrix = dense([
      [-1, 2, 0, 0],
      [1, -2, 0, 0],
      [0, 0, -1, 1],
      [0, 0, 1, -1],
    ]);
    expect(() => find(matrix, [1, 1, 1, 1], 0)).toThrow(SingularMatrixError);
  });

  it("refuses a matrix that has no null vector, with the residual", () => {
    const matrix = dense([
      [-2, 1],
      [1, -2],
    ]);
    const attempt = () => find(matrix, [1, 1], 0);
    expect(attempt).toThrow(ConvergenceError);
    expect(attempt).toThrow(/relative residual of .* \(limit 1e-10\)/);
  });

  it("refuses to normalise a vector without mass", () => {
    // The null vector is (1, -1), and the masses are equal.
    const matrix = dense([
      [-1, -1],
      [1, 1],
    ]);
    expect(() => find(matrix, [1, 1], 0)).toThrow(ConvergenceError);
    expect(() => find(matrix, [1, 1], 0)).toThrow(/mass of the steady density/);
  });
});

describe("nullVector of the generator", () => {
  const model = spinModel({ spins: 100, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1, decay: 0 } });
  const space = functionSpace(icosphere(3), enrichedTriangle(3));
  const matrix = assembleGenerator(space, model);
  const plan = planSolver(space.pattern);
  const { mass } = momentFunctionals(space);
  const nearest = (x: number, y: number, z: number): number => {
    const { points } = space.mesh;
    let best = 0;
    const product = (i: number): number => x * points[3 * i]! + y * points[3 * i + 1]! + z * points[3 * i + 2]!;
    for (let i = 1; i < points.length / 3; i++) if (product(i) > product(best)) best = i;
    return best;
  };

  it("is the same from a pin on the peak and from one opposite to it, where P nearly vanishes", () => {
    const peak = nearest(0, -0.5, 0.866);
    const empty = nearest(0, 0.5, -0.866);
    const good = nullVector(matrix, plan, mass, peak);
    const bad = nullVector(matrix, plan, mass, empty);
    expect(good.pinned).toBe(peak);
    expect(Math.abs(good.vector[empty]!)).toBeLessThan(1e-2 * good.vector[peak]!);
    expect(bad.pinned).not.toBe(empty);
    expect(bad.vector[bad.pinned]).toBeGreaterThan(0.5 * largestOf(bad.vector));
    // Backward errors of a few eps, magnified by the spread of the rates (N against 1, and cells in h^-2).
    expect(largestDifference(good.vector, bad.vector)).toBeLessThan(1e-10 * largestOf(good.vector));
    for (const { vector, residual } of [good, bad]) {
      expect(residual).toBeLessThan(16 * Number.EPSILON);
      expect(Math.abs(vector.reduce((sum, v, i) => sum + v * mass[i]!, 0) - 1)).toBeLessThan(1e-13);
    }
  });
});
