import { describe, expect, it } from "vitest";
import { sampledField } from "../../src/model/drive.ts";
import type { InitialState } from "../../src/model/initialState.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { evolveByHarmonics } from "../../src/roads/evolve/byDomain.ts";
import { runBallEnsemble } from "../../src/sde/ball/ensemble.ts";
import type { EnsembleEstimate } from "../../src/sde/estimate.ts";
import { runEnsemble } from "../../src/sde/sphere/ensemble.ts";
import { evolveTrajectories } from "../../src/sde/sphere/evolve.ts";
import type { Observables } from "../../src/state/moments.ts";

const still = { dephasing: 0, pump: 0, decay: 0 };
const models: readonly SpinModel[] = [
  { spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1, decay: 0 }, local: still },
  { spins: 20, field: [0.4, -0.3, 0.8], collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 }, local: still },
  { spins: 4, field: [2, 1, 0.5], collective: { dephasing: 0.8, pump: 0.3, decay: 0.5 }, local: still },
];
const ballModel: SpinModel = {
  spins: 8,
  field: [1, 0.3, 0],
  collective: { dephasing: 0.5, pump: 0.2, decay: 0.2 },
  local: { dephasing: 0.1, pump: 0.3, decay: 0.05 },
};
const initial: InitialState = { kind: "coherent", direction: [0.6, 0, 0.8] };
const times = [0.5, 2, 7];

const numbers = ({ mean, square, cross, purity }: Omit<Observables, "squeezing">): readonly number[] => [
  ...mean,
  ...square,
  ...cross,
  purity,
];

interface Judged {
  /** Numbers compared, those off by more than three standard errors and the error of the steps, and by more than three alone. */
  readonly all: number;
  readonly outside: number;
  readonly outsideStandard: number;
}

function judge(model: SpinModel, runs: readonly (readonly EnsembleEstimate[])[]): Judged {
  const exact = evolveByHarmonics({ model, initial, times, tolerance: 1e-9 });
  let [all, outside, outsideStandard] = [0, 0, 0];
  for (const estimates of runs) {
    for (const [k, { observables, standardErrors, stepErrors }] of estimates.entries()) {
      const right = numbers(exact.observables[k]!);
      const [standard, steps] = [numbers(standardErrors), numbers(stepErrors)];
      numbers(observables).forEach((value, i) => {
        const off = Math.abs(value - right[i]!) - 1e-9;
        all++;
        if (off > 3 * standard[i]! + steps[i]!) outside++;
        if (off > 3 * standard[i]!) outsideStandard++;
      });
    }
  }
  return { all, outside, outsideStandard };
}

const seeds = [1, 2, 3, 4, 5, 6];
const options = { initial, times, trajectories: 1500 };
const together = (found: readonly Judged[]): Judged => ({
  all: found.reduce((sum, { all }) => sum + all, 0),
  outside: found.reduce((sum, { outside }) => sum + outside, 0),
  outsideStandard: found.reduce((sum, { outsideStandard }) => sum + outsideStandard, 0),
});

describe("the error of the steps", () => {
  // Chance leaves three standard errors in 0.3 % of normal numbers, which come in groups of ten that are correlated.
  it.each(["moebiusWalk", "eulerMaruyama"] as const)("covers steps as long as they can be: %s", (scheme) => {
    const found = together(
      models.map((model) =>
        judge(
          model,
          seeds.map((seed) => runEnsemble(model, { ...options, scheme, seed, step: 100 })),
        ),
      ),
    );
    expect(found.outside / found.all).toBeLessThan(0.01);
  });

  it("covers them in the ball", () => {
    const runs = seeds.map((seed) => runBallEnsemble(ballModel, { ...options, seed, step: 100 }));
    const { outside, all } = judge(ballModel, runs);
    expect(outside / all).toBeLessThan(0.01);
  });

  it("is what standard errors alone miss: a bias of Euler's scheme among many trajectories", () => {
    const model = models[2]!;
    const runs = [
      runEnsemble(model, { ...options, trajectories: 30_000, scheme: "eulerMaruyama", seed: 1, step: 0.05 }),
    ];
    const { outside, outsideStandard } = judge(model, runs);
    expect(outsideStandard).toBeGreaterThan(0);
    expect(outside).toBe(0);
  });

  it("is all of the error where nothing diffuses", () => {
    const model = { ...models[2]!, collective: still };
    const exact = evolveByHarmonics({ model, initial, times: [1], tolerance: 1e-12 }).observables[0]!;
    for (const scheme of ["moebiusWalk", "eulerMaruyama"] as const) {
      const request = { model, initial, times: [1], trajectories: 8, step: 0.1, seed: 1, scheme };
      const { standardErrors, stepErrors, observables } = runEnsemble(model, request)[0]!;
      expect(standardErrors.mean).toEqual([0, 0, 0]);
      for (const k of [0, 1, 2] as const) {
        expect(Math.abs(observables.mean[k] - exact.mean[k])).toBeLessThanOrEqual(stepErrors.mean[k] + 1e-12);
      }
      // The walk's rotation is exact; Euler's is off by (h B)^2/12 a radian and more.
      if (scheme === "moebiusWalk") expect(stepErrors.mean[0]).toBeLessThan(1e-12);
      else expect(stepErrors.mean[0]).toBeGreaterThan(1e-3);
    }
  });

  it("falls as the power of the step that the order says", () => {
    const model = { ...models[2]!, collective: still };
    const field = (t: number) => [2 * Math.cos(t), Math.sin(2 * t), t] as const;
    for (const [scheme, order] of [
      ["moebiusWalk", 2],
      ["eulerMaruyama", 1],
    ] as const) {
      const of = (step: number) =>
        evolveTrajectories({ model, initial, times: [1], field, trajectories: 8, step, seed: 1, scheme }).estimates[0]!
          .stepErrors.mean[0];
      // Halved at steps of 1/32 of the time, where the next order adds some tenths.
      expect(Math.abs(Math.log2(of(1 / 32) / of(1 / 64)) - order)).toBeLessThan(0.3);
    }
  });

  it("is small beside the standard error at the samples of a table, where steps end", () => {
    const times = [0, 0.9, 0.9001, 1.0999, 1.1, 2];
    const on = 15.7079632679;
    const values = times.map((_, k): [number, number, number] => [k === 2 || k === 3 ? on : 0, 0, 0]);
    const drive = sampledField({ times, values });
    const found = evolveTrajectories({
      model: { spins: 10, field: [0, 0, 0], collective: { dephasing: 0.001, pump: 0, decay: 0 }, local: still },
      initial: { kind: "coherent", direction: [0, 0, 1] },
      times: [1.5],
      field: drive,
      trajectories: 2000,
      step: 0.0013,
      seed: 1,
      scheme: "moebiusWalk",
    });
    const y = found.observables[0]!.mean[1];
    const { standardErrors, stepErrors } = found.estimates[0]!;
    expect(Math.abs(y + 0.001571)).toBeLessThan(4 * standardErrors.mean[1] + stepErrors.mean[1] + 5e-7);
    expect(standardErrors.mean[1] + stepErrors.mean[1]).toBeLessThan(2e-4);
  });

  it("is unknown, and says so, where no chunk has coarse trajectories", () => {
    const run = { ...options, times: [0.5], scheme: "moebiusWalk", seed: 1, step: 0.1, range: [1, 3] } as const;
    const { stepErrors } = runEnsemble(models[0]!, run)[0]!;
    expect(stepErrors).toEqual({
      mean: [2, 2, 2],
      square: [1.95, 1.95, 1.95],
      cross: [1.95, 1.95, 1.95],
      purity: 1,
      squeezing: { kitagawaUeda: null, wineland: null },
    });
  });
});
