import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { addLumpingFlux, addMatrixFlux } from "../../../src/fem/positive/edgeGraph.ts";
import { addDiscreteDiffusion, discreteDiffusion } from "../../../src/fem/positive/lowOrder.ts";
import { largestDifference } from "../fit.ts";
import { denseLowOrder, denseSystem, smallSystems } from "./systems.ts";

const random = (length: number, seed: number): Float64Array => {
  const values = new Float64Array(length);
  fillNormal(createRandomStream(seed, 0), values);
  return values;
};

describe.each(smallSystems)("low-order matrix on the %s", (_, system) => {
  const { graph, lumped } = system;
  const { pattern } = graph;
  const n = pattern.rows;
  const generator = new Float64Array(pattern.columnIndices.length);
  system.generator(0, generator);
  const lowOrder = new Float64Array(generator.length);
  addDiscreteDiffusion(graph, generator, discreteDiffusion(graph, generator), lowOrder);
  const dense = denseSystem(system);
  const entry = (i: number, j: number): number => {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
      if (pattern.columnIndices[k] === j) return lowOrder[k]!;
    return 0;
  };

  it("is what its definition says", () => {
    const expected = denseLowOrder(dense.generator);
    // Sums of at most 30 entries of size below 1.
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) expect(Math.abs(entry(i, j) - expected.get(i, j))).toBeLessThan(1e-14);
  });

  it("has no negative entry off the diagonal, which the generator has", () => {
    let least = 0;
    for (let e = 0; e < graph.count; e++) {
      expect(Math.min(lowOrder[graph.upper[e]!]!, lowOrder[graph.lower[e]!]!)).toBeGreaterThanOrEqual(0);
      least = Math.min(least, generator[graph.upper[e]!]!, generator[graph.lower[e]!]!);
    }
    expect(least).toBeLessThan(-1e-3);
  });

  it("has columns that add up to 0, the boundary term of the polyhedron included", () => {
    const sums = new Float64Array(n);
    for (let k = 0; k < lowOrder.length; k++) sums[pattern.columnIndices[k]!]! += lowOrder[k]!;
    expect(largestDifference(sums, new Float64Array(n))).toBeLessThan(1e-14);
  });

  it.each([1e-3, 1, 1e3, 1e6])("makes M_L - dt A have no negative entry in its inverse: dt = %d", (step) => {
    const matrix = Matrix.mul(denseLowOrder(dense.generator), -step).add(Matrix.diag(Array.from(lumped)));
    const inverse = solve(matrix, Matrix.eye(n));
    // Rounding of the dense solution, in units of the largest entry; without the diffusion entries of both signs are as large as any.
    expect(inverse.min() / inverse.max()).toBeGreaterThan(-1e-12);
    if (step < 1) return;
    const plain = Matrix.mul(dense.generator, -step).add(dense.mass);
    const galerkin = solve(plain, Matrix.eye(n));
    expect(galerkin.min() / galerkin.max()).toBeLessThan(-0.01);
  });

  it("carries along every edge both ways where there is an excess", () => {
    const irreducible = new Float64Array(generator.length);
    const diffusion = discreteDiffusion(graph, generator, 0.1);
    addDiscreteDiffusion(graph, generator, diffusion, irreducible);
    let oneWay = 0;
    for (let e = 0; e < graph.count; e++) {
      if (diffusion[e] === 0) continue;
      const least = Math.min(irreducible[graph.upper[e]!]!, irreducible[graph.lower[e]!]!);
      // The entry that decides on d is -d / 1.1.
      expect(least).toBeGreaterThan(0.09 * diffusion[e]!);
      if (Math.min(lowOrder[graph.upper[e]!]!, lowOrder[graph.lower[e]!]!) === 0) oneWay++;
    }
    expect(oneWay).toBeGreaterThan(0);
  });

  it("takes apart products into fluxes along edges", () => {
    const x = random(n, 7);
    const collect = (flux: Float64Array): Float64Array => {
      const image = new Float64Array(n);
      for (let e = 0; e < graph.count; e++) {
        image[graph.first[e]!]! += flux[e]!;
        image[graph.second[e]!]! -= flux[e]!;
      }
      return image;
    };
    const transported = new Float64Array(graph.count);
    addMatrixFlux(graph, generator, x, -2, transported);
    const expected = Matrix.mul(dense.generator, -2).mmul(Matrix.columnVector(Array.from(x)));
    expect(largestDifference(collect(transported), expected.to1DArray())).toBeLessThan(1e-13);
    const lumping = new Float64Array(graph.count);
    addLumpingFlux(graph, system.mass, x, lumping);
    const difference = Matrix.sub(Matrix.diag(Array.from(lumped)), dense.mass).mmul(Matrix.columnVector(Array.from(x)));
    expect(largestDifference(collect(lumping), difference.to1DArray())).toBeLessThan(1e-14);
  });
});
