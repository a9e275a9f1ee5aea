import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../src/core/errors.ts";
import { planSolver, type SolverPlan } from "../../src/linalg/solver.ts";
import { sparseFromTriplets } from "../../src/linalg/sparse.ts";
import { ball } from "../../src/mesh/ball/build.ts";
import { advectionDiffusion, congruential, gridLaplacian, rotation } from "./matrices.ts";
import { solverContract } from "./solverContract.ts";

for (const method of ["auto", "direct", "krylov"] as const) {
  solverContract(method, (pattern) => planSolver(pattern, { method }));
}

describe("planSolver", () => {
  it("is direct for small and for flat, Krylov for large systems in three dimensions", () => {
    expect(planSolver(gridLaplacian(10, 3).pattern).kind).toBe("direct");
    expect(planSolver(gridLaplacian(200, 2).pattern).kind).toBe("direct");
    // 4.7e10 operations, 92,000 an entry.
    expect(planSolver(gridLaplacian(42, 3).pattern).kind).toBe("krylov");
  });

  it("is Krylov where the factors would not fit", () => {
    expect(planSolver(gridLaplacian(60, 2).pattern, { memoryLimit: 1e6 }).kind).toBe("krylov");
  });

  it("counts the steps of the iteration, none of them where it is direct", () => {
    const matrix = advectionDiffusion(ball(2, 4), 0.02);
    const n = matrix.pattern.rows;
    const iterations = (["direct", "krylov"] as const).map((method) => {
      const solver = planSolver(matrix.pattern, { method }).factor(matrix.values, { refine: false });
      return solver.solve(new Float64Array(n).fill(1), new Float64Array(n)).iterations;
    });
    expect(iterations[0]).toBe(0);
    expect(iterations[1]).toBeGreaterThan(3);
  });

  it("gives every matrix the bits that a plan of its own would give it, also after one that is hard to precondition", () => {
    const { pattern, values } = advectionDiffusion(ball(3, 5), 0.02);
    const random = congruential(5);
    const solve = (plan: SolverPlan, matrix: Float64Array): Float64Array => {
      const solution = new Float64Array(pattern.rows);
      plan.factor(matrix).solve(new Float64Array(pattern.rows).fill(1), solution);
      return solution;
    };
    const plan = planSolver(pattern, { method: "krylov" });
    solve(
      plan,
      values.map(() => random() - 0.5),
    );
    expect(solve(plan, values)).toEqual(solve(planSolver(pattern, { method: "krylov" }), values));
  });

  it("says how far it came where neither method will do", () => {
    const matrix = rotation(150);
    const solver = planSolver(matrix.pattern, { method: "krylov", memoryLimit: 1000 }).factor(matrix.values);
    const solve = () => solver.solve(new Float64Array(150).fill(1), new Float64Array(150));
    expect(solve).toThrow(ConvergenceError);
    expect(solve).toThrow(/backward error of .* steps, and a direct solve would take .* GiB \(limit/);
  });

  it("refuses a pattern that is not square", () => {
    expect(() => planSolver(sparseFromTriplets(2, 3, [0], [0], [1]).pattern)).toThrow(InputError);
  });
});
