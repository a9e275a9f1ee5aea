import fc from "fast-check";
import { LuDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { SingularMatrixError } from "../../../src/core/errors.ts";
import { analyze, factor, solve, solveTransposed } from "../../../src/linalg/direct/lu.ts";
import { solveRefined } from "../../../src/linalg/direct/refine.ts";
import { multiply, multiplyTransposed, type SparseMatrix, sparseFromTriplets } from "../../../src/linalg/sparse.ts";

interface Triplets {
  readonly n: number;
  readonly rows: number[];
  readonly columns: number[];
  readonly values: number[];
}

const build = (t: Triplets): SparseMatrix => sparseFromTriplets(t.n, t.n, t.rows, t.columns, t.values);

/** Convection-diffusion on an m x m grid: nonsymmetric values on a symmetric pattern. */
function grid(m: number, convection: number): Triplets {
  const t: Triplets = { n: m * m, rows: [], columns: [], values: [] };
  const put = (i: number, j: number, v: number): void => {
    t.rows.push(i);
    t.columns.push(j);
    t.values.push(v);
  };
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      const i = a * m + b;
      put(i, i, 4.05);
      if (a > 0) put(i, i - m, -1 + convection);
      if (a < m - 1) put(i, i + m, -1 - convection);
      if (b > 0) put(i, i - 1, -1);
      if (b < m - 1) put(i, i + 1, -1);
    }
  }
  return t;
}

const toDense = (matrix: SparseMatrix): Matrix => {
  const { rows, columns, rowStarts, columnIndices } = matrix.pattern;
  const dense = Matrix.zeros(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) dense.set(i, columnIndices[k]!, matrix.values[k]!);
  }
  return dense;
};

/** Random sparse matrix whose only sure nonzeros lie on a permutation far from the diagonal. */
const permuted = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1e6 }))
  .map(([n, extra, seed]): Triplets => {
    let state = seed + 1;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const t: Triplets = { n, rows: [], columns: [], values: [] };
    const shift = Math.floor(random() * n);
    for (let i = 0; i < n; i++) {
      t.rows.push(i);
      t.columns.push((i + shift) % n);
      t.values.push((random() < 0.5 ? -1 : 1) * (1 + random()));
      for (let k = 0; k < extra; k++) {
        t.rows.push(i);
        t.columns.push(Math.floor(random() * n));
        t.values.push(0.4 * (random() - 0.5));
      }
    }
    return t;
  });

const largest = (a: Float64Array): number => a.reduce((m, v) => Math.max(m, Math.abs(v)), 0);

/** |b - A x| relative to |A||x| + |b|, row by row: what a backward stable solve keeps at rounding level. */
function backwardError(matrix: SparseMatrix, x: Float64Array, b: Float64Array, transposed: boolean): number {
  const n = b.length;
  const absolute: SparseMatrix = { pattern: matrix.pattern, values: matrix.values.map(Math.abs) };
  const apply = transposed ? multiplyTransposed : multiply;
  const residual = new Float64Array(n);
  const scale = new Float64Array(n);
  apply(matrix, x, residual);
  apply(absolute, x.map(Math.abs), scale);
  return largest(residual.map((r, i) => r - b[i]!)) / Math.max(largest(scale), largest(b));
}

describe.each([
  ["by WebAssembly", { portable: false }],
  ["without WebAssembly", { portable: true }],
])("sparse LU %s", (_, options) => {
  it("solves A x = b and A^T x = b to rounding, whatever the pattern", () => {
    fc.assert(
      fc.property(permuted, (triplets) => {
        const matrix = build(triplets);
        const n = triplets.n;
        if (new LuDecomposition(toDense(matrix)).isSingular()) return;
        const factorization = factor(analyze(matrix.pattern), matrix.values, options);
        const b = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
        const x = new Float64Array(n);
        // Growth: each of at most n pivots above the threshold 0.01 may multiply entries by 100 in the worst case; in
        // practice growth stays small, and n^2 eps covers the accumulated rounding of n <= 40 with two digits to spare.
        const limit = 100 * n * n * Number.EPSILON;
        solve(factorization, b, x);
        expect(backwardError(matrix, x, b, false)).toBeLessThan(limit);
        solveTransposed(factorization, b, x);
        expect(backwardError(matrix, x, b, true)).toBeLessThan(limit);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("keeps the diagonal where it is acceptable, and delays pivots where it is not", () => {
    const good = build(grid(20, 0.3));
    expect(factor(analyze(good.pattern), good.values, options).delayed).toBe(0);
    // Zero diagonal, saddle-point like: without delays the first leaf would divide by zero.
    const t = grid(12, 0.3);
    for (let k = 0; k < t.rows.length; k++) if (t.rows[k] === t.columns[k] && t.rows[k]! % 2 === 0) t.values[k] = 0;
    const bad = build(t);
    const factorization = factor(analyze(bad.pattern), bad.values, options);
    expect(factorization.delayed).toBeGreaterThan(0);
    const b = new Float64Array(t.n).fill(1);
    const x = new Float64Array(t.n);
    solve(factorization, b, x);
    expect(backwardError(bad, x, b, false)).toBeLessThan(t.n * t.n * Number.EPSILON);
  });

  it("serves many values with one analysis, and one right-hand side in place", () => {
    const symbolic = analyze(build(grid(15, 0)).pattern);
    for (const convection of [0, 0.4, 0.9]) {
      const matrix = build(grid(15, convection));
      const expected = Float64Array.from({ length: 225 }, (_, i) => Math.sin(i));
      const b = new Float64Array(225);
      multiply(matrix, expected, b);
      solve(factor(symbolic, matrix.values, options), b, b);
      // Condition number of the grid matrix is below 4 / 0.05 times a modest factor: 3 digits.
      expect(largest(b.map((v, i) => v - expected[i]!))).toBeLessThan(1e3 * 225 * Number.EPSILON);
    }
  });

  it("brings the backward error to rounding level by refinement", () => {
    const matrix = build(grid(60, 0.7));
    const factorization = factor(analyze(matrix.pattern), matrix.values, options);
    const b = Float64Array.from({ length: 3600 }, (_, i) => Math.cos(3 * i));
    const x = new Float64Array(3600);
    const refined = solveRefined(matrix, factorization, b, x);
    expect(refined.status).toBe("converged");
    // At most 5 products a row.
    expect(refined.backwardError).toBeLessThan(10 * Number.EPSILON);
  });

  it("substitutes others along with the first correction, or by themselves where there is none", () => {
    const matrix = build(grid(24, 0.3));
    const n = matrix.pattern.rows;
    // Factors of a matrix nearby leave something to correct.
    const nearby = matrix.values.map((value, k) => value * (1 + 1e-6 * Math.sin(k)));
    const factorization = factor(analyze(matrix.pattern), nearby, options);
    const b = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
    const plain = new Float64Array(n);
    solveRefined(matrix, factorization, b, plain);
    for (const maximumIterations of [0, 8]) {
      const block = new Float64Array(3 * n);
      let seen = new Float64Array(0);
      const others = (approximation: Float64Array): Float64Array => {
        seen = approximation.slice();
        for (let k = 0; k < block.length; k++) block[k] = (1 + Math.floor(k / n)) * approximation[k % n]!;
        return block;
      };
      const found = new Float64Array(n);
      const report = solveRefined(matrix, factorization, b, found, { others, maximumIterations });
      expect(report.iterations > 0).toBe(maximumIterations > 0);
      expect(report.status).toBe(maximumIterations > 0 ? "converged" : "stalled");
      const expected = new Float64Array(n);
      solve(factorization, seen, expected);
      // The condition number, below n, times rounding.
      const limit = 4 * n * Number.EPSILON;
      for (let i = 0; i < n; i++) {
        expect(Math.abs(found[i]! - (maximumIterations > 0 ? plain : seen)[i]!)).toBeLessThan(
          limit * Math.max(...plain),
        );
      }
      for (let k = 0; k < block.length; k++) {
        const wanted = (1 + Math.floor(k / n)) * expected[k % n]!;
        expect(Math.abs(block[k]! - wanted)).toBeLessThan(limit * Math.max(...expected));
      }
    }
  });

  it("reports a singular matrix with the pivot's magnitude", () => {
    const laplacian: Triplets = { n: 30, rows: [], columns: [], values: [] };
    for (let i = 0; i < 30; i++) {
      for (const [j, v] of [
        [i, 2],
        [(i + 1) % 30, -1],
        [(i + 29) % 30, -1],
      ] as const) {
        laplacian.rows.push(i);
        laplacian.columns.push(j);
        laplacian.values.push(v);
      }
    }
    const matrix = build(laplacian);
    let error: unknown;
    try {
      factor(analyze(matrix.pattern), matrix.values, options);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(SingularMatrixError);
    expect((error as SingularMatrixError).value).toBeLessThan(1e-13);
    expect((error as SingularMatrixError).message).toContain("pivot");
    const zero = build({ n: 2, rows: [0, 1], columns: [0, 1], values: [1, 0] });
    expect(() => factor(analyze(zero.pattern), zero.values, options)).toThrow(SingularMatrixError);
    expect(() => factor(analyze(zero.pattern), Float64Array.of(1, Number.NaN), options)).toThrow(/NaN/);
  });

  it("fills in far less than a band solver", () => {
    const symbolic = analyze(build(grid(100, 0)).pattern);
    // A band solver stores 2 m^3; minimum degree on a grid needs about 31 m^2 log2(m) / 4 an L or U factor.
    expect(symbolic.factorSize).toBeLessThan(2 * 100 ** 3 * 0.5);
    expect([...symbolic.order].sort((a, b) => a - b)).toEqual([...Array(10_000).keys()]);
  });
});
