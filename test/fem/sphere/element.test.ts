import { inverse, Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { createRandomStream, fillUniform } from "../../../src/core/random.ts";
import { orthonormalTriangle } from "../../../src/fem/sphere/basis.ts";
import {
  type Element,
  enrichedTriangle,
  lagrangeTriangle,
  maximumTriangleDegree,
} from "../../../src/fem/sphere/element.ts";
import { largestDifference, largestOf } from "../fit.ts";

/** Every degree that is offered, and the one that error estimates use beyond. */
const degrees = Array.from({ length: maximumTriangleDegree + 1 }, (_, k) => k + 1);

/** Random points of the closed reference triangle, 2 numbers each. */
function trianglePoints(seed: number, count: number): Float64Array {
  const points = new Float64Array(2 * count);
  fillUniform(createRandomStream(seed, 0), points);
  for (let at = 0; at < points.length; at += 2) {
    if (points[at]! + points[at + 1]! <= 1) continue;
    points[at] = 1 - points[at]!;
    points[at + 1] = 1 - points[at + 1]!;
  }
  return points;
}

/** Points (i, j) / steps of the reference triangle. */
function latticePoints(steps: number): Float64Array {
  const points: number[] = [];
  for (let j = 0; j <= steps; j++) for (let i = 0; i + j <= steps; i++) points.push(i / steps, j / steps);
  return Float64Array.from(points);
}

/** Values of the orthonormal polynomials: points x basis. */
function orthonormalValues(degree: number, points: Float64Array): Matrix {
  const size = ((degree + 1) * (degree + 2)) / 2;
  const values = new Float64Array(size);
  const gradients = new Float64Array(2 * size);
  const matrix = new Matrix(points.length / 2, size);
  for (let p = 0; p < points.length / 2; p++) {
    orthonormalTriangle(degree, points[2 * p]!, points[2 * p + 1]!, values, gradients);
    matrix.setRow(p, values);
  }
  return matrix;
}

/**
 * Rounding error of basis functions: they are orthonormal polynomials times the inverse of the matrix of their values in
 * the nodes, so eps times its condition number, times the terms in a sum, times their size (below 1.5 size).
 */
function roundingOf(element: Element): number {
  const { diagonal } = new SingularValueDecomposition(orthonormalValues(element.degree, element.nodes));
  return Number.EPSILON * (diagonal[0]! / diagonal.at(-1)!) * element.size;
}

/** Weights w with f'(0) = sum w_k f(t_k) for every polynomial f of degree < t.length. */
function derivativeWeights(t: readonly number[]): number[] {
  return t.map((own, k) => {
    let sum = 0;
    t.forEach((skipped, m) => {
      if (m === k) return;
      let term = 1 / (own - skipped);
      t.forEach((other, j) => {
        if (j !== k && j !== m) term *= -other / (own - other);
      });
      sum += term;
    });
    return sum;
  });
}

function lebesgueConstant(values: ArrayLike<number>, size: number): number {
  let largest = 0;
  for (let at = 0; at < values.length; at += size) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += Math.abs(values[at + k]!);
    largest = Math.max(largest, sum);
  }
  return largest;
}

describe.each(degrees)("Lagrange triangle of degree %i", (degree) => {
  const element = enrichedTriangle(degree);
  const { nodes, size, tabulate } = element;
  const valueTolerance = roundingOf(element);
  /** Markov's inequality (Wilhelmsen 1974): derivatives are at most 4 p^2 / width times larger; the width is 1/sqrt 2. */
  const gradientTolerance = 4 * Math.SQRT2 * degree ** 2 * valueTolerance;

  it("has (p + 1)(p + 2)/2 nodes: vertices, then the edges in their direction, then the interior", () => {
    expect(size).toBe(((degree + 1) * (degree + 2)) / 2);
    expect(nodes).toHaveLength(2 * size);
    expect(Array.from(nodes.subarray(0, 6))).toEqual([0, 0, 1, 0, 0, 1]);
    for (let k = 0; k < degree - 1; k++) {
      const on = (edge: number): readonly number[] =>
        Array.from(nodes.subarray(2 * (3 + edge * (degree - 1) + k)).slice(0, 2));
      const t = on(0)[0]!;
      if (k > 0) expect(t).toBeGreaterThan(nodes[2 * (3 + k - 1)]!);
      expect(t > 0 && t < 1).toBe(true);
      expect(largestDifference(on(0), [t, 0])).toBeLessThan(2 * Number.EPSILON);
      expect(largestDifference(on(1), [1 - t, t])).toBeLessThan(2 * Number.EPSILON);
      expect(largestDifference(on(2), [0, 1 - t])).toBeLessThan(2 * Number.EPSILON);
    }
    for (let i = 3 * degree; i < size; i++) {
      const [x, y] = [nodes[2 * i]!, nodes[2 * i + 1]!];
      expect(x > 0 && y > 0 && x + y < 1).toBe(true);
    }
  });

  it("is nodal: basis function i is 1 at node i and 0 at the others", () => {
    expect(largestDifference(tabulate(nodes).values, Matrix.eye(size).to1DArray())).toBeLessThan(valueTolerance);
  });

  it("adds up to 1, and its gradients to 0", () => {
    const { values, gradients } = tabulate(trianglePoints(1, 50));
    for (let at = 0; at < values.length; at += size) {
      const sum = (array: Float64Array): number => array.subarray(at, at + size).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum(values) - 1)).toBeLessThan(size * valueTolerance);
      for (const gradient of gradients) expect(Math.abs(sum(gradient))).toBeLessThan(size * gradientTolerance);
    }
  });

  it("reproduces every polynomial of total degree <= p, its values and gradients, and no more", () => {
    const points = trianglePoints(2, 30);
    const { values, gradients } = tabulate(points);
    const error = (i: number, j: number): { value: number; gradient: number } => {
      const nodal = Float64Array.from({ length: size }, (_, k) => nodes[2 * k]! ** i * nodes[2 * k + 1]! ** j);
      const worst = { value: 0, gradient: 0 };
      for (let p = 0; p < points.length / 2; p++) {
        const [x, y] = [points[2 * p]!, points[2 * p + 1]!];
        const sum = (array: Float64Array): number => nodal.reduce((s, v, k) => s + v * array[p * size + k]!, 0);
        const dx = i === 0 ? 0 : i * x ** (i - 1) * y ** j;
        const dy = j === 0 ? 0 : j * x ** i * y ** (j - 1);
        worst.value = Math.max(worst.value, Math.abs(sum(values) - x ** i * y ** j));
        worst.gradient = Math.max(worst.gradient, Math.abs(sum(gradients[0]!) - dx), Math.abs(sum(gradients[1]!) - dy));
      }
      return worst;
    };
    for (let i = 0; i <= degree; i++) {
      for (let j = 0; i + j <= degree; j++) {
        // Monomials are at most 1 on the triangle: the sum over the nodes is the rounding error of all basis functions.
        const { value, gradient } = error(i, j);
        expect(value).toBeLessThan(size * valueTolerance);
        expect(gradient).toBeLessThan(size * gradientTolerance);
      }
    }
    // The closest polynomial of degree p to x^(p+1) on [0, 1] is 2^-(2p+1) away; the interpolant is not closer.
    expect(error(degree + 1, 0).value).toBeGreaterThan(2 ** -(2 * degree + 3));
  });

  it("has gradients that are the derivatives of its values along any line", () => {
    // On a line a basis function is a polynomial of degree p, which p + 1 values differentiate exactly.
    const count = degree + 1;
    const reach = 0.2;
    const steps = Array.from({ length: count }, (_, k) => reach * Math.cos((Math.PI * (k + 0.5)) / count + 0.1));
    const weights = derivativeWeights(steps);
    const centres = trianglePoints(3, 10).map((c) => 0.2 + 0.4 * c);
    const analytic = tabulate(centres).gradients;
    const magnification = weights.reduce((s, w) => s + Math.abs(w), 0);
    let worst = 0;
    for (const axis of [0, 1]) {
      for (let p = 0; p < centres.length / 2; p++) {
        const line = Float64Array.from({ length: 2 * count }, (_, at) => {
          const along = at % 2 === axis ? steps[Math.floor(at / 2)]! : 0;
          return centres[2 * p + (at % 2)]! + along;
        });
        const { values } = tabulate(line);
        for (let i = 0; i < size; i++) {
          const numeric = weights.reduce((s, w, k) => s + w * values[k * size + i]!, 0);
          worst = Math.max(worst, Math.abs(numeric - analytic[axis]![p * size + i]!));
        }
      }
    }
    expect(worst).toBeLessThan(magnification * valueTolerance + gradientTolerance);
  });

  it("has the same nodes seen from any vertex, in either sense, so that neighbouring cells match", () => {
    const key = (a: number, b: number, c: number): string => [a, b, c].map((v) => Math.round(v * 1e12)).join(" ");
    const barycentric = Array.from({ length: size }, (_, i): [number, number, number] => [
      1 - nodes[2 * i]! - nodes[2 * i + 1]!,
      nodes[2 * i]!,
      nodes[2 * i + 1]!,
    ]);
    const all = new Set(barycentric.map((b) => key(...b)));
    expect(all.size).toBe(size);
    for (const [a, b, c] of barycentric) {
      expect(all.has(key(b, c, a))).toBe(true);
      expect(all.has(key(b, a, c))).toBe(true);
    }
  });

  it("vanishes on an edge unless its node lies on it", () => {
    const t = Array.from({ length: 21 }, (_, k) => k / 20);
    const edges = [
      { line: t.flatMap((s) => [s, 0]), holds: (_: number, y: number) => y === 0 },
      { line: t.flatMap((s) => [1 - s, s]), holds: (x: number, y: number) => Math.abs(x + y - 1) < 1e-12 },
      { line: t.flatMap((s) => [0, 1 - s]), holds: (x: number, _: number) => x === 0 },
    ];
    for (const { line, holds } of edges) {
      const { values } = tabulate(Float64Array.from(line));
      const off = values.filter((_, at) => !holds(nodes[2 * (at % size)]!, nodes[2 * (at % size) + 1]!));
      expect(off).toHaveLength((size - degree - 1) * t.length);
      expect(largestOf(off)).toBeLessThan(valueTolerance);
    }
  });

  it("has a Lebesgue constant below 1 + 0.6 p", () => {
    // Warped and recursive nodes are known to reach 5.7 at degree 9; the best ones known 4.5.
    expect(lebesgueConstant(tabulate(latticePoints(40)).values, size)).toBeLessThan(1 + 0.6 * degree);
  });

  it("turns nodal values into coefficients of the orthonormal polynomials", () => {
    const points = trianglePoints(4, 20);
    const toModal = Matrix.from1DArray(size, size, element.toModal);
    const through = orthonormalValues(degree, points).mmul(toModal);
    expect(largestDifference(through.to1DArray(), tabulate(points).values)).toBeLessThan(valueTolerance);
  });

  it("is frozen and built once", () => {
    expect(Object.isFrozen(element)).toBe(true);
    expect(enrichedTriangle(degree)).toBe(element);
  });
});

describe("the choice of nodes", () => {
  it("keeps at degree 9 what equally spaced nodes lose: a Lebesgue constant seven times smaller", () => {
    const points = latticePoints(40);
    const equispaced = orthonormalValues(9, points).mmul(inverse(orthonormalValues(9, latticePoints(9))));
    const blownUp = lebesgueConstant(equispaced.to1DArray(), equispaced.columns);
    const element = enrichedTriangle(9);
    expect(blownUp).toBeGreaterThan(6.5 * lebesgueConstant(element.tabulate(points).values, element.size));
  });
});

describe("lagrangeTriangle", () => {
  it("offers degrees 1 to 8", () => {
    for (let degree = 1; degree <= 8; degree++) expect(lagrangeTriangle(degree)).toBe(enrichedTriangle(degree));
  });

  it.each([0, 9, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses degree %d and says what to do", (degree) => {
    const attempt = (): Element => lagrangeTriangle(degree);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(
      `degree ${degree} is not an integer from 1 to 8, the highest triangle element; refine the mesh`,
    );
  });
});
