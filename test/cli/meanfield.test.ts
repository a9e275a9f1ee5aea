import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { MeanField } from "../../src/roads/meanField.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const driven = (field: number): string =>
  putFile(
    folder,
    `driven-${field}.yaml`,
    `spins: 40\nfield: [${field}, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n`,
  );

const meanField = async (...argv: string[]): Promise<MeanField> => {
  const { code, out, error } = await capture(["meanfield", ...argv, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as MeanField;
};

describe("blochfem meanfield", () => {
  it("has the fixed points of a weak drive, and the width of P there", async () => {
    const { domain, phase, fixedPoints, continuum } = await meanField(driven(0.5));
    expect({ domain, label: phase.label, continuum }).toEqual({ domain: "sphere", label: "stable", continuum: null });
    // k_+ = 1: y = -B_x, z = +-sqrt(1 - B_x^2), both eigenvalues -z.
    const height = Math.sqrt(0.75);
    const [stable, unstable] = fixedPoints;
    for (const [point, z] of [
      [stable!, height],
      [unstable!, -height],
    ] as const) {
      [0, -0.5, z].forEach((value, k) => {
        expect(point.position[k]).toBeCloseTo(value, 12);
      });
      for (const [re, im] of point.eigenvalues) {
        // A double eigenvalue of a Jacobian with errors of 1e-15 or so.
        expect(Math.hypot(re + z, im)).toBeLessThan(1e-6);
      }
    }
    // The limit of N Var(x): 2/sqrt(3) - 1.
    expect(40 * stable!.noise!.covariance[0]!).toBeCloseTo(2 / Math.sqrt(3) - 1, 12);
    expect(stable!.noise!.variances).toHaveLength(2);
    expect(unstable!.noise).toBeNull();
    // A double real eigenvalue is no spiral, whatever rounding makes of it.
    expect(phase.spirals).toBe(0);
  });

  it("names closed orbits, and follows one from the initial state of the file", async () => {
    const { phase, path } = await meanField(driven(1.5), "--to", "2", "--every", "0.5");
    expect(phase.label).toBe("closedOrbits");
    expect(path!.times).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(path!.positions[0]).toEqual([1, 0, 0]);
    for (const position of path!.positions) expect(Math.hypot(...position)).toBeCloseTo(1, 8);
  });

  it("says on a terminal how far a scan is, and leaves nothing of it", async () => {
    const argv = ["meanfield", driven(0.5), "--scan", "field.x=0.25:1.75:4", "collective.pump=0.5:1:2"];
    const { code, error } = await capture(argv, { terminal: true });
    expect(code).toBe(0);
    for (const done of [2, 4, 6, 8]) expect(error).toContain(`mean field: ${done} of 8 models`);
    expect(error.endsWith("\r\x1b[2K")).toBe(true);
  });

  it("scans two parameters", async () => {
    const argv = [driven(0.5), "--scan", "field.x=0.25:1.75:4", "collective.pump=0.5:1:2"];
    const { scan } = await meanField(...argv);
    expect(scan!.axes).toEqual([
      { parameter: "field.x", values: [0.25, 0.75, 1.25, 1.75] },
      { parameter: "collective.pump", values: [0.5, 1] },
    ]);
    // Stable while the field is below the pull.
    expect(scan!.labels).toEqual([
      ["stable", "stable"],
      ["closedOrbits", "stable"],
      ["closedOrbits", "closedOrbits"],
      ["closedOrbits", "closedOrbits"],
    ]);
    expect(scan!.stable[1]).toEqual([0, 1]);
    const { out } = await capture(["meanfield", ...argv]);
    expect(out).toMatch(/^collective\.pump\n {2}1 \|\.\.oo\|\n0\.5 \|\.ooo\|\n {5}0\.25 1\.75 {2}field\.x\n/m);
    expect(out).toMatch(/^o {2}closed orbits/m);
    expect(out).not.toMatch(/^@/m);
  });

  it("tells spirals from nodes", async () => {
    const text = "spins: 10\nfield: [0.1, 0, 1]\ncollective: { decay: 1 }\n";
    const { code, out } = await capture(["meanfield", "-", "--scan", "field.z=0:1:2", "field.y=0:0:1"], {
      standardInput: text,
    });
    expect(code).toBe(0);
    // Without B_z the stable point is a node, with it a spiral.
    expect(out).toContain("0 |.@|");
  });

  it("shows no rounding in the widths of P", async () => {
    const text = "spins: 100\nfield: [0.5, 0, 0]\ncollective: { decay: 1 }\nlocal: { decay: 0.1 }\n";
    const { out } = await capture(["meanfield", "-"], { standardInput: text });
    expect(out).toMatch(/^ {2}width of P +0\.0321 x 0 x variance -0\.00102$/m);
  });

  it("prints lines of 80 characters", async () => {
    const { out } = await capture(["meanfield", driven(0.5), "--to", "1", "--every", "0.5"]);
    expect(
      Math.max(
        ...out
          .split("\n")
          .slice(1)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  it("writes what was asked for, and removes what was not", async () => {
    const out = join(folder, "out");
    await capture(["meanfield", driven(0.5), "--out", out, "--to", "1", "--every", "0.5"]);
    expect(readdirSync(out).sort()).toEqual([
      "meanfield.csv",
      "meanfield.txt",
      "model.yaml",
      "path.csv",
      "result.json",
    ]);
    expect(readFileSync(join(out, "path.csv"), "utf8")).toMatch(/^t,x,y,z\n0,1,0,0\n0\.5,/);
    await capture(["meanfield", driven(0.5), "--out", out, "--scan", "field.x=0:1:3", "field.y=1:2:2"]);
    expect(readdirSync(out).sort()).toEqual([
      "meanfield.csv",
      "meanfield.txt",
      "model.yaml",
      "phases.csv",
      "result.json",
    ]);
    const lines = readFileSync(join(out, "phases.csv"), "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("field.x,field.y,phase,stable,spirals");
    expect(lines).toHaveLength(7);
  });
});

describe("a command line that is wrong", () => {
  const model = driven(0.5);
  const axis = "field.x=0:1:3";
  it.each<[string, string[], RegExp]>([
    [
      "a path without end",
      [model, "--from", "1,0,0", "--every", "1"],
      /a path needs --to; give --from, --to and --every together/,
    ],
    ["a path without times", [model, "--from", "1,0,0", "--to", "1"], /a path needs --every;/],
    ["a path off the sphere", [model, "--from", "2,0,0", "--to", "1", "--every", "1"], /\|r\| = 2/],
    ["one axis", [model, "--scan", axis], /--scan has 1 parameter, not two/],
    ["the same axis twice", [model, "--scan", axis, "field.0=0:1:2"], /both parameters of --scan are field\.x/],
    ["an axis without range", [model, "--scan", axis, "field.y"], /"field\.y", not NAME=FIRST:LAST:COUNT/],
    ["an axis without count", [model, "--scan", axis, "field.y=0:1"], /not NAME=FIRST:LAST:COUNT/],
    ["half a value", [model, "--scan", axis, "field.y=0:1:1.5"], /not NAME=FIRST:LAST:COUNT/],
    ["an unknown parameter", [model, "--scan", axis, "collective.pumpp=0:1:2"], /collective\.pump/],
    ["an unknown component", [model, "--scan", axis, "field.w=0:1:2"], /"field\.w".*did you mean field\.x\?/],
    ["a rate below zero", [model, "--scan", axis, "collective.pump=-1:1:2"], /collective\.pump is -1, below 0/],
    ["the number of spins", [model, "--scan", axis, "spins=1:2:2"], /limit of many spins/],
    ["too many phases", [model, "--scan", axis, "field.y=0:1:1000000"], /3000000 phases, above 250000/],
  ])("%s", async (_, argv, message) => {
    const { code, out, error } = await capture(["meanfield", ...argv]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/^error: [^\n]+\n$/);
    expect(error).toMatch(message);
  });

  it("a field in time", async () => {
    const { code, error } = await capture(["meanfield", "-"], {
      standardInput: 'spins: 4\nfield: { formula: ["t", "0", "0"] }\n',
    });
    expect(code).toBe(2);
    expect(error).toMatch(/the field of <stdin> depends on time/);
  });
});
