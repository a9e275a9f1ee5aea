import { describe, expect, it } from "vitest";
import { InputError, NotParabolicError } from "../../../src/core/errors.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { cellCount } from "../../../src/mesh/mesh.ts";
import { cellCounter } from "../../../src/sde/ball/cells.ts";
import { type BallEnsembleOptions, runBallEnsemble, runSteadyBallEnsemble } from "../../../src/sde/ball/ensemble.ts";
import { evolveBallTrajectories, followBallTrajectories } from "../../../src/sde/ball/evolve.ts";
import { asEnsembleSpec, type BallEnsembleSpec, prepareBallEnsemble } from "../../../src/sde/ball/prepare.ts";
import { runChunk } from "../../../src/sde/chunk.ts";
import { mergeChunks } from "../../../src/sde/ensemble.ts";
import type { EnsembleEstimate } from "../../../src/sde/estimate.ts";
import type { ExactState } from "../../reference/exact.ts";
import { exactModels } from "../../reference/exact.ts";
import { expectToResume } from "../../reference/resume.ts";
import { ballModel } from "./models.ts";

const models = exactModels.filter(
  ({ collectiveOnly, model }) => !collectiveOnly && model.collective.pump === model.collective.decay,
);

/** Largest deviation in standard errors, each plus what the length of the steps adds to it. */
function deviation({ observables, standardErrors }: EnsembleEstimate, exact: ExactState, bias: number): number {
  let worst = 0;
  for (const name of ["mean", "square", "cross"] as const)
    for (const k of [0, 1, 2] as const)
      worst = Math.max(worst, Math.abs(observables[name][k] - exact[name][k]) / (standardErrors[name][k] + bias));
  return Math.max(worst, Math.abs(observables.purity - exact.purity) / (standardErrors.purity + bias));
}

// 4 standard errors: of 30 numbers a model, one beyond with probability 2e-3 at a fixed seed. A step of 0.05 is off by about
// 0.05^2 times third derivatives of size 1 over 24, 1e-4.
const bias = 1e-4;
const options = { trajectories: 20_000, step: 0.05, seed: 20 };

describe("trajectories in the ball", () => {
  it("have some exact models to be compared with", () => {
    expect(models.length).toBe(3);
  });

  it.each(models)("have the moments of the master equation: $name", ({ model, evolution }) => {
    const { initial, at } = evolution!;
    const estimates = runBallEnsemble(model, {
      ...options,
      initial: { kind: "coherent", direction: initial },
      times: at.map(({ time }) => time),
    });
    for (const [k, exact] of at.entries()) expect(deviation(estimates[k]!, exact, bias)).toBeLessThan(4);
  });

  it.each(models)("have its steady moments: $name", ({ model, steady }) => {
    const estimate = runSteadyBallEnsemble(model, {
      ...options,
      trajectories: 4000,
      initial: { kind: "thermal", ratio: 1 },
      burnIn: 30,
      interval: 0.5,
      samples: 10,
    });
    expect(deviation(estimate, steady, bias)).toBeLessThan(4);
  });

  it("follow the Bloch equations without noise, in one step as in many", () => {
    const model = { ...ballModel, collective: { dephasing: 0, pump: 0, decay: 0 } };
    const run = (step: number) =>
      runBallEnsemble(model, {
        trajectories: 4,
        step,
        seed: 1,
        initial: { kind: "coherent", direction: [1, 0, 0] },
        times: [1.5],
      })[0]!;
    const [once, often] = [run(1.5), run(0.01)];
    // 150 maps with some ten roundings each.
    for (const k of [0, 1, 2] as const)
      expect(Math.abs(once.observables.mean[k] - often.observables.mean[k])).toBeLessThan(150 * 10 * 2 ** -52);
    expect(once.standardErrors.mean).toEqual([0, 0, 0]);
  });

  it("are the same in one go and from look to look, and go on from a snapshot", () => {
    const times = [0, 0.33, 0.8];
    const request = {
      model: ballModel,
      initial: { kind: "thermal", ratio: 0.4 },
      trajectories: 1100,
      step: 0.07,
      seed: 5,
      times,
    } as const;
    const evolution = evolveBallTrajectories(request);
    expect(evolution.estimates).toEqual(runBallEnsemble(ballModel, request));
    expectToResume(
      times,
      (change) => followBallTrajectories({ ...request, ...change }),
      () => null,
    );
    const field = (t: number) => [Math.sin(3 * t), 0.2, -t] as const;
    expectToResume(
      times,
      (change) => followBallTrajectories({ ...request, field, ...change }),
      () => null,
    );
  });

  it("see a turning field as a constant one from a frame that turns along", () => {
    const rate = 1.3;
    const request = {
      initial: { kind: "coherent", direction: [1, 0, 0] },
      trajectories: 512,
      step: 0.01,
      seed: 3,
      times: [1],
    } as const;
    // Without noise across z: the same random numbers then turn both pictures alike about z.
    const model = { ...ballModel, collective: { dephasing: 0.7, pump: 0, decay: 0 } };
    const turning = evolveBallTrajectories({
      ...request,
      model,
      field: (t) => [0.8 * Math.cos(rate * t), 0.8 * Math.sin(rate * t), 0.3],
    });
    const frame = evolveBallTrajectories({ ...request, model: { ...model, field: [0.8, 0, 0.3 - rate] } });
    const [a, b] = [turning.observables[0]!, frame.observables[0]!];
    // Both are of order 2 with steps of 0.01: 1e-4 times derivatives of order 1.
    expect(Math.abs(a.mean[2] - b.mean[2])).toBeLessThan(1e-4);
    expect(Math.abs(Math.hypot(a.mean[0], a.mean[1]) - Math.hypot(b.mean[0], b.mean[1]))).toBeLessThan(1e-4);
  });

  it("come in chunks that merge to the same bits in any order, and count positions in tetrahedra", () => {
    const spec: BallEnsembleSpec = {
      model: ballModel,
      initial: { kind: "coherent", direction: [0.6, 0, 0.8] },
      trajectories: 1300,
      step: 0.1,
      seed: 8,
      sampling: { kind: "times", times: [0, 0.5] },
    };
    const mesh = ball(2);
    const whole = runBallEnsemble(ballModel, { ...spec, times: [0, 0.5], cells: cellCounter(mesh) });
    const chunks = [2, 0, 1].map((chunk) =>
      runChunk(prepareBallEnsemble(structuredClone(spec), cellCounter(mesh)), chunk),
    );
    expect(mergeChunks(asEnsembleSpec(spec), chunks)).toEqual(whole);
    for (const { counts } of whole) {
      expect(counts).toHaveLength(cellCount(mesh));
      expect(counts!.reduce((sum, count) => sum + count, 0)).toBe(1300);
    }
    // At the start all are at one point of the sphere, outside the polyhedron, and so in one cell at its surface.
    expect(Math.max(...whole[0]!.counts!)).toBe(1300);
    expect(() => runChunk(prepareBallEnsemble(spec), 3)).toThrow(/no chunk 3, it has 3/);
  });

  it.each<[string, Partial<BallEnsembleOptions>, RegExp]>([
    ["too few", { trajectories: 3 }, /3 trajectories/],
    ["no step", { step: 0 }, /time step 0/],
    ["no times", { times: [] }, /no times/],
  ])("are refused with the reason: %s", (_, change, reason) => {
    const run = () =>
      runBallEnsemble(ballModel, { ...options, initial: { kind: "thermal", ratio: 1 }, times: [1], ...change });
    expect(run).toThrow(InputError);
    expect(run).toThrow(reason);
  });

  it("are refused where the diffusion is not positive", () => {
    const model = { ...ballModel, collective: { dephasing: 5, pump: 0.5, decay: 0.6 } };
    const start = { ...options, initial: { kind: "thermal", ratio: 1 }, times: [1] } as const;
    expect(() => runBallEnsemble(model, start)).toThrow(NotParabolicError);
    expect(() => evolveBallTrajectories({ model, ...start })).toThrow(NotParabolicError);
  });
});
