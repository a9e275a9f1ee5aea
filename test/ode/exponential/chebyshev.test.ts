import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { besselSeries } from "../../../src/ode/exponential/besselSeries.ts";
import { chebyshevExponential, chebyshevProducts } from "../../../src/ode/exponential/chebyshev.ts";
import { denseExponential } from "../../../src/ode/exponential/dense.ts";

describe("Bessel functions of integer order", () => {
  // Abramowitz and Stegun, tables 9.1 and 9.4.
  test.each([
    [1, 0, 0.7651976865579666],
    [1, 1, 0.4400505857449335],
    [10, 2, 0.2546303136851206],
    [100, 0, 0.019985850304223122],
    [50, 20, -0.11670435275957974],
  ])("J of %d, order %d", (z, order, expected) => {
    const { coefficients } = besselSeries(z, 1, 0);
    expect(coefficients[order]! / (order === 0 ? 1 : 2)).toBeCloseTo(expected, 14);
  });

  test("what is left out is bounded, and the first order is always there", () => {
    const { coefficients, rest } = besselSeries(20, 1.1, 1e-8);
    const all = besselSeries(20, 1.1, 0).coefficients;
    let left = 0;
    for (let k = coefficients.length; k < all.length; k++) left += (all[k]! / 2) * 1.1 ** k;
    expect(Math.abs(left)).toBeLessThanOrEqual(rest * (1 + 1e-6) + 1e-15);
    expect(rest).toBeLessThanOrEqual(1e-8);
    expect(besselSeries(0, 1, 0).coefficients).toEqual(Float64Array.of(1, 0));
    expect(besselSeries(1e-9, 1, 0).coefficients.length).toBeGreaterThanOrEqual(2);
  });
});

describe("exponential in Chebyshev polynomials", () => {
  // Not normal: one direction damps, one couples without being antisymmetric.
  const damping = (a: number): Matrix =>
    new Matrix([
      [-a, 0.3 * a, 0, 0],
      [0, -0.2 * a, 0, 0.4 * a],
      [0, 0, 0, 0],
      [0.1 * a, 0, 0, -0.7 * a],
    ]);
  const turning = (b: number): Matrix =>
    new Matrix([
      [0, b, 0, 0],
      [-b, 0, 0.3 * b, 0],
      [0, -0.3 * b, 0, 0.5 * b],
      [0, 0, -0.5 * b, 0],
    ]);
  const product =
    (matrix: Matrix) =>
    (x: Float64Array, y: Float64Array): void => {
      for (let i = 0; i < 4; i++) y[i] = matrix.getRow(i).reduce((sum, value, j) => sum + value * x[j]!, 0);
    };

  test.each([
    [0, 3, 1],
    [0.1, 10, 2],
    [2, 400, 1.5],
    [1, 5000, 3],
  ])("damping %d, turning %d, to %d", (a, b, time) => {
    const matrix = Matrix.add(turning(b), damping(a));
    const start = Float64Array.of(0.5, -0.5, 0.1, 0.7);
    const exact = denseExponential(Matrix.mul(matrix, time))
      .mmul(Matrix.columnVector(Array.from(start)))
      .getColumn(0);
    // Row sums bound the norms: 1.5 b and 1.3 a.
    const propagate = chebyshevExponential(product(matrix), 4, { turning: 1.5 * b, damping: 1.4 * a });
    for (const tolerance of [1e-4, 1e-12]) {
      const vector = start.slice();
      const { truncation, rounding, applications } = propagate(time, vector, tolerance);
      const size = Math.hypot(...start);
      const error = Math.hypot(...vector.map((value, i) => value - exact[i]!));
      // Scaling and squaring has an error of its own: of the norm of the matrix times the time in units of the last place.
      expect(error).toBeLessThanOrEqual(size * (truncation + rounding + 4 * Number.EPSILON * b * time));
      expect(truncation).toBeLessThanOrEqual(Math.max(tolerance, 1e-13));
      const predicted = chebyshevProducts(time, { turning: 1.5 * b, damping: 1.4 * a });
      expect(applications).toBeLessThanOrEqual(predicted);
      expect(applications).toBeGreaterThan(predicted / 4);
    }
  });

  test("what damps as fast as it turns is refused", () => {
    expect(() => chebyshevExponential(product(damping(1)), 4, { turning: 1, damping: 1 })).toThrow("turns by 1");
    expect(() => chebyshevExponential(product(damping(1)), 4, { turning: 0, damping: 0 })).toThrow("turns by 0");
  });
});
