import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { enrichedTetrahedron, lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import { ballSpace } from "../../../src/fem/ball/space.ts";
import { evaluateDensity } from "../../../src/fem/evaluate.ts";
import { momentFunctionals } from "../../../src/fem/functionals.ts";
import { assembleMass } from "../../../src/fem/mass.ts";
import { nodePoints } from "../../../src/fem/nodePoints.ts";
import { interpolate, loadVector, projectFunction } from "../../../src/fem/projection.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { meshVolume } from "../../../src/mesh/ball/geometry.ts";
import { refineBall } from "../../../src/mesh/ball/refine.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, vertexCount } from "../../../src/mesh/mesh.ts";
import { fittedRate, largestDifference } from "../fit.ts";
import { evaluate } from "../polynomials.ts";
import { randomPolynomial, threeMeshes } from "./spaces.ts";

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe.each(threeMeshes())("$name mesh", ({ mesh }) => {
  it.each([1, 2, 3, 4, 5])(
    "degree %i: cells agree on where a shared unknown is, and polynomials are continuous",
    (degree) => {
      const space = ballSpace(mesh, enrichedTetrahedron(degree));
      const points = nodePoints(space);
      const seen = new Set<string>();
      for (let i = 0; i < space.unknowns; i++)
        seen.add([...points.subarray(3 * i, 3 * i + 3)].map((x) => x.toFixed(9)).join());
      expect(seen.size).toBe(space.unknowns);
      const polynomial = randomPolynomial(degree, 3);
      const f = (x: number, y: number, z: number): number => evaluate(polynomial, x, y, z);
      const nodal = interpolate(space, f);
      // Every cell, wherever it took its shared unknowns from, has the polynomial.
      const centres = new Float64Array(3 * cellCount(mesh));
      for (let k = 0; k < mesh.cells.length; k++)
        for (let axis = 0; axis < 3; axis++)
          centres[3 * (k >> 2) + axis]! +=
            ([0.1, 0.2, 0.3, 0.4][k & 3]! as number) * mesh.points[3 * mesh.cells[k]! + axis]!;
      const expected = Float64Array.from({ length: cellCount(mesh) }, (_, c) =>
        f(centres[3 * c]!, centres[3 * c + 1]!, centres[3 * c + 2]!),
      );
      expect(largestDifference(evaluateDensity(space, nodal, centres), expected)).toBeLessThan(1e-12);
    },
  );

  it.each([1, 2, 3, 4])("degree %i: mass, loads and functionals are one integral", (degree) => {
    const space = ballSpace(mesh, lagrangeTetrahedron(degree));
    const polynomial = randomPolynomial(degree, 4);
    const f = (x: number, y: number, z: number): number => evaluate(polynomial, x, y, z);
    const nodal = interpolate(space, f);
    const image = new Float64Array(space.unknowns);
    multiply(assembleMass(space), nodal, image);
    expect(largestDifference(image, loadVector(space, f))).toBeLessThan(1e-13);
    const { mass, first, second } = momentFunctionals(space, [0.1, 0.2, 0.3]);
    expect(mass.reduce((a, b) => a + b)).toBeCloseTo(meshVolume(mesh), 12);
    expect(dot(first[1]!, nodal)).toBeCloseTo(
      loadVector(space, (x, y, z) => f(x, y, z) * (y - 0.2)).reduce((a, b) => a + b),
      12,
    );
    expect(dot(second[4]!, nodal)).toBeCloseTo(
      loadVector(space, (x, y, z) => f(x, y, z) * (x - 0.1) * (z - 0.3), degree + 2).reduce((a, b) => a + b),
      12,
    );
  });

  it("the projection of a member of the space is itself", () => {
    const space = ballSpace(mesh, lagrangeTetrahedron(3));
    const polynomial = randomPolynomial(3, 5);
    const f = (x: number, y: number, z: number): number => evaluate(polynomial, x, y, z);
    expect(largestDifference(projectFunction(space, f), interpolate(space, f))).toBeLessThan(1e-11);
  });
});

describe("convergence", () => {
  it.each([1, 2, 3])("degree %i: the projection of a smooth function converges as h^(p+1)", (degree) => {
    const f = (x: number, y: number, z: number): number => Math.exp(x - 0.5 * y) * Math.cos(2 * z);
    const coarse = refineBall(ball(0));
    const errors = [coarse, refineBall(coarse)].map((mesh) => {
      const space = ballSpace(mesh, lagrangeTetrahedron(degree));
      const projection = projectFunction(space, f);
      const points = Float64Array.from({ length: 1500 }, (_, i) => 0.45 * Math.sin(1.7 * i * i));
      const values = evaluateDensity(space, projection, points);
      let square = 0;
      for (let p = 0; p < 500; p++)
        square += (values[p]! - f(points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!)) ** 2;
      return Math.sqrt(square / 500);
    });
    // One halving, before the leading term of the error is alone: half a power of tolerance.
    expect(Math.abs(fittedRate([1, 0.5], errors) - (degree + 1))).toBeLessThan(0.5);
  });
});

it("P vanishes outside the polyhedron", () => {
  const space = ballSpace(ball(0), lagrangeTetrahedron(1));
  const ones = new Float64Array(space.unknowns).fill(1);
  const out = evaluateDensity(space, ones, Float64Array.of(0, 0, 0.1, 0, 0, 0.9999, 2, 0, 0));
  expect(out[0]).toBeCloseTo(1, 12);
  expect([...out.subarray(1)]).toEqual([0, 0]);
});

it("counts unknowns by vertices, edges, faces and cells", () => {
  // 13 vertices, 42 edges, 50 faces, 20 cells.
  const counts = [1, 2, 3, 4].map((degree) => ballSpace(ball(0), lagrangeTetrahedron(degree)).unknowns);
  expect(counts).toEqual([13, 13 + 42, 13 + 2 * 42 + 50, 13 + 3 * 42 + 3 * 50 + 20]);
  expect(vertexCount(ball(0))).toBe(13);
});

it("refuses a mesh of the sphere", () => {
  expect(() => ballSpace(icosphere(0), lagrangeTetrahedron(1))).toThrow(InputError);
});

it("names the point where a function is not finite", () => {
  const space = ballSpace(ball(0), lagrangeTetrahedron(1));
  expect(() => loadVector(space, () => Number.NaN)).toThrow(/the function is NaN at/);
});
