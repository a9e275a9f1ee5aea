import { describe, expect, it } from "vitest";
import { InputError, SingularMatrixError } from "../../../src/core/errors.ts";
import { assembleMass } from "../../../src/fem/mass.ts";
import { patternElements } from "../../../src/fem/patternElements.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { assembleGenerator } from "../../../src/fem/sphere/generator.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { blockValues, doubledAnalysis } from "../../../src/linalg/direct/complex/blockForm.ts";
import { type ComplexFactorization, factorComplex } from "../../../src/linalg/direct/complex/factorComplex.ts";
import {
  type ComplexMatrix,
  type ComplexVectors,
  shiftedMatrix,
  withDiagonal,
} from "../../../src/linalg/direct/complex/matrix.ts";
import { solveComplexRefined } from "../../../src/linalg/direct/complex/refineComplex.ts";
import { solveComplex, solveComplexTransposed } from "../../../src/linalg/direct/complex/solveComplex.ts";
import { complexKernel } from "../../../src/linalg/direct/kernel/complexEngine.ts";
import { analyze, factor, solve } from "../../../src/linalg/direct/lu.ts";
import { sparseFromTriplets } from "../../../src/linalg/sparse.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { congruential, gridLaplacian, ring } from "../matrices.ts";
import { FAMILIES } from "./families.ts";

const SEEDS = 34;

/** A real matrix with a phase on every entry. */
function complexOf(name: string, seed: number): ComplexMatrix {
  const { pattern, values } = FAMILIES[name]!(seed);
  const random = congruential(seed + 77);
  const phases = values.map(() => 2 * Math.PI * random());
  return {
    pattern,
    real: values.map((value, k) => value * Math.cos(phases[k]!)),
    imaginary: values.map((value, k) => value * Math.sin(phases[k]!)),
  };
}

const vectors = (length: number): ComplexVectors => ({
  real: new Float64Array(length).fill(Number.NaN),
  imaginary: new Float64Array(length).fill(Number.NaN),
});

const waves = (length: number, seed = 0): ComplexVectors => ({
  real: Float64Array.from({ length }, (_, i) => Math.cos(i + seed)),
  imaginary: Float64Array.from({ length }, (_, i) => Math.sin(3 * i + seed)),
});

const part = ({ real, imaginary }: ComplexVectors, at: number, n: number): ComplexVectors => ({
  real: real.slice(at, at + n),
  imaginary: imaginary.slice(at, at + n),
});

/** Largest |b - A x| over the largest |A| |x| + |b|, once rows and columns are scaled as the factorisation did; of A^T where asked. */
function backwardError(
  { pattern, real, imaginary }: ComplexMatrix,
  { factors, symbolic }: ComplexFactorization,
  b: ComplexVectors,
  x: ComplexVectors,
  isTransposed: boolean,
): number {
  const n = pattern.rows;
  const isBlock = factors.symbolic !== symbolic;
  const scale = (scales: Float64Array, i: number): number => scales[isBlock ? 2 * i : i]!;
  const [rowScale, columnScale] = isTransposed
    ? [factors.columnScale, factors.rowScale]
    : [factors.rowScale, factors.columnScale];
  const rest = part(b, 0, n);
  const sizes = new Float64Array(n);
  let largest = 0;
  for (let j = 0; j < n; j++) {
    largest = Math.max(largest, Math.hypot(x.real[j]!, x.imaginary[j]!) / scale(columnScale, j));
  }
  for (let row = 0; row < n; row++) {
    for (let k = pattern.rowStarts[row]!; k < pattern.rowStarts[row + 1]!; k++) {
      const [i, j] = isTransposed ? [pattern.columnIndices[k]!, row] : [row, pattern.columnIndices[k]!];
      rest.real[i]! -= real[k]! * x.real[j]! - imaginary[k]! * x.imaginary[j]!;
      rest.imaginary[i]! -= real[k]! * x.imaginary[j]! + imaginary[k]! * x.real[j]!;
      sizes[i]! += Math.hypot(real[k]!, imaginary[k]!) * scale(rowScale, i) * scale(columnScale, j) * largest;
    }
  }
  const scaled = (v: ComplexVectors): number =>
    Math.max(...v.real.map((re, i) => Math.hypot(re, v.imaginary[i]!) * scale(rowScale, i)));
  return scaled(rest) / (Math.max(...sizes) + scaled(b));
}

describe("complex matrices", () => {
  it.each(Object.keys(FAMILIES))(
    `${SEEDS} of them are solved to a backward error below 1e-14, both ways: %s`,
    (name) => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const matrix = complexOf(name, seed);
        const n = matrix.pattern.rows;
        for (const portable of [false, true]) {
          const x = vectors(n);
          const factorization = factorComplex(analyze(matrix.pattern), matrix, { portable });
          const report = solveComplexRefined(matrix, factorization, waves(n), x);
          expect(report.backwardError, `seed ${seed}, portable ${portable}`).toBeLessThan(1e-14);
        }
      }
    },
  );

  it.each(Object.keys(FAMILIES))("solve for blocks, transposed too, both ways: %s", (name) => {
    for (let seed = 200; seed < 204; seed++) {
      const matrix = complexOf(name, seed);
      const n = matrix.pattern.rows;
      for (const portable of [false, true]) {
        const factorization = factorComplex(analyze(matrix.pattern), matrix, { portable });
        for (const count of [1, 3]) {
          const b = waves(count * n, seed);
          const [x, y] = [waves(count * n, seed), vectors(count * n)];
          // In place, and from one to the other.
          solveComplex(factorization, x, x);
          solveComplexTransposed(factorization, b, y);
          for (let at = 0; at < count * n; at += n) {
            const one = part(b, at, n);
            // As for real ones: entries that differ by rounding, and what pivots of a hundredth let grow.
            const limit = 200 * n * Number.EPSILON;
            expect(backwardError(matrix, factorization, one, part(x, at, n), false), `${seed}`).toBeLessThan(limit);
            expect(backwardError(matrix, factorization, one, part(y, at, n), true), `${seed}`).toBeLessThan(limit);
          }
        }
      }
    }
  });

  it("with no imaginary part are the real ones", () => {
    const { pattern, values } = gridLaplacian(20, 2);
    const b = waves(pattern.rows).real;
    const expected = new Float64Array(b.length);
    solve(factor(analyze(pattern), values), b, expected);
    for (const portable of [false, true]) {
      const matrix = { pattern, real: values, imaginary: new Float64Array(values.length) };
      const x = vectors(b.length);
      solveComplex(factorComplex(analyze(pattern), matrix, { portable }), { real: b }, x);
      expect(Math.max(...x.imaginary.map(Math.abs))).toBe(0);
      // The condition is about 4/pi^2 20^2.
      for (const [i, value] of x.real.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-11);
    }
  });

  it("of a generator and its mass matrix, shifted, agree with the real form on an analysis of its own", () => {
    const space = functionSpace(icosphere(2), enrichedTriangle(4));
    const model = spinModel({ spins: 20, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const generator = assembleGenerator(space, model);
    const symbolic = analyze(space.pattern, { elements: patternElements(space) });
    const n = space.unknowns;
    const b = waves(n);
    let reuse: ComplexFactorization | undefined;
    for (const shift of [
      [0, 1.3],
      [-0.5, -4],
      [0.1, 300],
    ] as const) {
      const matrix = shiftedMatrix(generator, assembleMass(space), shift);
      const factorization = factorComplex(symbolic, matrix, reuse === undefined ? {} : { reuse });
      reuse = factorization;
      const x = vectors(n);
      const { status, backwardError: error } = solveComplexRefined(matrix, factorization, b, x);
      expect(status).toBe("converged");
      expect(error).toBeLessThan(1e-14);
      const doubled = doubledAnalysis(symbolic);
      const own = analyze(doubled.pattern);
      const real = factor(own, blockValues(matrix));
      const both = Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? b.real : b.imaginary)[i >> 1]!);
      solve(real, both, both);
      const size = Math.max(...both.map(Math.abs));
      // Conditions of these are below 1e5.
      for (let i = 0; i < n; i++) {
        expect(Math.abs(both[2 * i]! - x.real[i]!)).toBeLessThan(1e-10 * size);
        expect(Math.abs(both[2 * i + 1]! - x.imaginary[i]!)).toBeLessThan(1e-10 * size);
      }
    }
  });

  it("say where they are singular, and what does not fit", () => {
    const { pattern, values } = ring(300);
    const eigenvalue = 0;
    for (const portable of [false, true]) {
      const singular = shiftedMatrix({ pattern, values }, null, [eigenvalue, 0]);
      expect(() => factorComplex(analyze(pattern), singular, { portable })).toThrow(SingularMatrixError);
      const message = /at unknown (\d+)/.exec(
        String(caught(() => factorComplex(analyze(pattern), singular, { portable }))),
      );
      expect(Number(message![1])).toBeLessThan(300);
    }
    const matrix = shiftedMatrix({ pattern, values }, null, [0.1, 0.2]);
    const factorization = factorComplex(analyze(pattern), matrix);
    expect(() => solveComplex(factorization, { real: new Float64Array(7) }, vectors(7))).toThrow(InputError);
    expect(() => solveComplex(factorization, waves(300), { ...vectors(300), imaginary: new Float64Array(3) })).toThrow(
      /300 real parts and 3 imaginary/,
    );
    expect(() => solveComplexRefined(matrix, factorization, waves(600), vectors(600))).toThrow(
      /one right-hand side at a/,
    );
    const other = gridLaplacian(4, 2);
    expect(() => shiftedMatrix({ pattern, values }, other, [0, 1])).toThrow(/another pattern/);
    const noDiagonal = sparseFromTriplets(2, 2, [0, 1], [1, 0], [1, 1]);
    expect(() => shiftedMatrix(noDiagonal, null, [0, 1])).toThrow(/no entry at row 0, column 0/);
    expect(shiftedMatrix(withDiagonal(noDiagonal), null, [2, 1])).toMatchObject({
      real: Float64Array.of(-2, 1, 1, -2),
      imaginary: Float64Array.of(-1, 0, 0, -1),
    });
  });

  it.skipIf(complexKernel() === null)("do not let the memory of the kernel grow, nor change bits", () => {
    const { pattern, values } = gridLaplacian(12, 2);
    const symbolic = analyze(pattern);
    const { memory } = complexKernel()!;
    const first = factorComplex(symbolic, shiftedMatrix({ pattern, values }, null, [0, 1]), { portable: false });
    const bytes = memory.buffer.byteLength;
    for (let k = 0; k < 300; k++) {
      factorComplex(symbolic, shiftedMatrix({ pattern, values }, null, [0, 1 + k]), { portable: false });
    }
    expect(memory.buffer.byteLength).toBe(bytes);
    const again = factorComplex(symbolic, shiftedMatrix({ pattern, values }, null, [0, 1]), { portable: false });
    expect(again.factors.values).toEqual(first.factors.values);
  });
});

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}
