import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { orthonormalTetrahedron, tetrahedronBasisSize, tetrahedronScratch } from "../../../src/fem/ball/basis.ts";
import { enrichedTetrahedron, lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import { tetrahedronQuadrature } from "../../../src/fem/quadrature.ts";
import { evaluate } from "../polynomials.ts";
import { randomPolynomial } from "./spaces.ts";

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

describe("tetrahedronQuadrature", () => {
  it.each([0, 1, 2, 3, 5, 8, 11, 20])("is exact to degree %i: int x^a y^b z^c = a! b! c! / (a+b+c+3)!", (exactness) => {
    const { points, weights } = tetrahedronQuadrature(exactness);
    for (let a = 0; a <= exactness; a++) {
      for (let b = 0; a + b <= exactness; b++) {
        for (let c = 0; a + b + c <= exactness; c++) {
          let sum = 0;
          for (let p = 0; p < weights.length; p++)
            sum += weights[p]! * points[3 * p]! ** a * points[3 * p + 1]! ** b * points[3 * p + 2]! ** c;
          const exact = (factorial(a) * factorial(b) * factorial(c)) / factorial(a + b + c + 3);
          // Points and weights from an eigenvalue problem: a few eps each, times the power.
          expect(Math.abs(sum / exact - 1)).toBeLessThan(1e-15 * 20 * (1 + exactness));
        }
      }
    }
  });

  it("is no more exact than stated where the number of points does not round up", () => {
    const { points, weights } = tetrahedronQuadrature(5);
    let sum = 0;
    for (let p = 0; p < weights.length; p++) sum += weights[p]! * points[3 * p + 2]! ** 6;
    expect(Math.abs(sum - factorial(6) / factorial(9))).toBeGreaterThan(1e-6);
  });

  it("has positive weights and points inside, and an upper limit", () => {
    const { points, weights } = tetrahedronQuadrature(9);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    for (let p = 0; p < weights.length; p++) {
      const [x, y, z] = points.subarray(3 * p, 3 * p + 3) as unknown as [number, number, number];
      expect(Math.min(x, y, z, 1 - x - y - z)).toBeGreaterThan(0);
    }
    expect(() => tetrahedronQuadrature(41)).toThrow(InputError);
    expect(() => tetrahedronQuadrature(1.5)).toThrow(/exactness 1.5/);
  });
});

describe("orthonormalTetrahedron", () => {
  it("is orthonormal", () => {
    const degree = 5;
    const size = tetrahedronBasisSize(degree);
    const { points, weights } = tetrahedronQuadrature(2 * degree);
    const scratch = tetrahedronScratch(degree);
    const values = new Float64Array(size);
    const gradients = new Float64Array(3 * size);
    const gram = new Float64Array(size * size);
    for (let p = 0; p < weights.length; p++) {
      orthonormalTetrahedron(scratch, points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!, values, gradients);
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) gram[i * size + j]! += weights[p]! * values[i]! * values[j]!;
    }
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) expect(Math.abs(gram[i * size + j]! - +(i === j))).toBeLessThan(1e-13);
  });

  it("is regular at the vertices and edges, where its factors are quotients 0/0", () => {
    const scratch = tetrahedronScratch(4);
    const values = new Float64Array(35);
    const gradients = new Float64Array(105);
    for (const [x, y, z] of [
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0.5, 0.5],
    ] as const) {
      orthonormalTetrahedron(scratch, x, y, z, values, gradients);
      expect([...values, ...gradients].every(Number.isFinite)).toBe(true);
    }
  });
});

describe.each([1, 2, 3, 4, 5, 6])("tetrahedron of degree %i", (degree) => {
  const element = enrichedTetrahedron(degree);

  it("is nodal", () => {
    const { values } = element.tabulate(element.nodes);
    expect(element.size).toBe(tetrahedronBasisSize(degree));
    for (let p = 0; p < element.size; p++)
      for (let i = 0; i < element.size; i++)
        expect(Math.abs(values[p * element.size + i]! - +(p === i))).toBeLessThan(1e-13);
  });

  it("has nodes on vertices, edges and faces where they belong", () => {
    const barycentric = Array.from({ length: element.size }, (_, i) => {
      const [x, y, z] = element.nodes.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
      return [1 - x - y - z, x, y, z].map((value) => Math.abs(value) > 1e-14);
    });
    const kinds = barycentric.map((present) => present.filter(Boolean).length);
    const inner = (n: number, k: number): number => (k === 0 ? 1 : (inner(n - 1, k - 1) * n) / k);
    const expected = [
      ...Array(4).fill(1),
      ...Array(6 * (degree - 1)).fill(2),
      ...Array(4 * inner(degree - 1, 2)).fill(3),
      ...Array(inner(degree - 1, 3)).fill(4),
    ];
    expect(kinds).toEqual(expected);
  });

  it("reproduces polynomials of its degree and their gradients", () => {
    const polynomial = randomPolynomial(degree, degree);
    const points = Float64Array.of(0.2, 0.3, 0.1, 0.05, 0.9, 0.02, 0.25, 0.25, 0.25);
    const { values, gradients } = element.tabulate(points);
    const nodal = Float64Array.from({ length: element.size }, (_, i) =>
      evaluate(polynomial, element.nodes[3 * i]!, element.nodes[3 * i + 1]!, element.nodes[3 * i + 2]!),
    );
    const h = 1e-6;
    for (let p = 0; p < 3; p++) {
      const at = [...points.subarray(3 * p, 3 * p + 3)] as [number, number, number];
      const dot = (table: Float64Array): number =>
        nodal.reduce((sum, value, i) => sum + value * table[p * element.size + i]!, 0);
      expect(Math.abs(dot(values) - evaluate(polynomial, ...at))).toBeLessThan(1e-12);
      for (let axis = 0; axis < 3; axis++) {
        const shifted = (step: number): number =>
          evaluate(
            polynomial,
            ...(at.map((value, k) => (k === axis ? value + step : value)) as [number, number, number]),
          );
        // Central difference: h^2 times a third derivative (of size 100 at most), plus rounding over h.
        expect(Math.abs(dot(gradients[axis]!) - (shifted(h) - shifted(-h)) / (2 * h))).toBeLessThan(1e-8);
      }
    }
  });
});

it("degrees outside 1 to 4 are refused", () => {
  for (const degree of [0, 5, 2.5]) expect(() => lagrangeTetrahedron(degree)).toThrow(InputError);
  expect(() => lagrangeTetrahedron(9)).toThrow(/degree 9 .*; refine the mesh instead/);
});
