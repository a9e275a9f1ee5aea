import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../src/core/random.ts";
import {
  multiplyStrips,
  multiplyStripsTransposed,
  type StripMatrix,
  stripMatrix,
  weightedGram,
} from "../../src/linalg/dense/strips.ts";
import { type Constraints, solveLinearProgram } from "../../src/linalg/linearProgram.ts";
import { restoreConstraints } from "../../src/linalg/restoreConstraints.ts";

const strips = (rows: readonly ArrayLike<number>[]): StripMatrix => {
  const columns = rows[0]!.length;
  const matrix = stripMatrix(rows.length, columns);
  for (const [i, row] of rows.entries())
    for (let k = 0; k < columns; k++) matrix.values[4 * ((i >> 2) * columns + k) + (i % 4)] = row[k]!;
  return matrix;
};

const constraintsOf = (matrix: StripMatrix): Constraints => ({
  rows: matrix.rows,
  columns: matrix.columns,
  multiply: (x, y) => multiplyStrips(matrix, x, y),
  multiplyTransposed: (y, x) => multiplyStripsTransposed(matrix, y, x),
  gram: (d, product) => weightedGram(matrix, d, product),
});

const solve = (rows: readonly ArrayLike<number>[], b: readonly number[], c: readonly number[]) =>
  solveLinearProgram({
    constraints: constraintsOf(strips(rows)),
    rightHandSide: Float64Array.from(b),
    costs: Float64Array.from(c),
  });

/** Sizes of two vectors in the sum norm. */
const sum = (a: Float64Array, b: Float64Array): number =>
  [...a, ...b].reduce((total, value) => total + Math.abs(value), 0);

const finite = (solution: ReturnType<typeof solve>): boolean =>
  [...solution.primal, ...solution.dual, ...solution.slacks, solution.primalObjective].every(Number.isFinite);

describe("solveLinearProgram", () => {
  it("finds the corner of a textbook programme", () => {
    // max 3 x + 5 y, x <= 4, 2 y <= 12, 3 x + 2 y <= 18: 36 at (2, 6).
    const found = solve(
      [
        [1, 0, 1, 0, 0],
        [0, 2, 0, 1, 0],
        [3, 2, 0, 0, 1],
      ],
      [4, 12, 18],
      [-3, -5, 0, 0, 0],
    );
    expect(found.status).toBe("optimal");
    expect(Math.abs(found.primalObjective + 36)).toBeLessThan(1e-9 * 37);
    expect(Math.abs(found.primal[0]! - 2) + Math.abs(found.primal[1]! - 6)).toBeLessThan(1e-7);
  });

  it("finds the optimum of programmes made around a known pair of solutions", () => {
    for (let seed = 0; seed < 20; seed++) {
      const [m, n] = [3 + seed, 8 + 3 * seed];
      const noise = new Float64Array(m * n + m + n);
      fillNormal(createRandomStream(5, seed), noise);
      const rows = Array.from({ length: m }, (_, i) => noise.subarray(i * n, (i + 1) * n));
      // Complementary: x > 0 where s = 0; fewer than m are positive in the degenerate half.
      const support = seed % 2 === 0 ? m : m - 2;
      const sizes = noise.subarray(m * n + m).map(Math.abs);
      const x = sizes.map((value, k) => (k < support ? value : 0));
      const y = noise.subarray(m * n, m * n + m);
      const b = rows.map((row) => row.reduce((sum, value, k) => sum + value * x[k]!, 0));
      const c = Array.from(sizes, (s, k) => rows.reduce((sum, row, i) => sum + row[k]! * y[i]!, k < support ? 0 : s));
      const found = solve(rows, b, c);
      const optimum = x.reduce((sum, value, k) => sum + value * c[k]!, 0);
      expect(found.status).toBe("optimal");
      // c.x - optimum = x.s(optimal) - y.(b - A x): the gap, and residuals times the duals; the found point promises 1e-9 of each.
      const scaleB = 1 + Math.max(...b.map(Math.abs));
      const scaleC = 1 + Math.max(...c.map(Math.abs));
      const rests = scaleB * sum(y, found.dual) + scaleC * sum(x, found.primal);
      expect(Math.abs(found.primalObjective - optimum)).toBeLessThan(
        1e-9 * (1 + Math.abs(found.primalObjective) + rests),
      );
    }
  });

  it("says that there is no solution", () => {
    expect(solve([[1, 1]], [-1], [1, 1]).status).toBe("infeasible");
    // x = 1 and x = 2 at once.
    const found = solve(
      [
        [1, 1],
        [1, 1],
      ],
      [1, 2],
      [1, 1],
    );
    expect(["infeasible", "stalled", "maxIterations"]).toContain(found.status);
    expect(finite(found)).toBe(true);
  });

  it("says that costs have no bound", () => {
    const found = solve([[1, -1]], [0], [-1, 0]);
    expect(found.status).toBe("unbounded");
    expect(finite(found)).toBe(true);
  });

  it("takes dependent rows and rows of zeros", () => {
    const found = solve(
      [
        [1, 2, 1],
        [2, 4, 2],
        [0, 0, 0],
      ],
      [2, 4, 0],
      [1, 1, 3],
    );
    expect(finite(found)).toBe(true);
    expect(found.status).toBe("optimal");
    expect(Math.abs(found.primalObjective - 1)).toBeLessThan(1e-8);
  });

  it("refuses what is no number", () => {
    expect(() => solve([[Number.NaN, 1]], [1], [1, 1])).toThrow("no finite numbers");
    expect(() => solve([[1, 1]], [1], [Number.POSITIVE_INFINITY, 1])).toThrow("no finite numbers");
  });

  it("restores constraints by changes relative to the entries", () => {
    const x = Float64Array.of(1, 1e-9, 2);
    expect(restoreConstraints(constraintsOf(strips([[1, 1, 1]])), Float64Array.of(3.001), x)).toBe(true);
    expect(Math.abs(x[0]! + x[1]! + x[2]! - 3.001)).toBeLessThan(4 * 3.001 * Number.EPSILON);
    expect(Math.abs(x[1]! / 1e-9 - 1)).toBeLessThan(1e-3);
    expect(restoreConstraints(constraintsOf(strips([[1, 1, 1]])), Float64Array.of(-1), x)).toBe(false);
    expect(x[1]!).toBeGreaterThan(0);
  });

  it("ends where its watcher says so", () => {
    let seen = 0;
    const matrix = strips([[1, 1, 1]]);
    const found = solveLinearProgram(
      { constraints: constraintsOf(matrix), rightHandSide: Float64Array.of(1), costs: Float64Array.of(1, 2, 3) },
      { watch: () => ++seen === 2 },
    );
    expect(found.status).toBe("stopped");
    expect(found.iterations).toBe(1);
  });
});
