import { describe, expect, it } from "vitest";
import { evolveDicke } from "../../../src/dicke/collective/evolve.ts";
import { type ConformalDynamics, conformalDynamics } from "../../../src/sde/sphere/dynamics.ts";
import { incrementDesign, walkSlots, walkTables } from "../../../src/sde/sphere/walk.ts";
import { type WalkTable, walkStep } from "../../../src/sde/walk.ts";
import { differenceOfMoments } from "../../../src/state/comparison.ts";
import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";
import { enumeratedMoments, type Outcome } from "./enumeration.ts";
import { caseName, evolutionCases } from "./exact.ts";

/** The 50 different maps, as words that choose them, with probabilities; `orders` takes the first 25 only, or all. */
function outcomes(orders: 1 | 2): readonly Outcome[] {
  const slots = walkSlots / 2;
  return Array.from({ length: 25 * orders }, (_, k) => ({
    // A word in the middle of the slot's interval. Slot 24 of each order stands for the 12 copies of the centre.
    word: Math.floor(((slots * Math.floor(k / 25) + (k % 25) + 0.5) * 2 ** 32) / walkSlots),
    probability: (k % 25 === 24 ? 12 : 1) / slots / orders,
  }));
}

const walkTable = ({ noise, drift }: ConformalDynamics, step: number): WalkTable => walkTables(noise, step)(drift);

/** Exact expectation over all 50^steps walks (25^steps with one order only): no statistical error. */
const expectation = (
  tableOf: (step: number) => WalkTable,
  spins: number,
  start: Vector3,
  steps: number,
  orders: 1 | 2,
): SpinMoments =>
  enumeratedMoments(outcomes(orders), spins, start, steps, (step, words, x, y, z) =>
    walkStep(tableOf(step), words, 0, x, y, z, x.length),
  );

describe("the increments", () => {
  it("have the moments of four independent normals up to degree 5, and not those of degree 6", () => {
    const points = incrementDesign();
    expect(points.length).toBe(walkSlots / 2);
    const normalMoment = [1, 0, 1, 0, 3, 0, 15];
    let worst = 0;
    let worstAtSix = 0;
    for (let code = 0; code < 7 ** 4; code++) {
      const powers = [code % 7, Math.floor(code / 7) % 7, Math.floor(code / 49) % 7, Math.floor(code / 343)];
      const degree = powers.reduce((sum, power) => sum + power, 0);
      if (degree > 6) continue;
      const moment =
        points.reduce((sum, z) => sum + powers.reduce((p, power, k) => p * z[k]! ** power, 1), 0) / points.length;
      const error = Math.abs(moment - powers.reduce((p, power) => p * normalMoment[power]!, 1));
      if (degree === 6) worstAtSix = Math.max(worstAtSix, error);
      else worst = Math.max(worst, error);
    }
    // Terms up to 6^(5/2) = 88, 36 of them, over 36.
    expect(worst).toBeLessThan(88 * 10 * 2 ** -52);
    expect(worstAtSix).toBeGreaterThan(0.1);
  });

  it("keep no component on a lattice: every component takes 25 different values", () => {
    for (let k = 0; k < 4; k++) {
      const values = incrementDesign().map((z) => z[k]!);
      const sorted = values.toSorted((a, b) => a - b);
      const gaps = sorted.slice(1).map((value, i) => value - sorted[i]!);
      expect(gaps.filter((gap) => gap > 1e-3).length).toBe(24);
    }
  });
});

describe("the walk", () => {
  // Expectations over all possible walks against the master equation: the weak error alone, without sampling. With an error
  // c h^2 (1 + e h), where e is a rate of the model (at most 3 in these), the slope over h, h/2, h/3 is 2 + O(e h / 2): at
  // t = 0.25, h <= 1/4, a slope within 0.3 of 2 and far from 1 and 3.
  it.each(evolutionCases.map((exact) => [caseName(exact), exact] as const))("is of weak order 2: %s", (_, exact) => {
    const state = exact.at[0]!;
    const dynamics = conformalDynamics(exact.model);
    const errors = [1, 2, 3].map((steps) => {
      const table = walkTable(dynamics, state.time / steps);
      const { mean, square, cross } = differenceOfMoments(
        expectation(() => table, exact.model.spins, exact.initial, steps, 2),
        state,
      );
      return Math.max(mean, square, cross);
    });
    const slope = Math.log(errors[0]! / errors[2]!) / Math.log(3);
    expect(slope).toBeGreaterThan(1.7);
    expect(slope).toBeLessThan(2.3);
    expect(Math.log(errors[1]! / errors[2]!) / Math.log(1.5)).toBeGreaterThan(1.7);
  });

  it("is of weak order 1 only where the order of the noises is never reversed: the check can fail", () => {
    const exact = evolutionCases[3]!;
    const state = exact.at[0]!;
    const errors = [1, 3].map((steps) => {
      const table = walkTable(conformalDynamics(exact.model), state.time / steps);
      const moments = expectation(() => table, exact.model.spins, exact.initial, steps, 1);
      return differenceOfMoments(moments, state).mean;
    });
    const slope = Math.log(errors[0]! / errors[1]!) / Math.log(3);
    expect(slope).toBeGreaterThan(0.7);
    expect(slope).toBeLessThan(1.3);
  });

  // At the middle of the step the time is one more flow of the symmetric splitting. At its start it would be an error of order 1.
  it.each([
    [0.5, 1.7, 2.3],
    [0, 0.7, 1.3],
  ])(
    "in a field in time, taken at the share %d of the step, is of weak order between %d and %d",
    (share, least, most) => {
      const { model, initial } = evolutionCases[1]!;
      const end = 0.25;
      const field = (t: number): Vector3 => [1.5 * Math.cos(4 * t), 2 * t, Math.sin(4 * t)];
      const exact = evolveDicke({ model, initial: { kind: "coherent", direction: initial }, times: [end], field });
      const { drift, noise } = conformalDynamics(model);
      const errors = [1, 3].map((steps) => {
        const tables = walkTables(noise, end / steps);
        const tableOf = (step: number) =>
          tables({ rotation: field(((step + share) * end) / steps), boost: drift.boost });
        const found = expectation(tableOf, model.spins, initial, steps, 2);
        const { mean, square, cross } = differenceOfMoments(found, exact.observables[0]!);
        return Math.max(mean, square, cross);
      });
      const slope = Math.log(errors[0]! / errors[1]!) / Math.log(3);
      expect(slope).toBeGreaterThan(least);
      expect(slope).toBeLessThan(most);
    },
  );

  it("follows the mean field exactly where there is no noise", () => {
    // Without noise the step is one Moebius map: a hundred small steps are one large one.
    const dynamics = { ...conformalDynamics(evolutionCases[1]!.model) };
    const still = { rotation: [0, 0, 0], boost: [0, 0, 0] } as const;
    const silent = { drift: dynamics.drift, noise: [still, still, still, still] } as const;
    const run = (steps: number): Vector3 => {
      const [x, y, z] = [Float64Array.of(0.6), Float64Array.of(0), Float64Array.of(0.8)];
      const table = walkTable(silent, 2 / steps);
      for (let k = 0; k < steps; k++) walkStep(table, Uint32Array.of(k * 12345), 0, x, y, z, 1);
      return [x[0]!, y[0]!, z[0]!];
    };
    const [once, often] = [run(1), run(100)];
    for (let k = 0; k < 3; k++) expect(Math.abs(once[k]! - often[k]!)).toBeLessThan(100 * 10 * 2 ** -52);
  });
});
