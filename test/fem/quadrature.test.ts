import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import {
  gaussJacobi,
  gaussLegendre,
  maximumExactness,
  type Quadrature,
  triangleQuadrature,
} from "../../src/fem/quadrature.ts";
import { orthonormalTriangle } from "../../src/fem/sphere/basis.ts";

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/**
 * Rounding of a monomial's integral, relative: all terms are positive, each point carries a few eps, a power magnifies
 * them by its exponent, and the eigenvalues behind the rule add one eps for each of its points along an edge.
 */
const roundingOf = (i: number, j: number, points: number): number => 8 * Number.EPSILON * (i + j + Math.sqrt(points));

function integrate(rule: Quadrature, f: (x: number, y: number) => number): number {
  let sum = 0;
  for (let p = 0; p < rule.weights.length; p++)
    sum += rule.weights[p]! * f(rule.points[2 * p]!, rule.points[2 * p + 1]!);
  return sum;
}

const exactnesses = Array.from({ length: maximumExactness + 1 }, (_, k) => k);

describe.each(exactnesses)("triangle rule of exactness %i", (exactness) => {
  const rule = triangleQuadrature(exactness);

  it("integrates every monomial up to that degree: i! j! / (i + j + 2)!", () => {
    expect(rule.exactness).toBe(exactness);
    for (let i = 0; i <= exactness; i++) {
      for (let j = 0; i + j <= exactness; j++) {
        const exact = (factorial(i) * factorial(j)) / factorial(i + j + 2);
        const relative = integrate(rule, (x, y) => x ** i * y ** j) / exact - 1;
        expect(Math.abs(relative)).toBeLessThan(roundingOf(i, j, rule.weights.length));
      }
    }
  });

  it("is not exact two degrees higher", () => {
    // The square of an orthonormal polynomial that vanishes at every point of the rule: the integral is 1, the rule gives 0.
    const n = Math.floor(exactness / 2) + 1;
    const values = new Float64Array(((n + 1) * (n + 2)) / 2);
    const gradients = new Float64Array(2 * values.length);
    const square = integrate(rule, (x, y) => {
      orthonormalTriangle(n, x, y, values, gradients);
      return values.at(-1)! ** 2;
    });
    expect(square).toBeLessThan(1e-12);
    expect(2 * n).toBeLessThanOrEqual(exactness + 2);
  });

  it("has positive weights that add up to the area, and points inside", () => {
    let sum = 0;
    for (let p = 0; p < rule.weights.length; p++) {
      const [x, y] = [rule.points[2 * p]!, rule.points[2 * p + 1]!];
      expect(rule.weights[p]).toBeGreaterThan(0);
      expect(x > 0 && y > 0 && x + y < 1).toBe(true);
      sum += rule.weights[p]!;
    }
    expect(Math.abs(sum - 0.5)).toBeLessThan(roundingOf(0, 0, rule.weights.length));
  });
});

describe("triangleQuadrature", () => {
  it.each([-1, 41, 2.5, Number.NaN])("refuses exactness %d", (exactness) => {
    expect(() => triangleQuadrature(exactness)).toThrow(InputError);
    expect(() => triangleQuadrature(exactness)).toThrow(/from 0 to 40.*refine the mesh/);
  });
});

describe("gaussJacobi", () => {
  it("has the known points: +-1/sqrt 3 for Legendre, (-1 +- sqrt 6)/5 for the weight 1 - x", () => {
    const legendre = gaussJacobi(2, 0);
    expect(legendre.points[0]).toBeCloseTo(-1 / Math.sqrt(3), 15);
    expect(legendre.points[1]).toBeCloseTo(1 / Math.sqrt(3), 15);
    const jacobi = gaussJacobi(2, 1);
    expect(jacobi.points[0]).toBeCloseTo((-1 - Math.sqrt(6)) / 5, 15);
    expect(jacobi.points[1]).toBeCloseTo((-1 + Math.sqrt(6)) / 5, 15);
  });

  it.each([0, 1, 2])("integrates (1 - x)^(alpha + k) for alpha = %i and all k up to 2 n - 1", (alpha) => {
    for (const n of [1, 2, 5, 12]) {
      const { points, weights } = gaussJacobi(n, alpha);
      for (let k = 0; k < 2 * n; k++) {
        const exact = 2 ** (alpha + k + 1) / (alpha + k + 1);
        const sum = weights.reduce((s, w, i) => s + w * (1 - points[i]!) ** k, 0);
        expect(Math.abs(sum / exact - 1)).toBeLessThan(roundingOf(k, 0, n * n));
      }
    }
  });
});

it.each([1, 2, 7, 40, 93])("Newton's method finds the Gauss rule that eigenvalues give: %d points", (n) => {
  const [found, expected] = [gaussLegendre(n), gaussJacobi(n, 0)];
  for (let k = 0; k < n; k++) {
    // Both end with the same step from places right to 1e-9 or better, in sums of n squares.
    expect(Math.abs(found.points[k]! - expected.points[k]!)).toBeLessThan(2 * Number.EPSILON);
    expect(Math.abs(found.weights[k]! - expected.weights[k]!)).toBeLessThan(n * Number.EPSILON);
  }
});
