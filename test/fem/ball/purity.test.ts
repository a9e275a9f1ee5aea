import { describe, expect, it } from "vitest";
import { ballBand, expandBallBand } from "../../../src/fem/ball/band.ts";
import { enrichedTetrahedron, lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import { ballMoments } from "../../../src/fem/ball/moments.ts";
import { nodeWeights } from "../../../src/fem/ball/nodeWeights.ts";
import { ballPurity, bandPurity, disputedPurityError } from "../../../src/fem/ball/purity.ts";
import { type BallSpace, ballSpace } from "../../../src/fem/ball/space.ts";
import { densitySampler } from "../../../src/fem/density.ts";
import { interpolate, loadVector } from "../../../src/fem/projection.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { correlationStrengths, purityOfStrengths } from "../../../src/state/ballMoments.ts";
import { evaluate } from "../polynomials.ts";
import { randomPolynomial, threeMeshes } from "./spaces.ts";

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const bell = (space: BallSpace): Float64Array => {
  const density = interpolate(space, (x, y, z) => Math.exp(-6 * ((x - 0.3) ** 2 + y * y + (z + 0.4) ** 2)));
  const mass = dot(
    density,
    loadVector(space, () => 1),
  );
  return density.map((value) => value / mass);
};

/** int int P P' ((1 + r.r')/2)^N, pair by pair of quadrature points. */
function pairPurity(space: BallSpace, density: Float64Array, spins: number): number {
  const { points, measure, values } = densitySampler(space, space.element.degree + spins)(density);
  const weights = values.map((value, i) => measure[i]! * value);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    for (let j = 0; j < weights.length; j++) {
      const product =
        points[3 * i]! * points[3 * j]! +
        points[3 * i + 1]! * points[3 * j + 1]! +
        points[3 * i + 2]! * points[3 * j + 2]!;
      sum += weights[i]! * weights[j]! * ((1 + product) / 2) ** spins;
    }
  }
  return sum;
}

describe("weights at points", () => {
  it.each(threeMeshes())("integrate P times polynomials exactly on the $name mesh", ({ mesh }) => {
    for (const [own, degree] of [
      [2, 6],
      [4, 4],
      [3, 2],
    ] as const) {
      const space = ballSpace(mesh, lagrangeTetrahedron(own));
      const { points, weights } = nodeWeights(space, degree);
      const density = bell(space);
      const polynomial = randomPolynomial(degree, 3);
      const value = (x: number, y: number, z: number): number => evaluate(polynomial, x, y, z);
      const masses = weights(density);
      let sum = 0;
      let size = 0;
      for (let q = 0; q < masses.length; q++) {
        const f = value(points[3 * q]!, points[3 * q + 1]!, points[3 * q + 2]!);
        sum += masses[q]! * f;
        size += Math.abs(masses[q]! * f);
      }
      const expected = dot(density, loadVector(space, value, own + degree));
      // Interpolation matrices of degree 6 have a condition number below 100.
      expect(Math.abs(sum - expected)).toBeLessThan(100 * Number.EPSILON * size);
    }
  });
});

describe("the purity of a density in the ball", () => {
  it("is the double integral over pairs of points", () => {
    for (const spins of [1, 2, 3, 5]) {
      const space = ballSpace(ball(0), lagrangeTetrahedron(2));
      const density = bell(space);
      const { purity, error } = ballPurity(space, spins)(density);
      // Up to 10^6 pairs in a row, roundings at random: 10^3 of them.
      expect(Math.abs(purity - pairPurity(space, density, spins))).toBeLessThan(1e3 * Number.EPSILON);
      expect(error).toBe(0);
    }
  });

  it("of a density in a band is that of its nodal values", () => {
    const space = ballSpace(ball(0), lagrangeTetrahedron(4));
    const band = ballBand(space, 3);
    const coefficients = Float64Array.from({ length: band.size }, (_, k) => Math.cos(k) / (k + 1));
    const found = bandPurity(band, 6)(coefficients);
    expect(found).toEqual(ballPurity(space, 6)(expandBallBand(band, coefficients)));
    expect(found.purity).toBeGreaterThan(2 ** -6);
  });

  it("does not depend on the degree that the density is written in", () => {
    const { mesh } = threeMeshes()[2]!;
    const coarse = ballSpace(mesh, lagrangeTetrahedron(2));
    const fine = ballSpace(mesh, enrichedTetrahedron(5));
    const polynomial = randomPolynomial(2, 9);
    const [a, b] = [coarse, fine].map((space) => {
      const density = interpolate(space, (x, y, z) => 3 + evaluate(polynomial, x, y, z));
      return ballPurity(space, 8)(density).purity;
    });
    expect(Math.abs(a! - b!)).toBeLessThan(1e-13 * a!);
  });

  it("sums as many degrees as matter, and says what is left out", () => {
    const space = ballSpace(ball(0, 3), lagrangeTetrahedron(1));
    const spins = 40;
    // One at the vertex in the centre, zero elsewhere: all in the innermost layer, |r| <= 1/3.
    const narrow = interpolate(space, (x, y, z) => +(x * x + y * y + z * z < 1e-20));
    const { purity, error } = ballPurity(space, spins)(narrow);
    const all = purityOfStrengths(spins, correlationStrengths(ballMoments(space, spins, spins)(narrow)));
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-10 * all + 1e-13);
    // Interpolated with degree 10 or 12 across cells of h = 1/3: (n h/4)^11/11! < 1e-6 of moments of degree n <= 16, the
    // highest of which count 3^-2n.
    expect(Math.abs(purity - all)).toBeLessThan(error + 1e-8 * all);
    expect(purity).not.toBe(all);
  });
});

it("a purity that two solutions dispute by more than a hundredth is an upper bound", () => {
  // N = 33, collective pump 8.53, local dephasing 87.8 and decay 0.177: two bands say 2.92e-6 and 2.96e-6, the exact value is 3e-10.
  expect(disputedPurityError(2.92e-6, 2e-7, false)).toBe(2.92e-6);
  expect(disputedPurityError(0.5, 0.7, false)).toBe(0.7);
  expect(disputedPurityError(0.5, 1e-4, true)).toBe(1e-4);
});

it("a purity as small as its error on a mesh that may not hold P may be anything", () => {
  expect(disputedPurityError(1e-3, 2e-3, true)).toBe(0.999);
  expect(disputedPurityError(1e-3, 1e-4, true)).toBe(1e-3);
});
