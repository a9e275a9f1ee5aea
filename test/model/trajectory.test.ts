import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../src/core/errors.ts";
import {
  acceptStep,
  type Derivative,
  denseOutput,
  dormandPrinceStep,
  dormandPrinceWorkspace,
  integrate,
} from "../../src/model/dormandPrince.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { meanFieldTrajectory } from "../../src/model/trajectory.ts";
import { between, collectiveModel, spherePoint } from "./arbitrary.ts";
import { add, type C, c, div, exp, mul, sqrt, sub, toPlane, toSphere } from "./complex.ts";

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

/**
 * The flow on the sphere at time t, as the Moebius map exp(t M) of the stereographic plane, M = ((l/2, k), (-q, -l/2)) for
 * d zeta/dt = k + l zeta + q zeta^2 with k = -i b/2, l = d + i B_z, q = i conj(b)/2, b = B_x + i B_y.
 */
function moebius({ field, collective }: SpinModel, start: ArrayLike<number>, t: number): number[] {
  const [bx, by, bz] = field;
  const half = c((collective.decay - collective.pump) / 2, bz / 2);
  const k = c(by / 2, -bx / 2);
  const q = c(by / 2, bx / 2);
  const root = sqrt(sub(mul(half, half), mul(k, q)));
  const plus = exp(mul(root, c(t)));
  const minus = exp(mul(root, c(-t)));
  const cosh = mul(c(0.5), add(plus, minus));
  const sinh = root.re === 0 && root.im === 0 ? c(t) : div(mul(c(0.5), sub(plus, minus)), root);
  // Homogeneous coordinates: the south pole, zeta = infinity, is a start like any other.
  const south = start[2]! < 0;
  const zeta = south ? toPlane([start[0]!, -start[1]!, -start[2]!]) : toPlane(start);
  const [u, v]: [C, C] = south ? [c(1), zeta] : [zeta, c(1)];
  const top = add(mul(add(cosh, mul(sinh, half)), u), mul(mul(sinh, k), v));
  const bottom = sub(mul(sub(cosh, mul(sinh, half)), v), mul(mul(sinh, q), u));
  if (top.re ** 2 + top.im ** 2 <= bottom.re ** 2 + bottom.im ** 2) return toSphere(div(top, bottom));
  const [x, y, z] = toSphere(div(bottom, top));
  return [x, -y, -z];
}

describe("meanFieldTrajectory", () => {
  it("follows the Moebius flow on the sphere", () => {
    fc.assert(
      fc.property(collectiveModel, spherePoint, (model, start) => {
        const times = [0, 0.3, 1.7, 4];
        const { positions, acceptedSteps } = meanFieldTrajectory(model, start, times);
        times.forEach((t, k) => {
          const r = positions.subarray(3 * k, 3 * k + 3);
          // The flow magnifies an error by at most exp(|d| t), |d| <= 2; each step adds some 1e-9.
          const bound =
            1e-8 + 1e-9 * (1 + acceptedSteps) * Math.exp(Math.abs(model.collective.decay - model.collective.pump) * t);
          expect(distance(r, moebius(model, start, t))).toBeLessThan(bound);
          expect(Math.abs(Math.hypot(...r) - 1)).toBeLessThan(1e-9 * (1 + acceptedSteps) + 1e-8);
        });
      }),
    );
  });

  it("closes its orbit where the fixed points are centres", () => {
    const model = spinModel({ spins: 10, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const period = (2 * Math.PI) / Math.sqrt(1.5 ** 2 - 1);
    const { positions } = meanFieldTrajectory(model, [0, 0, 1], [period / 2, period], { relativeTolerance: 1e-12 });
    expect(distance(positions.subarray(3), [0, 0, 1])).toBeLessThan(1e-9);
    expect(distance(positions.subarray(0, 3), [0, 0, 1])).toBeGreaterThan(1);
  });

  it("relaxes by the Bloch equations in the ball", () => {
    fc.assert(
      fc.property(between(-2, 2), between(0.1, 1), between(0, 1), between(0, 1), (bz, decay, pump, dephasing) => {
        const model = spinModel({ spins: 3, field: [0, 0, bz], local: { decay, pump, dephasing } });
        const [t, rate, total] = [2.5, 2 * (decay + pump), decay + pump + dephasing];
        const { positions } = meanFieldTrajectory(model, [0.6, 0, 0.5], [t]);
        const rest = (pump - decay) / (pump + decay);
        const radius = 0.6 * Math.exp(-total * t);
        const expected = [
          radius * Math.cos(bz * t),
          radius * Math.sin(bz * t),
          rest + (0.5 - rest) * Math.exp(-rate * t),
        ];
        // Contracting: the error is that of a few steps of 1e-9 each.
        expect(distance(positions, expected)).toBeLessThan(1e-8);
      }),
    );
  });

  it("refuses a start off the sphere, or outside the ball", () => {
    const onSphere = spinModel({ spins: 3, collective: { decay: 1 } });
    const inBall = spinModel({ spins: 3, local: { decay: 1 } });
    expect(() => meanFieldTrajectory(onSphere, [0, 0, 0.5], [1])).toThrow("without local rates P stays on the sphere");
    expect(() => meanFieldTrajectory(inBall, [0, 0, 1.5], [1])).toThrow(
      "the start has |r| = 1.5, above 1 by more than 1e-8",
    );
    expect(() => meanFieldTrajectory(inBall, [Number.NaN, 0, 0], [1])).toThrow(InputError);
    expect(meanFieldTrajectory(inBall, [0, 0, 0.5], [0]).positions).toEqual(Float64Array.of(0, 0, 0.5));
  });
});
