import { describe, expect, it } from "vitest";
import { SingularMatrixError } from "../../../src/core/errors.ts";
import { symmetricGraph } from "../../../src/linalg/direct/graph.ts";
import { minimumDegreeOrdering } from "../../../src/linalg/direct/minimumDegree.ts";
import { factorIncomplete, solveIncomplete } from "../../../src/linalg/iterative/ilu.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import { diagonallyDominant, gridLaplacian, matrixBuilder } from "../matrices.ts";

const unlimited = { maximumEntries: Number.POSITIVE_INFINITY };
const natural = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

describe("incomplete LU", () => {
  it("is complete, to single precision, where nothing is dropped", () => {
    const matrix = diagonallyDominant(200, 3);
    const order = minimumDegreeOrdering(symmetricGraph(matrix.pattern));
    const factors = factorIncomplete(matrix.pattern, order, matrix.values, { dropTolerance: 0, ...unlimited })!;
    const expected = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i));
    const x = new Float64Array(200);
    multiply(matrix, expected, x);
    solveIncomplete(factors, x, x);
    // Rounding to 24 bits, in a matrix whose diagonal outweighs the rest by half: a condition of 5.
    expect(Math.max(...x.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(5 * 2 ** -24 * 8);
    expect(factors.enlarged).toBe(0);
  });

  it("drops more at a larger tolerance, and gets worse", () => {
    const matrix = gridLaplacian(12, 3);
    const n = matrix.pattern.rows;
    const order = minimumDegreeOrdering(symmetricGraph(matrix.pattern));
    const b = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
    const results = [1e-4, 1e-2, 1e-1].map((dropTolerance) => {
      const factors = factorIncomplete(matrix.pattern, order, matrix.values, { dropTolerance, ...unlimited })!;
      const x = new Float64Array(n);
      const image = new Float64Array(n);
      solveIncomplete(factors, b, x);
      multiply(matrix, x, image);
      const entries = factors.lower.starts[n]! + factors.upper.starts[n]!;
      return { entries, residual: Math.hypot(...image.map((value, i) => value - b[i]!)) };
    });
    expect(results[0]!.entries).toBeGreaterThan(results[1]!.entries);
    expect(results[1]!.entries).toBeGreaterThan(results[2]!.entries);
    expect(results[0]!.residual).toBeLessThan(results[1]!.residual);
    expect(results[1]!.residual).toBeLessThan(results[2]!.residual);
  });

  it("gives up where there is no room", () => {
    const matrix = gridLaplacian(12, 3);
    const n = matrix.pattern.rows;
    const small = { dropTolerance: 0, maximumEntries: 2 * matrix.values.length };
    expect(factorIncomplete(matrix.pattern, natural(n), matrix.values, small)).toBeNull();
  });

  it("takes a pivot away from the diagonal where that is small", () => {
    const { put, build } = matrixBuilder(3);
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) put(i, j, i === 0 && j === 0 ? 1e-3 : 1 + i * j);
    const matrix = build();
    const factors = factorIncomplete(matrix.pattern, natural(3), matrix.values, { dropTolerance: 0, ...unlimited })!;
    expect(factors.exchanged).toBeGreaterThan(0);
    const x = Float64Array.of(2 + 1e-3, 6, 9);
    solveIncomplete(factors, x, x);
    // (1, 1, 1), of a matrix with a condition of 22.
    for (const value of x) expect(Math.abs(value - 1)).toBeLessThan(30 * 2 ** -24);
  });

  it("enlarges pivots that vanish, and refuses a row of zeros", () => {
    const options = { dropTolerance: 1e-2, ...unlimited };
    const { put, build } = matrixBuilder(2);
    put(0, 0, 0);
    put(0, 1, 1);
    put(1, 1, 1);
    const corner = build();
    const factors = factorIncomplete(corner.pattern, natural(2), corner.values, options)!;
    expect(factors.enlarged).toBe(1);
    const zero = { ...corner, values: Float64Array.of(0, 0, 1) };
    expect(() => factorIncomplete(zero.pattern, natural(2), zero.values, options)).toThrow(SingularMatrixError);
  });
});
