import { describe, expect, it, vi } from "vitest";
import { finished } from "../../../src/core/finished.ts";
import { lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import { assembleBallGenerator } from "../../../src/fem/ball/generator.ts";
import { ballInitialLoad } from "../../../src/fem/ball/initialLoad.ts";
import { ballSpace } from "../../../src/fem/ball/space.ts";
import { momentFunctionals } from "../../../src/fem/functionals.ts";
import { assembleMass } from "../../../src/fem/mass.ts";
import { densityMoments } from "../../../src/fem/moments.ts";
import { nullVector } from "../../../src/fem/nullVector.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { planSolver } from "../../../src/linalg/solver.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { implicitIntegrator } from "../../../src/ode/implicit/integrator.ts";
import { linearSystem, observe } from "../../../src/ode/implicit/system.ts";
import { implicitScheme } from "../../../src/ode/implicit/tableaux.ts";
import { largestDifference, largestOf } from "../fit.ts";
import { largestMomentError } from "./spaces.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const model = spinModel({
  spins: 100,
  field: [1, 0, 0.5],
  collective: { dephasing: 1, pump: 1, decay: 1 },
  local: { dephasing: 0.1, pump: 0.1, decay: 0.3 },
});

/** Transport-dominated: at N = 100 diffusion is a hundredth of what turns P round. */
function problem(layers: number) {
  const space = ballSpace(ball(2, layers), lagrangeTetrahedron(3));
  return { space, generator: assembleBallGenerator(space, model), functionals: momentFunctionals(space) };
}

const methods = ["direct", "krylov"] as const;

describe("Krylov solves in the ball", () => {
  it("find the steady state that direct ones find", () => {
    const { space, generator, functionals } = problem(3);
    expect(space.unknowns).toBeGreaterThan(10_000);
    const decay = () => assembleMass(space).values.map((value) => -value);
    const found = methods.map((method) => {
      const plan = planSolver(space.pattern, { method });
      expect(plan.kind).toBe(method);
      const { vector, residual } = nullVector(generator, plan, functionals.mass, 0, { shift: decay });
      expect(residual).toBeLessThan(100 * Number.EPSILON);
      // k_+ = k_-: exact at degree 2 and higher, to rounding.
      const { moments } = densityMoments(functionals, vector, model.spins);
      expect(largestMomentError(moments, steadyBall(model).observables)).toBeLessThan(1e-12);
      return vector;
    });
    // Backward errors of 100 eps at most; the slowest mode decays at about 1/2, the fastest that matters within a cell at |B|/h + 1/(N h^2) = 20, and the least
    // smooth functions of the mesh may add a digit.
    expect(largestDifference(found[0]!, found[1]!) / largestOf(found[0]!)).toBeLessThan(400 * 100 * Number.EPSILON);
  });

  it("take the time steps that direct ones take, and keep the mass", () => {
    const { space, generator, functionals } = problem(2);
    const mass = assembleMass(space);
    const load = ballInitialLoad(space, { kind: "coherent", direction: [1, 0, 0] }, model.spins);
    const observed = [functionals.mass, ...functionals.first, ...functionals.second];
    const results = methods.map((method) => {
      const system = linearSystem(mass, (_, values) => values.set(generator.values), true, observed, { method });
      expect(system.plan.kind).toBe(method);
      const options = { scheme: implicitScheme("sdirk2"), tolerance: 1e-6, fixedStep: 0.05 };
      const integrator = implicitIntegrator(system, { load, step: 0.05 }, options);
      finished(integrator.advance(0.15));
      return observe(system, integrator.at(0.15));
    });
    // Six solves at rounding level of integrals of size 1.
    expect(largestDifference(results[0]!, results[1]!)).toBeLessThan(1e-12);
    expect(Math.abs(results[1]![0]! - 1)).toBeLessThan(1e-12);
  });
});
