import { inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { SingularMatrixError } from "../../../src/core/errors.ts";
import { conditionEstimate, solutionError } from "../../../src/linalg/direct/condition.ts";
import { analyze, factor } from "../../../src/linalg/direct/lu.ts";
import { solveRefined } from "../../../src/linalg/direct/refine.ts";
import { singularVector } from "../../../src/linalg/direct/singularVector.ts";
import { multiply, type SparseMatrix, sparseFromTriplets } from "../../../src/linalg/sparse.ts";
import { congruential, ring } from "../matrices.ts";
import { FAMILIES } from "./families.ts";

function dense({ pattern, values }: SparseMatrix): Matrix {
  const full = Matrix.zeros(pattern.rows, pattern.columns);
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      full.set(i, pattern.columnIndices[k]!, values[k]!);
    }
  }
  return full;
}

const columnSum = (matrix: Matrix): number =>
  Math.max(
    ...Array.from({ length: matrix.columns }, (_, j) => matrix.getColumn(j).reduce((s, v) => s + Math.abs(v), 0)),
  );

// Those whose inverse a dense method gives to more digits than are compared.
const TAME = [
  "symmetric pattern",
  "unsymmetric pattern",
  "permuted triangular",
  "no diagonal",
  "dense rows",
  "saddle point",
];

describe.each([false, true])("estimates of condition and error, portable %s", (portable) => {
  it.each(TAME)("stay below the condition number and above a tenth of it: %s", (name) => {
    for (let seed = 40; seed < 52; seed++) {
      const matrix = FAMILIES[name]!(seed);
      const full = dense(matrix);
      const exact = columnSum(full) * columnSum(inverse(full));
      const estimate = conditionEstimate(matrix, factor(analyze(matrix.pattern), matrix.values, { portable }));
      // The inverse itself is off by condition x eps.
      expect(estimate).toBeLessThan(exact * (1 + 1e-15 * exact + 1e-8));
      expect(estimate).toBeGreaterThan(exact / 10);
    }
  });

  it.each(Object.keys(FAMILIES))("see an error as large as it is: %s", (name) => {
    for (let seed = 60; seed < 72; seed++) {
      const matrix = FAMILIES[name]!(seed);
      const n = matrix.pattern.rows;
      const random = congruential(seed);
      const exact = Float64Array.from({ length: n }, () => 2 * random() - 1);
      const b = new Float64Array(n);
      multiply(matrix, exact, b);
      const factorization = factor(analyze(matrix.pattern), matrix.values, { portable });
      const x = new Float64Array(n);
      solveRefined(matrix, factorization, b, x);
      const error = Math.max(...x.map((value, i) => Math.abs(value - exact[i]!))) / Math.max(...x.map(Math.abs));
      // The estimate of a norm may be a third of it.
      expect(error).toBeLessThan(3 * solutionError(matrix, factorization, b, x));
    }
  });
});

describe("the vector of a singular matrix", () => {
  it("is constant where rows add up to zero, also where rows and columns are scaled", () => {
    const matrix = ring(300);
    const { vector, residual } = singularVector(matrix);
    expect(residual).toBeLessThan(1e-14);
    for (const value of vector) expect(Math.abs(value / vector[0]!)).toBeCloseTo(1, 10);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 14);
    const random = congruential(4);
    const left = Float64Array.from({ length: 300 }, () => 2 ** Math.floor(200 * random() - 100));
    const right = Float64Array.from({ length: 300 }, () => 2 ** Math.floor(16 * random() - 8));
    const { pattern } = matrix;
    const values = matrix.values.slice();
    for (let i = 0; i < 300; i++) {
      for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
        values[k]! *= left[i]! * right[pattern.columnIndices[k]!]!;
      }
    }
    const scaled = singularVector({ pattern, values });
    expect(scaled.residual).toBeLessThan(1e-14);
    const unscaled = scaled.vector.map((value, j) => value * right[j]!);
    for (const value of unscaled) expect(value / unscaled[0]!).toBeCloseTo(1, 10);
  });

  it("tells by its residual that a matrix is regular, and is refused where there are two", () => {
    expect(singularVector(FAMILIES["no diagonal"]!(8)).residual).toBeGreaterThan(1e-6);
    expect(() => singularVector(sparseFromTriplets(3, 3, [0, 1, 2], [0, 1, 2], [1, 0, 0]))).toThrow(
      SingularMatrixError,
    );
    expect([...singularVector(sparseFromTriplets(2, 2, [0, 1], [0, 1], [3, 0])).vector.map(Math.abs)]).toEqual([0, 1]);
    expect([...singularVector(sparseFromTriplets(1, 1, [0], [0], [0])).vector.map(Math.abs)]).toEqual([1]);
  });
});
