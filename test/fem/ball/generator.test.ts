import { describe, expect, it } from "vitest";
import { lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import {
  assembleBallGenerator,
  assembleBallTerms,
  ballTermCount,
  combineBallGenerator,
} from "../../../src/fem/ball/generator.ts";
import { type BallSpace, ballSpace } from "../../../src/fem/ball/space.ts";
import { interpolate, loadVector } from "../../../src/fem/projection.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import { diffusion, drift } from "../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { largestDifference, largestOf } from "../fit.ts";
import { derivative, evaluate, type Polynomial } from "../polynomials.ts";
import { randomPolynomial, singleRates, threeMeshes, withoutBoundary } from "./spaces.ts";

/**
 * int phi_j G v for every basis function phi_j, v a polynomial, with G v = a . grad v + D : hess v / 2N: the strong backward form, in which
 * no boundary appears. Shares nothing with the weak form but the quadrature.
 */
function strongForm(space: BallSpace, model: SpinModel, v: Polynomial): Float64Array {
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
      drift(model, [x, y, z], a);
      diffusion(model, [x, y, z], d);
      let value = 0;
      for (let k = 0; k < 3; k++) value += a[k]! * evaluate(gradient[k]!, x, y, z);
      pairs.forEach(([, , count], k) => {
        value += (count * d[k]! * evaluate(hessian[k]!, x, y, z)) / (2 * model.spins);
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
  const { pattern, values } = assemble(space, model);
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

    // Each rate alone at one degree, all together at the others.
    it.each(degree === 3 ? singleRates : singleRates.slice(-1))(
      "v^T L = int phi G v for polynomials v of that degree: %s",
      (_, model) => {
        const exact = strongForm(space, model, v);
        expect(largestDifference(discreteForm(space, model, v), exact)).toBeLessThan(
          1e-12 * Math.max(1, largestOf(exact)),
        );
      },
    );

    it("fails without the boundary term", () => {
      const model = singleRates.at(-1)![1];
      const wrong = discreteForm(space, model, v, withoutBoundary);
      expect(largestDifference(wrong, strongForm(space, model, v))).toBeGreaterThan(1e-3);
    });
  });
});

describe("the parameter-free matrices", () => {
  const space = ballSpace(threeMeshes()[1]!.mesh, lagrangeTetrahedron(2));
  const terms = assembleBallTerms(space);

  it("combine to the generator of any model", () => {
    expect(terms.length).toBe(ballTermCount);
    const values = new Float64Array(space.pattern.columnIndices.length);
    for (const [, model] of singleRates) {
      combineBallGenerator(terms, model, values);
      const direct = assembleBallGenerator(space, model).values;
      expect(largestDifference(values, direct)).toBeLessThan(1e-14 * largestOf(direct) * ballTermCount);
    }
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
