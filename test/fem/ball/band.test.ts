import { describe, expect, it } from "vitest";
import { ResourceLimitError } from "../../../src/core/errors.ts";
import { ballBand, expandBallBand, reduceBallMatrix, reduceBallVector } from "../../../src/fem/ball/band.ts";
import { lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import { assembleBallGenerator } from "../../../src/fem/ball/generator.ts";
import { ballInitialLoad, bandInitialLoad } from "../../../src/fem/ball/initialLoad.ts";
import { ballPolynomialCount, ballPolynomials } from "../../../src/fem/ball/polynomials.ts";
import { ballSpace } from "../../../src/fem/ball/space.ts";
import { momentFunctionals } from "../../../src/fem/functionals.ts";
import { initialPoints } from "../../../src/fem/initialPoints.ts";
import { assembleMass } from "../../../src/fem/mass.ts";
import { pointLoad } from "../../../src/fem/pointLoad.ts";
import { interpolate } from "../../../src/fem/projection.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import { meshVolume } from "../../../src/mesh/ball/geometry.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { gaussGrid } from "../../core/gaussGrid.ts";
import { largestDifference } from "../fit.ts";
import { evaluate } from "../polynomials.ts";
import { randomPolynomial, singleRates, threeMeshes } from "./spaces.ts";

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe("ballPolynomials", () => {
  const degree = 6;
  const size = ballPolynomialCount(degree);
  const polynomials = ballPolynomials(degree);

  it("are orthonormal in the unit ball", () => {
    // Gauss points in r from those in z of a product rule: int_0^1 r^2 f dr with r = (1 + z)/2, exact to degree 2 x 10 - 1.
    const radial = gaussGrid(10);
    const sphere = gaussGrid(8);
    const gram = new Float64Array(size * size);
    const values = new Float64Array(size);
    for (let k = 0; k < 10; k++) {
      const r = (1 + radial.points[3 * 20 * k + 2]!) / 2;
      const wr = ((radial.weights[20 * k]! * 20) / (2 * Math.PI) / 2) * r * r;
      for (let p = 0; p < sphere.weights.length; p++) {
        const [x, y, z] = sphere.points.subarray(3 * p, 3 * p + 3) as unknown as [number, number, number];
        polynomials(r * x, r * y, r * z, values);
        const w = wr * sphere.weights[p]!;
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) gram[i * size + j]! += w * values[i]! * values[j]!;
      }
    }
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) expect(Math.abs(gram[i * size + j]! - +(i === j))).toBeLessThan(1e-12);
  });

  it("are polynomials: their values on a line are those of the interpolant, inside the ball and outside", () => {
    // Lagrange interpolation of degree 6 through 7 points of a line, evaluated elsewhere.
    const nodes = Array.from({ length: degree + 1 }, (_, k) => -0.8 + 0.25 * k);
    const line = (s: number): Float64Array => {
      const out = new Float64Array(size);
      polynomials(0.1 + 0.7 * s, -0.2 + 0.5 * s, 0.3 - 0.6 * s, out);
      return out;
    };
    const samples = nodes.map(line);
    for (const s of [0.11, 1.1, -1]) {
      const weights = nodes.map((a, i) =>
        nodes.reduce((product, b, j) => (i === j ? product : (product * (s - b)) / (a - b)), 1),
      );
      const expected = new Float64Array(size);
      samples.forEach((sample, i) => {
        for (let k = 0; k < size; k++) expected[k]! += weights[i]! * sample[k]!;
      });
      expect(largestDifference(line(s), expected)).toBeLessThan(1e-11);
    }
  });

  it("begin with those of lower degree, and are finite at the origin", () => {
    const few = new Float64Array(ballPolynomialCount(3));
    const many = new Float64Array(size);
    for (const [x, y, z] of [
      [0.3, -0.2, 0.5],
      [0, 0, 0],
      [0, 0, -1],
    ] as const) {
      ballPolynomials(3)(x, y, z, few);
      polynomials(x, y, z, many);
      expect(largestDifference(many.subarray(0, few.length), few)).toBeLessThan(1e-14);
    }
    expect(few[0]).toBeCloseTo(Math.sqrt(3 / (4 * Math.PI)), 14);
  });
});

describe.each(threeMeshes())("ballBand on the $name mesh", ({ mesh }) => {
  const space = ballSpace(mesh, lagrangeTetrahedron(4));
  const band = ballBand(space, 3);

  it("expands and reduces consistently", () => {
    const coefficients = Float64Array.from({ length: band.size }, (_, k) => Math.sin(k + 1));
    const nodal = expandBallBand(band, coefficients);
    const load = Float64Array.from({ length: space.unknowns }, (_, i) => Math.cos(i));
    expect(dot(reduceBallVector(band, load), coefficients)).toBeCloseTo(dot(load, nodal), 9);
    const generator = assembleBallGenerator(space, singleRates.at(-1)![1]);
    const image = new Float64Array(space.unknowns);
    multiply(generator, nodal, image);
    const reduced = new Float64Array(band.size);
    multiply(reduceBallMatrix(band, generator), coefficients, reduced);
    expect(largestDifference(reduced, reduceBallVector(band, image))).toBeLessThan(1e-11);
  });

  it("loads of pure states have exact moments, though the sphere is outside the polyhedron", () => {
    const states: InitialState[] = [
      { kind: "coherent", direction: [0.6, 0, 0.8] },
      { kind: "coherent", direction: [-2 / 3, 1 / 3, -2 / 3] },
      {
        kind: "mixture",
        parts: [
          { weight: 1, state: { kind: "coherent", direction: [0, 1, 0] } },
          { weight: 3, state: { kind: "coherent", direction: [0.36, -0.48, 0.8] } },
        ],
      },
    ];
    for (const state of states) {
      const masses = initialPoints(state, 5, 4);
      const load = ballInitialLoad(space, state, 5);
      const polynomial = randomPolynomial(4, 8);
      const nodal = interpolate(space, (x, y, z) => evaluate(polynomial, x, y, z));
      const exact = masses.weights.reduce(
        (sum, w, p) =>
          sum + w * evaluate(polynomial, masses.points[3 * p]!, masses.points[3 * p + 1]!, masses.points[3 * p + 2]!),
        0,
      );
      // Basis functions continued by a fraction of the cell stay below 10 in sum, nodal values below 10.
      expect(Math.abs(dot(load, nodal) - exact)).toBeLessThan(1e-11);
      expect(load.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      // In a band no wider than the degree of the elements both ways agree.
      expect(largestDifference(bandInitialLoad(band, state, 5), reduceBallVector(band, load))).toBeLessThan(1e-11);
    }
  });

  it("a delta inside has its place: the load is the basis functions there", () => {
    const load = pointLoad(space, { points: Float64Array.of(0.1, 0.2, -0.15), weights: Float64Array.of(1) });
    const { first, second } = momentFunctionals(space);
    // M^-1 load is a density; its moments are those of the point.
    expect(load.filter((value) => value !== 0).length).toBeLessThanOrEqual(space.element.size);
    expect(first.length + second.length).toBe(9);
    const x = interpolate(space, (x) => x);
    const yz = interpolate(space, (_, y, z) => y * z);
    expect(dot(load, x)).toBeCloseTo(0.1, 13);
    expect(dot(load, yz)).toBeCloseTo(-0.03, 13);
  });

  it("mass matrix and generator: the constant is a left null vector", () => {
    const reduced = reduceBallMatrix(band, assembleBallGenerator(space, singleRates.at(-1)![1]));
    const scale = reduced.values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    for (let k = 0; k < band.size; k++) expect(Math.abs(reduced.values[k]!)).toBeLessThan(1e-12 * scale);
    const mass = reduceBallMatrix(band, assembleMass(space));
    // The polyhedron takes away from the squares of orthonormal polynomials, and from that of the constant just the missing volume.
    for (let k = 0; k < band.size; k++) {
      expect(mass.values[k * band.size + k]).toBeGreaterThan(0);
      expect(mass.values[k * band.size + k]).toBeLessThan(1);
    }
    expect(mass.values[0]).toBeCloseTo(meshVolume(mesh) / ((4 * Math.PI) / 3), 12);
  });
});

describe("thermal states", () => {
  it.each([
    [3, 0.5],
    [3, 1],
    [3, 1.0000001],
    [40, 3],
    [1000, 0.9],
    [10, 1e-9],
  ])("N = %i, ratio %f: <J_z> and <J_z^2> are those of the Boltzmann weights", (spins, ratio) => {
    const { points, weights } = initialPoints({ kind: "thermal", ratio }, spins, 4);
    let z1 = 0;
    let z2 = 0;
    let x2 = 0;
    let x1 = 0;
    for (let p = 0; p < weights.length; p++) {
      z1 += weights[p]! * points[3 * p + 2]!;
      z2 += weights[p]! * points[3 * p + 2]! ** 2;
      x1 += weights[p]! * points[3 * p]!;
      x2 += weights[p]! * points[3 * p]! ** 2;
    }
    // rho_mm ~ ratio^m, scaled by the largest.
    let norm = 0;
    let m1 = 0;
    let m2 = 0;
    for (let n = 0; n <= spins; n++) {
      const m = n - spins / 2;
      const w = Math.exp((ratio < 1 ? n : n - spins) * Math.log(ratio));
      norm += w;
      m1 += w * m;
      m2 += w * m * m;
    }
    expect(z1).toBeCloseTo((2 * m1) / norm / spins, 12);
    const square = (4 * m2) / norm / spins ** 2;
    expect(1 / spins + (1 - 1 / spins) * z2).toBeCloseTo(square, 12);
    expect(Math.abs(x1)).toBeLessThan(1e-15);
    expect(z2 + 2 * x2).toBeCloseTo(1, 12);
  });

  it("at ratio 0 and infinity are pure", () => {
    expect([...initialPoints({ kind: "thermal", ratio: 0 }, 5, 4).points]).toEqual([0, 0, -1]);
    expect([...initialPoints({ kind: "thermal", ratio: Number.POSITIVE_INFINITY }, 5, 4).points]).toEqual([0, 0, 1]);
  });
});

it("a band too large for memory, or for the space, is refused", () => {
  const space = ballSpace(threeMeshes()[0]!.mesh, lagrangeTetrahedron(1));
  expect(() => ballBand(space, 5)).toThrow(/56 polynomials, more than the .* unknowns of the space/);
  expect(() => ballBand(space, 60)).toThrow(ResourceLimitError);
});
