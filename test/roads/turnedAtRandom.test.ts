import { type EvolveMethod, evolve, type SpinModel, type SteadyMethod, steady } from "blochfem";
import fc from "fast-check";
import { describe, it } from "vitest";
import { coefficientsOf, type Jump } from "../../src/model/secondOrder/coefficients.ts";
import { isParabolicOnSphere } from "../../src/model/secondOrder/parabolic/parabolic.ts";
import { type Orthogonal, turnedVector } from "../../src/model/secondOrder/turn.ts";
import { canWalkOnSphere } from "../../src/sde/conformalFactors.ts";
import { type ErrorEstimate, sumOfErrors } from "../../src/state/errorEstimate.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { generalModel, orthogonal } from "../model/secondOrder/arbitrary.ts";
import { expectTurned, turnedModel } from "./turned.ts";

const START = [0.48, 0.6, 0.64] as const;

const steadyBy = (method: SteadyMethod) => (model: SpinModel) => steady(model, { method });

const evolvedBy =
  (method: EvolveMethod, options: { readonly trajectories?: number } = {}) =>
  (model: SpinModel, direction: readonly [number, number, number]) => {
    const found = evolve(model, {
      ...options,
      method,
      initial: { kind: "coherent", direction },
      times: [0.8],
    }).result();
    return { observables: found.observables[0]!, errorEstimate: found.errorEstimate[0]! };
  };

/** What two answers may differ by in any axes: an observable of one turned is a mixture of all of its kind of the other. */
function turnedSum(from: ErrorEstimate, to: ErrorEstimate): ErrorEstimate {
  const first = Math.hypot(...from.mean);
  // In a square a cross moment counts twice.
  const second = Math.hypot(...from.square, ...from.cross, ...from.cross);
  const plus =
    (more: number) =>
    ([a, b, c]: Vector3): Vector3 => [a + more, b + more, c + more];
  return {
    mean: plus(first)(to.mean),
    square: plus(second)(to.square),
    cross: plus(second)(to.cross),
    purity: from.purity + to.purity,
  };
}

/** Any model, by any rotation or reflection: those of the suite have their processes along the axes. */
const anyTurn = (spins: number, inBall: boolean): fc.Arbitrary<readonly [SpinModel, Orthogonal]> =>
  fc.tuple(generalModel(fc.integer({ min: 2, max: spins }), inBall), orthogonal);

describe.each([
  ["on the sphere", false],
  ["in the ball", true],
] as const)("a random model that is turned at random, %s", (_, inBall) => {
  it.each(["harmonic", "dicke"] as const)("has the steady state and the evolution turned, by %s", (method) => {
    const property = fc.property(anyTurn(6, inBall), ([model, rotation]) => {
      const other = turnedModel(model, rotation);
      const solve = steadyBy(method);
      expectTurned(solve(model).observables, solve(other).observables, rotation, 1e-10);
      const move = evolvedBy(method);
      const found = move(other, turnedVector(START, rotation)).observables;
      expectTurned(move(model, START).observables, found, rotation, 1e-10);
    });
    fc.assert(property, { numRuns: 12, seed: 31 });
  });

  // The mesh does not turn along. All polynomials that a few spins have are among the elements, so that moments are those of harmonics.
  it("has the steady state turned to 1e-10 and the evolution to the estimates, by fem", () => {
    const property = fc.property(anyTurn(inBall ? 4 : 6, inBall), ([model, rotation]) => {
      const other = turnedModel(model, rotation);
      const solve = steadyBy("fem");
      expectTurned(solve(model).observables, solve(other).observables, rotation, 1e-10);
      const move = evolvedBy("fem");
      const [from, to] = [move(model, START), move(other, turnedVector(START, rotation))];
      expectTurned(from.observables, to.observables, rotation, turnedSum(from.errorEstimate, to.errorEstimate));
    });
    fc.assert(property, { numRuns: 4, seed: 32 });
  });
});

describe("trajectories of a random model that is turned at random", () => {
  it("have the moments turned, within the errors of both", () => {
    // Damped evenly: an interaction or a pump of order 1 alone has no D >= 0.
    const even: Jump[] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].map((re) => ({ rate: 1.5, operator: { re: re as unknown as Vector3, im: [0, 0, 0] } }));
    const withDephasing = (model: SpinModel): SpinModel => ({
      ...model,
      collective: { ...model.collective, jumps: [...(model.collective.jumps ?? []), ...even] },
    });
    const walked = fc
      .tuple(generalModel(fc.integer({ min: 2, max: 6 }), false), orthogonal)
      .map(([model, rotation]) => [withDephasing(model), rotation] as const)
      .filter(([model]) => isParabolicOnSphere(coefficientsOf(model)) && canWalkOnSphere(model));
    const property = fc.property(walked, ([model, rotation]) => {
      const move = evolvedBy("sde", { trajectories: 2000 });
      const [from, to] = [move(model, START), move(turnedModel(model, rotation), turnedVector(START, rotation))];
      // Standard errors, and those of the steps: of 30 numbers the largest is two to three standard errors off.
      const sum = turnedSum(from.errorEstimate, to.errorEstimate);
      expectTurned(from.observables, to.observables, rotation, sumOfErrors(sum, sum));
    });
    fc.assert(property, { numRuns: 3, seed: 33 });
  });
});
