import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../src/core/random.ts";
import { sumSolidHarmonics } from "../../src/core/solidHarmonicSums.ts";
import { evaluateSolidHarmonics, solidCount } from "../../src/core/solidHarmonics.ts";
import { gaussLegendre } from "../../src/fem/quadrature.ts";
import { ballMomentsFromSums } from "../../src/state/ballMoments.ts";
import { polynomialDensity } from "../../src/state/ballPolynomials.ts";

const DEGREE = 9;
const SPINS = 15;

/** Points and weights of the ball, exact for polynomials of degree 2 DEGREE: by radius, height and angle. */
function ballRule(): { readonly points: Float64Array; readonly weights: Float64Array } {
  const { points: places, weights: masses } = gaussLegendre(DEGREE + 2);
  const angles = 2 * DEGREE + 1;
  const points: number[] = [];
  const weights: number[] = [];
  for (const [i, along] of [...places].entries()) {
    const radius = (1 + along) / 2;
    for (const [j, z] of [...places].entries()) {
      for (let k = 0; k < angles; k++) {
        const angle = (2 * Math.PI * k) / angles;
        const across = radius * Math.sqrt(1 - z * z);
        points.push(across * Math.cos(angle), across * Math.sin(angle), radius * z);
        weights.push((masses[i]! * radius ** 2 * masses[j]! * Math.PI) / angles);
      }
    }
  }
  return { points: Float64Array.from(points), weights: Float64Array.from(weights) };
}

const rule = ballRule();

describe("P in polynomials", () => {
  it("integrates over a rule that knows the volume", () => {
    expect(rule.weights.reduce((sum, one) => sum + one, 0)).toBeCloseTo((4 * Math.PI) / 3, 13);
  });

  it("has the moments of the P that it is made of: points with weights of both signs", () => {
    const stream = createRandomStream(5, 0);
    const draws = new Float64Array(40);
    fillUniform(stream, draws);
    const points = Float64Array.from({ length: 30 }, (_, k) => (2 * draws[k]! - 1) / Math.sqrt(3));
    const weights = Float64Array.from({ length: 10 }, (_, k) => draws[30 + k]! - 0.2);
    const mass = weights.reduce((sum, one) => sum + one, 0);
    const wanted = sumSolidHarmonics(DEGREE, points, weights).map((one) => one / mass);
    const found = polynomialDensity(ballMomentsFromSums(SPINS, DEGREE, wanted), DEGREE);
    const values = new Float64Array(rule.weights.length);
    found.fill(rule.points, values);
    const sums = sumSolidHarmonics(
      DEGREE,
      rule.points,
      values.map((value, k) => value * rule.weights[k]!),
    );
    // Jacobi polynomials of degree 4 have coefficients up to 5.8^4, twice.
    const rounding = 1e6 * Number.EPSILON;
    for (const [k, value] of wanted.entries()) expect(Math.abs(sums[k]! - value)).toBeLessThan(rounding);
  });

  it("is P itself where that is a polynomial", () => {
    const draws = new Float64Array(solidCount(4));
    fillUniform(createRandomStream(8, 0), draws);
    const basis = new Float64Array(solidCount(4));
    const density = (x: number, y: number, z: number): number => {
      evaluateSolidHarmonics(4, x, y, z, basis);
      return basis.reduce((sum, value, k) => sum + value * draws[k]!, 0);
    };
    const values = rule.weights.map((_, k) =>
      density(...(rule.points.slice(3 * k, 3 * k + 3) as unknown as [0, 0, 0])),
    );
    const sums = sumSolidHarmonics(
      DEGREE,
      rule.points,
      values.map((value, k) => value * rule.weights[k]!),
    );
    const mass = sums[0]! * Math.sqrt(4 * Math.PI);
    const found = polynomialDensity(ballMomentsFromSums(SPINS, DEGREE, sums), DEGREE);
    const out = new Float64Array(values.length);
    found.fill(rule.points, out);
    for (const [k, value] of values.entries()) expect(Math.abs(out[k]! * mass - value)).toBeLessThan(1e-8);
  });
});
