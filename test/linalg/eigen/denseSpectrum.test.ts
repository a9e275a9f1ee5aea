import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { matrixBlocks, spectrumOfBlocks } from "../../../src/linalg/eigen/blockSpectrum.ts";
import { denseSpectrum, eigenvectors } from "../../../src/linalg/eigen/denseSpectrum.ts";
import { ordinaryRounding } from "../../../src/linalg/eigen/eigenvalueError.ts";
import type { Eigenvalue } from "../../../src/linalg/eigen/order.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../../src/linalg/sparse.ts";

function randomMatrix(n: number, seed: number): Float64Array {
  const values = new Float64Array(n * n);
  fillNormal(createRandomStream(seed, 0), values);
  return values;
}

function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const n = rows.length;
  const places = Array.from({ length: n * n }, (_, k) => k);
  return sparseFromTriplets(
    n,
    n,
    places.map((k) => Math.floor(k / n)),
    places.map((k) => k % n),
    rows.flat(),
  );
}

const all = (matrix: SparseMatrix): readonly Eigenvalue[] =>
  spectrumOfBlocks(matrixBlocks(matrix), ordinaryRounding, {
    count: matrix.pattern.rows,
    near: null,
    highest: null,
    tie: 1e-12,
  });

describe("denseSpectrum", () => {
  it.each([1, 2, 3, 7, 40, 90])("has eigenvalues with right and left vectors, order %i", (n) => {
    const a = randomMatrix(n, 5 + n);
    const found = denseSpectrum(a.slice(), n);
    let trace = 0;
    for (let k = 0; k < n; k++) trace += a[k * n + k]!;
    // The sum of n eigenvalues, each wrong by eps |A| ~ n eps times a condition number of order n.
    const limit = 32 * n * n * Number.EPSILON;
    expect(Math.abs(found.real.reduce((sum, re) => sum + re, 0) - trace)).toBeLessThan(limit);
    for (let k = 0; k < n; k++) {
      const { right, left } = eigenvectors(found, k);
      const [re, im] = [found.real[k]!, found.imaginary[k]!];
      let [ofRight, ofLeft] = [0, 0];
      for (let i = 0; i < n; i++) {
        const sum = [0, 0, 0, 0];
        for (let j = 0; j < n; j++) {
          sum[0]! += a[i * n + j]! * right.real[j]!;
          sum[1]! += a[i * n + j]! * right.imaginary[j]!;
          sum[2]! += a[j * n + i]! * left.real[j]!;
          sum[3]! -= a[j * n + i]! * left.imaginary[j]!;
        }
        const [x, y, u, v] = [right.real[i]!, right.imaginary[i]!, left.real[i]!, -left.imaginary[i]!];
        ofRight = Math.max(ofRight, Math.hypot(sum[0]! - re * x + im * y, sum[1]! - re * y - im * x));
        ofLeft = Math.max(ofLeft, Math.hypot(sum[2]! - re * u + im * v, sum[3]! - re * v - im * u));
      }
      expect(ofRight).toBeLessThan(limit);
      expect(ofLeft).toBeLessThan(limit);
    }
  });

  it("ends on matrices where QR iterations are known to run in circles", () => {
    // The Jacobian of an ordinary model, on which ml-matrix does not end, and cyclic permutations, which the plain double shift keeps.
    const jacobian = denseSpectrum(Float64Array.of(-2, 0, 1, 0, -2, -1, -1, 1, -2), 3);
    expect(Array.from(jacobian.imaginary).map(Math.abs).sort()[2]).toBeCloseTo(Math.SQRT2, 13);
    for (const n of [3, 4, 8]) {
      const cycle = new Float64Array(n * n);
      for (let k = 0; k < n; k++) cycle[k * n + ((k + 1) % n)] = 1;
      const { real, imaginary } = denseSpectrum(cycle, n);
      for (let k = 0; k < n; k++) expect(Math.hypot(real[k]!, imaginary[k]!)).toBeCloseTo(1, 12);
    }
  });
});

describe("errors of eigenvalues", () => {
  it("hold for a badly scaled and ill-conditioned matrix", () => {
    // Eigenvalues 1, 2, 3 of a triangular matrix in a basis with integers: exact, condition numbers up to 1e8.
    const c = 1e4;
    const matrix = sparse([
      [1 - c, c, -c],
      [-c - c * c, c * c + 2 + c, -c * c],
      [-c * c, c * c + 0, 0],
    ]);
    // Verified by its characteristic polynomial in integers.
    const [a, b, d] = [matrix.values.slice(0, 3), matrix.values.slice(3, 6), matrix.values.slice(6, 9)];
    const trace = a[0]! + b[1]! + d[2]!;
    const found = all(matrix);
    const sum = found.reduce((total, { real }) => total + real, 0);
    const error = found.reduce((total, { error: each }) => total + each, 0);
    expect(Math.abs(sum - trace)).toBeLessThanOrEqual(error);
  });

  it("are the root of rounding at a defective eigenvalue, and cover it", () => {
    // -1.5 twice, with one eigenvector.
    const found = all(
      sparse([
        [-1, -0.5],
        [0.5, -2],
      ]),
    );
    expect(found).toHaveLength(2);
    for (const { real, imaginary, error } of found) {
      expect(Math.hypot(real + 1.5, imaginary)).toBeLessThanOrEqual(error);
      expect(error).toBeGreaterThan(1e-9);
      expect(error).toBeLessThan(1e-5);
    }
  });

  it("are those of rounding for a multiple eigenvalue with as many vectors", () => {
    // Reflections leave -1 threefold and -3 simple: I - 2 v v^T with v of four equal entries, scaled.
    const v = [0.5, 0.5, 0.5, 0.5];
    const rows = v.map((p, i) => v.map((q, j) => (i === j ? -1 : 0) - 2 * p * q));
    const found = all(sparse(rows));
    for (const [k, exact] of [-1, -1, -1, -3].entries()) {
      expect(Math.abs(found[k]!.real - exact)).toBeLessThanOrEqual(found[k]!.error);
      expect(found[k]!.error).toBeLessThan(1e-12);
    }
  });

  it("do not see what couples one block to the next only one way", () => {
    // Triangular, condition number 1e20 as a full matrix: the eigenvalues are on the diagonal all the same.
    const found = all(
      sparse([
        [-1, 1e10, 1e10],
        [0, -1.0001, 1e10],
        [0, 0, -1.0002],
      ]),
    );
    expect(found.map(({ real }) => real)).toEqual([-1, -1.0001, -1.0002]);
    expect(Math.max(...found.map(({ error }) => error))).toBeLessThan(1e-14);
  });
});
