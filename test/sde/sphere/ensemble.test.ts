import { describe, expect, it } from "vitest";
import { InputError, NotParabolicError } from "../../../src/core/errors.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { createLocator } from "../../../src/mesh/sphere/locate.ts";
import { runChunk } from "../../../src/sde/chunk.ts";
import { mergeChunks } from "../../../src/sde/ensemble.ts";
import type { EnsembleEstimate } from "../../../src/sde/estimate.ts";
import { chunkCount, type EnsembleSpec, legs } from "../../../src/sde/spec.ts";
import { type EnsembleOptions, runEnsemble, runSteadyEnsemble } from "../../../src/sde/sphere/ensemble.ts";
import { prepareEnsemble } from "../../../src/sde/sphere/prepare.ts";
import type { SchemeName } from "../../../src/sde/trajectories.ts";
import type { ExactState } from "../../reference/exact.ts";
import { caseName, evolutionCases, exactCases, generalModel, notParabolic } from "./exact.ts";

/** The largest deviation from the exact state in standard errors, of means, squares, cross moments and purity. */
function worstDeviation({ observables, standardErrors }: EnsembleEstimate, exact: ExactState): number {
  let worst = Math.abs(observables.purity - exact.purity) / standardErrors.purity;
  for (const group of ["mean", "square", "cross"] as const) {
    for (let k = 0; k < 3; k++) {
      const error = standardErrors[group][k]!;
      // One that cannot vary must be right to rounding.
      worst = Math.max(worst, Math.abs(observables[group][k]! - exact[group][k]!) / Math.max(error, 1e-14));
    }
  }
  return worst;
}

// Four standard errors: some 300 numbers are compared below, of which one is farther out for one seed in fifty. The step of
// the walk leaves an error of 1e-5 (from the enumeration in moebiusWalk.test.ts), far below the statistical one; that of Euler
// and Maruyama is at most 0.4 h (from the differences in eulerMaruyama.test.ts), a quarter of the standard error 2e-3 of 4,096
// trajectories at h = 1/800.
describe("ensemble means against the master equation", () => {
  const schemes: readonly { scheme: SchemeName; step: number; trajectories: number }[] = [
    { scheme: "moebiusWalk", step: 1 / 20, trajectories: 40_000 },
    { scheme: "eulerMaruyama", step: 1 / 800, trajectories: 4096 },
  ];
  for (const exact of evolutionCases) {
    it.each(schemes)(`at t = 0.25, 1, 3 by $scheme: ${caseName(exact)}`, (options) => {
      const initial = { kind: "coherent", direction: exact.initial } as const;
      const times = exact.at.map(({ time }) => time);
      const estimates = runEnsemble(exact.model, { ...options, initial, times, seed: 5 });
      for (const [k, state] of exact.at.entries()) expect(worstDeviation(estimates[k]!, state)).toBeLessThan(4);
    });
  }

  it.each(exactCases.map((exact) => [caseName(exact), exact] as const))("steady: %s", (_, exact) => {
    const { spins } = exact.model;
    const estimate = runSteadyEnsemble(exact.model, {
      initial: { kind: "coherent", direction: exact.initial },
      trajectories: 512,
      step: 1 / 20,
      // Where mean-field orbits are closed, only the diffusion forgets the start: at l = 1 with the rate s l (l + 1)/N = 2/N,
      // so that e^-8 of it is left, on a mean that started at 1 and is known to about 1e-3.
      burnIn: 4 * spins,
      interval: 1,
      samples: 100,
      seed: 5,
      scheme: "moebiusWalk",
    });
    expect(worstDeviation(estimate, exact.steady)).toBeLessThan(4);
  });

  it("can fail: a field that is off by 5 percent is noticed", () => {
    const exact = evolutionCases[1]!;
    const model = { ...exact.model, field: [1.05 * exact.model.field[0], 0, 0] as const };
    const initial = { kind: "coherent", direction: exact.initial } as const;
    const [estimate] = runEnsemble(model, { ...schemes[0]!, initial, times: [1], seed: 5 });
    expect(worstDeviation(estimate!, exact.at[1]!)).toBeGreaterThan(10);
  });
});

describe("standard errors", () => {
  it("are the spread of independent ensembles, squeezing included", () => {
    const repeats = 60;
    const runs = Array.from({ length: repeats }, (_, seed) => {
      const [estimate] = runEnsemble(evolutionCases[0]!.model, {
        initial: { kind: "coherent", direction: [1, 0, 0] },
        trajectories: 512,
        step: 0.25,
        times: [3],
        seed,
        scheme: "moebiusWalk",
      });
      return estimate!;
    });
    const quantities = [
      (o: EnsembleEstimate["observables"]) => o.mean[2],
      (o: EnsembleEstimate["observables"]) => o.square[1],
      (o: EnsembleEstimate["observables"]) => o.cross[2],
      (o: EnsembleEstimate["observables"]) => o.purity,
      (o: EnsembleEstimate["observables"]) => o.squeezing.kitagawaUeda!,
      (o: EnsembleEstimate["observables"]) => o.squeezing.wineland!,
    ];
    for (const quantity of quantities) {
      const values = runs.map(({ observables }) => quantity(observables));
      const mean = values.reduce((sum, value) => sum + value, 0) / repeats;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (repeats - 1));
      const claimed = runs.reduce((sum, { standardErrors }) => sum + quantity(standardErrors), 0) / repeats;
      // A standard deviation from 60 values has a relative error of 1/sqrt(118) = 0.092; four of them.
      expect(Math.abs(spread / claimed - 1)).toBeLessThan(0.37);
    }
  });

  it("leave squeezing out where the mean spin is noise", () => {
    const [estimate] = runEnsemble(
      { ...generalModel, collective: { dephasing: 1, pump: 0.5, decay: 0.5 } },
      {
        initial: { kind: "thermal", ratio: 1 },
        trajectories: 600,
        step: 0.1,
        times: [1],
        seed: 4,
        scheme: "moebiusWalk",
      },
    );
    expect(estimate!.observables.squeezing).toEqual({ kitagawaUeda: null, wineland: null });
  });
});

describe("chunks", () => {
  const locator = createLocator(icosphere(2));
  const spec: EnsembleSpec = {
    model: generalModel,
    initial: { kind: "thermal", ratio: 0.5 },
    trajectories: 1800,
    step: 0.1,
    seed: 9,
    scheme: "moebiusWalk",
    sampling: { kind: "times", times: [0, 0.3, 0.55] },
  };
  const prepared = prepareEnsemble(spec, locator);
  const options: EnsembleOptions = { ...spec, times: [0, 0.3, 0.55], locator };

  it("merge to the same bits in any order, computed by anyone", () => {
    const whole = runEnsemble(generalModel, options);
    const chunks = [2, 0, 3, 1].map((chunk) => {
      const worker = prepareEnsemble(structuredClone(spec), createLocator(icosphere(2)));
      return runChunk(worker, chunk);
    });
    expect(mergeChunks(spec, structuredClone(chunks))).toEqual(whole);
    expect(chunkCount(spec)).toBe(4);
    expect(whole.map(({ trajectories }) => trajectories)).toEqual([1800, 1800, 1800]);
    for (const { counts } of whole) expect(counts!.reduce((sum, count) => sum + count, 0)).toBe(1800);
  });

  it("are a part of the ensemble where a range is asked for, and report progress", () => {
    const seen: string[] = [];
    const onProgress = (done: number, total: number) => seen.push(`${done}/${total}`);
    const part = runEnsemble(generalModel, {
      ...options,
      range: [1, 3],
      onProgress: (...at) => void onProgress(...at),
    });
    expect(seen).toEqual(["1/2", "2/2"]);
    expect(part).toEqual(mergeChunks(spec, [runChunk(prepared, 1), runChunk(prepared, 2)]));
  });

  it("with steady sampling hold one row, with the counts of all samples", () => {
    const sampling = { kind: "steady", burnIn: 0, interval: 0.5, samples: 3 } as const;
    const { rows } = runChunk(prepareEnsemble({ ...spec, sampling }, locator), 0);
    expect(rows.length).toBe(1);
    expect(rows[0]!.counts!.reduce((sum, count) => sum + count, 0)).toBe(3 * 512);
    // The average over the looks at 0, 0.5 and 1 is that of the three looks taken one by one.
    const looks = { ...spec, sampling: { kind: "times", times: [0, 0.5, 1] } } as const;
    const single = runChunk(prepareEnsemble(looks), 0).rows;
    const average = single.reduce((sum, row) => sum + row.integrals.mean[0]! / 3, 0);
    expect(Math.abs(rows[0]!.integrals.mean[0]! - average)).toBeLessThan(1e-14);
  });

  // A still model: no rate shortens a step.
  const still: EnsembleSpec = {
    ...spec,
    model: { ...generalModel, field: [0, 0, 0], collective: { dephasing: 0, pump: 0, decay: 0 } },
  };

  it("take an even number of equal steps, none longer than asked for, and no extra ones for rounding", () => {
    const of = (step: number, times: readonly number[]) => legs({ ...still, step, sampling: { kind: "times", times } });
    expect(of(0.1, [0, 0.4, 0.65]).map((found) => found.map(({ steps }) => steps))).toEqual([[0], [4], [4]]);
    expect(of(0.1, [0.1 + 0.2 + 0.1])[0]![0]!.steps).toBe(4);
    expect(of(0.05, [0.1 + 0.2])[0]![0]!.steps).toBe(6);
    expect(of(1, [0.25])[0]).toEqual([{ steps: 2, step: 0.125, end: 0.25 }]);
  });

  it("are no longer than the field and the rates allow for the estimate of their error", () => {
    const longest = (change: Partial<EnsembleSpec>) =>
      legs({ ...still, step: 100, sampling: { kind: "times", times: [100] }, ...change })[0]![0]!.step;
    const times = (factor: number) => ({
      ...still.model,
      field: [0.5 * factor, 0, 0] as const,
      collective: { dephasing: factor, pump: 0, decay: 0 },
    });
    // The state turns by less than half a radian a step, and steps shorten as rates grow.
    const step = longest({ model: times(1) });
    expect(step * (0.5 + 2 / still.model.spins)).toBeLessThan(0.5);
    expect(step / longest({ model: times(100) })).toBeCloseTo(100, -1);
    expect(longest({ model: times(1), scheme: "eulerMaruyama" })).toBeLessThan(step);
    // Along z the field turns the state and nothing else, which a walk does exactly.
    expect(longest({ model: { ...still.model, field: [0, 0, 1e9] } })).toBe(50);
    const [first, second] = legs({
      ...still,
      step: 100,
      stops: [10],
      fields: [0.1, 50],
      sampling: { kind: "times", times: [20] },
    })[0]!;
    // Each by the field of its own stretch.
    expect(first!.step * 0.1).toBeLessThan(0.5);
    expect(first!.step / second!.step).toBeCloseTo(500, -2);
  });

  it("end their steps at stops, and take at least four between two of them, whatever the looks are", () => {
    const of = (times: readonly number[]) =>
      legs({ ...still, step: 0.5, stops: [0.5, 0.6, 1], sampling: { kind: "times", times } }).map((found) =>
        found.map(({ steps, end }) => [steps, end]),
      );
    expect(of([2])).toEqual([
      [
        [4, 0.5],
        [4, 0.6],
        [4, 1],
        [4, 2],
      ],
    ]);
    expect(of([0, 0.525, 1, 2])).toEqual([
      [],
      [
        [4, 0.5],
        [2, 0.525],
      ],
      [
        [4, 0.6],
        [4, 1],
      ],
      [[4, 2]],
    ]);
  });

  it.each<[Partial<EnsembleOptions>, RegExp]>([
    [{ trajectories: 3 }, /3 trajectories; give .* at least 4/],
    [{ trajectories: 10.5 }, /10\.5 trajectories/],
    [{ step: 0 }, /time step 0/],
    [{ step: Number.NaN }, /time step NaN/],
    [{ times: [] }, /no times/],
    [{ times: [1, 1] }, /time 1 at place 1 does not follow 1/],
    [{ times: [-1] }, /time -1/],
    [{ times: [Number.POSITIVE_INFINITY] }, /time Infinity/],
    [{ seed: -1 }, /seed -1/],
    [{ range: [0, 5] }, /no chunk 4, it has 4/],
    [{ range: [2, 2] }, /hold 0 trajectories/],
  ])("are refused with the reason: %j", (change, reason) => {
    const run = () => runEnsemble(generalModel, { ...options, ...change });
    expect(run).toThrow(InputError);
    expect(run).toThrow(reason);
  });

  it("of steady sampling are refused with the reason", () => {
    const steady = { ...options, burnIn: 1, interval: 1, samples: 2 };
    expect(() => runSteadyEnsemble(generalModel, { ...steady, burnIn: -1 })).toThrow(/burn-in -1/);
    expect(() => runSteadyEnsemble(generalModel, { ...steady, interval: 0 })).toThrow(/interval 0/);
    expect(() => runSteadyEnsemble(generalModel, { ...steady, samples: 0 })).toThrow(/0 samples/);
    expect(() => mergeChunks(spec, [runChunk(prepared, 1), runChunk(prepared, 1)])).toThrow(/chunk 1 occurs twice/);
  });

  it("are refused where the equation is not parabolic", () => {
    for (const scheme of ["eulerMaruyama", "moebiusWalk"] as const)
      expect(() => runEnsemble(notParabolic, { ...options, scheme })).toThrow(NotParabolicError);
  });
});
