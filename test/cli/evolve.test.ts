import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { timesOption } from "../../src/cli/arguments/timeGrid.ts";
import type { EvolveReport } from "../../src/cli/evolve/report.ts";
import { writeGmsh } from "../../src/io/gmsh/write.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { timeGrid } from "../../src/roads/evolve/timeGrid.ts";
import { excessOverEstimate } from "../reference/estimate.ts";
import { capture, captureJson, putFile, temporaryFolder } from "./capture.ts";
import { decaying, putModel } from "./models.ts";

const folder = temporaryFolder();

const model = putModel(folder, decaying);

const grid = ["--to", "1", "--every", "0.25"];

const quick = ["--mesh", "icosphere:1", "--degree", "4"];

const evolve = (...argv: string[]): Promise<EvolveReport> => captureJson<EvolveReport>("evolve", ...argv);

describe("help", () => {
  it.each([["evolve"], ["spectrum"], ["check"], ["meanfield"]])("of %s fits 80 columns", async (command) => {
    const { code, out } = await capture([command, "--help"]);
    expect(code).toBe(0);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe("times", () => {
  it("are multiples as they are written, and end where they should", () => {
    expect(timeGrid(0.5, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(timeGrid(0.3, 0.1)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(timeGrid(1, 0.4)).toEqual([0, 0.4, 0.8, 1]);
    expect(timeGrid(1, 2)).toEqual([0, 1]);
    expect(timeGrid(1, 1 / 3)).toHaveLength(4);
  });

  it.each([
    [0, 1, /--to is 0, not above 0/],
    [1, -1, /--every is -1, not above 0/],
    [1, 1e-9, /above 1000000; give a larger --every/],
  ])("to %d every %d are refused", (to, every, message) => {
    expect(() => timeGrid(to, every, (option) => `--${option}`)).toThrow(message);
  });

  it("may be a list that ascends", () => {
    expect(timesOption("--at", "0,0.25,3")).toEqual([0, 0.25, 3]);
    for (const text of ["", "1,1", "-1", "a,b", "2,1", "1,,2"]) expect(() => timesOption("--at", text)).toThrow(/--at/);
  });
});

describe("blochfem evolve --json", () => {
  it.each(["harmonic", "dicke", "fem"])("has the exact moments within the errors by %s", async (method) => {
    const report = await evolve(model, ...grid, "--method", method, ...(method === "fem" ? quick : []));
    expect(Object.keys(report).slice(0, 6)).toEqual([
      "model",
      "method",
      "reason",
      "times",
      "observables",
      "errorEstimate",
    ]);
    expect(report.model).toEqual(decaying.model);
    expect(report.method).toBe(method);
    expect(report.times).toEqual([0, 0.25, 0.5, 0.75, 1]);
    for (const { time, ...state } of decaying.evolution!.at) {
      const at = report.times.indexOf(time);
      if (at < 0) continue;
      expect(excessOverEstimate(report.observables[at]!, state, report.errorEstimate[at]!)).toBeLessThanOrEqual(0);
    }
    // Not parabolic: finite elements say which band they kept.
    if (method === "fem") expect(report.band).toEqual({ degree: 10, compared: 10 });
    if (method === "harmonic") expect(report.band).toEqual({ degree: 10 });
  });

  it("starts at --initial in place of the file's state", async () => {
    const { observables, initial } = await evolve(model, ...grid, "--method", "dicke", "--initial", "0,-1,0");
    expect(initial).toEqual({ coherent: [0, -1, 0] });
    expect(observables[0]!.mean[1]).toBeCloseTo(-1, 12);
  });

  it("follows a field in time, and shows it", async () => {
    // B_z(t) = t turns the spins by t^2/2; nothing else happens.
    const path = putFile(
      folder,
      "field.yaml",
      'spins: 5\nfield: { formula: ["0", "0", "t"] }\ninitial: { coherent: [1, 0, 0] }\n',
    );
    const report = await evolve(path, ...grid, "--method", "dicke");
    expect(report.field).toEqual({ formula: ["0", "0", "t"] });
    report.times.forEach((t, k) => {
      expect(report.observables[k]!.mean[0]).toBeCloseTo(Math.cos(t ** 2 / 2), 9);
    });
    const { out } = await capture(["evolve", path, ...grid, "--method", "dicke"]);
    expect(out).toContain("B = (0, 0, t)");
  });

  it("follows rates in time, shows them, and says where P lives", async () => {
    const text = 'spins: 5\nlocal: { decay: "t" }\ninitial: { coherent: [0, 0, 1] }\n';
    const path = putFile(folder, "rates.yaml", text);
    const report = await evolve(path, ...grid, "--method", "harmonic");
    expect(report.drive).toEqual({ parameters: { "local.decay": "t" } });
    report.times.forEach((t, k) => {
      expect(report.observables[k]!.mean[2]).toBeCloseTo(2 * Math.exp(-(t ** 2)) - 1, 9);
    });
    const { out } = await capture(["evolve", path, ...grid, "--method", "harmonic"]);
    expect(out).toContain("local dephasing 0, pump 0, decay t");
    const steady = await capture(["steady", path]);
    expect(steady.error).toMatch(/rates\.yaml:2:18: local\.decay depends on time, and steady states and spectra need/);
    const fixed = await capture(["meanfield", path]);
    expect(fixed.error).toMatch(/local\.decay of \S*rates\.yaml depends on time, and fixed points need/);
  });

  it("takes every kind of initial state, and none in a file that has none", async () => {
    const text = (initial: string): string => `spins: 4\ncollective: { pump: 1, decay: 1 }\n${initial}`;
    const start = async (initial: string): Promise<EvolveReport> =>
      evolve(putFile(folder, "initial.yaml", text(initial)), ...grid, "--method", "harmonic");
    expect((await start("initial: { thermal: { ratio: .inf } }")).observables[0]!.mean[2]).toBeCloseTo(1, 12);
    const mixture = "initial: { mixture: [{ weight: 1, coherent: [1, 0, 0] }, { weight: 3, coherent: [-1, 0, 0] }] }";
    expect((await start(mixture)).observables[0]!.mean[0]).toBeCloseTo(-0.5, 12);
    const { code, error } = await capture(["evolve", putFile(folder, "none.yaml", text("")), ...grid]);
    expect(code).toBe(2);
    expect(error).toMatch(/none\.yaml names no initial state; add initial: .* or give --initial 1,0,0\n$/);
  });

  it("takes schemes, steps and a mesh file", async () => {
    const path = putFile(folder, "sphere.msh", writeGmsh(icosphere(1)));
    const argv = [model, "--to", "0.1", "--every", "0.1", "--degree", "4", "--tolerance", "0.5"];
    const ours = await evolve(...argv, "--mesh", "icosphere:1", "--scheme", "sdirk2", "--step", "0.02");
    const theirs = await evolve(...argv, "--mesh", path, "--scheme", "sdirk2", "--step", "0.02");
    expect(theirs.observables).toEqual(ours.observables);
    expect(theirs.space!.mesh).toBe(path);
    const other = await evolve(...argv, "--mesh", path, "--scheme", "euler", "--step", "0.02");
    expect(other.observables[1]!.mean[0]).not.toBe(ours.observables[1]!.mean[0]);
  });
});

describe("the table", () => {
  it("fits 80 columns, with a line a time", async () => {
    const { code, out } = await capture(["evolve", model, ...grid, "--method", "harmonic"]);
    expect(code).toBe(0);
    const lines = out.split("\n").slice(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => /^[\d.]+ +-?\d\.\d{8} /.test(line))).toHaveLength(5);
    expect(out).toMatch(/^band +harmonics l <= 10$/m);
  });

  it("follows on a terminal, and cleans up", async () => {
    const { error } = await capture(["evolve", model, ...grid, "--method", "dicke"], { terminal: true });
    const parts = error.split("\r\x1b[2K");
    expect(parts).toContain("t = 0.5 of 1");
    expect(parts.at(-1)).toBe("");
  });
});

describe("--out", () => {
  it("writes the object, the table and numbers that read back to the same bits", async () => {
    const out = join(folder, "new", "run");
    const { out: printed } = await capture(["evolve", model, ...grid, "--method", "dicke", "--out", out]);
    expect(readdirSync(out).sort()).toEqual(["evolution.csv", "evolution.txt", "model.yaml", "result.json"]);
    expect(printed.startsWith(readFileSync(join(out, "evolution.txt"), "utf8"))).toBe(true);
    const report = JSON.parse(readFileSync(join(out, "result.json"), "utf8")) as EvolveReport;
    const [head, ...lines] = readFileSync(join(out, "evolution.csv"), "utf8").trimEnd().split("\n");
    const columns = head!.split(",");
    expect(columns.slice(0, 4)).toEqual(["t", "mean_x", "mean_y", "mean_z"]);
    lines.forEach((line, k) => {
      const cells = line.split(",");
      expect(cells).toHaveLength(columns.length);
      expect(Number(cells[columns.indexOf("cross_yz")])).toBe(report.observables[k]!.cross[2]);
      expect(Number(cells[columns.indexOf("error_purity")])).toBe(report.errorEstimate[k]!.purity);
    });
  });

  it("writes P at each time but that of the delta, and removes what is no longer true", async () => {
    const out = join(folder, "densities");
    const argv = ["evolve", model, "--every", "0.1", ...quick, "--out", out, "--density"];
    await capture([...argv, "--to", "0.3"]);
    writeFileSync(join(out, "density-notes.txt"), "mine");
    await capture([...argv, "--to", "0.2"]);
    expect(readdirSync(out).filter((name) => name.startsWith("density"))).toEqual([
      "density-notes.txt",
      "density-t0.1.csv",
      "density-t0.2.csv",
    ]);
    const [head, ...lines] = readFileSync(join(out, "density-t0.2.csv"), "utf8").trimEnd().split("\n");
    expect(head).toBe("x,y,z,P");
    // (V - 2) p^2 + 2 nodes on the 42 points of level 1.
    expect(lines).toHaveLength(642);
  });
});

describe("a command line that is wrong", () => {
  it.each<[string, string[], RegExp]>([
    ["no model", [], /MODEL is missing/],
    ["no end", [model, "--every", "1"], /--to T is missing/],
    ["no interval", [model, "--to", "1"], /--every DT is missing/],
    ["an end that is no number", [model, "--to", "x", "--every", "1"], /--to is "x", not a number/],
    ["a start that is no point", [model, ...grid, "--initial", "1,0"], /--initial is "1,0", not three numbers/],
    ["a start off the sphere", [model, ...grid, "--initial", "1,1,0"], /not 1; give the unit vector/],
    ["a mesh without mesh", [model, ...grid, "--method", "dicke", "--mesh", "auto"], /--mesh does not go with/],
    ["a tolerance for chance", [model, ...grid, "--method", "sde", "--tolerance", "1"], /--tolerance does not go with/],
    [
      "a seed without chance",
      [model, ...grid, "--seed", "1", "--method", "fem"],
      /--seed does not go with --method fem/,
    ],
    [
      "a seed and a degree",
      [model, ...grid, "--seed", "1", "--degree", "4"],
      /--(seed|degree) does not go with --(seed|degree)/,
    ],
    ["an unknown scheme", [model, ...grid, "--scheme", "rk4"], /"rk4" is no time scheme/],
    ["densities without a place", [model, ...grid, "--density"], /--density has no folder/],
    ["a step of 0", [model, ...grid, "--step", "0"], /--step is 0, not above 0; give a time step > 0/],
    ["a step backwards", [model, ...grid, "--step", "-1"], /--step is -1, not above 0/],
    ["a missing checkpoint", ["--resume", join(folder, "none")], /cannot read .*none: there is no such file/],
    ["a checkpoint that is none", ["--resume", model], /is no checkpoint of blochfem/],
    ["a checkpoint and a model", [model, "--resume", "a"], /does not go with --resume/],
    ["a checkpoint and an end", ["--to", "1", "--resume", "a"], /--to does not go with --resume/],
    ["a checkpoint in a file", [model, ...grid, "--checkpoint", join(model, "a")], /cannot write/],
    ["a checkpoint that is a folder", [model, ...grid, "--method", "dicke", "--checkpoint", folder], /cannot write/],
  ])("%s", async (_, argv, message) => {
    const { code, out, error } = await capture(["evolve", ...argv]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/^error: [^\n]+\n$/);
    expect(error).toMatch(message);
  });

  it("stops a run that is not parabolic and not filtered as it grows", async () => {
    const { code, error } = await capture(["evolve", model, ...grid, "--band", "none", "--tolerance", "0.9", ...quick]);
    expect(code).toBe(1);
    expect(error).toMatch(/not parabolic/);
  });
});
