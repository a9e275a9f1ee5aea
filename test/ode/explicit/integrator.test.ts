import { describe, expect, it } from "vitest";
import { ConvergenceError } from "../../../src/core/errors.ts";
import { finished } from "../../../src/core/finished.ts";
import {
  fifthOrderError,
  nodes,
  solutionWeights,
  stageWeights,
  thirdOrderError,
} from "../../../src/ode/explicit/dormandPrince8.ts";
import { explicitIntegrator, type RightHandSide } from "../../../src/ode/explicit/integrator.ts";
import type { Integrator } from "../../../src/ode/integrator.ts";

const eps = Number.EPSILON;
const norm = (vector: Float64Array) => Math.hypot(...vector);
const integrator = (start: number[], f: RightHandSide, tolerancePerTime: number, maximumSteps = 10_000): Integrator =>
  explicitIntegrator(Float64Array.from(start), f, { tolerancePerTime, norm, maximumSteps });

/** sum_s weights[s] values[s], with the size of its rounding error: weights reach 43. */
const weighted = (weights: readonly number[], values: readonly number[]) =>
  weights.reduce((sum, weight, s) => sum + weight * values[s]!, 0);
const tolerance = 100 * 43 * eps;

describe("Dormand-Prince coefficients", () => {
  it("have stages at their nodes", () => {
    for (const [s, row] of stageWeights.entries()) {
      expect(row).toHaveLength(s);
      expect(Math.abs(row.reduce((a, b) => a + b, 0) - nodes[s]!)).toBeLessThan(tolerance);
    }
  });

  it("integrate powers of time up to the seventh, and the eighth not", () => {
    for (let power = 0; power <= 8; power++) {
      const error = weighted(
        solutionWeights,
        nodes.map((c) => c ** power),
      );
      const defect = Math.abs(error - 1 / (power + 1));
      if (power < 8) expect(defect).toBeLessThan(tolerance);
      else expect(defect).toBeGreaterThan(1e-7);
    }
  });

  it("reproduce the exponential series to order 8, which is what a linear problem sees", () => {
    let values = nodes.map(() => 1);
    let factorial = 1;
    for (let order = 1; order <= 8; order++) {
      factorial *= order;
      expect(Math.abs(weighted(solutionWeights, values) - 1 / factorial)).toBeLessThan(tolerance);
      values = stageWeights.map((row) => weighted(row, values));
    }
  });

  it("estimate errors of order 5 and 3: exact on lower powers, and not on the next", () => {
    for (const [weights, order] of [
      [fifthOrderError, 5],
      [thirdOrderError, 3],
    ] as const) {
      for (let power = 0; power <= order; power++) {
        const defect = Math.abs(
          weighted(
            weights,
            nodes.map((c) => c ** power),
          ),
        );
        if (power < order) expect(defect).toBeLessThan(tolerance);
        else expect(defect).toBeGreaterThan(1e-5);
      }
    }
  });
});

describe("time integration", () => {
  /** y' = -2 t y^2 with y(0) = 1: y = 1/(1 + t^2). Neither linear nor autonomous. */
  const rational: RightHandSide = (time, y, dy) => {
    dy[0] = -2 * time * y[0]! * y[0]!;
  };
  const rationalError = (tol: number): { error: number; run: Integrator } => {
    const run = integrator([1], rational, tol);
    finished(run.advance(3));
    return { error: Math.abs(run.at(3)[0]! - 0.1), run };
  };

  it("meets the tolerance a unit of time, says so, and takes the steps of a method of order 8", () => {
    const coarse = rationalError(1e-6);
    const fine = rationalError(1e-12);
    // The equation contracts, so the errors of the steps add up at most; three units of time.
    for (const [{ error, run }, tolerancePerTime] of [
      [coarse, 1e-6],
      [fine, 1e-12],
    ] as const) {
      expect(run.error()).toBeLessThanOrEqual(3 * tolerancePerTime);
      expect(error).toBeLessThan(run.error() + 10 * eps);
    }
    // A million times smaller: 10^(6/7) = 7.2 times the steps at order 8, 10^(6/4) = 32 times at order 5.
    const ratio = fine.run.steps().accepted / coarse.run.steps().accepted;
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(12);
  });

  it("ends exactly on the time asked for, in one piece or in many", () => {
    const seen: number[] = [];
    const run = integrator(
      [1],
      (time, y, dy) => {
        seen.push(time);
        dy[0] = -y[0]!;
      },
      1e-10,
    );
    for (let k = 0; k < 10; k++) expect([...run.advance((k + 1) / 10)].at(-1)).toBe((k + 1) / 10);
    expect(Math.max(...seen)).toBe(1);
    expect(Math.abs(run.at(1)[0]! - Math.exp(-1))).toBeLessThan(1e-10);
    expect(run.steps().rejected).toBe(0);
  });

  it("settles at the limit of stability with few rejected steps", () => {
    // Eigenvalues -200 and -100 +- 150i beside a slow one.
    const run = integrator(
      [1, 1, 1, 1],
      (_, y, dy) => {
        dy[0] = -200 * y[0]!;
        dy[1] = -100 * y[1]! - 150 * y[2]!;
        dy[2] = 150 * y[1]! - 100 * y[2]!;
        dy[3] = -0.1 * y[3]!;
      },
      1e-9,
    );
    finished(run.advance(10));
    expect(Math.abs(run.at(10)[3]! - Math.exp(-1))).toBeLessThan(1e-8);
    const { accepted, rejected } = run.steps();
    // Stability ends at |step * eigenvalue| of about 6.4: 315 steps. Half as many again for the controller's margin.
    expect(accepted + rejected).toBeLessThan(1.5 * 315);
    expect(accepted).toBeGreaterThan(310);
    expect(rejected).toBeLessThan(0.2 * accepted);
  });

  it("goes on from packed progress to the same bits", () => {
    const through = integrator([1], rational, 1e-9);
    finished(through.advance(1));
    const stopped = through.pack(1);
    finished(through.advance(4));
    const again = integrator([1], rational, 1e-9);
    again.restore(stopped);
    finished(again.advance(4));
    expect(again.pack(4)).toEqual(through.pack(4));
  });

  it("stops asking for more than rounding allows", () => {
    const run = integrator([1], rational, 1e-30);
    finished(run.advance(3));
    // Each step may be off by 16 roundings of the state, which is at most 1, and reports what it is off by.
    expect(run.error()).toBeLessThan(16 * eps * run.steps().accepted);
    expect(Math.abs(run.at(3)[0]! - 0.1)).toBeLessThan(16 * eps * run.steps().accepted);
  });

  it("leaves a state at rest alone, in one step", () => {
    const run = integrator([3, 4], (_, __, dy) => dy.fill(0), 1e-10);
    finished(run.advance(1e6));
    expect([...run.at(1e6)]).toEqual([3, 4]);
    expect(run.steps().accepted).toBe(1);
  });

  it("reports a blow-up, numbers that are none, and too many steps", () => {
    const pole: RightHandSide = (_, y, dy) => {
      dy[0] = y[0]! * y[0]!;
    };
    expect(() => finished(integrator([1], pole, 1e-10).advance(2))).toThrow(ConvergenceError);
    const none: RightHandSide = (time, _, dy) => {
      dy[0] = time > 0.5 ? Number.NaN : 1;
    };
    expect(() => finished(integrator([1], none, 1e-10).advance(1))).toThrow(ConvergenceError);
    const fast: RightHandSide = (_, y, dy) => {
      dy[0] = -1e6 * y[0]!;
    };
    expect(() => finished(integrator([1], fast, 1e-10, 50).advance(1))).toThrow("limit 50");
  });
});
