import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { checkTable } from "../../src/cli/check/table.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import type { RoadAnswer } from "../../src/roads/check/answers.ts";
import { type Check, type CheckedState, compared } from "../../src/roads/check/report.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const parabolic = putFile(
  folder,
  "parabolic.yaml",
  "spins: 6\nfield: [0.8, 0, 0]\ncollective: { dephasing: 1, pump: 0.5, decay: 0.5 }\ninitial: { coherent: [1, 0, 0] }\n",
);

const check = async (...argv: string[]): Promise<Check> => {
  const { code, out, error } = await capture(["check", ...argv, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as Check;
};

describe("blochfem check", () => {
  it("compares every method, steady and in time, with a histogram", async () => {
    const report = await check(parabolic, "--at", "1", "--trajectories", "4000");
    expect(report.agrees).toBe(true);
    expect(report.states.map(({ state }) => state)).toEqual([{ time: 1 }, "steady"]);
    for (const { roads, reference, histogram, leftOut } of report.states) {
      expect(roads.map(({ road }) => road).sort()).toEqual(["dicke", "fem", "harmonic", "sde"]);
      expect(leftOut).toEqual([]);
      expect(roads[0]).toMatchObject({ road: reference, deviations: [] });
      for (const { deviations } of roads.slice(1)) expect(deviations).toHaveLength(10);
      expect(histogram!.agrees).toBe(true);
      expect(histogram!.chiSquare!.pValue).toBeGreaterThan(report.statistics.testLevel);
    }
    const { tests, level, testLevel, trajectories, seed } = report.statistics;
    expect({ level, trajectories, seed }).toEqual({ level: 0.01, trajectories: 4000, seed: 1 });
    expect(testLevel).toBe(0.01 / tests);
  });

  it("does not compare a histogram with P on a mesh that does not resolve it, and says so", async () => {
    const narrow = putFile(
      folder,
      "narrow.yaml",
      "spins: 4\ncollective: { dephasing: 0.01 }\ninitial: { coherent: [0, 0, 1] }\n",
    );
    for (const seed of ["1", "2", "3"]) {
      const { states } = await check(narrow, "--at", "0.5,2", "--seed", seed, "--trajectories", "2000");
      for (const { histogram, histogramLeftOut } of states) {
        expect(histogram).toBeNull();
        expect(histogramLeftOut).toMatch(/resolve/);
      }
    }
  });

  it("leaves out what does not apply, and says why", async () => {
    const { code, out } = await capture(["check", "-", "--at", "0.5", "--initial", "0,0,1"], {
      standardInput: "spins: 4\nfield: [1, 0, 0]\ncollective: { decay: 1 }\n",
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^Left out \(in time, steady\): trajectories: the diffusion on the sphere/m);
    expect(out).toMatch(/All roads agree/);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    ["a pulse", 'spins: 4\nfield: { formula: ["20*exp(-(((t-5.3)/0.05)**2))", "0", "0"] }', 10, -0.200184196831],
    ["a fast field", "spins: 4\nfield: [0, 0, 2000]", 1, 1],
  ])("compares moments alone where %s moves P, in seconds", async (_, text, end, z) => {
    const path = putFile(
      folder,
      "moved.yaml",
      `${text}\ncollective: { dephasing: 0.01 }\ninitial: { coherent: [0, 0, 1] }\n`,
    );
    const report = await check(path, "--at", `${end}`, "--trajectories", "1000");
    expect(report.agrees).toBe(true);
    const { roads, leftOut, histogram, histogramLeftOut } = report.states.find(({ state }) => state !== "steady")!;
    expect(leftOut).toEqual([]);
    expect(roads.map(({ road }) => road).sort()).toEqual(["dicke", "fem", "harmonic", "sde"]);
    const fem = roads.find(({ road }) => road === "fem")!;
    expect(Math.abs(fem.observables.mean[2] - z)).toBeLessThan(1e-11 + fem.error.mean[2]);
    expect(histogram).toBeNull();
    expect(histogramLeftOut).toContain("harmonics, without values of P");
  });

  it("says why where no method reaches a time", async () => {
    const given = [
      "check",
      "-",
      "--at",
      "0.5,1",
      "--initial",
      "0,0,1",
      "--max-step",
      "1e-15",
      "--trajectories",
      "1000",
    ];
    const { code, out } = await capture(given, {
      standardInput: "spins: 2\nfield: [1, 0, 0]\ncollective: { dephasing: 1 }\nlocal: { decay: 1 }\n",
    });
    expect(code).toBe(0);
    for (const road of ["harmonic", "dicke", "fem", "sde"])
      expect(out.replace(/\n +/g, " ")).toContain(`Not compared (t = 0.5, t = 1): ${road}: steps of at most 1e-15`);
  });

  it("has no times without an initial state, and no steady state that is not unique", async () => {
    const text = "spins: 4\nfield: [1, 0, 0]\ncollective: { decay: 1 }\n";
    const steady = await capture(["check", "-"], { standardInput: text });
    expect(steady.code).toBe(0);
    expect(steady.out).toMatch(/Not compared in time: <stdin> names no initial state/);
    const conserved = "spins: 4\nfield: [0, 0, 1]\ncollective: { dephasing: 1 }\n";
    const timed = await capture(["check", "-", "--at", "0.5", "--initial", "1,0,0", "--trajectories", "1000"], {
      standardInput: conserved,
    });
    expect(timed.out).toMatch(/No unique steady state: J_z is conserved/);
    const nothing = await capture(["check", "-"], { standardInput: conserved });
    expect(nothing).toMatchObject({ code: 1, out: "" });
    expect(nothing.error).toMatch(/no two roads have an answer: .*J_z is conserved.*; give an initial state/);
  });

  it.each<[string, string[], RegExp]>([
    ["too few trajectories", [parabolic, "--trajectories", "10"], /--trajectories is 10, not .* at least 1000/],
    ["times that fall", [parabolic, "--at", "2,1"], /--at is "2,1", which does not ascend/],
    ["a seed that is no number", [parabolic, "--seed", "x"], /--seed is "x", not a number/],
    ["a start off the sphere", [parabolic, "--initial", "1,1,0"], /not 1; give the unit vector/],
  ])("refuses %s", async (_, argv, message) => {
    const { code, out, error } = await capture(["check", ...argv]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(message);
  });
});

describe("the verdict", () => {
  const model = spinModel({ spins: 4 });
  const answer = (road: RoadAnswer["road"], x: number, error: number): RoadAnswer => ({
    road,
    observables: {
      mean: [x, 0, 0],
      square: [0, 0, 0],
      cross: [0, 0, 0],
      purity: 0.5,
    },
    error: { mean: [error, error, error], square: [error, error, error], cross: [error, error, error], purity: error },
    errorKind: road === "sde" ? "standardError" : "bound",
  });
  const verdict = (state: Partial<CheckedState>): Check =>
    compared(
      model,
      null,
      [
        {
          time: 1,
          leftOut: [],
          histogram: null,
          histogramLeftOut: null,
          answers: [answer("harmonic", 1, 1e-12)],
          ...state,
        },
      ],
      [],
      { trajectories: 1000, seed: 1 },
    );
  const shown = (report: Check): string => checkTable(report, pc.createColors(false)).join("\n");

  it("is against a bound that is exceeded", () => {
    const found = (x: number): Check => verdict({ answers: [answer("harmonic", 1, 1e-12), answer("fem", x, 1e-8)] });
    expect(found(1 + 9e-9).agrees).toBe(true);
    const report = found(1 + 2e-8);
    expect(report.agrees).toBe(false);
    expect(shown(report)).toMatch(/finite elements +2e-8 ! /);
    expect(shown(report)).toMatch(/The roads DISAGREE/);
  });

  it("is against chance below the level that ten tests share", () => {
    const found = (score: number): Check =>
      verdict({ answers: [answer("harmonic", 1, 1e-12), answer("sde", 1 + 0.01 * score, 0.01)] });
    // 0.001 two-sided: 3.2905 standard errors.
    expect(found(1).statistics).toMatchObject({ tests: 10, testLevel: 0.001 });
    expect(found(3.28).agrees).toBe(true);
    expect(found(-3.3).agrees).toBe(false);
  });

  it("is against a histogram that does not fit", () => {
    const histogram = (pValue: number): CheckedState["histogram"] => ({
      chiSquare: { statistic: 100, degreesOfFreedom: 10, groups: 11, pValue },
      totalVariation: { distance: 0.2, expectedFromSampling: 0.1 },
    });
    expect(verdict({ histogram: histogram(0.02) }).agrees).toBe(true);
    const report = verdict({ histogram: histogram(0.005) });
    expect(report.agrees).toBe(false);
    expect(shown(report)).toMatch(/chi\^2 = 100\.0 \(10 degrees, p = 0\.005\) !/);
  });
});
