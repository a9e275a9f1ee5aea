import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { meanFieldTrajectory } from "../../src/model/trajectory.ts";
import { between, collectiveModel, spherePoint } from "./arbitrary.ts";
import { add, type C, c, div, exp, mul, sqrt, sub, toPlane, toSphere } from "./complex.ts";

const distance = (p: ArrayLike<number>, q: ArrayLike<number>) =>
  Math.hypot(...Array.from(p, (value, i) => value - q[i]!));

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
    const { positions } = meanFieldTrajectory(model, [0, 0, 1], [period / 2, period], { tolerance: 1e-13 });
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

  it("keeps the error in proportion to the tolerance, and does not mind a time twice", () => {
    const model = spinModel({ spins: 5, field: [0.4, 0.3, 0.2], collective: { decay: 0.7 } });
    const exact = moebius(model, [0, 0, 1], 3);
    for (const tolerance of [1e-4, 1e-7, 1e-10]) {
      const { positions } = meanFieldTrajectory(model, [0, 0, 1], [0, 3, 3], { tolerance });
      // Three units of time, each error magnified by at most exp(0.7 t).
      expect(distance(positions.subarray(3, 6), exact)).toBeLessThan(3 * tolerance * Math.exp(2.1));
      expect([...positions.subarray(6)]).toEqual([...positions.subarray(3, 6)]);
    }
  });

  it.each([
    [[1, 0.5], {}, "times[1] is 0.5, not a finite number >= 1"],
    [[-1], {}, "times[0] is -1, not a finite number >= 0"],
    [[Number.POSITIVE_INFINITY], {}, "times[0] is Infinity"],
    [[1], { tolerance: 0 }, "tolerance is 0, not above 0"],
    [[1], { maximumSteps: Number.NaN }, "maximumSteps is NaN, not above 0"],
  ])("refuses times %j with %j", (times, options, message) => {
    const model = spinModel({ spins: 3, collective: { decay: 1 } });
    expect(() => meanFieldTrajectory(model, [0, 0, 1], times, options)).toThrow(InputError);
    expect(() => meanFieldTrajectory(model, [0, 0, 1], times, options)).toThrow(message);
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
