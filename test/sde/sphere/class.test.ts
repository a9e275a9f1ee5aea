import { describe, expect, it } from "vitest";
import { NotParabolicError } from "../../../src/core/errors.ts";
import { coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import { turned, turnedVector } from "../../../src/model/secondOrder/turn.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { canWalkOnSphere } from "../../../src/sde/conformalFactors.ts";
import { defaultStep, schemesFor } from "../../../src/sde/defaultStep.ts";
import type { EnsembleEstimate } from "../../../src/sde/estimate.ts";
import { conformalDynamics } from "../../../src/sde/sphere/dynamics.ts";
import { runEnsemble, runSteadyEnsemble } from "../../../src/sde/sphere/ensemble.ts";
import { prepareStep } from "../../../src/sde/sphere/step.ts";
import { twistOf } from "../../../src/sde/sphere/twist.ts";
import { walkTables, wideDesign, wideWalkSlots } from "../../../src/sde/sphere/walk.ts";
import { walkStep } from "../../../src/sde/walk.ts";
import { differenceOfMoments } from "../../../src/state/comparison.ts";
import type { ExactState } from "../../reference/exact.ts";
import { classCases, indefinite, modelWith } from "./class.ts";
import { enumeratedMoments } from "./enumeration.ts";
import { caseName, type ExactCase, generalModel } from "./exact.ts";

const named = classCases.map((exact) => [caseName(exact), exact] as const);

/** The largest deviation over what is claimed: four standard errors and the bound of the error of the steps. */
function worstShare({ observables, standardErrors, stepErrors }: EnsembleEstimate, exact: ExactState): number {
  const share = (found: number, right: number, standard: number, steps: number): number =>
    Math.abs(found - right) / (4 * standard + steps);
  let worst = share(observables.purity, exact.purity, standardErrors.purity, stepErrors.purity);
  for (const group of ["mean", "square", "cross"] as const) {
    for (let k = 0; k < 3; k++) {
      const [found, right] = [observables[group][k]!, exact[group][k]!];
      worst = Math.max(worst, share(found, right, standardErrors[group][k]!, stepErrors[group][k]!));
    }
  }
  return worst;
}

describe("the increments of six noises", () => {
  it("have the moments of six independent normals up to degree 5, and not those of degree 6", () => {
    const corners = wideDesign().slice(0, -1);
    const normalMoment = [1, 0, 1, 0, 3, 0, 15];
    let worst = 0;
    let worstAtSix = 0;
    for (let code = 0; code < 7 ** 6; code++) {
      const powers = Array.from({ length: 6 }, (_, k) => Math.floor(code / 7 ** k) % 7);
      const degree = powers.reduce((sum, power) => sum + power, 0);
      if (degree > 6) continue;
      const sum = corners.reduce((total, z) => total + powers.reduce((p, power, k) => p * z[k]! ** power, 1), 0);
      const moment = degree === 0 ? 1 : sum / 72;
      const error = Math.abs(moment - powers.reduce((p, power) => p * normalMoment[power]!, 1));
      if (degree === 6) worstAtSix = Math.max(worstAtSix, error);
      else worst = Math.max(worst, error);
    }
    // Terms up to 8^(5/2) = 181.
    expect(worst).toBeLessThan(181 * 10 * 2 ** -52);
    expect(worstAtSix).toBeGreaterThan(0.1);
  });

  it("keep no component on a lattice", () => {
    for (let k = 0; k < 6; k++) {
      const sorted = wideDesign()
        .map((z) => z[k]!)
        .toSorted((a, b) => a - b);
      expect(sorted.slice(1).filter((value, i) => value - sorted[i]! > 1e-4).length).toBe(54);
    }
  });
});

describe("the walk of the class", () => {
  const half = wideWalkSlots / 2;
  const choices = Array.from({ length: 110 }, (_, k) => ({
    word: Math.floor(((half * Math.floor(k / 55) + (k % 55) + 0.5) * 2 ** 32) / wideWalkSlots),
    probability: (k % 55 === 54 ? 18 : 1) / wideWalkSlots,
  }));

  function enumeratedAt({ model, initial }: ExactCase, time: number, steps: number) {
    const { drift, noise } = conformalDynamics(model);
    const h = time / steps;
    const table = walkTables(noise, h)(drift);
    const twist = twistOf(coefficientsOf(model));
    return enumeratedMoments(choices, model.spins, initial, steps, (_, words, x, y, z) => {
      twist?.(h / 2, x, y, z, x.length);
      walkStep(table, words, 0, x, y, z, x.length);
      twist?.(h / 2, x, y, z, x.length);
    });
  }

  // As in walk.test.ts: errors c h^2 (1 + e h) over h, h/2, h/3.
  it.each(named)("is of weak order 2, by enumeration of all maps: %s", (_, exact) => {
    const state = exact.at[0]!;
    const errors = [1, 2, 3].map((steps) => {
      const { mean, square, cross } = differenceOfMoments(enumeratedAt(exact, state.time, steps), state);
      return Math.max(mean, square, cross);
    });
    const slope = Math.log(errors[0]! / errors[2]!) / Math.log(3);
    expect(slope).toBeGreaterThan(1.7);
    expect(slope).toBeLessThan(2.3);
    expect(Math.log(errors[1]! / errors[2]!) / Math.log(1.5)).toBeGreaterThan(1.7);
  });

  it("is one more splitting of a seven-rate model: the same moments as the walk of four noises", () => {
    // A jump along z is what dephasing is.
    const { dephasing, ...rates } = generalModel.collective;
    const jumps = [{ rate: dephasing, operator: { re: [0, 0, 1], im: [0, 0, 0] } }] as const;
    const asJump = { ...generalModel, collective: { dephasing: 0, ...rates, jumps } };
    const options = {
      initial: { kind: "coherent", direction: [0.6, 0, 0.8] },
      trajectories: 40_000,
      step: 0.02,
      times: [1],
      seed: 8,
      scheme: "moebiusWalk",
    } as const;
    const [one] = runEnsemble(generalModel, options);
    const [other] = runEnsemble(asJump, { ...options, seed: 9 });
    for (let k = 0; k < 3; k++) {
      const error = Math.hypot(one!.standardErrors.mean[k]!, other!.standardErrors.mean[k]!);
      expect(Math.abs(one!.observables.mean[k]! - other!.observables.mean[k]!)).toBeLessThan(4 * error);
    }
  });
});

describe("ensembles of the class against the master equation", () => {
  for (const scheme of ["moebiusWalk", "eulerMaruyama"] as const) {
    it.each(named)(`at t = 0.25, 1, 3 by ${scheme}: %s`, (_, exact) => {
      const times = exact.at.map(({ time }) => time);
      const estimates = runEnsemble(exact.model, {
        initial: { kind: "coherent", direction: exact.initial },
        trajectories: scheme === "moebiusWalk" ? 20_000 : 2048,
        step: scheme === "moebiusWalk" ? 0.05 : 1 / 400,
        times,
        seed: 5,
        scheme,
      });
      for (const [k, state] of exact.at.entries()) expect(worstShare(estimates[k]!, state)).toBeLessThan(1);
    });
  }

  it.each(named)("steady: %s", (_, exact) => {
    const estimate = runSteadyEnsemble(exact.model, {
      initial: { kind: "coherent", direction: exact.initial },
      trajectories: 512,
      step: 0.05,
      burnIn: 30,
      interval: 1,
      samples: 60,
      seed: 5,
      scheme: "moebiusWalk",
    });
    expect(worstShare(estimate, exact.steady)).toBeLessThan(1);
  });

  it("cover steps as long as they can be by the bound of their error", () => {
    for (const exact of classCases) {
      const [estimate] = runEnsemble(exact.model, {
        initial: { kind: "coherent", direction: exact.initial },
        trajectories: 20_000,
        step: 1,
        times: [1],
        seed: 11,
        scheme: "moebiusWalk",
      });
      expect(worstShare(estimate!, exact.at[1]!)).toBeLessThan(1);
      expect(Math.max(...estimate!.stepErrors.mean)).toBeLessThan(0.05);
    }
  });

  it("turn with the model: moments of the turned one from the turned start, turned back", () => {
    const exact = classCases[1]!;
    const rotation = [
      [2 / 3, -1 / 3, 2 / 3],
      [2 / 3, 2 / 3, -1 / 3],
      [-1 / 3, 2 / 3, 2 / 3],
    ] as const;
    const back = [0, 1, 2].map((k) => rotation.map((row) => row[k]!)) as unknown as typeof rotation;
    const [estimate] = runEnsemble(modelWith(turned(coefficientsOf(exact.model), rotation)), {
      initial: { kind: "coherent", direction: turnedVector(exact.initial, rotation) },
      trajectories: 20_000,
      step: 0.05,
      times: [1],
      seed: 21,
      scheme: "moebiusWalk",
    });
    const found = turnedVector(estimate!.observables.mean, back);
    const error = 4 * Math.hypot(...estimate!.standardErrors.mean) + Math.hypot(...estimate!.stepErrors.mean);
    for (let k = 0; k < 3; k++) expect(Math.abs(found[k]! - exact.at[1]!.mean[k]!)).toBeLessThan(error);
  });

  it("can fail: an interaction of the other sign is noticed", () => {
    const exact = classCases[1]!;
    const { interaction } = exact.model;
    const model = { ...exact.model, interaction: { ...interaction!, zz: -interaction!.zz } };
    const [estimate] = runEnsemble(model, {
      initial: { kind: "coherent", direction: exact.initial },
      trajectories: 4096,
      step: 0.05,
      times: [1],
      seed: 5,
      scheme: "moebiusWalk",
    });
    expect(worstShare(estimate!, exact.at[1]!)).toBeGreaterThan(3);
  });
});

describe("trajectories of the class", () => {
  it("stay on the sphere, by both schemes", () => {
    const { model } = classCases[0]!;
    for (const scheme of ["moebiusWalk", "eulerMaruyama"] as const) {
      const estimates = runEnsemble(model, {
        initial: { kind: "coherent", direction: [0, 0, -1] },
        trajectories: 64,
        step: 0.01,
        times: [10],
        seed: 1,
        scheme,
      });
      const { square } = estimates[0]!.observables;
      // sum <4 J_k^2>/N^2 = 1 + 2/N where |r| = 1.
      expect(Math.abs(square[0] + square[1] + square[2] - 1 - 2 / model.spins)).toBeLessThan(1e-12);
    }
  });

  it("are refused where D has a negative eigenvalue, with what cures it", () => {
    for (const scheme of ["moebiusWalk", "eulerMaruyama"] as const) {
      expect(() => prepareStep(indefinite, scheme, 0.1)).toThrow(NotParabolicError);
      expect(() => prepareStep(indefinite, scheme, 0.1)).toThrow(
        /negative eigenvalue, -0\.\d+.*moment hierarchy.*dephasing of 0\.\d+ about each of x, y and z; diagnose says where it is negative$/,
      );
    }
  });

  it("are refused with the dephasing about z that cures it, where there is one: 4 s k_z >= chi^2", () => {
    const interaction = { xx: 0, yy: 0, zz: 1, xy: 0, xz: 0, yz: 0 };
    const twisted = (dephasing: number): SpinModel => ({
      ...generalModel,
      interaction,
      collective: { dephasing, pump: 0.25, decay: 0.25 },
    });
    expect(() => prepareStep(twisted(0.4), "moebiusWalk", 0.1)).toThrow(/collective dephasing of 0\.5 about z in all/);
    expect(() => prepareStep(twisted(0.5), "moebiusWalk", 0.1)).not.toThrow();
  });

  it("go by Euler's scheme in the gap where D >= 0 is no sum of squares of conformal fields", () => {
    const gap = (s: number): SpinModel =>
      modelWith({
        spins: 5,
        field: [0.3, 0, 0.2],
        interaction: [1, 1, 0.65, 0, 0, 0],
        collective: { symmetric: [1.2 + s, 0.7 + s, 1.2 + s, -0.2, 0, -0.2], skew: [-0.75, -1.05, 0] },
        local: { symmetric: [0, 0, 0, 0, 0, 0], skew: [0, 0, 0] },
      });
    expect(() => prepareStep(gap(0.2), "eulerMaruyama", 0.1)).toThrow(NotParabolicError);
    expect(schemesFor(gap(0.2006))).toEqual(["eulerMaruyama"]);
    expect(() => prepareStep(gap(0.2006), "moebiusWalk", 0.1)).toThrow(/sum of squares.*eulerMaruyama/);
    expect(() => prepareStep(gap(0.2006), "eulerMaruyama", 0.1)).not.toThrow();
    expect(schemesFor(gap(0.21))).toEqual(["moebiusWalk", "eulerMaruyama"]);
  });

  it("walk by default, in steps of a fiftieth of the shortest time", () => {
    for (const { model } of classCases) {
      expect(schemesFor(model)).toEqual(["moebiusWalk", "eulerMaruyama"]);
      expect(canWalkOnSphere(model)).toBe(true);
      const step = defaultStep({ model }, "moebiusWalk", [1]);
      expect(step).toBeGreaterThan(0.003);
      expect(step).toBeLessThan(0.02);
    }
  });
});
