import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../../src/core/errors.ts";
import {
  acceptStep,
  type Derivative,
  denseOutput,
  dormandPrinceStep,
  dormandPrinceWorkspace,
  integrate,
} from "../../../src/ode/explicit/dormandPrince5.ts";

/** A nonlinear equation with a known solution: the pendulum at its separatrix, y = 2 atan(sinh t), y' = 2 / cosh t. */
const pendulum: Derivative = (y, out) => {
  out[0] = y[1]!;
  out[1] = -Math.sin(y[0]!);
};
const separatrix = (t: number) => [2 * Math.atan(Math.sinh(t)), 2 / Math.cosh(t)];

/** Slope of log(error) against log(step), by least squares. */
function fittedOrder(steps: readonly number[], errors: readonly number[]): number {
  const x = steps.map(Math.log);
  const y = errors.map(Math.log);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0);
  return covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

const distance = (p: ArrayLike<number>, q: ArrayLike<number>) =>
  Math.hypot(...Array.from(p, (value, i) => value - q[i]!));

describe("Dormand-Prince", () => {
  const counts = [64, 96, 128, 192, 256];

  it("converges with order 5", () => {
    const errors = counts.map((count) => {
      const workspace = dormandPrinceWorkspace(pendulum, separatrix(-1));
      for (let k = 0; k < count; k++) {
        dormandPrinceStep(pendulum, workspace, 3 / count);
        acceptStep(workspace);
      }
      return distance(workspace.state, separatrix(2));
    });
    const order = fittedOrder(
      counts.map((count) => 3 / count),
      errors,
    );
    // A constant times h^5 (1 + O(h)), h up to 0.05: at h four times larger the fit gives 5.30.
    expect(Math.abs(order - 5)).toBeLessThan(0.15);
  });

  it("interpolates with order 4: an error O(h^5) within one step, and none at its ends", () => {
    const steps = [0.2, 0.14, 0.1, 0.07, 0.05];
    const out = new Float64Array(2);
    const errors = steps.map((h) => {
      const workspace = dormandPrinceWorkspace(pendulum, separatrix(0.4));
      dormandPrinceStep(pendulum, workspace, h);
      denseOutput(workspace, h, 0, out, 0);
      expect(distance(out, workspace.state)).toBe(0);
      denseOutput(workspace, h, 1, out, 0);
      expect(distance(out, workspace.next)).toBeLessThan(1e-15);
      const inside = [0.25, 0.5, 0.75].map((fraction) => {
        denseOutput(workspace, h, fraction, out, 0);
        return distance(out, separatrix(0.4 + fraction * h));
      });
      return Math.max(...inside);
    });
    expect(Math.abs(fittedOrder(steps, errors) - 5)).toBeLessThan(0.3);
  });

  it("keeps the error in proportion to the tolerance", () => {
    const tolerances = [1e-4, 1e-6, 1e-8, 1e-10];
    const errors = tolerances.map((tolerance) => {
      const options = { relativeTolerance: tolerance, absoluteTolerance: tolerance };
      return distance(integrate(pendulum, separatrix(-2), [4], options).states, separatrix(2));
    });
    // The separatrix magnifies an error by at most exp(4).
    errors.forEach((error, k) => {
      expect(error).toBeLessThan(Math.exp(4) * tolerances[k]! * 10);
    });
    expect(Math.abs(fittedOrder(tolerances, errors) - 1)).toBeLessThan(0.25);
  });

  it("does not depend on where output is asked for", () => {
    const many = integrate(pendulum, [1, 0], [0, 0, 0.1, 0.2, 0.2, 2.5, 7]);
    const few = integrate(pendulum, [1, 0], [7]);
    expect(many.states.length).toBe(14);
    expect([...many.states.subarray(0, 4)]).toEqual([1, 0, 1, 0]);
    expect([...many.states.subarray(6, 8)]).toEqual([...many.states.subarray(8, 10)]);
    expect([...many.states.subarray(12)]).toEqual([...few.states]);
    expect(many.acceptedSteps).toBe(few.acceptedSteps);
    expect(integrate(pendulum, [1, 0], []).states.length).toBe(0);
  });

  it("stays where it is at a fixed point, in one step", () => {
    const { states, acceptedSteps } = integrate(pendulum, [0, 0], [1, 1e6]);
    expect([...states]).toEqual([0, 0, 0, 0]);
    expect(acceptedSteps).toBe(1);
  });

  it("says so when the step underflows or the steps run out", () => {
    // y' = y^2 from 1 is infinite at t = 1.
    const explosion: Derivative = (y, out) => {
      out[0] = y[0]! ** 2;
    };
    expect(() => integrate(explosion, [1], [2])).toThrow(ConvergenceError);
    expect(() => integrate(explosion, [1], [2])).toThrow("below the rounding of t");
    expect(() => integrate(pendulum, [1, 0], [1000], { maximumSteps: 10 })).toThrow("after 10 steps, the limit");
    const broken: Derivative = (_, out) => {
      out.fill(Number.NaN);
    };
    expect(() => integrate(broken, [1], [2])).toThrow(ConvergenceError);
  });

  it.each([
    [[1, 0.5], {}, "times[1] is 0.5, not a finite number >= 1"],
    [[-1], {}, "times[0] is -1, not a finite number >= 0"],
    [[Number.NaN], {}, "times[0] is NaN"],
    [[Number.POSITIVE_INFINITY], {}, "times[0] is Infinity"],
    [[1], { relativeTolerance: 0 }, "relativeTolerance is 0, not above 0"],
    [[1], { absoluteTolerance: Number.NaN }, "absoluteTolerance is NaN, not above 0"],
    [[1], { maximumSteps: -1 }, "maximumSteps is -1, not above 0"],
  ])("refuses times %j with %j", (times, options, message) => {
    expect(() => integrate(pendulum, [1, 0], times, options)).toThrow(InputError);
    expect(() => integrate(pendulum, [1, 0], times, options)).toThrow(message);
  });
});
