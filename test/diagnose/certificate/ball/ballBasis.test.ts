import { describe, expect, it } from "vitest";
import { evaluateSolidHarmonics, solidCount, solidIndex } from "../../../../src/core/solidHarmonics.ts";
import { ballBasisReach, evaluateBallBasis } from "../../../../src/diagnose/certificate/ball/ballBasis.ts";
import { ballFunctional } from "../../../../src/diagnose/certificate/ball/ballFunctional.ts";
import { ballRule } from "../../../../src/diagnose/certificate/ball/ballRule.ts";
import { expand } from "../../../../src/diagnose/certificate/ball/expand.ts";
import { mixProductStates } from "../../../../src/state/blocks/blockMultipoles.ts";
import { normals, randomMixture } from "../../entanglement/randomDensities.ts";

describe("polynomials of the ball", () => {
  it("are orthonormal for d^3r/(2 pi r), by a rule that is exact for their products", () => {
    const degree = 5;
    const size = solidCount(degree);
    const { points, weights } = ballRule(2 * degree);
    const products = new Float64Array(size * size);
    const functions = new Float64Array(size);
    for (const [at, weight] of weights.entries()) {
      evaluateBallBasis(degree, points.subarray(3 * at, 3 * at + 3), functions);
      for (let a = 0; a < size; a++)
        for (let b = 0; b < size; b++) products[a * size + b]! += weight * functions[a]! * functions[b]!;
    }
    const off = products.map((value, at) => Math.abs(value - (at % (size + 1) === 0 ? 1 : 0)));
    // Sums of 396 products of functions up to 5 in size.
    expect(Math.max(...off)).toBeLessThan(1e-13);
  });

  it("have a largest sum of squares on the sphere", () => {
    const degree = 7;
    const functions = new Float64Array(solidCount(degree));
    const reach = ballBasisReach(degree);
    evaluateBallBasis(degree, [0.36, -0.48, 0.8], functions);
    expect(Math.hypot(...functions) / reach).toBeCloseTo(1, 12);
    for (const point of randomMixture(50, 3).points) {
      evaluateBallBasis(degree, point, functions);
      expect(Math.hypot(...functions)).toBeLessThan(reach);
    }
  });

  it.each([3, 6, 12])(
    "N = %i: integrals over P are those of a mixture of product states, within their error",
    (spins) => {
      const { points, weights } = randomMixture(4, spins);
      const density = mixProductStates(spins, Float64Array.from(points.flat()), Float64Array.from(weights));
      const { values, error } = ballFunctional(density, 0);
      const functions = new Float64Array(values.length);
      const expected = new Float64Array(values.length);
      for (const [k, point] of points.entries()) {
        evaluateBallBasis(spins, point, functions);
        for (let a = 0; a < expected.length; a++) expected[a]! += weights[k]! * functions[a]!;
      }
      expect(Math.hypot(...values.map((value, a) => value - expected[a]!))).toBeLessThan(error);
      expect(error).toBeLessThan(1e-13 * 5 ** spins);
    },
  );

  it.each(["square", "localizing"] as const)(
    "a %s witness is the sum of solid harmonics that it is expanded in",
    (kind) => {
      const half = 3;
      const degree = kind === "square" ? 2 * half : 2 * half + 2;
      const coefficients = normals(5, solidCount(half));
      const { coefficients: expansion, sizes } = expand({ kind, degree, coefficients });
      const functions = new Float64Array(solidCount(half));
      const solid = new Float64Array(solidCount(degree));
      for (const point of randomMixture(20, 9).points) {
        evaluateBallBasis(half, point, functions);
        const q = coefficients.reduce((sum, value, a) => sum + value * functions[a]!, 0);
        const factor = kind === "square" ? 1 : 1 - point.reduce((sum, x) => sum + x * x, 0);
        evaluateSolidHarmonics(degree, ...point, solid);
        let sum = 0;
        for (let n = 0; n <= degree; n++)
          for (let l = n % 2; l <= n; l += 2)
            for (let part = 0; part <= 2 * l; part++) {
              const at = solidIndex(n, l, 0) + part;
              sum += expansion[at]! * (part === 0 ? 1 : Math.SQRT2) * solid[at]!;
            }
        const bound = 16 * degree * Number.EPSILON * sizes.reduce((total, size) => total + size, 0);
        expect(Math.abs(sum - factor * q * q)).toBeLessThan(bound);
      }
    },
  );
});
