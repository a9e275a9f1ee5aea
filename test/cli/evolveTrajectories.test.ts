import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EvolveReport } from "../../src/cli/evolve/report.ts";
import { capture, captureJson, putFile, temporaryFolder } from "./capture.ts";
import { decaying, putModel } from "./models.ts";

const folder = temporaryFolder();

const model = putModel(folder, decaying);

const grid = ["--to", "1", "--every", "0.25"];

const evolve = (...argv: string[]): Promise<EvolveReport> => captureJson<EvolveReport>("evolve", ...argv);

describe("trajectories", () => {
  const text =
    "spins: 20\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n";
  const path = putFile(folder, "parabolic.yaml", text);
  const argv = [path, ...grid, "--method", "sde", "--trajectories", "1500"];

  it("have the bits of their seed, whatever computes them", async () => {
    const one = await evolve(...argv);
    expect(one.trajectories).toMatchObject({ count: 1500, seed: 1, scheme: "moebiusWalk" });
    expect(await evolve(...argv, "--workers", "2")).toEqual(one);
    expect(await evolve(...argv, "--checkpoint", join(folder, "sde.checkpoint"))).toEqual(one);
    const other = await evolve(...argv, "--seed", "2");
    expect(other.observables[1]!.mean[0]).not.toBe(one.observables[1]!.mean[0]);
  });

  it("carry standard errors and the error of their steps, and are refused where there are none", async () => {
    const { out } = await capture(["evolve", ...argv, "--scheme", "eulerMaruyama", "--step", "0.01"]);
    expect(out).toMatch(/xi_R\^2 +error +by steps$/m);
    const report = await evolve(...argv);
    expect(report.errorEstimate).toEqual(
      report.standardErrors!.map(({ mean, square, cross, purity }, k) => {
        const steps = report.stepErrors![k]!;
        const sum = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]!);
        return {
          mean: sum(mean, steps.mean),
          square: sum(square, steps.square),
          cross: sum(cross, steps.cross),
          purity: purity + steps.purity,
        };
      }),
    );
    expect(out).toMatch(/^trajectories +1500, seed 1, steps of at most 0\.01 \(eulerMaruyama\)$/m);
    const { code, error } = await capture(["evolve", model, ...grid, "--method", "sde"]);
    expect(code).toBe(1);
    expect(error).toMatch(/no stochastic process has this equation/);
  });

  it.each<[string, string[], RegExp]>([
    ["a scheme of finite elements", ["--scheme", "sdirk4"], /"sdirk4" is no scheme for trajectories; use one of/],
    ["a seed below zero", ["--seed", "-1"], /seed/],
    ["half a worker", ["--workers", "0.5"], /0\.5 workers/],
    ["a million workers", ["--workers", "1000000"], /1000000 workers, above the \d+ that this machine/],
    ["a step of zero", ["--step", "0"], /--step is 0, not above 0/],
  ])("refuse %s", async (_, extra, message) => {
    const { code, out, error } = await capture(["evolve", ...argv, ...extra]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(message);
  });
});

describe("trajectories without bound", () => {
  it.each<[string[], RegExp]>([
    [
      ["--trajectories", "1e12"],
      /1000000000000 trajectories would take about .* GiB of memory, above the limit of 2 GiB/,
    ],
    [
      ["--step", "1e-15"],
      /of 1\.0e\+15 steps would take about \d+ years of processor time, above the limit of 3600 s; .*--max-seconds/,
    ],
    [["--step", "1e-15", "--workers", "2"], /above the limit of 3600 s/],
    [["--trajectories", "1e7", "--step", "1e-4"], /above the limit of 3600 s/],
    [["--max-seconds", "1e-6"], /above the limit of 0\.000001 s/],
  ])("are refused before the work: %j", async (extra, message) => {
    const path = putFile(
      folder,
      "unbounded.yaml",
      "spins: 6\nfield: [0.8, 0, 0]\ncollective: { dephasing: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
    );
    const { code, out, error } = await capture(["evolve", path, ...grid, "--method", "sde", ...extra]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(error).toMatch(message);
  });
});
