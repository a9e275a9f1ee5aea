import { EigenvalueDecomposition, inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../src/core/errors.ts";
import { createRandomStream, fillNormal } from "../../src/core/random.ts";
import { eigenvaluesNear } from "../../src/linalg/arnoldi.ts";
import type { LinearMap } from "../../src/linalg/krylovExponential.ts";

function randomMatrix(n: number, seed: number): Matrix {
  const values = new Float64Array(n * n);
  fillNormal(createRandomStream(seed, 0), values);
  return Matrix.from1DArray(n, n, values);
}

const product = (matrix: Matrix): LinearMap => {
  const rows = matrix.to2DArray();
  return (x, y) => {
    for (let i = 0; i < rows.length; i++) {
      let sum = 0;
      for (let j = 0; j < rows.length; j++) sum += rows[i]![j]! * x[j]!;
      y[i] = sum;
    }
  };
};

/** Block-diagonal real matrix with given eigenvalues (imaginary > 0 stands for the pair), in a random basis. */
function withSpectrum(eigenvalues: readonly (readonly [number, number])[], seed: number, jordan = 0): Matrix {
  const n = eigenvalues.reduce((sum, [, im]) => sum + (im === 0 ? 1 : 2), 0);
  const matrix = Matrix.zeros(n, n);
  let at = 0;
  for (const [re, im] of eigenvalues) {
    matrix.set(at, at, re);
    if (im !== 0) {
      matrix.set(at + 1, at + 1, re);
      matrix.set(at, at + 1, im);
      matrix.set(at + 1, at, -im);
      at++;
    }
    at++;
  }
  if (jordan !== 0) matrix.set(0, 1, jordan);
  // A basis within a factor of a few of orthogonal, so that eigenvalues keep their digits.
  const basis = Matrix.add(Matrix.eye(n), randomMatrix(n, seed).mul(0.3 / Math.sqrt(n)));
  return basis.mmul(matrix).mmul(inverse(basis));
}

const spread = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, k) => [-5 - k, k % 3 === 0 ? 1 + k : 0]);

describe("eigenvaluesNear", () => {
  it("finds the eigenvalues of a random matrix nearest to a shift, with residuals and vectors", () => {
    const n = 150;
    const matrix = randomMatrix(n, 3).mul(1 / Math.sqrt(n));
    const shift = 0.05;
    const inverted = product(inverse(Matrix.sub(matrix, Matrix.eye(n).mul(shift))));
    const found = eigenvaluesNear(inverted, n, shift, { count: 8 });
    const dense = new EigenvalueDecomposition(matrix);
    const exact = dense.realEigenvalues
      .map((re, k) => [re, dense.imaginaryEigenvalues[k]!] as const)
      .sort((a, b) => Math.hypot(a[0] - shift, a[1]) - Math.hypot(b[0] - shift, b[1]))
      .slice(0, found.real.length)
      .sort((a, b) => Math.hypot(...a) - Math.hypot(...b) || b[1] - a[1]);
    expect(found.real.length).toBeGreaterThanOrEqual(8);
    const apply = product(matrix);
    for (let k = 0; k < found.real.length; k++) {
      // Eigenvalues of a Gaussian matrix of order 150 have condition numbers of about 10 to 100.
      expect(Math.abs(found.real[k]! - exact[k]![0])).toBeLessThan(1e-11);
      expect(Math.abs(found.imaginary[k]! - exact[k]![1])).toBeLessThan(1e-11);
      expect(found.residuals[k]!).toBeLessThan(1e-11);
      // A x = lambda x: amplifies the residual of the inverse by |A - shift| |theta| ~ 10.
      const xr = found.vectorsReal[k]!;
      const xi = found.vectorsImaginary[k]!;
      const ar = new Float64Array(n);
      const ai = new Float64Array(n);
      apply(xr, ar);
      apply(xi, ai);
      let residual = 0;
      let length = 0;
      for (let i = 0; i < n; i++) {
        residual += (ar[i]! - found.real[k]! * xr[i]! + found.imaginary[k]! * xi[i]!) ** 2;
        residual += (ai[i]! - found.real[k]! * xi[i]! - found.imaginary[k]! * xr[i]!) ** 2;
        length += xr[i]! ** 2 + xi[i]! ** 2;
      }
      expect(Math.abs(length - 1)).toBeLessThan(1e-13);
      expect(Math.sqrt(residual)).toBeLessThan(1e-10);
    }
  });

  it("finds multiple eigenvalues with their multiplicity, and completes conjugate pairs", () => {
    const matrix = withSpectrum([[-1, 0], [-1, 0], [-1, 0], [-2, 1], [-2, 1], [-3, 0], ...spread(30)], 5);
    const n = matrix.rows;
    const found = eigenvaluesNear(product(inverse(matrix)), n, 0, { count: 6 });
    expect(found.real.length).toBe(7);
    const expected = [
      [-1, 0],
      [-1, 0],
      [-1, 0],
      [-2, 1],
      [-2, 1],
      [-2, -1],
      [-2, -1],
    ];
    const sorted = [...found.real].map((re, k) => [re, found.imaginary[k]!] as const);
    for (const [k, [re, im]] of expected.entries()) {
      expect(Math.abs(sorted[k]![0] - re!)).toBeLessThan(1e-11);
      expect(Math.abs(Math.abs(sorted[k]![1]) - Math.abs(im!))).toBeLessThan(1e-11);
    }
    // Each pair is complete: imaginary parts cancel.
    expect(Math.abs(found.imaginary.reduce((a, b) => a + b))).toBeLessThan(1e-11);
  });

  it("finds both eigenvalues of a Jordan block, to the square root of rounding", () => {
    const matrix = withSpectrum([[-1, 0], [-1, 0], ...spread(20)], 7, 1);
    const found = eigenvaluesNear(product(inverse(matrix)), matrix.rows, 0, { count: 2 });
    // sqrt(cond * 1e-16) for a defective eigenvalue.
    for (const k of [0, 1]) expect(Math.hypot(found.real[k]! + 1, found.imaginary[k]!)).toBeLessThan(1e-6);
  });

  it("returns the whole spectrum of a small matrix", () => {
    const matrix = withSpectrum(
      [
        [-1, 0],
        [-4, 2],
        [3, 0],
        [3, 0],
      ],
      11,
    );
    const found = eigenvaluesNear(product(inverse(matrix)), 5, 0, { count: 5 });
    expect([...found.real].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([-1, 3, 3, -4, -4]);
  });

  it("reports failures", () => {
    const matrix = randomMatrix(100, 3);
    const inverted = product(inverse(matrix));
    expect(() => eigenvaluesNear(inverted, 100, 0, { count: 1, maximumDimension: 3 })).toThrow(ConvergenceError);
    expect(() => eigenvaluesNear(inverted, 100, 0, { count: 0 })).toThrow(InputError);
  });
});
