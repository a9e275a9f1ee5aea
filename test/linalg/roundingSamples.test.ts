import { inverse, Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { analyze, factor, solve } from "../../src/linalg/direct/lu.ts";
import { rootMeanSquare, roundingSamples } from "../../src/linalg/roundingSamples.ts";
import { multiply } from "../../src/linalg/sparse.ts";
import { congruential, diagonallyDominant } from "./matrices.ts";

it("knows the standard deviation of a functional where entries err independently, within a factor of 10", () => {
  const random = congruential(3);
  for (let trial = 0; trial < 20; trial++) {
    const n = 30;
    const matrix = diagonallyDominant(n, trial + 1);
    const dense = Matrix.zeros(n, n);
    for (let i = 0; i < n; i++) {
      for (let k = matrix.pattern.rowStarts[i]!; k < matrix.pattern.rowStarts[i + 1]!; k++) {
        dense.set(i, matrix.pattern.columnIndices[k]!, matrix.values[k]!);
      }
    }
    const x = Float64Array.from({ length: n }, () => random() - 0.5);
    const functional = Float64Array.from({ length: n }, () => random() - 0.5);
    const value = (vector: Float64Array): number => vector.reduce((sum, v, i) => sum + v * functional[i]!, 0);
    // f(dx) = sum_i w_i g_i with A^T w = f, and g_i = sum_j d_ij a_ij x_j.
    const adjoint = Matrix.rowVector([...functional]).mmul(inverse(dense));
    let variance = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) variance += (adjoint.get(0, i) * dense.get(i, j) * x[j]!) ** 2;
    const factorization = factor(analyze(matrix.pattern), matrix.values);
    const samples = roundingSamples(matrix, x, (right, left) => solve(factorization, right, left));
    const ratio = rootMeanSquare(samples.map(value)) / Math.sqrt(variance);
    // Outside with a probability of 1e-3 below, 1e-60 above.
    expect(ratio).toBeGreaterThan(0.1);
    expect(ratio).toBeLessThan(10);
    // The row of a condition carries no error.
    const fixed = roundingSamples(matrix, x, (right, left) => solve(factorization, right, left), { fixed: 4 })[0]!;
    const image = new Float64Array(n);
    multiply(matrix, fixed, image);
    expect(Math.abs(image[4]!)).toBeLessThan(1e-12);
  }
});
