import { inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { matrixBlocks, spectrumOfBlocks } from "../../../src/linalg/eigen/blockSpectrum.ts";
import { ordinaryRounding } from "../../../src/linalg/eigen/eigenvalueError.ts";
import { invariantSpace } from "../../../src/linalg/eigen/invariantSpace.ts";
import { searchSpectrum } from "../../../src/linalg/eigen/sparseSearch.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../../src/linalg/sparse.ts";

type Places = readonly (readonly [number, number])[];

/** Real block-diagonal matrix with given eigenvalues (imaginary > 0 stands for the pair), in a random basis. */
function withSpectrum(eigenvalues: Places, seed: number): SparseMatrix {
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
  const noise = new Float64Array(n * n);
  fillNormal(createRandomStream(seed, 0), noise);
  // A basis within a factor of a few of orthogonal, so that eigenvalues keep their digits.
  const basis = Matrix.add(Matrix.eye(n), Matrix.from1DArray(n, n, noise).mul(0.3 / Math.sqrt(n)));
  const full = basis.mmul(matrix).mmul(inverse(basis));
  const places = Array.from({ length: n * n }, (_, k) => k);
  return sparseFromTriplets(
    n,
    n,
    places.map((k) => Math.floor(k / n)),
    places.map((k) => k % n),
    full.to1DArray(),
  );
}

const settings = { highest: null, tie: 1e-9, unit: 1, frequencyStep: 1, memoryLimit: 2 ** 30 };

describe("searchSpectrum", () => {
  /** Slow at high frequency: what a search around zero alone does not see. */
  const comb: [number, number][] = [
    [0, 0],
    ...Array.from({ length: 8 }, (_, k): [number, number] => [-0.02 * (k + 1), 0.9 * (k + 1)]),
    ...Array.from({ length: 60 }, (_, k): [number, number] => [-0.5 - 0.05 * k, (k % 7) * 0.8]),
  ];
  const matrix = withSpectrum(comb, 3);

  it("finds the slow ones of all frequencies that it says, and the same as dense matrices do", () => {
    const request = { count: 9, near: null, highest: null, tie: 1e-9 };
    const { eigenvalues, searched } = searchSpectrum(matrix, ordinaryRounding, {
      ...request,
      ...settings,
      frequency: 5,
    });
    // Four pairs below 5; the search grows while modes reach its edge.
    expect(searched).toBeGreaterThanOrEqual(5);
    const dense = spectrumOfBlocks(matrixBlocks(matrix), ordinaryRounding, request);
    expect(eigenvalues).toHaveLength(9);
    for (const [k, { real, imaginary, error }] of eigenvalues.entries()) {
      const exact = dense[k]!;
      expect(Math.hypot(real - exact.real, imaginary - exact.imaginary)).toBeLessThanOrEqual(error + exact.error);
      expect(error).toBeLessThan(1e-9);
    }
  });

  it("finds those nearest to a place", () => {
    const request = { count: 6, near: [0, 4.4] as const, highest: null, tie: 1e-9 };
    const { eigenvalues, searched } = searchSpectrum(matrix, ordinaryRounding, {
      ...request,
      ...settings,
      frequency: 5,
    });
    expect(searched).toBeNull();
    const dense = spectrumOfBlocks(matrixBlocks(matrix), ordinaryRounding, request);
    expect(eigenvalues.map(({ imaginary }) => imaginary.toFixed(6))).toEqual(
      dense.map(({ imaginary }) => imaginary.toFixed(6)),
    );
    expect(eigenvalues[0]!.imaginary).toBeCloseTo(4.5, 9);
  });

  it("finds multiple eigenvalues with their multiplicity", () => {
    const multiple = withSpectrum(
      [
        [-0.1, 0],
        [-0.1, 0],
        [-0.1, 0],
        [-0.2, 1],
        [-0.2, 1],
        ...Array.from({ length: 40 }, (_, k): [number, number] => [-1 - k, 0]),
      ],
      5,
    );
    const { eigenvalues } = searchSpectrum(multiple, ordinaryRounding, {
      count: 7,
      near: null,
      ...settings,
      frequency: 2,
    });
    const expected = [
      [-0.1, 0],
      [-0.1, 0],
      [-0.1, 0],
      [-0.2, 1],
      [-0.2, -1],
      [-0.2, 1],
      [-0.2, -1],
    ];
    for (const [k, [re, im]] of expected.entries()) {
      const { real, imaginary, error } = eigenvalues[k]!;
      expect(Math.hypot(real - re!, imaginary - im!)).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-9);
    }
  });

  it("refuses factors beyond the memory", () => {
    const small = { count: 3, near: null, ...settings, frequency: 2, memoryLimit: 1e3 };
    expect(() => searchSpectrum(matrix, ordinaryRounding, small)).toThrow(ResourceLimitError);
  });
});

describe("invariantSpace", () => {
  it("reports failures", () => {
    const values = new Float64Array(100 * 100);
    fillNormal(createRandomStream(3, 0), values);
    const apply = (x: Float64Array, y: Float64Array): void => {
      for (let i = 0; i < 100; i++) {
        let sum = 0;
        for (let j = 0; j < 100; j++) sum += values[100 * i + j]! * x[j]!;
        y[i] = sum;
      }
    };
    expect(() => invariantSpace(apply, 100, { count: 1, maximumDimension: 3 })).toThrow(ConvergenceError);
    expect(() => invariantSpace(apply, 100, { count: 0 })).toThrow(InputError);
  });
});
