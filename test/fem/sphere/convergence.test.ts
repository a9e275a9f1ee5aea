import { describe, expect, it } from "vitest";
import { sphereStructure, sphereSystem } from "../../../src/fem/sphere/steady.ts";
import { solveSteady } from "../../../src/fem/steadySystem.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { exactModels } from "../../reference/exact.ts";
import { distanceTo } from "../distance.ts";
import { fittedRate, largestDifference } from "../fit.ts";
import { thermal } from "../thermal.ts";

const flat = ({ mean, square, cross }: SpinMoments): number[] => [...mean, ...square, ...cross];

const solve = (model: SpinModel, level: number, degree: number) =>
  solveSteady(sphereSystem(model, sphereStructure(icosphere(level), degree), [0, -1, 1]));

/** Cell sizes in units of the icosahedron's. */
const sizes = (levels: readonly number[]): number[] => levels.map((level) => 2 ** -level);

/** N = 40, pump and dephasing 1, and the driving field B_x. */
function driven(field: number): { model: SpinModel; steady: SpinMoments } {
  const found = exactModels.find(
    ({ model }) => model.spins === 40 && model.field[0] === field && model.collective.pump === 1,
  );
  if (found === undefined) throw new Error(`no exact state for B_x = ${field}`);
  return found;
}

/** Largest error of the moments by degree and level, computed once. */
const known = new Map<string, number>();
function momentError(field: number, degree: number, level: number): number {
  const key = `${field} ${degree} ${level}`;
  let error = known.get(key);
  if (error === undefined) {
    const { model, steady } = driven(field);
    error = largestDifference(flat(solve(model, level, degree).moments.moments), flat(steady));
    known.set(key, error);
  }
  return error;
}

describe("steady moments at N = 40", () => {
  // Largest error over 2<J>/N, 4<J^2>/N^2 and the cross moments, as an independent implementation of the same method found
  // it, to one digit: hence the factor 2.
  it.each([
    [1.5, 1, 3, 642, 2e-4],
    [1.5, 1, 4, 2562, 5e-5],
    [1.5, 1, 5, 10242, 1e-5],
    [1.5, 1, 6, 40962, 3e-6],
    [1.5, 2, 2, 642, 2e-5],
    [1.5, 2, 3, 2562, 1e-6],
    [1.5, 2, 4, 10242, 7e-8],
    [1.5, 2, 5, 40962, 4e-9],
    [1.5, 4, 1, 642, 4e-7],
    [1.5, 4, 2, 2562, 3e-9],
    [1.5, 4, 3, 10242, 1e-11],
    [0.5, 4, 1, 642, 4e-4],
    [0.5, 4, 2, 2562, 1e-6],
    [0.5, 4, 3, 10242, 3e-9],
  ])(
    "B_x = %d, degree %i on level %i (%i unknowns): error %d within a factor 2",
    (field, degree, level, unknowns, expected) => {
      expect(10 * 4 ** level * degree ** 2 + 2).toBe(unknowns);
      const error = momentError(field, degree, level);
      expect(error).toBeLessThan(2 * expected);
      expect(error).toBeGreaterThan(expected / 2);
    },
  );

  it.each([
    [1, [3, 4, 5, 6]],
    [2, [2, 3, 4, 5]],
    [4, [1, 2, 3]],
  ])("converge as h^(2p), degree %i", (degree, levels) => {
    // Galerkin's superconvergence of smooth functionals (Aubin and Nitsche). The coarsest of three levels weighs in a fit,
    // and there the next order is a factor h^2 away: half an order.
    const rate = fittedRate(
      sizes(levels),
      levels.map((level) => momentError(1.5, degree, level)),
    );
    expect(Math.abs(rate - 2 * degree)).toBeLessThan(0.5);
  });
});

describe("the thermal density P = C (s + d z)^-(N + 2) at N = 10", () => {
  const state = thermal(10, 0.5, 0.2, 0.3);

  it.each([
    [1, [2, 3, 4]],
    [2, [2, 3, 4]],
    [3, [2, 3, 4]],
    [4, [1, 2, 3]],
  ])("is approximated in L2 as h^(p + 1), its moments as h^(2p), degree %i", (degree, levels) => {
    const errors = levels.map((level) => {
      const { space, density, moments } = solve(state.model, level, degree);
      return {
        density: distanceTo(space, density(), state.density).l2,
        moments: largestDifference(flat(moments.moments), flat(state.moments)),
      };
    });
    const rate = (key: "density" | "moments"): number =>
      fittedRate(
        sizes(levels),
        errors.map((error) => error[key]),
      );
    expect(Math.abs(rate("density") - (degree + 1))).toBeLessThan(0.3);
    // The first step at degree 4 starts on 80 cells and gains more than the rate.
    expect(rate("moments")).toBeGreaterThan(2 * degree - 0.3);
  });
});
