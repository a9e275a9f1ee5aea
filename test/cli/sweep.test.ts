import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { progressBar } from "../../src/cli/sweep/bar.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { spectrum } from "../../src/roads/spectrum.ts";
import { steady } from "../../src/roads/steady.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const text = "spins: 8\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n";
const model = putFile(folder, "model.yaml", text);
const vary = ["--vary", "field.x=0.5:1.5:3", "--vary", "collective.decay=0,0.5"];
const one = ["--workers", "1"];

async function sweep(...argv: string[]): Promise<string> {
  const { code, out, error } = await capture(["sweep", model, ...argv, ...one]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

interface Row {
  readonly index: number;
  readonly observables: { readonly mean: readonly number[] };
}

const rowsOf = (lines: string): Row[] =>
  lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
const withoutSeconds = (lines: string): string => lines.replace(/"seconds":[^,}]+/g, "");
const csvOf = (table: string): string[][] =>
  table
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

describe("the table", () => {
  it("has the bits of steady in every column", async () => {
    const out = join(folder, "table.csv");
    expect(await sweep(...vary, "--method", "harmonic", "--out", out)).toBe(`Wrote ${out}: 6 points\n`);
    const [head, ...rows] = csvOf(readFileSync(out, "utf8"));
    expect(head!.slice(0, 5)).toEqual(["index", "field.x", "collective.decay", "mean_x", "mean_y"]);
    expect(head!.slice(-4)).toEqual(["error_purity", "method", "seconds", "error"]);
    expect(rows.map(([, x, decay]) => [x, decay])).toEqual(
      ["0.5", "1", "1.5"].flatMap((x) => ["0", "0.5"].map((decay) => [x, decay])),
    );
    const last = spinModel({ spins: 8, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1, decay: 0.5 } });
    const { observables, errorEstimate } = steady(last, { method: "harmonic" });
    const cell = (key: string): string => rows[5]![head!.indexOf(key)]!;
    expect(cell("method")).toBe("harmonic");
    expect(cell("cross_yz")).toBe(String(observables.cross[2]));
    expect(cell("wineland")).toBe(String(observables.squeezing.wineland));
    expect(cell("error_square_z")).toBe(String(errorEstimate.square[2]));
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  it("as lines has the keys that help names, of what failed the reason", async () => {
    const failing = ["--vary", "collective.pump=1,-1"];
    const [solved, failed] = rowsOf(await sweep(...failing, "--json"));
    expect(Object.keys(solved!)).toEqual(["index", "parameters", "observables", "errorEstimate", "method", "seconds"]);
    expect(failed).toEqual({
      index: 1,
      parameters: { "collective.pump": -1 },
      error: "collective.pump is -1, below 0; give a rate >= 0",
    });
    const out = join(folder, "failed.csv");
    expect(await sweep(...failing, "--out", out)).toBe(
      `Wrote ${out}: 2 points, 1 of them failed\ncollective.pump = -1: collective.pump is -1, below 0; give a rate >= 0\n`,
    );
    expect(readFileSync(out, "utf8")).toMatch(/\n1,-1,+"collective.pump is -1, below 0; give a rate >= 0"\n$/);
    const { code } = await capture(["sweep", model, "--vary", "collective.pump=-1"]);
    expect(code).toBe(1);
  });

  it("is printed without a file, with what goes together", async () => {
    const out = await sweep("--vary", "field.x=0.5,1", "--zip", "field.y=0,2");
    expect(out).toMatch(/^field\.x {2}field\.y {2}2<J_x>\/N .*\n0\.5 +0 .*\n1 +2 .*\n$/);
  });

  it("of spectra has a column for each part of an eigenvalue", async () => {
    const out = join(folder, "spectra.csv");
    await sweep("--vary", "field.x=0.5,1", "--task", "spectrum", "--count", "3", "--out", out);
    const [head, , row] = csvOf(readFileSync(out, "utf8"));
    const at = spinModel({ spins: 8, field: [1, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const { eigenvalues, relaxationGap } = spectrum(at, { count: 3 });
    expect(row![head!.indexOf("relaxation_gap")]).toBe(String(relaxationGap));
    expect([row![head!.indexOf("re_2")], row![head!.indexOf("im_2")]]).toEqual(eigenvalues[1]!.map(String));
  });

  it("of the other tasks", async () => {
    const evolved = rowsOf(await sweep("--vary", "field.x=0,1", "--task", "evolve", "--to", "0.5", "--json"));
    expect(evolved[1]!.observables.mean[0]).not.toBe(evolved[0]!.observables.mean[1]);
    const diagnosed = await sweep("--vary", "collective.pump=0,1", "--task", "diagnose", "--initial", "0,0,1");
    expect(diagnosed).toMatch(/^collective\.pump {2}parabolic .*\n0 +yes .*\n1 +yes .*\n$/);
  });

  it("of places where a condition changes", async () => {
    const until = ["--until", "observables.mean[2] = 0.5"];
    const printed = await sweep("--vary", "spins=6,8", "--vary", "field.x=0.1,2", ...until);
    expect(printed).toMatch(/^spins {2}field\.x .*\n6 +\d\.\d+ .* 0\.50000.*\n8 .*\n$/);
    const out = join(folder, "until.csv");
    await sweep("--vary", "spins=6,8", "--vary", "field.x=0.1,2", ...until, "--out", out);
    const [head, row] = csvOf(readFileSync(out, "utf8"));
    expect(head!.slice(0, 4)).toEqual(["index", "spins", "field.x", "uncertainty_field.x"]);
    expect(Number(row![3])).toBeLessThan(1e-9);
    expect(Math.abs(Number(row![head!.indexOf("mean_z")]) - 0.5)).toBeLessThan(1e-8);
    const lines = await sweep("--vary", "field.x=0.1,2", ...until, "--json");
    expect(Object.keys(rowsOf(lines)[0]!)).toEqual(["index", "parameters", "roots", "failed", "seconds"]);
  });
});

describe("a sweep that was stopped", () => {
  const whole = join(folder, "whole.jsonl");
  const header = (path: string): string => readFileSync(path, "utf8").split("\n")[0]!;

  /** What a killed run leaves: a header, some rows, and the beginning of another. */
  async function leftBy(out: string, rows: number): Promise<string> {
    const lines = (await sweep(...vary, "--json")).split("\n");
    await capture(["sweep", model, ...vary, ...one, "--out", out, "--shard", "1/6"]);
    const part = `${out}.part`;
    writeFileSync(part, `${header(`${out}.1-of-6.part`)}\n`);
    appendFileSync(part, `${lines.slice(0, rows).reverse().join("\n")}\n${lines[rows]!.slice(0, 40)}`);
    return part;
  }

  it("goes on to the table of one that was not, and removes what it kept", async () => {
    await sweep(...vary, "--out", whole);
    const out = join(folder, "resumed.jsonl");
    const part = await leftBy(out, 3);
    expect(await sweep(...vary, "--out", out)).toContain("6 points");
    expect(withoutSeconds(readFileSync(out, "utf8"))).toBe(withoutSeconds(readFileSync(whole, "utf8")));
    expect(existsSync(part)).toBe(false);
  });

  it("is not gone on with where anything else is asked for", async () => {
    const out = join(folder, "other.jsonl");
    await leftBy(out, 2);
    for (const more of [
      ["--tolerance", "1e-7"],
      ["--zip", "field.y=0,1"],
      ["--method", "dicke"],
    ]) {
      const { code, error } = await capture(["sweep", model, ...vary, ...more, "--out", out]);
      expect(code).toBe(2);
      expect(error).toMatch(/other\.jsonl\.part holds 2 rows of another sweep: .*remove it, or give another name\n$/);
    }
  });

  it("is not gone on with from a file of another kind, or one that is damaged", async () => {
    const out = join(folder, "damaged.jsonl");
    putFile(folder, "damaged.jsonl.part", "index,field.x\n");
    const refused = await capture(["sweep", model, ...vary, "--out", out]);
    expect(refused.error).toMatch(/does not hold the rows of a sweep that was stopped/);
    const part = await leftBy(out, 2);
    appendFileSync(part, "\n");
    expect((await capture(["sweep", model, ...vary, "--out", out])).error).toMatch(/line 4 of .* is damaged; remove/);
  });

  it("in parts is put together again", async () => {
    const out = join(folder, "parts.jsonl");
    for (const part of ["1/2", "2/2"]) {
      const said = await sweep(...vary, "--out", out, "--shard", part);
      expect(said).toMatch(/Wrote .*parts\.jsonl\.[12]-of-2\.part: 3 points\nPut the parts together with: .* merge /);
    }
    const parts = [1, 2].map((part) => `${out}.${part}-of-2.part`);
    const merged = await capture(["sweep", "merge", ...parts, "--out", out]);
    expect(merged).toEqual({ code: 0, out: `Wrote ${out}: 6 points\n`, error: "" });
    expect(withoutSeconds(readFileSync(out, "utf8"))).toBe(withoutSeconds(readFileSync(whole, "utf8")));
    const half = await capture(["sweep", "merge", parts[1]!, "--out", out]);
    expect(half).toMatchObject({
      code: 2,
      error: expect.stringMatching(/3 of 6 points .*, the first is number 0; run/),
    });
    await sweep(...vary.slice(0, 2), "--out", join(folder, "less.jsonl"), "--shard", "1/2");
    const mixed = await capture(["sweep", "merge", ...parts, join(folder, "less.jsonl.1-of-2.part"), "--out", out]);
    expect(mixed.error).toMatch(/of another sweep/);
  });
});

describe("a sweep by Slurm", () => {
  // The jobs of an array one after the other: a real one is in slurm/sweep.test.ts.
  const programs = join(folder, "bin");
  mkdirSync(programs);
  const argv = [model, "--vary", "field.x=0.5,1,1.5", "--vary", "collective.pump=1,-1"];

  function sbatch(script: string): void {
    writeFileSync(join(programs, "sbatch"), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
    vi.stubEnv("PATH", `${programs}:${process.env.PATH}`);
  }

  afterEach(() => void vi.unstubAllEnvs());

  it("is a script of an array, and one table of its parts", async () => {
    sbatch('for i in $(sed -n "s/.*array=1-//p" "$3" | xargs seq); do SLURM_ARRAY_TASK_ID=$i bash "$3" || exit; done');
    const out = join(folder, "by slurm.jsonl");
    const { code, out: said, error } = await capture(["sweep", ...argv, "--slurm=2", "--out", out, "--workers", "2"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(said).toMatch(/^Wrote .*by slurm.jsonl: 6 points, 3 of them failed\n/);
    const { out: whole } = await capture(["sweep", ...argv, ...one, "--json"]);
    expect(withoutSeconds(readFileSync(out, "utf8"))).toBe(withoutSeconds(whole));
    for (const left of [".sbatch", ".1-of-2.part", ".part"]) expect(existsSync(out + left)).toBe(false);
  });

  it("says what failed, and leaves the script", async () => {
    sbatch("echo no such partition >&2; exit 3");
    const out = join(folder, "refused.csv");
    const { code, error } = await capture(["sweep", ...argv, "--slurm", "2", "--out", out]);
    expect(code).toBe(1);
    expect(error).toMatch(
      /ended with code 3: no such partition; look into .*refused\.csv\.\*-of-2\.log; the same command/,
    );
    const script = readFileSync(`${out}.sbatch`, "utf8");
    expect(script).toMatch(/^#!\/bin\/bash\n#SBATCH --job-name=blochfem-sweep\n#SBATCH --array=1-2\n/);
    expect(script).toMatch(
      /sweep .*model\.yaml --vary field\.x=0\.5,1,1\.5 .*--workers 1 --shard "\$SLURM_ARRAY_TASK_ID\/2"\n$/,
    );
    expect(script).not.toContain("--slurm");
  });

  it("needs sbatch", async () => {
    vi.stubEnv("PATH", folder);
    const { code, error } = await capture(["sweep", ...argv, "--slurm", "2", "--out", join(folder, "none.csv")]);
    expect(code).toBe(2);
    expect(error).toMatch(/sbatch cannot be started: there is no such program here; give the command on a machine/);
  });

  it.each<[string[], RegExp]>([
    [["--slurm", "0", "--out", "a.csv"], /--slurm is 0, not a number of jobs from 1 to 1000/],
    [["--slurm", "2"], /--slurm has no file to write to; add --out FILE/],
    [["--slurm", "2", "--out", "a.csv", "--shard", "1/2"], /--slurm does not go with --shard/],
    [["--slurm", "2", "--out", "a.csv", "--json"], /--slurm does not go with --json/],
  ])("refuses %j", async (more, message) => {
    const { code, error } = await capture(["sweep", ...argv, ...more]);
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});

describe("options that are wrong", () => {
  it.each<[string[], RegExp]>([
    [[], /--vary is missing; give/],
    [["--vary", "field.x"], /--vary has "field.x", neither NAME=FIRST:LAST:COUNT nor/],
    [["--vary", "field.x=0:1"], /neither/],
    [["--vary", "field.x=0:1:2.5"], /neither/],
    [["--vary", "field.x=0:1:5:log"], /neither/],
    [["--vary", "field.x=1:2:5:lin"], /neither/],
    [["--vary", "field.x=1,,2"], /neither/],
    [["--vary", "field.w=1"], /--vary has "field.w", which is no parameter of a model; did you mean field.x/],
    [["--vary", "field.x=1", "--vary", "field.x=2"], /--vary has field.x twice/],
    [["--vary", "field.x=1,2", "--zip", "field.y=1"], /field.y has 1 values and goes together with field.x/],
    [["--vary", "field.x=1", "--task", "steady", "--to", "1"], /--to does not go with --task steady; .* evolve/],
    [["--vary", "field.x=1", "--task", "diagnose", "--tolerance", "1"], /--tolerance does not go with --task diagnose/],
    [["--vary", "field.x=1", "--task", "evolve"], /--to is missing/],
    [["--vary", "field.x=1", "--task", "evolve", "--to", "0"], /--to/],
    [["--vary", "field.x=1", "--task", "spectrum", "--band", "none"], /--band is none, and --task spectrum needs/],
    [["--vary", "field.x=1", "--task", "nothing"], /steady, spectrum, diagnose, evolve/],
    [["--vary", "field.x=1", "--method", "dicke", "--band", "3"], /--band does not go with --method dicke/],
    [["--vary", "field.x=1", "--tolerance", "2"], /tolerance/],
    [["--vary", "field.x=1", "--workers", "0"], /0 workers/],
    [
      ["--vary", "field.x=1", "--out", "a.txt"],
      /--out a.txt ends in none of .csv, .npz, .jsonl; name a file that does/,
    ],
    [["--vary", "field.x=1", "--shard", "3/2", "--out", "a.csv"], /--shard is "3\/2", not one of N parts/],
    [["--vary", "field.x=1", "--shard", "1/2"], /--shard has no file to keep its rows in; add --out/],
    [["--vary", "field.x=1,2", "--until", "mean = 0"], /--until is "mean = 0", which is no condition/],
    [["--vary", "field.x=1", "--until", "observables.mean[0] = 0"], /--until follows the last of --vary, which is one/],
  ])("%j", async (argv, message) => {
    const { code, out, error } = await capture(["sweep", model, ...argv]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/^error: [^\n]*\n$/);
    expect(error).toMatch(message);
  });

  it("of merge, and a model that depends on time", async () => {
    expect((await capture(["sweep", "merge", model])).error).toMatch(/--out/);
    expect((await capture(["sweep", "merge", model, "--out", "a.csv"])).error).toMatch(/does not hold the rows/);
    const moving = putFile(folder, "moving.yaml", 'spins: 4\nfield: { formula: ["t", "0", "0"] }\n');
    expect((await capture(["sweep", moving, "--vary", "field.z=0,1"])).error).toMatch(/depends on time/);
  });
});

describe("a picture", () => {
  /** The text of an SVG file below 200 KB that holds numbers alone, and its labels without markup. */
  async function drawn(name: string, ...argv: string[]): Promise<{ readonly svg: string; readonly labels: string }> {
    const path = join(folder, name);
    expect(await sweep(...argv, "--plot", path)).toContain(`Wrote ${path}\n`);
    const svg = readFileSync(path, "utf8");
    expect(svg.length).toBeLessThan(200_000);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    return { svg, labels: svg.replace(/<[^>]+>/g, "") };
  }

  it("has lines over one parameter, with legend and units", async () => {
    const { svg, labels } = await drawn("lines.svg", "--vary", "field.x=0:2:5");
    for (const label of ["field Bx  (rate)", "2⟨Jx⟩/N", "2⟨Jy⟩/N", "2⟨Jz⟩/N", "tr ρ2", "Sweep of"])
      expect(labels.replace(/\s+/g, " ")).toContain(label.replace(/\s+/g, " "));
    expect(svg.match(/clip-path="url/g)).toHaveLength(2);
  });

  it("has a map over two, with contours and the exact end of parabolicity", async () => {
    const one = ["--vary", "field.x=0.2:2:6", "--vary", "collective.dephasing=0:1:5", "--vary", "collective.decay=1"];
    // Pump 1 and decay 0.25: parabolic from a dephasing of (1 - 0.5)^2 / 2 on.
    const negative = putFile(folder, "negative.yaml", "spins: 6\ncollective: { pump: 1, decay: 0.25 }\n");
    const path = join(folder, "map.svg");
    const argv = ["sweep", negative, ...one.slice(0, 4), "--workers", "1", "--plot", path];
    expect((await capture(argv)).code).toBe(0);
    const svg = readFileSync(path, "utf8");
    const labels = svg.replace(/<[^>]+>/g, "");
    for (const label of ["exact end of parabolicity", "not parabolic", "collective dephasing"])
      expect(labels).toContain(label);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const three = await capture(["sweep", negative, ...one, "--plot", path]);
    expect(three).toMatchObject({
      code: 2,
      error: expect.stringMatching(/maps over two, and 3 are varied; vary fewer/),
    });
  });

  it("has the places of a condition over another parameter", async () => {
    const vary = ["--vary", "spins=6,8,10", "--vary", "field.x=0.1,2", "--until", "observables.mean[2] = 0.5"];
    const { labels } = await drawn("places.svg", ...vary);
    expect(labels).toContain("observables.mean[2] = 0.5");
    const alone = await capture(["sweep", model, ...vary.slice(2), "--plot", join(folder, "none.svg")]);
    expect(alone.error).toMatch(
      /with --until places over one besides that which it follows, and 1 are varied; vary two/,
    );
  });

  it("leaves out what failed, and draws spectra and diagnoses", async () => {
    await drawn("failed.svg", "--vary", "collective.pump=-1,0.5,1", "--vary", "field.x=0.5,1");
    const { labels } = await drawn("gap.svg", "--vary", "field.x=0.5,1", "--task", "spectrum", "--count", "3");
    expect(labels).toContain("relaxation gap");
    expect((await drawn("pairs.svg", "--vary", "field.x=0.5,1", "--task", "diagnose")).labels).toContain("concurrence");
  });

  it.each<[string[], RegExp]>([
    [["--plot", "a.gif"], /--plot is "a.gif", which ends in neither .svg nor .png/],
    [["--dark"], /--dark has no picture to colour/],
    [["--plot", "a.svg", "--shard", "1/2", "--out", "a.csv"], /--plot does not go with --shard/],
    [["--plot", "a.svg", "--slurm", "2", "--out", "a.csv"], /--slurm does not go with --plot/],
  ])("refuses %j", async (argv, message) => {
    const { code, error } = await capture(["sweep", model, "--vary", "field.x=0,1", ...argv]);
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});

describe("the progress of a sweep", () => {
  it("has points, rate, time left and failures", () => {
    expect(progressBar({ done: 10, total: 40, failed: 1, solved: 5, seconds: 2 })).toBe(
      "[#####---------------] 10/40 points, 2.5/s, about 12 s left, 1 failed",
    );
    expect(progressBar({ done: 0, total: 40, failed: 0, solved: 0, seconds: 0 })).toBe(
      "[--------------------] 0/40 points",
    );
    expect(progressBar({ done: 1, total: 400, failed: 0, solved: 1, seconds: 60 })).toMatch(
      /1\/min, about 6\.7 hours \(24000 s\) left$/,
    );
  });

  it("is shown on a terminal", async () => {
    const { error } = await capture(["sweep", model, "--vary", "field.x=1,2", ...one], { terminal: true });
    expect(error).toContain("] 2/2 points");
  });
});
