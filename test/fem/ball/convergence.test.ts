import { describe, expect, it } from "vitest";
import { ballStructure, ballSystem } from "../../../src/fem/ball/steady.ts";
import { solveBallSteadyInBand } from "../../../src/fem/ball/steadyInBand.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { refineBall } from "../../../src/mesh/ball/refine.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { fittedRate, largestDifference } from "../fit.ts";
import { largestMomentError } from "./spaces.ts";

const model = spinModel({
  spins: 10,
  field: [0.2, 0.7, -0.4],
  collective: { dephasing: 0.3, pump: 0.1, decay: 0.6 },
  local: { dephasing: 0.25, pump: 0.4, decay: 0.15 },
});

/** One icosahedron, its cells cut into eight again and again; vertices keep their numbers. */
const meshes: Mesh[] = [ball(0)];
for (let level = 1; level <= 3; level++) meshes.push(refineBall(meshes.at(-1)!));

const inBand = (degree: number, level: number, band: number) =>
  solveBallSteadyInBand(ballSystem(model, ballStructure(meshes[level]!, degree)), band);

describe("the steady state of N = 10, k_+ != k_-, in a band of polynomials that the elements have to interpolate", () => {
  const band = 5;
  // Elements of the degree of the band have its polynomials: on every mesh of this icosahedron the same P but for rounding.
  const limit = inBand(band, 0, band);

  it("does not depend on the mesh where the degree reaches the band", () => {
    const { moments, density } = inBand(band, 1, band);
    expect(largestMomentError(moments.moments, limit.moments.moments)).toBeLessThan(1e-12);
    const vertices = meshes[0]!.points.length / 3;
    expect(largestDifference(density().subarray(0, vertices), limit.density().subarray(0, vertices))).toBeLessThan(
      1e-9,
    );
  });

  it.each([
    [1, [2, 3]],
    [2, [1, 2, 3]],
    [3, [0, 1, 2]],
    [4, [0, 1, 2]],
  ])("converges as h^p or better, degree %i", (degree, levels) => {
    const solutions = levels.map((level) => inBand(degree, level, band));
    // A polynomial of degree 5 has as many coefficients as moments of degree <= 5, all of which its values depend on.
    const vertices = meshes[0]!.points.length / 3;
    const errors = solutions.map(({ density }) =>
      largestDifference(density().subarray(0, vertices), limit.density().subarray(0, vertices)),
    );
    const rate = fittedRate(
      levels.map((level) => 2 ** -level),
      errors,
    );
    // Inside, interpolation costs h^(p + 1). On the boundary the normal derivative of an interpolated test function is off by h^p, and the term
    // that makes lower moments exact contains it. So the rate is between p and p + 1; half an order is left for the next term.
    expect(rate).toBeGreaterThan(degree - 0.5);
    expect(rate).toBeLessThan(degree + 1.5);
    // First and second moments feel it through the coupling from degree > p alone: they are the more accurate part of P.
    const relative = (k: number): number =>
      errors[k]! / largestDifference(limit.density(), new Float64Array(limit.density().length));
    solutions.forEach(({ moments }, k) => {
      expect(largestMomentError(moments.moments, limit.moments.moments)).toBeLessThan(relative(k));
    });
  });
});

describe("what a band leaves out at N = 10, k_+ != k_-", () => {
  it("falls with its degree by more than a factor 2 a degree; there is nothing at N", () => {
    const exact = steadyBall(model).observables;
    const errors = [2, 4, 6].map((band) => largestMomentError(inBand(band, 0, band).moments.moments, exact));
    for (let k = 1; k < errors.length; k++) expect(errors[k]!).toBeLessThan(errors[k - 1]! / 4);
    const few = { ...model, spins: 6 };
    const all = solveBallSteadyInBand(ballSystem(few, ballStructure(meshes[0]!, 6)), 6);
    expect(largestMomentError(all.moments.moments, steadyBall(few).observables)).toBeLessThan(1e-12);
  });
});
