import { describe, expect, it } from "vitest";
import { cellProducts } from "../../src/fem/cellProducts.ts";
import { cellSums } from "../../src/fem/cellSums.ts";
import { congruential } from "../linalg/matrices.ts";

/** Shapes of forms: functions of a cell, points, tables on the left and on the right. */
const SHAPES = [
  [1, 1, 1, 1],
  [3, 7, 2, 3],
  [10, 11, 3, 4],
  [15, 28, 1, 1],
  [35, 24, 3, 4],
  [45, 73, 2, 3],
] as const;

describe("matrices of cells from coefficients at points", () => {
  it.each(SHAPES)("are the sums, for %i functions, %i points, %i and %i tables", (size, depth, lefts, rights) => {
    const random = congruential(size);
    const table = (): Float64Array => Float64Array.from({ length: size * depth }, () => 2 * random() - 1);
    const left = Array.from({ length: lefts }, table);
    const right = Array.from({ length: rights }, table);
    const { batch, coefficients, multiply, matrices, length } = cellProducts({ size, depth, left, right });
    // A full batch, then fewer cells, which leave the others alone.
    for (const cells of new Set([batch, Math.ceil(batch / 3)])) {
      for (let k = 0; k < coefficients.length; k++) coefficients[k] = 2 * random() - 1;
      const before = matrices.slice();
      multiply(cells);
      expect(matrices.subarray(cells * length * length)).toEqual(before.subarray(cells * length * length));
      for (const cell of new Set([0, cells >> 1, cells - 1])) {
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            let sum = 0;
            for (let p = 0; p < depth; p++) {
              for (let k = 0; k < lefts; k++) {
                for (let m = 0; m < rights; m++) {
                  const c = coefficients[((cell * depth + p) * lefts + k) * rights + m]!;
                  sum += left[k]![p * size + i]! * c * right[m]![p * size + j]!;
                }
              }
            }
            // Sums of as many products of numbers below 1, in another order.
            const limit = depth * lefts * rights * Number.EPSILON * Math.sqrt(depth * lefts * rights);
            expect(Math.abs(matrices[(cell * length + i) * length + j]! - sum)).toBeLessThan(limit);
          }
        }
      }
    }
  });
});

describe("integrals of functions times basis functions", () => {
  it.each([
    [1, 1, 1, 1e9],
    [3, 9, 10, 1e9],
    [10, 11, 4, 1e9],
    [45, 73, 13, 1e9],
    [10, 11, 4, 1],
  ])("are the sums, for %i basis functions, %i points and %i functions in %d cells", (size, depth, count, of) => {
    const random = congruential(size + count);
    const phi = Float64Array.from({ length: size * depth }, () => 2 * random() - 1);
    const { batch, samples, multiply, sums, rows, width } = cellSums(phi, size, count, of);
    for (const cells of new Set([batch, Math.ceil(batch / 3)])) {
      for (let k = 0; k < samples.length; k++) samples[k] = 2 * random() - 1;
      const before = sums.slice();
      multiply(cells);
      expect(sums.subarray(cells * rows * width)).toEqual(before.subarray(cells * rows * width));
      for (const cell of new Set([0, cells >> 1, cells - 1])) {
        for (let i = 0; i < size; i++) {
          for (let f = 0; f < count; f++) {
            let sum = 0;
            for (let p = 0; p < depth; p++) sum += phi[p * size + i]! * samples[(cell * depth + p) * width + f]!;
            expect(Math.abs(sums[(cell * rows + i) * width + f]! - sum)).toBeLessThan(depth ** 1.5 * Number.EPSILON);
          }
        }
      }
    }
  });
});
