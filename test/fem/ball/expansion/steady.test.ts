import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../../src/core/random.ts";
import { symmetricSteadyState } from "../../../../src/dicke/symmetric/steadyState.ts";
import { axisSteadyState } from "../../../../src/fem/axis/steady.ts";
import { frameOf } from "../../../../src/fem/ball/expansion/frame.ts";
import { positionIn } from "../../../../src/fem/ball/expansion/generator.ts";
import { kramersMoyalIn } from "../../../../src/fem/ball/expansion/kramersMoyal.ts";
import { degreesUpTo } from "../../../../src/fem/ball/expansion/places.ts";
import type { Cubic } from "../../../../src/fem/ball/expansion/polynomial.ts";
import { expandSteady, integralsOf } from "../../../../src/fem/ball/expansion/solve.ts";
import { pointSteadyState } from "../../../../src/fem/ball/expansion/steady.ts";
import { momentsOfIntegrals } from "../../../../src/fem/moments.ts";
import { steadyBall } from "../../../../src/harmonic/ball/steady.ts";
import { steady } from "../../../../src/index.ts";
import { fixedPoints } from "../../../../src/model/fixedPoints.ts";
import { linearNoise } from "../../../../src/model/linearNoise.ts";
import { coefficientsOf } from "../../../../src/model/secondOrder/coefficients.ts";
import { diffusion, drift } from "../../../../src/model/secondOrder/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../../../src/model/spinModel.ts";
import { capture } from "../../../cli/capture.ts";
import { comparedWith } from "./honesty.ts";
import { randomBall } from "./randomBall.ts";

const EXPONENTS = degreesUpTo(3);

const valueAt = (polynomial: Cubic, q: ArrayLike<number>): number =>
  polynomial.reduce((sum, value, place) => {
    const [i, j, k] = EXPONENTS.subarray(3 * place, 3 * place + 3);
    return sum + value * q[0]! ** i! * q[1]! ** j! * q[2]! ** k!;
  }, 0);

/** Any Gaussian in the ball. */
const GAUSSIAN = { centre: [0.2, -0.3, 0.4], covariance: [0.02, 0.01, 0.03, 0.005, -0.004, 0.006] } as const;

/** Interaction, a jump of each kind and a tilted field, all of order 1. */
const mixed = (spins: number): SpinModel =>
  spinModel({
    spins,
    field: [0.4, -0.7, 0.5],
    interaction: { xx: 0.3, zz: -0.5, xy: 0.2 },
    collective: { decay: 0.9, pump: 0.2, jumps: [{ rate: 0.3, operator: [1, [0, 0.5], 0.2] }] },
    local: { decay: 0.4, dephasing: 0.3, jumps: [{ rate: 0.5, operator: [0.3, [0, 0.2], 1] }] },
  });

describe("P around a fixed point of the ball", () => {
  it("obeys the Kramers-Moyal form in any frame", () => {
    const coefficients = coefficientsOf(mixed(7));
    const position = positionIn(frameOf(GAUSSIAN, 7, 1.3));
    const polynomials = kramersMoyalIn(coefficients, position);
    const numbers = new Float64Array(30);
    fillUniform(createRandomStream(3, 0), numbers);
    for (let k = 0; k < 30; k += 3) {
      const q = numbers.subarray(k, k + 3);
      const r = position.map((component) => valueAt(component, q));
      const [a, d] = [new Float64Array(3), new Float64Array(6)];
      drift(coefficients, r, a);
      diffusion(coefficients, r, d);
      // Some hundred roundings of terms of order 1.
      for (const [i, component] of polynomials.drift.entries())
        expect(Math.abs(valueAt(component, q) - a[i]!)).toBeLessThan(3e-14);
      for (const [i, entry] of polynomials.diffusion.entries())
        expect(Math.abs(valueAt(entry, q) - d[i]!)).toBeLessThan(3e-14);
    }
  });

  it("has the exact moments in polynomials of degree N, whatever the frame", () => {
    const model = mixed(5);
    const exact = steadyBall(model).observables;
    const frame = frameOf(GAUSSIAN, 5, 1);
    const { values } = expandSteady(coefficientsOf(model), frame, 5);
    const { mean, square, cross } = momentsOfIntegrals(frame.centre, integralsOf(frame, values), 5).moments;
    const expected = [...exact.mean, ...exact.square, ...exact.cross];
    // The condition is some 100.
    for (const [k, value] of [...mean, ...square, ...cross].entries())
      expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-13);
  });

  it("keeps its promise for random models of few spins, of which most are known to 1e-8", () => {
    const { compared, met, worst } = comparedWith(symmetricSteadyState, randomBall(31, 10, 14, 20));
    expect(compared).toBeGreaterThan(6);
    expect(met).toBeGreaterThan(0.5 * compared);
    expect(worst).toBeLessThanOrEqual(1);
  });

  it("has the mean and the width of linear noise at large N", () => {
    const spins = 1e6;
    const model = mixed(spins);
    const point = fixedPoints(model).points[0]!;
    const sigma = linearNoise(model, point);
    const { observables, errorEstimate } = pointSteadyState(model);
    for (const k of [0, 1, 2] as const) {
      const width = spins * (observables.square[k] - observables.mean[k] ** 2);
      // 1 - <r>^2 of the spins, Sigma of P, and the next order 1/N times some ten.
      expect(Math.abs(width - (1 - point.position[k] ** 2) - sigma[k]!)).toBeLessThan(
        20 / spins + 2 * spins * errorEstimate.square[k],
      );
      expect(Math.abs(observables.mean[k] - point.position[k])).toBeLessThan(20 / spins);
      expect(errorEstimate.mean[k]).toBeLessThan(1e-11);
    }
  });

  it("agrees with the expansion around an axis where the point is on one", () => {
    const model = spinModel({
      spins: 1000,
      collective: { decay: 1, dephasing: 0.3 },
      local: { pump: 2, decay: 0.3, dephasing: 0.1 },
    });
    const [here, there] = [pointSteadyState(model), axisSteadyState(model)];
    for (const [one, other, error, own] of [
      [here.observables.mean[2], there.observables.mean[2], here.errorEstimate.mean[2], there.errorEstimate.mean[2]],
      [
        here.observables.square[0],
        there.observables.square[0],
        here.errorEstimate.square[0],
        there.errorEstimate.square[0],
      ],
    ]) {
      expect(Math.abs(one! - other!)).toBeLessThanOrEqual(error! + own!);
      expect(error).toBeLessThan(1e-10);
    }
  });

  it("is refused where the mean field has other places to stay", () => {
    // A laser is a ring; its mean field has no stable point.
    const laser = spinModel({ spins: 200, collective: { decay: 10 }, local: { pump: 3 } });
    expect(() => pointSteadyState(laser)).toThrow(/not one stable fixed point/);
  });

  it("is what the steady state is found by where an exact road would take long, and shown", async () => {
    const model = spinModel({
      spins: 500,
      field: [0.8, 0.2, -0.5],
      interaction: { xy: 0.3 },
      collective: { decay: 1, dephasing: 0.2 },
      local: { decay: 0.02 },
    });
    const found = steady(model);
    expect(found.method).toBe("fem");
    expect("expansion" in found && found.expansion.around).toBe("fixedPoint");
    expect(() => found.densityMatrix()).toThrow(/moments of P of all degrees/);
    const { code, out } = await capture(["steady", "-"], { standardInput: JSON.stringify(model) });
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, " ")).toMatch(
      /P around the fixed point of the mean field up to degree \d+, errors from \d+/,
    );
    // Few spins are solved for exactly, with their purity.
    expect(steady(mixed(20)).method).not.toBe("fem");
  });
});
