import fc from "fast-check";
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { SingularMatrixError } from "../../../src/core/errors.ts";
import { multiplyDense } from "../../../src/linalg/dense/multiply.ts";
import { singularValues } from "../../../src/linalg/dense/singularValues.ts";
import { inverseOf, solveDense } from "../../../src/linalg/dense/solve.ts";
import { symmetricEigen } from "../../../src/linalg/dense/symmetricEigen.ts";

// The other program does not take entries whose squares vanish.
const entry = fc.double({ min: -1, max: 1, noNaN: true }).map((value) => (Math.abs(value) < 1e-100 ? 0 : value));
const square = fc
  .integer({ min: 1, max: 8 })
  .chain((n) => fc.tuple(fc.constant(n), fc.array(entry, { minLength: n * n, maxLength: n * n })));

/** Backward errors of orthogonal transformations: a modest multiple of the size. */
const rounding = (n: number): number => 20 * n * Number.EPSILON;

const transposed = (n: number, a: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: n * n }, (_, k) => a[(k % n) * n + Math.floor(k / n)]!);

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]!)));

describe("symmetricEigen", () => {
  it("takes a matrix apart into orthonormal vectors and the eigenvalues of another program", () => {
    fc.assert(
      fc.property(square, ([n, values]) => {
        const a = Float64Array.from({ length: n * n }, (_, k) => values[k]! + values[(k % n) * n + Math.floor(k / n)]!);
        const found = symmetricEigen(n, a);
        const scaled = found.vectors.map((value, k) => value * found.values[k % n]!);
        expect(largest(multiplyDense(n, n, n, scaled, transposed(n, found.vectors)), a)).toBeLessThan(
          2 * n * rounding(n),
        );
        const unit = multiplyDense(n, n, n, transposed(n, found.vectors), found.vectors);
        expect(largest(unit, Matrix.eye(n, n).to1DArray())).toBeLessThan(rounding(n));
        const other = new EigenvalueDecomposition(Matrix.from1DArray(n, n, a), { assumeSymmetric: true });
        const sorted = other.realEigenvalues.slice().sort((x, y) => x - y);
        expect(largest(found.values, sorted)).toBeLessThan(2 * n * rounding(n));
      }),
    );
  });

  it("ends where the diagonal is zero", () => {
    const { values } = symmetricEigen(3, [0, 1, 0, 1, 0, 1, 0, 1, 0]);
    expect(largest(values, [-Math.SQRT2, 0, Math.SQRT2])).toBeLessThan(rounding(3));
  });
});

describe("singularValues", () => {
  it("takes a matrix apart, with the values of another program", () => {
    fc.assert(
      fc.property(square, ([n, a]) => {
        const { values, left, right } = singularValues(n, n, a);
        const scaled = left.map((value, k) => value * values[k % n]!);
        expect(largest(multiplyDense(n, n, n, scaled, transposed(n, right)), a)).toBeLessThan(n * rounding(n));
        const overlaps = (vectors: Float64Array) => multiplyDense(n, n, n, transposed(n, vectors), vectors);
        const unit = Matrix.eye(n, n).to1DArray();
        expect(largest(overlaps(right), unit)).toBeLessThan(rounding(n));
        // Of singular values below rounding the squares of columns may vanish, and with them what makes the columns orthogonal.
        if (values[n - 1]! > Number.EPSILON * values[0]!)
          expect(largest(overlaps(left), unit)).toBeLessThan(rounding(n));
        const other = new SingularValueDecomposition(Matrix.from1DArray(n, n, a)).diagonal;
        expect(largest(values, other)).toBeLessThan(n * rounding(n));
      }),
    );
  });

  it("takes entries whose squares vanish or overflow", () => {
    expect(Array.from(singularValues(2, 2, [5e-324, 0, 0, 0]).values)).toEqual([5e-324, 0]);
    expect(Array.from(singularValues(2, 2, [0, 1e300, 2e300, 0]).values)).toEqual([2e300, 1e300]);
  });

  it("completes the vectors of a matrix without rank", () => {
    const { values, left } = singularValues(3, 3, [0, 0, 0, 0, 2, 0, 0, 0, 0]);
    expect(Array.from(values)).toEqual([2, 0, 0]);
    expect(largest(multiplyDense(3, 3, 3, transposed(3, left), left), Matrix.eye(3, 3).to1DArray())).toBe(0);
  });
});

describe("solveDense", () => {
  it("has a backward error of rounding", () => {
    fc.assert(
      fc.property(square, ([n, a]) => {
        const b = Float64Array.from({ length: n }, (_, k) => 1 + k);
        let x: Float64Array;
        try {
          x = solveDense(n, a, 1, b);
        } catch (error) {
          expect(error).toBeInstanceOf(SingularMatrixError);
          return;
        }
        const back = multiplyDense(n, n, 1, a, x);
        // Partial pivoting grows by at most 2^(n - 1); n <= 8.
        const scale = Math.max(...x.map(Math.abs)) + n;
        if (Number.isFinite(scale)) expect(largest(back, b)).toBeLessThan(2 ** n * rounding(n) * scale);
      }),
    );
  });

  it("inverts, with rows to exchange", () => {
    expect(Array.from(inverseOf(2, [0, 2, 4, 0]))).toEqual([0, 0.25, 0.5, 0]);
  });

  it("says where a matrix has no inverse", () => {
    expect(() => inverseOf(2, [1, 2, 2, 4])).toThrow(SingularMatrixError);
  });
});
