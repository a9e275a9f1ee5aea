import { describe, expect, it } from "vitest";
import { SingularMatrixError } from "../../src/core/errors.ts";
import { equilibrate } from "../../src/linalg/direct/equilibrate.ts";
import type { SolverPlan } from "../../src/linalg/solver.ts";
import { multiply, type SparseMatrix, type SparsityPattern } from "../../src/linalg/sparse.ts";
import { ball } from "../../src/mesh/ball/build.ts";
import {
  advectionDiffusion,
  backwardErrorOf,
  congruential,
  diagonallyDominant,
  matrixBuilder,
  ring,
  rotation,
} from "./matrices.ts";

/**
 * Backward error to expect: the residual of rows of 20 products or less carries 20 eps of their sum at most; the largest component may be so many times the
 * Euclidean mean that iterations look at.
 */
const rounding = 100 * Number.EPSILON;

const wave = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i + 1));

/** What every solver keeps, whatever its method. */
export function solverContract(name: string, plan: (pattern: SparsityPattern) => SolverPlan): void {
  const solved = (matrix: SparseMatrix, b: Float64Array): Float64Array => {
    const x = new Float64Array(b.length).fill(Number.NaN);
    const report = plan(matrix.pattern).factor(matrix.values).solve(b, x);
    expect(report.status).toBe("converged");
    expect(report.residual).toBeLessThan(rounding);
    return x;
  };

  describe(`contract of linear solvers: ${name}`, () => {
    const air = advectionDiffusion(ball(2, 4), 0.02);

    it.each([
      ["random and diagonally dominant", diagonallyDominant(400, 5)],
      ["advection and diffusion on tetrahedra", air],
      ["advection with hardly any diffusion", advectionDiffusion(ball(2, 4), 1e-4)],
      ["an empty diagonal", rotation(150)],
      ["one unknown", diagonallyDominant(1, 2)],
    ])("solves to rounding: %s", (_, matrix) => {
      const b = wave(matrix.pattern.rows);
      expect(backwardErrorOf(matrix, solved(matrix, b), b)).toBeLessThan(rounding);
    });

    it("solves for several right-hand sides as for each, also in place", () => {
      const n = air.pattern.rows;
      const blocks = Array.from({ length: 6 }, (_, k) => wave(n).map((value) => value * 10 ** (2 * k - 6)));
      const block = Float64Array.from(blocks.flatMap((b) => [...b]));
      const solver = plan(air.pattern).factor(air.values);
      const report = solver.solve(block, block);
      expect(report.status).toBe("converged");
      expect(report.residual).toBeLessThan(rounding);
      for (const [k, b] of blocks.entries()) {
        expect(backwardErrorOf(air, block.slice(k * n, (k + 1) * n), b)).toBeLessThan(rounding);
      }
    });

    it("solves what has rows and columns of very different size", () => {
      const random = congruential(9);
      const n = air.pattern.rows;
      const [left, right] = [0, 1].map(() => Float64Array.from({ length: n }, () => 10 ** (16 * random() - 8)));
      const values = air.values.slice();
      for (let i = 0; i < n; i++) {
        for (let k = air.pattern.rowStarts[i]!; k < air.pattern.rowStarts[i + 1]!; k++) {
          values[k]! *= left![i]! * right![air.pattern.columnIndices[k]!]!;
        }
      }
      const b = wave(n).map((value, i) => value * left![i]!);
      const x = solved({ pattern: air.pattern, values }, b);
      // Measured where rows and columns have one size: that is what a solver by norms can keep.
      const { rowScale, columnScale } = equilibrate(air.pattern, values);
      for (let i = 0; i < n; i++) {
        b[i]! *= rowScale[i]!;
        x[i]! /= columnScale[i]!;
        for (let k = air.pattern.rowStarts[i]!; k < air.pattern.rowStarts[i + 1]!; k++) {
          values[k]! *= rowScale[i]! * columnScale[air.pattern.columnIndices[k]!]!;
        }
      }
      expect(backwardErrorOf({ pattern: air.pattern, values }, x, b)).toBeLessThan(rounding);
    });

    it("solves where the pattern is not symmetric", () => {
      // Every unknown hears from those a little further on, no one answers.
      const n = 300;
      const { put, build } = matrixBuilder(n);
      for (let i = 0; i < n; i++) {
        put(i, i, 2 + (i % 3));
        for (const step of [1, 5, 31]) if (i + step < n) put(i, i + step, -0.5);
        if (i % 50 === 0) put((i * 7 + 3) % n, i, 0.7);
      }
      const matrix = build();
      const b = wave(n);
      expect(backwardErrorOf(matrix, solved(matrix, b), b)).toBeLessThan(rounding);
    });

    it("serves new values on one plan, and right-hand sides in place", () => {
      const shared = plan(air.pattern);
      const n = air.pattern.rows;
      for (const power of [1, 2]) {
        const matrix = {
          pattern: air.pattern,
          values: air.values.map((value) => value * power + (value > 0 ? 1e-3 : 0)),
        };
        for (const options of [{}, { refine: false }, { shift: () => air.values.map(Math.abs) }]) {
          const solver = shared.factor(matrix.values, options);
          for (const factor of [1, -3]) {
            const b = wave(n).map((value) => factor * value);
            const x = b.slice();
            expect(solver.solve(x, x).status).toBe("converged");
            expect(backwardErrorOf(matrix, x, b)).toBeLessThan(rounding);
          }
        }
      }
    });

    it("finds what a right-hand side was made from", () => {
      const expected = wave(air.pattern.rows);
      const b = new Float64Array(expected.length);
      multiply(air, expected, b);
      const x = solved(air, b);
      // The decay of 1/10 against couplings of order 1: a condition of about 1e3 at most.
      expect(Math.max(...x.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e3 * rounding);
    });

    it("has the solution zero where the right-hand side is", () => {
      const n = air.pattern.rows;
      const x = wave(n);
      expect(plan(air.pattern).factor(air.values).solve(new Float64Array(n), x)).toEqual({
        status: "converged",
        iterations: 0,
        residual: 0,
      });
      expect(x).toEqual(new Float64Array(n));
    });

    it("refuses singular matrices, and numbers that are none", () => {
      const solve = (matrix: SparseMatrix) => () => {
        const x = new Float64Array(matrix.pattern.rows);
        // Not orthogonal to the constants: the ring has no solution for it.
        plan(matrix.pattern)
          .factor(matrix.values)
          .solve(
            x.map(() => 1),
            x,
          );
      };
      expect(solve(ring(40))).toThrow(SingularMatrixError);
      const zeros = { pattern: air.pattern, values: air.values.slice() };
      zeros.values.fill(0, zeros.pattern.rowStarts[5]!, zeros.pattern.rowStarts[6]!);
      expect(solve(zeros)).toThrow(SingularMatrixError);
      expect(solve({ pattern: air.pattern, values: air.values.with(7, Number.NaN) })).toThrow(/NaN/);
    });
  });
}
