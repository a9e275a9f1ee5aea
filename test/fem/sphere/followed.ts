import { expect } from "vitest";
import { evolveDensity } from "../../../src/fem/sphere/evolve.ts";
import { isParabolicOnSphere } from "../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import type { ExactModel } from "../../reference/exact.ts";

const flat = (m: SpinMoments): number[] => [...m.mean, ...m.square, ...m.cross];

/** Whether following it takes tens of seconds. */
export const isLong = ({ spins, field }: SpinModel): boolean => spins >= 40 && field[0] !== 0;

/** An evolution from a delta at default settings has the moments of the quantum solution, within its own estimate. */
export function expectFollowed(model: SpinModel, evolution: NonNullable<ExactModel["evolution"]>): void {
  const parabolic = isParabolicOnSphere(model);
  const times = evolution.at.map((point) => point.time);
  const run = evolveDensity({ model, initial: { kind: "coherent", direction: evolution.initial }, times });
  expect(run.band === null).toBe(parabolic);
  for (const [k, exact] of evolution.at.entries()) {
    const found = flat(run.observables[k]!);
    const estimate = flat(run.errorEstimate[k]!);
    for (const [i, value] of flat(exact).entries()) {
      const error = Math.abs(found[i]! - value);
      expect(error).toBeLessThan(parabolic ? 1e-6 : 1e-5);
      expect(error).toBeLessThan(estimate[i]!);
    }
    expect(Math.abs(run.observables[k]!.purity - exact.purity)).toBeLessThan(parabolic ? 1e-6 : 1e-5);
  }
}
