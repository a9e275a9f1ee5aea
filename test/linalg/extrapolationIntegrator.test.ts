import { describe, expect, it } from "vitest";
import { ConvergenceError } from "../../src/core/errors.ts";
import { integrate, type RightHandSide } from "../../src/linalg/extrapolationIntegrator.ts";

describe("integrate", () => {
  it.each([1e-6, 1e-9, 1e-12])("meets the tolerance: x' = cos(t) x beside a fast rotation, %f", (tolerancePerTime) => {
    const w = 15;
    const rightHandSide: RightHandSide = (t, x, rate) => {
      rate[0] = Math.cos(t) * x[0]!;
      rate[1] = -w * x[2]!;
      rate[2] = w * x[1]!;
    };
    const x = Float64Array.of(1, 1, 0);
    const result = integrate(rightHandSide, 0, 2, x, { tolerancePerTime });
    // Growth exp(sin t) <= e for errors made on the way, 2 units of time; rounding: some hundred steps.
    const limit = 2 * Math.E * tolerancePerTime + 1e-13;
    expect(Math.abs(x[0]! - Math.exp(Math.sin(2)))).toBeLessThan(limit);
    expect(Math.abs(x[1]! - Math.cos(2 * w))).toBeLessThan(limit);
    expect(Math.abs(x[2]! - Math.sin(2 * w))).toBeLessThan(limit);
    expect(result.errorEstimate).toBeLessThanOrEqual(2 * tolerancePerTime);
  });

  it("is of high order: 1000 times more digits cost less than twice the work", () => {
    const oscillator: RightHandSide = (_, x, rate) => {
      rate[0] = x[1]!;
      rate[1] = -x[0]!;
    };
    const work = [1e-6, 1e-9].map((tolerancePerTime) => {
      const x = Float64Array.of(1, 0);
      return integrate(oscillator, 0, 50, x, { tolerancePerTime }).evaluations;
    });
    // Step ~ tolerance^(1/10): 10^(3/10) = 2.0, less what the first steps take.
    expect(work[1]! / work[0]!).toBeLessThan(2.3);
  });

  it("stays stable where the largest eigenvalue sets the step", () => {
    const x = Float64Array.of(1, 1);
    const result = integrate(
      (_, y, rate) => {
        rate[0] = -1000 * y[0]!;
        rate[1] = -y[1]!;
      },
      0,
      3,
      x,
      { tolerancePerTime: 1e-8 },
    );
    expect(Math.abs(x[0]!)).toBeLessThan(3e-8);
    expect(Math.abs(x[1]! - Math.exp(-3))).toBeLessThan(3e-8);
    expect(result.steps).toBeLessThan(1500);
  });

  it("reports a right-hand side that is not finite, and does nothing over an empty span", () => {
    const broken: RightHandSide = (t, _, rate) => {
      rate[0] = t > 0.5 ? Number.NaN : 1;
    };
    expect(() => integrate(broken, 0, 1, Float64Array.of(0), { tolerancePerTime: 1e-8 })).toThrow(ConvergenceError);
    expect(integrate(broken, 1, 1, Float64Array.of(0), { tolerancePerTime: 1e-8 }).steps).toBe(0);
  });
});
