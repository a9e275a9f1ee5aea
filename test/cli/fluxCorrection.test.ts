import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EvolveReport } from "../../src/cli/evolve/report.ts";
import type { SteadyReport } from "../../src/cli/steady/report.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const sphere = putFile(
  folder,
  "sphere.yaml",
  "spins: 40\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
);
const ball = putFile(
  folder,
  "ball.yaml",
  "spins: 12\nfield: [1, 0, 0]\ncollective: { dephasing: 1, pump: 0.5, decay: 0.5 }\nlocal: { decay: 0.3 }\ninitial: { coherent: [1, 0, 0] }\n",
);

const values = (path: string): number[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[3]));

describe("--scheme fluxCorrection", () => {
  it.each([
    ["the sphere", sphere, "icosphere:2", 2],
    ["the ball", ball, "ball:0:2", 3],
  ] as const)(
    "gives steady a P that is nowhere negative on %s, where plain Galerkin has one that is",
    async (_, model, mesh, dimension) => {
      const out = join(folder, `steady-${dimension}`);
      const argv = ["steady", model, "--mesh", mesh, "--json", "--out", out];
      const plain = JSON.parse((await capture([...argv, "--degree", "1", "--tolerance", "0.9"])).out) as SteadyReport;
      expect(plain.density!.minimum).toBeLessThan(0);
      const report = JSON.parse((await capture([...argv, "--scheme", "fluxCorrection"])).out) as SteadyReport;
      expect(report.space).toMatchObject({ dimension, degree: 1, mesh: expect.stringMatching(/ refined once$/) });
      expect(report.density).toMatchObject({ negativeMass: 0 });
      expect(report.density!.minimum).toBeGreaterThanOrEqual(0);
      expect(report.density!.mass).toBeCloseTo(1, 12);
      expect(Math.min(...values(join(out, "density.csv")))).toBeGreaterThanOrEqual(0);
      expect(readFileSync(join(out, "steady.txt"), "utf8")).toMatch(
        /^scheme +flux correction, \d+ iterations; .* % of the flux/m,
      );
    },
  );

  it.each([
    ["the sphere", sphere, "icosphere:2", 2],
    ["the ball", ball, "ball:0:2", 3],
  ] as const)("gives evolve one on %s at every time", async (_, model, mesh, dimension) => {
    const out = join(folder, `evolve-${dimension}`);
    const argv = ["evolve", model, "--to", "0.5", "--every", "0.25", "--mesh", mesh, "--scheme", "fluxCorrection"];
    const { code, error } = await capture([...argv, "--out", out, "--density"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    for (const time of ["0.25", "0.5"]) {
      expect(Math.min(...values(join(out, `density-t${time}.csv`)))).toBeGreaterThanOrEqual(0);
    }
    const report = JSON.parse(readFileSync(join(out, "result.json"), "utf8")) as EvolveReport;
    expect(report.space).toMatchObject({ dimension, degree: 1 });
    // A delta on a coarse mesh: something has to be held back.
    expect(report.fluxCorrection!.withheld).toBeGreaterThan(0);
    expect(readFileSync(join(out, "evolution.txt"), "utf8")).toMatch(/^scheme +flux correction, P >= 0; at most/m);
  });

  it.each(["degree", "tolerance", "band"])("does not go with --%s", async (name) => {
    for (const command of [
      ["steady", sphere],
      ["evolve", sphere, "--to", "1", "--every", "1"],
    ]) {
      const { code, out, error } = await capture([...command, "--scheme", "fluxCorrection", `--${name}`, "4"]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(error).toContain(`--${name} does not go with --scheme fluxCorrection`);
    }
  });

  it("is refused where no P that is nowhere negative need exist", async () => {
    const model = putFile(folder, "decay.yaml", "spins: 10\nfield: [1.5, 0, 0]\ncollective: { decay: 1 }\n");
    const { code, error } = await capture(["steady", model, "--scheme", "fluxCorrection"]);
    expect(code).toBe(1);
    expect(error).toMatch(/not parabolic/);
  });
});
