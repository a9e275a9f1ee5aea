import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { missingModules, python } from "../io/python/python.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

// numpy and VTK are installed by the first of these on a machine for tests.
vi.setConfig({ testTimeout: 600_000 });

const folder = temporaryFolder();
const model = putFile(
  folder,
  "model.yaml",
  "spins: 6\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
);
const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;

let count = 0;
const fresh = (): string => join(folder, `result-${count++}`);

const done = async (...argv: string[]): Promise<string> => {
  const { code, out, error } = await capture(argv);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
};

const refused = async (argv: readonly string[], message: RegExp): Promise<void> => {
  const { code, out, error } = await capture(argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(error).toMatch(message);
};

const times = ["--to", "1", "--every", "0.5"];

describe("--format", () => {
  it("npz has for numpy what the tables have and more, of a state and in time", async ({ skip }) => {
    const why = missingModules({ numpy: "python3-numpy" });
    if (why !== null) skip(why);
    const [steady, evolution] = [fresh(), fresh()];
    await done("steady", model, "--method", "harmonic", "--out", steady, "--format", "npz");
    await done("evolve", model, ...times, "--method", "dicke", "--out", evolution, "--format", "npz");
    const [one, other] = python<Record<string, { shape: number[]; values: unknown }>>("readNpz", [
      join(steady, "arrays.npz"),
      join(evolution, "arrays.npz"),
    ]) as [Record<string, { shape: number[]; values: unknown }>, Record<string, { shape: number[]; values: unknown }>];
    const report = json(join(steady, "result.json")) as {
      observables: { mean: number[] };
      state: { unknowns: number[] };
    };
    // JSON has no sign of a zero.
    expect((one.mean!.values as number[]).map((value) => value + 0)).toEqual(report.observables.mean);
    expect((one.moments!.values as number[]).map((value) => value + 0)).toEqual(report.state.unknowns);
    expect(one.rho!.shape).toEqual([7, 7]);
    expect(one.observable!.values).toContain("mean_z");
    const course = json(join(evolution, "result.json")) as { observables: { mean: number[] }[] };
    expect(other.times!.values).toEqual([0, 0.5, 1]);
    expect(other.mean!.values).toEqual(course.observables.map(({ mean }) => mean));
    expect(other.mean_z!.values).toEqual(course.observables.map(({ mean }) => mean[2]));
  });

  it.each([
    ["fem", ["--mesh", "icosphere:2", "--degree", "4", "--tolerance", "1e-3"]],
    ["harmonic", ["--tolerance", "1e-6"]],
  ])("vtu is a series in time of P and Q for ParaView, by %s", async (method, options) => {
    const out = fresh();
    await done("evolve", model, ...times, "--method", method, ...options, "--out", out, "--format", "vtu");
    const series = readFileSync(join(out, "density.pvd"), "utf8");
    const entries = [...series.matchAll(/timestep="([^"]+)".*file="([^"]+)"/g)].map(([, time, file]) => [time, file]);
    expect(entries).toEqual(["0", "0.5", "1"].map((time) => [time, `density-t${time}.vtu`]));
    if (missingModules({ vtk: "python3-vtk9", numpy: "python3-numpy" }) !== null) return;
    const found = python<{
      field: { TimeValue: number };
      arrays: Record<string, { integral: number; moments: number[] }>;
    }>("readVtu", ["5", ...entries.map(([, file]) => join(out, file!))]);
    const { observables } = json(join(out, "result.json")) as { observables: { mean: number[] }[] };
    found.forEach(({ field, arrays }, k) => {
      expect(field.TimeValue).toBe(k / 2);
      expect(Object.keys(arrays)).toEqual(["P", "Q", "least_eigenvalue_of_D"]);
      expect(Math.abs(arrays.P!.integral - 1)).toBeLessThan(1e-4);
      for (const [i, moment] of arrays.P!.moments.entries())
        expect(Math.abs(moment - observables[k]!.mean[i]!)).toBeLessThan(1e-4);
    });
  });

  it("says what is missing in the files for ParaView", async () => {
    const delta = putFile(folder, "delta.yaml", "spins: 4\ncollective: { decay: 1 }\n");
    const out = fresh();
    const text = await done("steady", delta, "--out", out, "--format", "vtu");
    expect(text).toMatch(/^Not in the files for ParaView: no P: it is all at the point \(0, 0, -1\)$/m);
    expect(readdirSync(out)).toContain("husimi.vtu");
    const random = ["evolve", model, ...times, "--method", "sde", "--trajectories", "100"];
    expect(await done(...random, "--out", fresh(), "--format", "vtu")).toMatch(/trajectories know no P as a function/);
  });

  it("is checked before the work", async () => {
    await refused(["steady", model, "--format", "npz"], /--format has no folder to write to; add --out DIR/);
    await refused(["steady", model, "--out", fresh(), "--format", "hdf5"], /--format has "hdf5", not npz or vtu/);
  });
});

describe("the folder of a result", () => {
  it("repeats its run, with the earlier result that it started from, wherever it is moved", async () => {
    const [first, second, third] = [fresh(), fresh(), fresh()];
    await done("evolve", model, ...times, "--method", "dicke", "--out", first);
    const start = join(first, "result.json");
    await done("evolve", model, ...times, "--method", "dicke", "--initial", start, "--out", second);
    expect(readFileSync(join(second, "start.json"), "utf8")).toBe(readFileSync(start, "utf8"));
    await done("evolve", join(second, "model.yaml"), ...times, "--method", "dicke", "--out", third);
    expect(json(join(third, "result.json")).observables).toEqual(json(join(second, "result.json")).observables);
    expect(readFileSync(join(second, "model.yaml"), "utf8")).toContain("local: { dephasing: 0, pump: 0, decay: 0 }");
  });

  it("is refused where it holds something else, and nothing is touched", async () => {
    const out = fresh();
    mkdirSync(out);
    writeFileSync(join(out, "thesis.tex"), "mine");
    await refused(
      ["steady", model, "--out", out],
      /holds "thesis\.tex", and no result that could be replaced; give a folder/,
    );
    expect(readdirSync(out)).toEqual(["thesis.tex"]);
    // A model file may be the user's own.
    const own = fresh();
    mkdirSync(own);
    writeFileSync(join(own, "model.yaml"), "spins: 3\n");
    await refused(["steady", model, "--out", own], /holds "model\.yaml"/);
    expect(readFileSync(join(own, "model.yaml"), "utf8")).toBe("spins: 3\n");
  });

  it("may hold the picture and the checkpoint of the same command line, and files of another command go", async () => {
    const out = fresh();
    const argv = ["evolve", model, ...times, "--method", "dicke", "--out", out];
    mkdirSync(out);
    const picture = join(out, "picture.svg");
    writeFileSync(picture, "earlier");
    await done(...argv, "--plot", picture, "--checkpoint", join(out, "run.checkpoint"));
    expect(readdirSync(out)).toContain("evolution.csv");
    await done("steady", model, "--method", "dicke", "--out", out);
    expect(existsSync(join(out, "evolution.csv"))).toBe(false);
    expect(readdirSync(out)).toEqual(expect.arrayContaining(["picture.svg", "run.checkpoint", "steady.csv"]));
  });
});

const lossy = putFile(
  folder,
  "lossy.yaml",
  "spins: 3\nfield: [0.5, 0, 0.2]\ncollective: { decay: 1 }\nlocal: { decay: 0.1 }\n",
);
const path = ["--from", "1,0,0", "--to", "1", "--every", "0.5"];

/** A command line of each command that keeps results, and the tables that it writes. */
const COMMANDS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["steady", [lossy, "--method", "dicke"], ["steady.csv"]],
  ["evolve", [model, ...times, "--method", "harmonic"], ["evolution.csv"]],
  ["spectrum", [lossy, "--count", "4"], ["spectrum.csv"]],
  ["check", [model, "--at", "0.5", "--trajectories", "1000", "--seed", "7"], ["check.csv"]],
  ["meanfield", [model, ...path], ["meanfield.csv", "path.csv"]],
  ["meanfield", [model, "--scan", "field.x=0:2:3", "collective.decay=0:1:2"], ["meanfield.csv", "phases.csv"]],
  ["diagnose", [model], ["diagnosis.csv"]],
  ["diagnose", [model, "--initial", "0,0,1", ...times], ["diagnosis.csv", "course.csv"]],
  ["diagnose", [model, "--scan", "field.x=0:2:2", "collective.dephasing=0:1:3"], ["diagnosis.csv", "scan.csv"]],
  ["correlate", [lossy, ...times], ["correlation.csv"]],
  ["emission", [lossy, "--points", "5"], ["emission.csv", "lines.csv"]],
  ["counting", [lossy], ["counting.csv"]],
  ["sensitivity", [lossy], ["sensitivity.csv"]],
];

describe("a result", () => {
  it.each(COMMANDS)("of %s %j is kept, printed and drawn again", async (command, options, tables) => {
    const out = fresh();
    const drawn = join(folder, "drawn.svg");
    const {
      code,
      out: text,
      error,
    } = await capture([command, ...options, "--out", out, "--format", "npz", "--plot", drawn]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const names = readdirSync(out);
    expect(names).toEqual(expect.arrayContaining(["arrays.npz", "model.yaml", "result.json", ...tables]));
    expect(names.length).toBe(tables.length + 4);
    for (const table of tables) {
      const [head, ...lines] = readFileSync(join(out, table), "utf8").trimEnd().split("\n");
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line.split(",").length).toBe(head!.split(",").length);
    }
    expect(json(join(out, "result.json"))).toMatchObject({ command, source: options[0] });

    const table = await done("show", out);
    expect(text.startsWith(table)).toBe(true);
    expect(await done("show", join(out, "result.json"), "--json")).toBe(readFileSync(join(out, "result.json"), "utf8"));
    const again = join(folder, "again.svg");
    if (command === "diagnose") {
      await refused(
        ["show", out, "--plot", again],
        /result of diagnose does not keep what its picture is drawn from; run diagnose again/,
      );
      return;
    }
    expect(await done("show", out, "--plot", again)).toBe(`${table}\nWrote ${again}\n`);
    const [first, second] = [drawn, again].map((file) => readFileSync(file, "utf8"));
    // Of an evolution the state at the end alone is kept, of the four that its picture shows.
    if (command === "evolve") expect(second).toContain("Husimi");
    else expect(second).toBe(first);
  });

  it("of a seed says it, and what is no result is refused", async () => {
    const out = fresh();
    await done("evolve", model, ...times, "--method", "sde", "--trajectories", "50", "--seed", "9", "--out", out);
    expect(json(join(out, "result.json"))).toMatchObject({ seed: 9, settings: { trajectories: 50, method: "sde" } });
    await refused(["show", model], /model\.yaml:1:1: the file is no result that --out has written/);
    await refused(
      ["show", join(folder, "nowhere")],
      /cannot read .*nowhere: there is no such file; give the path of the folder/,
    );
    const { state: _, ...rest } = json(join(out, "result.json"));
    const damaged = putFile(folder, "damaged.json", JSON.stringify({ ...rest, observables: null }));
    await refused(
      ["show", damaged, "--plot", join(folder, "x.svg")],
      /a part of the result of evolve is missing or damaged/,
    );
  });
});
