import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { startingDensity } from "../../../src/fem/positive/initialDensity.ts";
import { positiveStepper } from "../../../src/fem/positive/step.ts";
import { positiveSystem } from "../../../src/fem/positive/system.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { movingModel } from "../../../src/model/movingModel.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { largestDifference, largestOf } from "../fit.ts";
import {
  denseLowOrder,
  denseSystem,
  leastOf,
  massOf,
  refinedBall,
  smallSystems,
  transportDominated,
} from "./systems.ts";

const start: InitialState = { kind: "coherent", direction: [0.6, 0, 0.8] };

describe("positiveStepper", () => {
  it.each(transportDominated)(
    "keeps P >= 0 and its mass at every step where plain Galerkin does not keep P >= 0: %s",
    (_, model, mesh) => {
      const system = positiveSystem(model, mesh);
      // From a twentieth of the time in which transport crosses a cell to twenty times it.
      for (const [length, count] of [
        [0.01, 20],
        [0.1, 20],
        [4, 5],
      ] as const) {
        for (const limiter of ["positive", "local", "none"] as const) {
          const density = startingDensity(system, start, limiter);
          const step = positiveStepper(system, limiter);
          for (let k = 0; k < count; k++) {
            step(k * length, length, density);
            expect(leastOf(density)).toBeGreaterThanOrEqual(0);
            expect(Math.abs(massOf(system, density) - 1)).toBeLessThan(1e-12);
          }
        }
      }
      const density = startingDensity(system, start, "all");
      const step = positiveStepper(system, "all");
      for (let k = 0; k < 10; k++) {
        step(0.1 * k, 0.1, density);
        // More than a tenth of the mean density below 0: no rounding.
        expect(leastOf(density)).toBeLessThan(-0.1 / (4 * Math.PI));
        expect(Math.abs(massOf(system, density) - 1)).toBeLessThan(1e-12);
      }
    },
  );

  it.each(smallSystems)(
    "is plain Galerkin with all fluxes, and backward Euler of the low-order scheme with none: %s",
    (_, system) => {
      const { mass, generator } = denseSystem(system);
      const h = 0.1;
      const column = (values: Float64Array): Matrix => Matrix.columnVector(Array.from(values));
      // SDIRK2 of Alexander: gamma = 1 - 1/sqrt 2; the second stage has weights (1 - gamma, gamma), and is the new value.
      const gamma = 1 - Math.SQRT1_2;
      const shifted = Matrix.sub(mass, Matrix.mul(generator, gamma * h));
      const low = Matrix.sub(Matrix.diag(Array.from(system.lumped)), Matrix.mul(denseLowOrder(generator), h));

      const galerkin = startingDensity(system, start, "all");
      const euler = startingDensity(system, start, "none");
      const steppers = { all: positiveStepper(system, "all"), none: positiveStepper(system, "none") };
      for (let k = 0; k < 3; k++) {
        const right = mass.mmul(column(galerkin));
        const first = solve(shifted, right);
        const second = solve(shifted, Matrix.add(right, generator.mmul(first).mul((1 - gamma) * h)));
        steppers.all(k * h, h, galerkin);
        // Three steps of solves with condition numbers below 1e3.
        expect(largestDifference(galerkin, second.to1DArray())).toBeLessThan(1e-12 * largestOf(galerkin));
        const implicit = solve(low, column(euler.map((value, i) => value * system.lumped[i]!)));
        steppers.none(k * h, h, euler);
        expect(largestDifference(euler, implicit.to1DArray())).toBeLessThan(1e-12 * largestOf(euler));
      }
    },
  );

  it.each([
    ["sphere", icosphere(2)],
    ["ball", ball(1)],
  ] as const)("leaves P as it is where all rates are zero: %s", (_, mesh) => {
    const system = positiveSystem(spinModel({ spins: 20 }), mesh);
    for (const limiter of ["positive", "local", "none", "all"] as const) {
      const density = startingDensity(system, start, limiter);
      const before = density.slice();
      const step = positiveStepper(system, limiter);
      for (let k = 0; k < 10; k++) step(k, 1, density);
      // Ten solves with the mass matrix, of condition number below 100.
      expect(largestDifference(density, before)).toBeLessThan(1e-12 * largestOf(before));
    }
  });

  it("takes a field that changes: steps inside which it is constant are those of a model with that field", () => {
    const mesh = refinedBall(1);
    const model = spinModel({ spins: 10, local: { dephasing: 0.1 } });
    const driven = positiveSystem(
      model,
      mesh,
      movingModel(model, (time) => (time < 1 ? [0, 0, 1] : [1, 0, 0])),
    );
    const density = startingDensity(driven, start, "positive");
    const expected = density.slice();
    const step = positiveStepper(driven, "positive");
    step(0, 0.5, density);
    step(1, 0.5, density);
    for (const field of [
      [0, 0, 1],
      [1, 0, 0],
    ] as const) {
      const constant = positiveSystem(spinModel({ ...model, field }), mesh);
      positiveStepper(constant, "positive")(0, 0.5, expected);
    }
    expect(largestDifference(density, expected)).toBeLessThan(1e-12 * largestOf(expected));
  });
});
