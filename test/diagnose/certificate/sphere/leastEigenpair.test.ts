import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { leastEigenpair } from "../../../../src/diagnose/certificate/sphere/leastEigenpair.ts";
import { symmetricEigen } from "../../../../src/linalg/dense/symmetricEigen.ts";
import { normals } from "../../entanglement/randomDensities.ts";
import { never } from "../states.ts";

/** Q diag(values) Q^T with the eigenvectors of a random matrix. */
function withSpectrum(values: readonly number[], seed: number): Float64Array {
  const size = values.length;
  const random = normals(seed, size * size);
  const { vectors } = symmetricEigen(size, random);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += vectors[i * size + k]! * values[k]! * vectors[j * size + k]!;
      matrix[i * size + j] = matrix[j * size + i] = sum;
    }
  }
  return matrix;
}

const spread = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / Math.max(1, count - 1));

describe("the least eigenpair", () => {
  it.each<[string, readonly number[]]>([
    ["one row", [3]],
    ["two rows", [-1, 2]],
    ["far below the others", [-1000, ...spread(40, 0, 1)]],
    ["close to the next", [-1, -1 + 1e-9, ...spread(30, 0, 5)]],
    ["many times", [...spread(20, 2, 2), ...spread(20, 3, 9)]],
    ["among many of rounding size", [...spread(30, 0, 1e-13), ...spread(20, 1, 100)]],
    ["negative of rounding size", [-1e-13, ...spread(30, 0, 1e-12), ...spread(20, 1, 100)]],
    ["of a matrix without other entries", spread(25, 0, 0)],
    ["of a negative matrix", spread(50, -7, -3)],
    ["hidden from the start: most of it at the other end", [-1, ...spread(60, 99, 100)]],
  ])("is found between proved bounds: %s", (_, values) => {
    const size = values.length;
    const matrix = withSpectrum(values, size);
    const { value, lower, vector, largest } = leastEigenpair(size, matrix, never)!;
    const norm = Math.max(...values.map(Math.abs));
    const exact = Math.min(
      ...new EigenvalueDecomposition(Matrix.from1DArray(size, size, matrix), { assumeSymmetric: true }).realEigenvalues,
    );
    const rounding = 8 * size * Number.EPSILON * norm;
    expect(lower).toBeLessThanOrEqual(exact + rounding);
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(rounding);
    expect(value - lower).toBeLessThanOrEqual(4 * size * size * Number.EPSILON * norm);
    expect(largest).toBeLessThanOrEqual(norm + rounding);
    expect(largest).toBeGreaterThanOrEqual(0.9 * norm);
    expect(Math.abs(vector.reduce((sum, x) => sum + x * x, 0) - 1)).toBeLessThan(1e-13);
  });

  it("is that of the part that has it, where nothing joins the parts", () => {
    const part = withSpectrum([-2, 1, 5], 3);
    const matrix = new Float64Array(49);
    const places = [1, 3, 6];
    for (let i = 0; i < 7; i++) matrix[8 * i] = -1 + i;
    for (const [i, a] of places.entries()) for (const [j, b] of places.entries()) matrix[7 * a + b] = part[3 * i + j]!;
    const { value, vector } = leastEigenpair(7, matrix, never)!;
    expect(Math.abs(value + 2)).toBeLessThan(1e-14);
    expect([0, 2, 4, 5].map((k) => vector[k])).toEqual([0, 0, 0, 0]);
  });

  it("is left where time is up", () => {
    expect(leastEigenpair(2, Float64Array.of(1, 2, 2, 1), () => true)).toBeNull();
  });
});
