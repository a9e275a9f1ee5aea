import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { unitWeights } from "../../../src/fem/affineTerms.ts";
import { lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import {
  assembleBallGenerator,
  assembleBallTerms,
  assembleMovingBallGenerator,
  ballTermCount,
  ballWeights,
  combineBallGenerator,
} from "../../../src/fem/ball/generator.ts";
import { cartesianCoefficients, diffuses, pointCoefficients } from "../../../src/fem/ball/generatorKernel.ts";
import { type BallSpace, ballSpace } from "../../../src/fem/ball/space.ts";
import { interpolate, loadVector } from "../../../src/fem/projection.ts";
import { multiply, type SparseMatrix } from "../../../src/linalg/sparse.ts";
import { movingModel } from "../../../src/model/movingModel.ts";
import { type Coefficients, coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import { diffusion, drift } from "../../../src/model/secondOrder/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { singleCoefficients } from "../../model/secondOrder/single.ts";
import { largestDifference, largestOf } from "../fit.ts";
import { derivative, evaluate, type Polynomial } from "../polynomials.ts";
import { generalModels, randomPolynomial, singleRates, threeMeshes, withoutBoundary } from "./spaces.ts";

/**
 * int phi_j G v for every basis function phi_j, v a polynomial, with G v = a . grad v + D : hess v / 2N: the strong backward form, in which
 * no boundary appears. Shares nothing with the weak form but the quadrature.
 */
function strongForm(space: BallSpace, coefficients: Coefficients, v: Polynomial): Float64Array {
  const gradient = ([0, 1, 2] as const).map((k) => derivative(v, k));
  const pairs = [
    [0, 0, 1],
    [1, 1, 1],
    [2, 2, 1],
    [0, 1, 2],
    [0, 2, 2],
    [1, 2, 2],
  ] as const;
  const hessian = pairs.map(([k, l]) => derivative(gradient[k]!, l));
  const a = new Float64Array(3);
  const d = new Float64Array(6);
  return loadVector(
    space,
    (x, y, z) => {
      drift(coefficients, [x, y, z], a);
      diffusion(coefficients, [x, y, z], d);
      let value = 0;
      for (let k = 0; k < 3; k++) value += a[k]! * evaluate(gradient[k]!, x, y, z);
      pairs.forEach(([, , count], k) => {
        value += (count * d[k]! * evaluate(hessian[k]!, x, y, z)) / (2 * coefficients.spins);
      });
      return value;
    },
    2 * space.element.degree + 2,
  );
}

/** v^T L. */
function discreteForm(
  space: BallSpace,
  model: SpinModel,
  v: Polynomial,
  assemble = assembleBallGenerator,
): Float64Array {
  return transposedProduct(space, assemble(space, model), v);
}

function transposedProduct(space: BallSpace, { pattern, values }: SparseMatrix, v: Polynomial): Float64Array {
  const nodal = interpolate(space, (x, y, z) => evaluate(v, x, y, z));
  const result = new Float64Array(space.unknowns);
  for (let i = 0; i < space.unknowns; i++)
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
      result[pattern.columnIndices[k]!]! += nodal[i]! * values[k]!;
  return result;
}

describe.each(threeMeshes())("moment exactness on the $name mesh", ({ mesh }) => {
  describe.each([1, 2, 3, 4])("degree %i", (degree) => {
    const space = ballSpace(mesh, lagrangeTetrahedron(degree));
    const v = randomPolynomial(degree, 10 + degree);

    it.each(generalModels)("v^T L = int phi G v for polynomials v of that degree: %s", (_, model) => {
      const exact = strongForm(space, coefficientsOf(model), v);
      expect(largestDifference(discreteForm(space, model, v), exact)).toBeLessThan(
        1e-12 * Math.max(1, largestOf(exact)),
      );
    });

    it.runIf(degree === 2)("and for every coefficient alone, at any N", () => {
      const images = assembleBallTerms(space).map((term) => transposedProduct(space, term, v));
      for (const [name, coefficients] of [1, 3].flatMap((spins) => singleCoefficients(spins, true))) {
        const weights = ballWeights(coefficients);
        const found = images[0]!.map((_, i) => images.reduce((sum, image, k) => sum + weights[k]! * image[i]!, 0));
        const exact = strongForm(space, coefficients, v);
        expect(largestOf(exact), name).toBeGreaterThan(1e-3);
        expect(largestDifference(found, exact), name).toBeLessThan(1e-12 * Math.max(1, largestOf(exact)));
      }
    });

    it("fails without the boundary term", () => {
      const model = generalModels.at(-1)![1];
      const wrong = discreteForm(space, model, v, withoutBoundary);
      expect(largestDifference(wrong, strongForm(space, coefficientsOf(model), v))).toBeGreaterThan(1e-3);
    });
  });
});

it("D n = 0 at r = 1 for every part of it", () => {
  const point = pointCoefficients();
  const directions = new Float64Array(60);
  fillNormal(createRandomStream(5, 0), directions);
  for (let p = 0; p < 20; p++) {
    const length = Math.hypot(...directions.subarray(3 * p, 3 * p + 3));
    for (let k = 0; k < 3; k++) directions[3 * p + k]! /= length;
    const [x, y, z] = directions.subarray(3 * p, 3 * p + 3) as unknown as [number, number, number];
    for (const weights of unitWeights(ballTermCount)) {
      cartesianCoefficients(directions, p, weights, point);
      const [xx, yy, zz, xy, xz, yz] = point.t as unknown as [number, number, number, number, number, number];
      const normal = [xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z];
      expect(largestOf(Float64Array.from(normal))).toBeLessThan(16 * Number.EPSILON);
      if (diffuses(weights)) expect(largestOf(point.t)).toBeGreaterThan(1e-3);
    }
  }
});

describe("the parameter-free matrices", () => {
  const space = ballSpace(threeMeshes()[1]!.mesh, lagrangeTetrahedron(2));
  const terms = assembleBallTerms(space);

  it("combine to the generator of any model", () => {
    expect(terms.length).toBe(ballTermCount);
    const values = new Float64Array(space.pattern.columnIndices.length);
    for (const [, model] of [...singleRates, ...generalModels]) {
      combineBallGenerator(terms, model, values);
      const direct = assembleBallGenerator(space, model).values;
      expect(largestDifference(values, direct)).toBeLessThan(1e-14 * largestOf(direct) * ballTermCount);
    }
  });

  it.each(generalModels)("need not be there for a field in time: %s", (_, model) => {
    const [still, ...components] = assembleMovingBallGenerator(
      space,
      movingModel(model, () => model.field),
    );
    const whole = assembleBallGenerator(space, model).values;
    const sum = still!.values.map((value, i) =>
      components.reduce((total, { values }, k) => total + model.field[k]! * values[i]!, value),
    );
    expect(components).toHaveLength(3);
    expect(largestDifference(sum, whole)).toBeLessThan(1e-14 * largestOf(whole) * ballTermCount);
  });

  it("conserve mass one by one: the rows add up to zero", () => {
    for (const { pattern, values } of terms) {
      const sums = new Float64Array(space.unknowns);
      for (let k = 0; k < values.length; k++) sums[pattern.columnIndices[k]!]! += values[k]!;
      expect(largestOf(sums)).toBeLessThan(1e-14 * 100 * largestOf(values));
    }
  });

  it("do nothing where all rates are zero", () => {
    const { pattern } = space;
    const still = assembleBallGenerator(space, { ...singleRates[0]![1], field: [0, 0, 0] });
    const image = new Float64Array(space.unknowns);
    multiply({ pattern, values: still.values }, image.slice().fill(1), image);
    expect(largestOf(still.values)).toBe(0);
    expect(largestOf(image)).toBe(0);
  });
});
