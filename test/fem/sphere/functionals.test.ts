import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { type MomentFunctionals, momentFunctionals } from "../../../src/fem/functionals.ts";
import { loadVector, projectFunction } from "../../../src/fem/projection.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { largestDifference } from "../fit.ts";
import { secondMomentPairs } from "../momentPairs.ts";
import { evaluate, type Polynomial, polynomialOf, product, sphereIntegral } from "../polynomials.ts";
import { smallMeshes } from "./meshes.ts";

const meshes = [
  ["icosphere", icosphere(2)],
  ["Fibonacci", fibonacci(300)],
  ["graded icosphere", gradeMesh(icosphere(2), [0, -0.6, 0.8], 1.5)],
  ["graded Fibonacci", gradeMesh(fibonacci(300), [1, 2, -2], 1.5)],
] as const;

/** x_k - c_k as a polynomial. */
function coordinate(k: number, centre: readonly number[]): Polynomial {
  return [
    [1, +(k === 0), +(k === 1), +(k === 2)],
    [-centre[k]!, 0, 0, 0],
  ];
}

/** All ten functionals with the polynomials that they integrate against P. */
function withPolynomials(functionals: MomentFunctionals): readonly (readonly [string, Float64Array, Polynomial])[] {
  const { centre, mass, first, second } = functionals;
  const x = [0, 1, 2].map((k) => coordinate(k, centre));
  return [
    ["1", mass, [[1, 0, 0, 0]]],
    ...first.map((vector, k) => [`x_${k} - c_${k}`, vector, x[k]!] as const),
    ...second.map((vector, m) => {
      const [k, l] = secondMomentPairs[m]!;
      return [`(x_${k} - c_${k})(x_${l} - c_${l})`, vector, product(x[k]!, x[l]!)] as const;
    }),
  ];
}

const coefficients = new Float64Array(20);
fillNormal(createRandomStream(4, 0), coefficients);
const density = polynomialOf(3, coefficients);
const at =
  (polynomial: Polynomial) =>
  (x: number, y: number, z: number): number =>
    evaluate(polynomial, x, y, z);

describe.each(meshes)("moment functionals on the %s", (_, mesh) => {
  it("are relative to the centre of the grading, or the origin", () => {
    const { centre } = momentFunctionals(functionSpace(mesh, enrichedTriangle(1)));
    expect(centre).toEqual("grading" in mesh ? mesh.grading!.centre : [0, 0, 0]);
  });

  it("integrate P x_k x_l in closed form, P a polynomial", () => {
    const space = functionSpace(mesh, enrichedTriangle(8));
    const values = projectFunction(space, at(density));
    for (const [name, vector, polynomial] of withPolynomials(momentFunctionals(space))) {
      const sum = vector.reduce((s, v, i) => s + v * values[i]!, 0);
      // Projection and quadrature both leave (h/2)^18 with h < 0.6. Rounding: 10^4 products of one size, at random 100 eps / 3.
      const rounding = 32 * Number.EPSILON * vector.reduce((s, v, i) => s + Math.abs(v * values[i]!), 0);
      expect(Math.abs(sum - sphereIntegral(product(density, polynomial))), name).toBeLessThan(rounding);
    }
  });
});

describe.each(smallMeshes)("moment functionals on the %s", (_, mesh) => {
  it("are int f phi_i for every basis function, at every degree", () => {
    for (const degree of [1, 2, 3, 5, 9]) {
      const space = functionSpace(mesh, enrichedTriangle(degree));
      for (const [name, vector, polynomial] of withPolynomials(momentFunctionals(space))) {
        const load = loadVector(space, at(polynomial));
        // The same sums; (x - c) and the expanded polynomial differ by rounding of numbers below 16, times areas below 4 pi.
        expect(largestDifference(vector, load), name).toBeLessThan(256 * Number.EPSILON);
      }
    }
  });
});
