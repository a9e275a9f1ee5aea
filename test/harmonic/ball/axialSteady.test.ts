import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../src/core/random.ts";
import { steadyPopulations } from "../../../src/dicke/axis/steadyPopulations.ts";
import { errorsOfBall } from "../../../src/harmonic/ball/moments.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { steady } from "../../../src/roads/steady.ts";

/** Largest error of a moment or the purity over what both say, beside the exact populations. */
function worst(model: SpinModel): number {
  const exact = steadyPopulations(model);
  const { state, observables, errors } = steadyBall(model);
  const own = errorsOfBall(state, errors);
  const ratios = (["mean", "square", "cross"] as const).flatMap((group) =>
    ([0, 1, 2] as const).map((k) => {
      const apart = Math.abs(observables[group][k] - exact.observables[group][k]);
      return apart / (own[group][k] + exact.errorEstimate[group][k]);
    }),
  );
  const apart = Math.abs(observables.purity - exact.observables.purity);
  return Math.max(...ratios, apart / (own.purity + exact.errorEstimate.purity));
}

/** Rates from 1e-3 to 10, some 0; every third a laser. */
function drawn(number: number): SpinModel {
  const u = new Float64Array(16);
  fillUniform(createRandomStream(21, number), u);
  const rate = (k: number, share: number): number => (u[k]! < share ? 10 ** (4 * u[k + 1]! - 3) : 0);
  const spins = Math.round(5 * 12 ** u[0]!);
  const lases = number % 3 === 0;
  return spinModel({
    spins,
    field: [0, 0, u[1]!],
    interaction: { zz: u[2]! < 0.5 ? u[3]! : 0 },
    collective: { decay: lases ? spins / 2 : 0.01 + rate(4, 0.8), pump: rate(6, 0.4) },
    local: { pump: lases ? (spins / 2) * u[8]! : 0.01 + rate(8, 0.7), decay: rate(10, 0.5), dephasing: rate(12, 0.5) },
  });
}

describe("steady states by moments around an axis", () => {
  it.each(Array.from({ length: 24 }, (_, k) => k))("are those of the populations within their errors: %d", (number) => {
    expect(worst(drawn(number))).toBeLessThanOrEqual(1);
  });

  it("know a laser of 150 to rounding, which its entries in double precision do not", () => {
    const model = spinModel({ spins: 150, collective: { decay: 75 }, local: { pump: 37.5 } });
    const { state, observables, errors } = steadyBall(model);
    expect(state.band).toBe(150);
    expect(worst(model)).toBeLessThanOrEqual(1);
    expect(errorsOfBall(state, errors).mean[2]).toBeLessThan(1e-13);
    // (g + s/N)/d, exact up to the weight at the axis: 0.5 + 1/150 less than 1e-5 of it.
    expect(Math.abs(observables.mean[2] - (0.5 + 1 / 150))).toBeLessThan(1e-3);
  });

  it("are turned back to an axis that is not z, with the density matrix", () => {
    const axis = [0.48, 0.6, 0.64] as const;
    const side = Math.hypot(axis[0], axis[1]);
    const u = [-axis[1] / side, axis[0] / side, 0] as const;
    const v = [axis[1] * u[2] - axis[2] * u[1], axis[2] * u[0] - axis[0] * u[2], axis[0] * u[1] - axis[1] * u[0]];
    const ladder = (sign: number) => u.map((value, k) => [value, sign * v[k]!] as const) as never;
    const model = spinModel({
      spins: 7,
      field: [0.3 * axis[0], 0.3 * axis[1], 0.3 * axis[2]],
      collective: { jumps: [{ rate: 4, operator: ladder(1) }] },
      local: {
        jumps: [
          { rate: 2, operator: ladder(-1) },
          { rate: 0.3, operator: axis },
        ],
      },
    });
    const [moments, exact] = [steady(model, { method: "harmonic" }), steady(model, { method: "dicke" })];
    for (const k of [0, 1, 2] as const) {
      const apart = Math.abs(moments.observables.mean[k] - exact.observables.mean[k]);
      expect(apart).toBeLessThanOrEqual(moments.errorEstimate.mean[k] + exact.errorEstimate.mean[k]);
      const across = Math.abs(moments.observables.cross[k] - exact.observables.cross[k]);
      expect(across).toBeLessThanOrEqual(moments.errorEstimate.cross[k] + exact.errorEstimate.cross[k]);
    }
    const directions = Float64Array.of(0.6, 0, 0.8, 0, -1, 0, -0.48, -0.6, -0.64);
    const [q, p] = [moments.husimi(directions), exact.husimi(directions)];
    // Sums of 36 products of numbers of order 1.
    q.forEach((value, k) => {
      expect(Math.abs(value - p[k]!)).toBeLessThan(1e-13);
    });
  });

  it("are refused where factors have no right digit, and the advice helps", () => {
    const model = spinModel({ spins: 140, collective: { pump: 0.57, decay: 0.009 }, local: { pump: 0.0045 } });
    expect(() => steadyBall(model)).toThrow(/too ill-conditioned.*take the density matrix/);
    expect(steady(model).errorEstimate.mean[2]).toBeLessThan(1e-8);
  });
});
