import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError, SingularMatrixError } from "../../../src/core/errors.ts";
import { patternElements } from "../../../src/fem/patternElements.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { equilibrate, singularBelow } from "../../../src/linalg/direct/equilibrate.ts";
import { type Kernel, kernel } from "../../../src/linalg/direct/kernel/engine.ts";
import { openWorkspace } from "../../../src/linalg/direct/kernel/workspace.ts";
import {
  analyze,
  type Factorization,
  factor,
  release,
  type SymbolicFactorization,
  solve,
  solveTransposed,
} from "../../../src/linalg/direct/lu.ts";
import { solveRefined } from "../../../src/linalg/direct/refine.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../../src/linalg/sparse.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { congruential, gridLaplacian, ring } from "../matrices.ts";
import { FAMILIES } from "./families.ts";

const SEEDS = 34;
const engine = kernel();

const inKernel = ({ pattern, values }: SparseMatrix): Factorization =>
  factor(analyze(pattern), values, { portable: false });

const taskOf = (symbolic: SymbolicFactorization, values: Float64Array) => ({
  symbolic,
  values,
  ...equilibrate(symbolic.pattern, values),
  pivotThreshold: 0.01,
  smallestAllowed: singularBelow(symbolic.order.length),
  reuse: null,
  numbersPerUnknown: 1 as const,
});

function transposeOf({ pattern, values }: SparseMatrix): SparseMatrix {
  const rows = rowsOf(pattern);
  return sparseFromTriplets(pattern.columns, pattern.rows, pattern.columnIndices, rows, values);
}

const rowsOf = ({ rows, rowStarts }: SparseMatrix["pattern"]): number[] =>
  Array.from({ length: rows }).flatMap((_, i) => Array<number>(rowStarts[i + 1]! - rowStarts[i]!).fill(i));

/** |b - A x| / (|A| |x| + |b|), largest entries of each after rows and columns are brought to unit size: what a solve without refinement keeps. */
function scaledBackwardError({ pattern, values }: SparseMatrix, x: Float64Array, b: Float64Array): number {
  const { rowScale, columnScale } = equilibrate(pattern, values);
  const [rest, size] = [b.map((value, i) => value * rowScale[i]!), new Float64Array(b.length)];
  const largestColumn = Math.max(...x.map((value, j) => Math.abs(value / columnScale[j]!)));
  for (const [k, i] of rowsOf(pattern).entries()) {
    const j = pattern.columnIndices[k]!;
    const value = values[k]! * rowScale[i]! * columnScale[j]!;
    rest[i]! -= (value * x[j]!) / columnScale[j]!;
    size[i]! += Math.abs(value) * largestColumn;
  }
  const right = Math.max(...b.map((value, i) => Math.abs(value * rowScale[i]!)));
  return Math.max(...rest.map(Math.abs)) / (Math.max(...size) + right);
}

const indicesAndValues = ({ values, rowIds, columnIds, idStarts, pivots }: Factorization) =>
  [values, rowIds, columnIds, idStarts, pivots].map((array) => array.slice());

describe("the kernel", () => {
  // The compiler is WebAssembly itself.
  it.skipIf(engine === null)("is what its source compiles to", async () => {
    const { compileKernel, KERNEL_CODE, KERNELS } = await import("../../../build/compileKernel.ts");
    for (const source of KERNELS) expect(readFileSync(KERNEL_CODE[source], "utf8")).toBe(await compileKernel(source));
  });

  it.each(Object.keys(FAMILIES))(`solves ${SEEDS} matrices to a backward error below 1e-14, both ways: %s`, (name) => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const matrix = FAMILIES[name]!(seed);
      const b = Float64Array.from({ length: matrix.pattern.rows }, (_, i) => Math.cos(i));
      for (const portable of [false, true]) {
        const x = new Float64Array(b.length);
        const factorization = factor(analyze(matrix.pattern), matrix.values, { portable });
        const { backwardError } = solveRefined(matrix, factorization, b, x);
        expect(backwardError, `seed ${seed}, portable ${portable}`).toBeLessThan(1e-14);
      }
    }
  });

  it.each(Object.keys(FAMILIES))("solves for blocks of right-hand sides, transposed too, both ways: %s", (name) => {
    for (let seed = 200; seed < 206; seed++) {
      const { pattern, values } = FAMILIES[name]!(seed);
      const n = pattern.rows;
      const transposed = transposeOf({ pattern, values });
      for (const portable of [false, true]) {
        const factorization = factor(analyze(pattern), values, { portable });
        const before = indicesAndValues(factorization);
        for (const count of [1, 2, 3, 4, 5, 9]) {
          const b = Float64Array.from({ length: count * n }, (_, i) => Math.cos(i + seed));
          const [x, y] = [b.slice(), new Float64Array(b.length)];
          solve(factorization, x, x);
          solveTransposed(factorization, b, y);
          for (let at = 0; at < b.length; at += n) {
            const one = b.slice(at, at + n);
            const [alone, aloneTransposed] = [new Float64Array(n), new Float64Array(n)];
            solve(factorization, one, alone);
            solveTransposed(factorization, one, aloneTransposed);
            // Both are exact for a matrix whose entries differ by rounding and by what pivots of a hundredth let grow.
            const limit = 100 * n * Number.EPSILON;
            for (const [matrix, mine] of [
              [{ pattern, values }, x.slice(at, at + n)],
              [{ pattern, values }, alone],
              [transposed, y.slice(at, at + n)],
              [transposed, aloneTransposed],
            ] as const) {
              expect(scaledBackwardError(matrix, mine, one), `${seed} ${portable} ${count}`).toBeLessThan(limit);
            }
          }
        }
        // Nothing is written outside of the work arrays.
        expect(indicesAndValues(factorization)).toEqual(before);
      }
    }
  });

  it("gives the memory of factors to another matrix only where asked, and says so afterwards", () => {
    const { pattern, values } = gridLaplacian(40, 2);
    const symbolic = analyze(pattern);
    const first = factor(symbolic, values, { portable: false });
    const x = new Float64Array(pattern.rows).fill(1);
    const second = factor(symbolic, values, { portable: false, reuse: first });
    expect(second.values.buffer === first.values.buffer).toBe(first.store !== null);
    const expected = new Float64Array(x.length);
    solve(factor(symbolic, values, { portable: false }), x, expected);
    const found = new Float64Array(x.length);
    solve(second, x, found);
    expect(found).toEqual(expected);
    if (first.store !== null) expect(() => solve(first, x, found)).toThrow(/was given to another one/);
    expect(() => solve(second, x, new Float64Array(3))).toThrow(InputError);
  });

  it("gives what was released to the next matrix, once, and to none that needs more or much less", () => {
    const { pattern, values } = gridLaplacian(40, 2);
    const symbolic = analyze(pattern);
    const factorOf = (): Factorization => factor(symbolic, values, { portable: false });
    const first = factorOf();
    if (first.store === null) return;
    const x = new Float64Array(pattern.rows).fill(1);
    release(first);
    expect(() => solve(first, x, x)).toThrow(/was given to another one/);
    const small = inKernel(gridLaplacian(12, 2));
    const large = inKernel(gridLaplacian(50, 2));
    for (const { store } of [small, large]) expect(store).not.toBe(first.store);
    const second = factorOf();
    expect(second.store).toBe(first.store);
    // What is released twice, or handed on after its release, belongs to somebody else by then.
    release(first);
    expect(factor(symbolic, values, { portable: false, reuse: first }).store).not.toBe(second.store);
    expect(factorOf().store).not.toBe(second.store);
    const [found, expected] = [new Float64Array(x.length), new Float64Array(x.length)];
    solve(second, x, found);
    solve(factorOf(), x, expected);
    expect(found).toEqual(expected);
  });

  it("names the unknown of an empty row, and of a null vector", () => {
    const empty = sparseFromTriplets(3, 3, [0, 0, 2, 2], [0, 1, 1, 2], [1, 1, 1, 1]);
    expect(() => inKernel(empty)).toThrow(SingularMatrixError);
    expect(() => inKernel(empty)).toThrow(/at unknown \d+ the largest remaining pivot is 0.0e\+0/);
    expect(() => inKernel(ring(300))).toThrow(/singular to working precision: at unknown \d+/);
  });

  it("finds the same bits again, whatever it factored in between", () => {
    const matrix = FAMILIES["unsymmetric pattern"]!(5);
    const first = inKernel(matrix);
    inKernel(gridLaplacian(30, 2));
    expect(inKernel(matrix).values).toEqual(first.values);
  });

  it("refuses entries that the elements do not cover, whether or not their number fits", () => {
    const space = functionSpace(icosphere(2), enrichedTriangle(2));
    const elements = patternElements(space);
    const { pattern } = space;
    const values = new Float64Array(pattern.columnIndices.length).fill(1);
    // The first two rows trade an entry: as many as before, elsewhere.
    const wrong = pattern.columnIndices.slice();
    const [last, other] = [pattern.rowStarts[1]! - 1, pattern.rowStarts[2]! - 1];
    [wrong[last], wrong[other]] = [pattern.rows - 2, pattern.rows - 1];
    const moved = { ...pattern, columnIndices: wrong };
    for (const portable of [false, true]) {
      expect(() => factor(analyze(moved, { elements }), values, { portable })).toThrow(InputError);
      expect(() => factor(analyze(moved, { elements }), values, { portable })).toThrow(/in none of the elements/);
    }
    // With another number of entries the elements are left aside.
    const { pattern: fewer, values: ones } = gridLaplacian(8, 2);
    expect(factor(analyze(fewer, { elements }), ones).delayed).toBe(0);
  });

  it("refuses columns that do not ascend, or leave the matrix", () => {
    const pattern = (...columns: number[]) => ({
      rows: 2,
      columns: 2,
      rowStarts: Int32Array.of(0, 2, 3),
      columnIndices: Int32Array.from(columns),
    });
    expect(() => analyze(pattern(0, 0, 1))).toThrow(InputError);
    expect(() => analyze(pattern(1, 0, 1))).toThrow(/in row 0, is in column 0, after column 1/);
    expect(() => analyze(pattern(0, 1, 2))).toThrow(/from 0 to 1/);
  });
});

describe.skipIf(engine === null)("the memory of the kernel", () => {
  // Read in skipped tests, too.
  const { memory, variables, begin, factor: run } = engine ?? ({} as Kernel);

  it("is left alone between its arrays", () => {
    for (const [name, family] of Object.entries(FAMILIES)) {
      for (let seed = 100; seed < 110; seed++) {
        const { pattern, values } = family(seed);
        const task = taskOf(analyze(pattern), values);
        const { gaps } = openWorkspace(engine!, task, 1.25);
        for (const [from, to] of gaps) new Uint8Array(memory.buffer, from, to - from).fill(0xa5);
        const stackEnd = variables.stackEnd!.value;
        const behind = new Uint8Array(memory.buffer).subarray(stackEnd, stackEnd + 64).fill(0xa5);
        begin();
        run(task.pivotThreshold, task.smallestAllowed);
        for (const [from, to] of gaps) {
          expect(
            new Uint8Array(memory.buffer, from, to - from).every((byte) => byte === 0xa5),
            `${name} ${from}`,
          ).toBe(true);
        }
        expect(behind.every((byte) => byte === 0xa5)).toBe(true);
      }
    }
  });

  it("does not grow over a thousand factorisations", () => {
    const { pattern, values } = gridLaplacian(12, 2);
    const symbolic = analyze(pattern);
    const random = congruential(3);
    const bytes = memory.buffer.byteLength;
    for (let k = 0; k < 1000; k++) {
      factor(
        symbolic,
        values.map((value) => value * (1 + 0.1 * random())),
        { portable: false },
      );
    }
    expect(memory.buffer.byteLength).toBe(bytes);
  });

  it("grows where pivots that are delayed need it", () => {
    // No entry on the diagonal within either half: nothing can be eliminated before both meet.
    const n = 400;
    const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < n; i++) {
      for (const j of [n - 1 - i, (n + 5 - i) % n, (n + 17 - i) % n]) {
        rows.push(i);
        columns.push(j);
        values.push(j === n - 1 - i ? 2 : 0.5);
      }
      rows.push(i);
      columns.push(i);
      values.push(0);
    }
    const matrix = sparseFromTriplets(n, n, rows, columns, values);
    const factorization = inKernel(matrix);
    expect(factorization.delayed).toBeGreaterThan(0);
    const b = new Float64Array(n).fill(1);
    expect(solveRefined(matrix, factorization, b, new Float64Array(n)).backwardError).toBeLessThan(1e-14);
  });

  it("is refused beforehand where it would not do, with the estimate", () => {
    const { pattern, values } = gridLaplacian(10, 2);
    const symbolic = analyze(pattern);
    const bytes = memory.buffer.byteLength;
    const huge = { ...symbolic, stackSize: 2 ** 30 };
    expect(() => factor(huge, values, { portable: false })).toThrow(ResourceLimitError);
    expect(() => factor(huge, values, { portable: false })).toThrow(/take 10 GiB at a time \(limit 4.0 GiB\)/);
    expect(memory.buffer.byteLength).toBe(bytes);
  });
});
