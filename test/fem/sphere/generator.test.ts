import { describe, expect, it, vi } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { interpolate, type PointFunction, projectFunction } from "../../../src/fem/projection.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import {
  assembleGenerator,
  assembleGeneratorTerms,
  assembleMovingGenerator,
  combineGenerator,
  generatorTermCount,
  generatorWeights,
} from "../../../src/fem/sphere/generator.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { infinityNorm, multiply, multiplyTransposed, type SparseMatrix } from "../../../src/linalg/sparse.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { movingModel } from "../../../src/model/movingModel.ts";
import { type Coefficients, coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import { diffusion, drift } from "../../../src/model/secondOrder/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { gaussGrid } from "../../core/gaussGrid.ts";
import { singleCoefficients } from "../../model/secondOrder/single.ts";
import { fittedRate, largestDifference, largestOf } from "../fit.ts";
import { derivative, evaluate, type Polynomial, polynomialOf } from "../polynomials.ts";
import { smallMeshes } from "./meshes.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

/** Each rate alone and all together; and what else there is. */
const models: readonly (readonly [string, SpinModel])[] = (
  [
    ["B_x", { field: [1, 0, 0] }],
    ["B_y", { field: [0, 1, 0] }],
    ["B_z", { field: [0, 0, 1] }],
    ["dephasing", { collective: { dephasing: 1 } }],
    ["pump", { collective: { pump: 1 } }],
    ["decay", { collective: { decay: 1 } }],
    ["every rate", { field: [0.3, -0.7, 1.1], collective: { dephasing: 0.4, pump: 0.6, decay: 0.9 } }],
    [
      "everything",
      {
        field: [0.3, -0.7, 1.1],
        interaction: { xx: 0.4, yy: -0.7, zz: 0.2, xy: 0.5, xz: -0.3, yz: 0.6 },
        collective: {
          dephasing: 0.4,
          pump: 0.6,
          decay: 0.9,
          jumps: [{ rate: 0.7, operator: [1, "0.5i", [0.3, -0.4]] }],
        },
      },
    ],
  ] as const
).map(([name, parts]) => [name, spinModel({ spins: 3, ...parts })] as const);

const everything = models.at(-1)![1];

function randomPolynomial(degree: number, seed: number): Polynomial {
  const coefficients = new Float64Array(40);
  fillNormal(createRandomStream(seed, 0), coefficients);
  return polynomialOf(degree, coefficients);
}

const testFunction = randomPolynomial(3, 1);
const density = randomPolynomial(3, 2);

/**
 * int P G v with G v = a . grad v + D : hess v / 2N, the strong backward form in the ball, v continued off the sphere as a
 * polynomial. Shares nothing with the weak form on the sphere. Degree 8 at most: exact with six rings.
 */
function strongForm(coefficients: Coefficients): number {
  const gradient = ([0, 1, 2] as const).map((k) => derivative(testFunction, k));
  const pairs = [
    [0, 0, 1],
    [1, 1, 1],
    [2, 2, 1],
    [0, 1, 2],
    [0, 2, 2],
    [1, 2, 2],
  ] as const;
  const hessian = pairs.map(([k, l]) => derivative(gradient[k]!, l));
  const { points, weights } = gaussGrid(6);
  const a = new Float64Array(3);
  const d = new Float64Array(6);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const [x, y, z] = points.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    drift(coefficients, [x, y, z], a);
    diffusion(coefficients, [x, y, z], d);
    let value = 0;
    for (let k = 0; k < 3; k++) value += a[k]! * evaluate(gradient[k]!, x, y, z);
    pairs.forEach(([, , count], k) => {
      value += (count * d[k]! * evaluate(hessian[k]!, x, y, z)) / (2 * coefficients.spins);
    });
    sum += weights[i]! * evaluate(density, x, y, z) * value;
  }
  return sum;
}

/** v^T L P on an icosphere, with v and P put into the space by `into`. */
function weakForm(model: SpinModel, level: number, degree: number, into: typeof projectFunction): number {
  const space = functionSpace(icosphere(level), enrichedTriangle(degree));
  return form(assembleGenerator(space, model), into(space, at(testFunction)), into(space, at(density)));
}

const at =
  (polynomial: Polynomial): PointFunction =>
  (x, y, z) =>
    evaluate(polynomial, x, y, z);

function form(matrix: SparseMatrix, left: Float64Array, right: Float64Array): number {
  const image = new Float64Array(right.length);
  multiply(matrix, right, image);
  return image.reduce((sum, value, i) => sum + value * left[i]!, 0);
}

/** Largest rounding error of one entry, relative to the largest row sum: cells and quadrature points add up. */
const entryRounding = 64 * Number.EPSILON;

describe("the weak form against the strong one", () => {
  it.each([
    ["icosphere", icosphere(2)],
    ["graded icosphere", gradeMesh(icosphere(2), [0.6, 0, 0.8], 2)],
  ])("v^T L P is int P G v for every coefficient at any N, at degree 8 on the %s", (_, mesh) => {
    const space = functionSpace(mesh, enrichedTriangle(8));
    const terms = assembleGeneratorTerms(space);
    const v = projectFunction(space, at(testFunction));
    const p = projectFunction(space, at(density));
    const absolute = ({ pattern, values }: SparseMatrix): SparseMatrix => ({ pattern, values: values.map(Math.abs) });
    const forms = terms.map((term) => form(term, v, p));
    const allSizes = terms.map((term) => form(absolute(term), v.map(Math.abs), p.map(Math.abs)));
    // Two N tell drift and diffusion apart.
    for (const [name, coefficients] of [2, 5].flatMap((spins) => singleCoefficients(spins, false))) {
      const exact = strongForm(coefficients);
      // A check that could not fail would be one on a vanishing integral.
      expect(Math.abs(exact), name).toBeGreaterThan(0.01);
      const weights = generatorWeights(coefficients);
      const found = forms.reduce((sum, value, k) => sum + weights[k]! * value, 0);
      // The discretisation leaves the product of two gradient errors, ((h/2)^8 / 9!)^2 with h up to 0.6. Rounding is more:
      // an entry carries the 16 eps of basis functions and geometry.
      const sizes = allSizes.reduce((sum, value, k) => sum + Math.abs(weights[k]!) * value, 0);
      expect(Math.abs(found - exact), name).toBeLessThan(16 * Number.EPSILON * sizes);
      expect(sizes, name).toBeLessThan(1e6);
    }
  });

  // int e L* P and int v L e are h^(2p + 2) for projections (e is orthogonal to the space); what is left is the product of
  // both errors, h^p each.
  it.each([1, 2, 3, 4])("converges as h^(2p) for L2 projections, degree %i", (degree) => {
    const exact = strongForm(coefficientsOf(everything));
    const levels = degree < 3 ? [2, 3, 4] : [1, 2, 3];
    const errors = levels.map((level) => Math.abs(weakForm(everything, level, degree, projectFunction) - exact));
    const rate = fittedRate(
      levels.map((level) => 2 ** -level),
      errors,
    );
    // The icosphere's cells get more alike with the level, which shifts a fitted rate by a few tenths.
    expect(rate).toBeGreaterThan(2 * degree - 0.3);
    expect(rate).toBeLessThan(2 * degree + 1);
  });

  it.each([1, 2, 3])("converges at least as h^(p + 1) for interpolants, degree %i", (degree) => {
    const exact = strongForm(coefficientsOf(everything));
    const errors = [2, 3, 4].map((level) => Math.abs(weakForm(everything, level, degree, interpolate) - exact));
    expect(fittedRate([4, 2, 1], errors)).toBeGreaterThan(degree + 1 - 0.3);
  });
});

describe("mass conservation", () => {
  it.each(smallMeshes)("all rows of every term add up to zero on the %s", (_, mesh) => {
    for (const degree of [1, 2, 4, 8, 9]) {
      const space = functionSpace(mesh, enrichedTriangle(degree));
      if (space.unknowns > 3000) continue;
      const ones = new Float64Array(space.unknowns).fill(1);
      const sums = new Float64Array(space.unknowns);
      for (const term of assembleGeneratorTerms(space)) {
        multiplyTransposed(term, ones, sums);
        expect(largestOf(sums)).toBeLessThan(entryRounding * space.element.size * largestColumnSum(term));
      }
    }
  });
});

function largestColumnSum(matrix: SparseMatrix): number {
  const sums = new Float64Array(matrix.pattern.columns);
  multiplyTransposed(
    { ...matrix, values: matrix.values.map(Math.abs) },
    sums.map(() => 1),
    sums,
  );
  return largestOf(sums);
}

describe("the parameter-free matrices", () => {
  const space = functionSpace(gradeMesh(icosphere(1), [0.6, 0, 0.8], 3), enrichedTriangle(3));
  const terms = assembleGeneratorTerms(space);

  it("share the pattern of the space", () => {
    expect(terms).toHaveLength(generatorTermCount);
    for (const term of terms) expect(term.pattern).toBe(space.pattern);
  });

  it.each(models)("weighted, add up to the generator of one model: %s", (_, model) => {
    const whole = assembleGenerator(space, model);
    const weights = generatorWeights(coefficientsOf(model));
    const sum = new Float64Array(whole.values.length).fill(Number.NaN);
    combineGenerator(terms, model, sum);
    const tolerance = entryRounding * terms.reduce((s, term, k) => s + Math.abs(weights[k]!) * infinityNorm(term), 0);
    expect(largestDifference(sum, whole.values)).toBeLessThan(tolerance);
    expect(infinityNorm(whole)).toBeGreaterThan(1e6 * tolerance);
  });

  it.each(models)("need not be there for a field in time: %s", (_, model) => {
    const [still, ...components] = assembleMovingGenerator(
      space,
      movingModel(model, () => model.field),
    );
    const whole = assembleGenerator(space, model).values;
    const sum = still!.values.map((value, i) =>
      components.reduce((total, { values }, k) => total + model.field[k]! * values[i]!, value),
    );
    expect(components).toHaveLength(3);
    expect(largestDifference(sum, whole)).toBeLessThan(entryRounding * largestOf(whole));
  });

  it("have the weights B, -s/N, (s - k_z)/N, -(1 + 2/N) d, -d/N, and no others, where there are rates alone", () => {
    const model = spinModel({ spins: 10, field: [1, 2, 3], collective: { dephasing: 0.5, pump: 0.25, decay: 1 } });
    const weights = generatorWeights(coefficientsOf(model));
    const others = weights.filter((_, k) => ![0, 1, 2, 13, 15, 21, 24].includes(k));
    expect([0, 1, 2, 13, 15, 21, 24].map((k) => weights[k])).toEqual([1, 2, 3, -0.125, 0.075, -1.2 * 0.75, -0.075]);
    expect(largestOf(others)).toBe(0);
  });

  it("diffuse symmetrically, and never gain: v^T L v >= 0 for the Laplacian and rotations about an axis", () => {
    const values = new Float64Array(space.unknowns);
    fillNormal(createRandomStream(3, 0), values);
    for (const k of [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 22, 23, 24]) {
      const forward = new Float64Array(space.unknowns);
      const backward = new Float64Array(space.unknowns);
      multiply(terms[k]!, values, forward);
      multiplyTransposed(terms[k]!, values, backward);
      expect(largestDifference(forward, backward)).toBeLessThan(entryRounding * infinityNorm(terms[k]!) * 5);
      if (k >= 13 && k <= 15) expect(form(terms[k]!, values, values)).toBeGreaterThan(0);
    }
  });

  it("have the harmonics as eigenfunctions: l(l + 1) for the Laplacian, m^2 around the z axis", () => {
    const fine = functionSpace(icosphere(2), enrichedTriangle(8));
    const all = assembleGeneratorTerms(fine);
    // x y z: l = 3, m = 2 up to a factor; int (x y z)^2 = 4 pi / 105.
    const harmonic = projectFunction(fine, (x, y, z) => x * y * z);
    const norm = (4 * Math.PI) / 105;
    // The error is the square of the gradient's, ((h/2)^8 / 9!)^2 with h = 0.3: rounding is what remains.
    expect(Math.abs(form(all[13]!, harmonic, harmonic) / norm - 12)).toBeLessThan(1e-11);
    expect(Math.abs(form(all[15]!, harmonic, harmonic) / norm - 4)).toBeLessThan(1e-11);
  });
});

describe("the uniform density", () => {
  it("is steady where pump and decay balance, up to the quadrature of the field", () => {
    // Diffusion does not act on a constant at all. The transport terms hit it by int B x r . grad v = 0 over each patch,
    // which the quadrature misses by h^(p + 5) relative to the size of the entries.
    const model = spinModel({
      spins: 3,
      field: [0.3, -0.7, 1.1],
      collective: { dephasing: 0.4, pump: 0.6, decay: 0.6 },
    });
    const residual = (level: number, degree: number): number => {
      const space = functionSpace(icosphere(level), enrichedTriangle(degree));
      const generator = assembleGenerator(space, model);
      const image = new Float64Array(space.unknowns);
      multiply(
        generator,
        image.map(() => 1),
        image,
      );
      return largestOf(image) / infinityNorm(generator);
    };
    for (const degree of [1, 2, 3]) {
      expect(Math.log2(residual(1, degree) / residual(2, degree))).toBeGreaterThan(degree + 4.5);
    }
    expect(residual(2, 8)).toBeLessThan(1e-15);
  });
});
