import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { compareRoads, type SteadyReport, steadyReport } from "../../src/cli/steady/report.ts";
import { steadyTable } from "../../src/cli/steady/table.ts";
import { spinModel, steady } from "../../src/index.ts";
import { writeGmsh } from "../../src/io/gmsh/write.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { exactModels } from "../reference/exact.ts";
import { capture, captureJson, ESCAPE, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();

const fig2b = exactModels.find(
  ({ model }) => model.spins === 40 && model.field[0] === 1.5 && model.collective.pump === 1,
)!;

const model = putFile(folder, "fig2b.json", JSON.stringify(fig2b.model));

const decayOnly = putFile(folder, "decay.yaml", "spins: 10\ncollective: { decay: 1 }\n");

const quick = ["--mesh", "icosphere:2", "--degree", "4"];

const solve = (...argv: string[]): Promise<SteadyReport> => captureJson<SteadyReport>("steady", ...argv);

/** The shape of an object: its keys, "number", "string", ... at the leaves. */
const shape = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shape);
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shape(entry)]));
};

const three = ["number", "number", "number"];

const rates = { dephasing: "number", pump: "number", decay: "number" };

const observables = {
  mean: three,
  square: three,
  cross: three,
  purity: "number",
  squeezing: { kitagawaUeda: "number", wineland: "number" },
};

const errorEstimate = { mean: three, square: three, cross: three, purity: "number" };

const parabolicity = {
  parabolic: "boolean",
  minimumEigenvalue: "number",
  areaFraction: "number",
  requiredDephasing: "number",
  requiredIsotropic: "number",
  zRange: "null",
};

describe("blochfem steady --json", () => {
  it("prints the documented object, with the exact moments inside the error estimate", async () => {
    const report = await solve(model, ...quick);
    expect(shape(report)).toEqual({
      model: { spins: "number", field: three, collective: rates, local: rates },
      method: "string",
      reason: "string",
      space: { mesh: "string", dimension: "number", cells: "number", degree: "number", unknowns: "number" },
      observables,
      errorEstimate,
      parabolicity,
      density: { minimum: "number", maximum: "number", negativeMass: "number", mass: "number" },
      residual: "number",
      seconds: { assembly: "number", analysis: "number", factorization: "number", solve: "number", total: "number" },
    });
    expect(report.model).toEqual(fig2b.model);
    expect(report.method).toBe("fem");
    expect(report.space).toEqual({ mesh: "icosphere:2", dimension: 2, cells: 320, degree: 4, unknowns: 2562 });
    for (const group of ["mean", "square", "cross"] as const) {
      for (let k = 0; k < 3; k++) {
        const error = Math.abs(report.observables[group][k]! - fig2b.steady[group][k]!);
        expect(error).toBeLessThanOrEqual(report.errorEstimate[group][k]!);
      }
    }
    expect(Math.abs(report.observables.purity - fig2b.steady.purity)).toBeLessThanOrEqual(report.errorEstimate.purity);
  });

  it("for the Dicke road has its dimension and no density", async () => {
    const report = await solve(model, "--method", "dicke");
    expect(shape(report)).toEqual({
      model: { spins: "number", field: three, collective: rates, local: rates },
      method: "string",
      reason: "string",
      space: { states: "number", unknowns: "number" },
      observables,
      errorEstimate,
      parabolicity,
      density: "null",
      residual: "number",
      seconds: { total: "number" },
    });
    expect(report.space).toEqual({ states: 41, unknowns: 1681 });
    // The accuracy that the issue asks of this road.
    for (let k = 0; k < 3; k++) expect(report.observables.mean[k]).toBeCloseTo(fig2b.steady.mean[k]!, 10);
  });

  it("for P on a single point has no space, no maximum and the point", async () => {
    const report = await solve(decayOnly);
    expect(report.space).toBeNull();
    expect(report.density).toEqual({ minimum: 0, maximum: null, negativeMass: 0, mass: 1 });
    expect(report.point).toEqual([0, 0, -1]);
    expect(report.observables.mean).toEqual([0, 0, -1]);
  });

  it("has null for the squeezing of a state without mean spin", async () => {
    const path = putFile(folder, "mixed.yaml", "spins: 10\ncollective: { pump: 1, decay: 1 }\n");
    const report = await solve(path, ...quick);
    expect(report.observables.squeezing).toEqual({ kitagawaUeda: null, wineland: null });
  });

  it("reads the model from standard input, in YAML too", async () => {
    const yaml = "spins: 40\nfield: [1.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n";
    const { out } = await capture(["steady", "-", "--json", ...quick], { standardInput: yaml });
    expect((JSON.parse(out) as SteadyReport).observables).toEqual((await solve(model, ...quick)).observables);
  });

  it("takes a mesh file, and gives the same answer as for the mesh it holds", async () => {
    const path = putFile(folder, "sphere.msh", writeGmsh(icosphere(2)));
    const report = await solve(model, "--mesh", path, "--degree", "4");
    expect(report.space).toEqual({ mesh: path, dimension: 2, cells: 320, degree: 4, unknowns: 2562 });
    expect(report.observables).toEqual((await solve(model, ...quick)).observables);
  });

  it("says what it mended in a mesh file", async () => {
    const mesh = icosphere(2);
    const cells = mesh.cells.slice();
    cells.subarray(0, 2).reverse();
    const path = putFile(folder, "turned.msh", writeGmsh({ ...mesh, cells }));
    const report = await solve(model, "--mesh", path, "--degree", "4");
    expect(report.space).toMatchObject({ repairs: { reversedCells: 1, droppedCells: 0, droppedPoints: 0 } });
    const { out } = await capture(["steady", model, "--mesh", path, "--degree", "4"]);
    expect(out).toMatch(/turned 1 triangle to face outward/);
  });
});

describe("an equation that is not parabolic", () => {
  const text = "spins: 10\nfield: [1.5, 0, 0]\ncollective: { decay: 1 }\n";

  it("is solved inside a band, which the report names", async () => {
    const path = putFile(folder, "driven-decay.yaml", text);
    const report = await solve(path);
    // Full band: N = 10 is below 4 sqrt(N).
    expect(report.space).toMatchObject({ band: { degree: 10 } });
    expect(report.parabolicity).toMatchObject({ parabolic: false, requiredDephasing: 0.5 });
    const exact = exactModels.find(
      ({ model }) => model.spins === 10 && model.field[0] === 1.5 && model.collective.decay === 1,
    )!;
    for (let k = 0; k < 3; k++) {
      const error = Math.abs(report.observables.mean[k]! - exact.steady.mean[k]!);
      expect(error).toBeLessThanOrEqual(report.errorEstimate.mean[k]!);
    }
    const { out } = await capture(["steady", path]);
    expect(out).toMatch(/^band +harmonics l <= 10$/m);
  });

  it("carries a warning where the band is turned off", async () => {
    const argv = ["steady", "-", ...quick, "--band", "none"];
    const refused = await capture(argv, { standardInput: text });
    expect(refused.code).toBe(1);
    expect(refused.error).toMatch(/above the tolerance 1e-8/);
    const { code, out } = await capture([...argv, "--tolerance", "0.5"], { standardInput: text });
    expect(code).toBe(0);
    expect(out).toMatch(/Not parabolic, and solved without a band: trust no digit/);
  });
});

describe("blochfem steady --check", () => {
  it("puts both roads side by side", async () => {
    const report = await solve(model, ...quick, "--check");
    expect(report.check!.agrees).toBe(true);
    expect(shape(report.check)).toEqual({
      method: "string",
      observables,
      errorEstimate,
      difference: errorEstimate,
      allowed: errorEstimate,
      agrees: "boolean",
      residual: "number",
      seconds: { total: "number" },
    });
    const { code, out } = await capture(["steady", model, ...quick, "--check"]);
    expect(code).toBe(0);
    expect(out).toMatch(/finite elements +Dicke basis +difference/);
    expect(out).toMatch(/The two roads agree/);
  });

  it("says where two roads differ by more than their estimates", () => {
    const found = (field: number) => steady(spinModel({ spins: 4, field: [field, 0, 0], collective: { decay: 1 } }));
    const shown = (other: number): string => {
      const report = steadyReport(found(0.5), null, compareRoads(found(0.5), found(other)));
      return steadyTable(report, "model.yaml", pc.createColors(false));
    };
    expect(shown(0.5)).toMatch(/The two roads agree/);
    expect(shown(0.5 + 1e-6)).toMatch(/The two roads DISAGREE/);
    expect(shown(0.5 + 1e-6)).toMatch(/ !$/m);
  });

  it("exits with 1 where a band is too low, which is seen by a wider one", async () => {
    // Bands of l <= 2 and l <= 4 are both far below the width of this state, which the two of them cannot tell.
    const path = putFile(folder, "nonclassical.yaml", "spins: 40\nfield: [0.2, 0, 0]\ncollective: { decay: 1 }\n");
    const { code, error } = await capture(["steady", path, "--check", ...quick, "--band", "2", "--tolerance", "0.9"]);
    expect(code).toBe(1);
    expect(error).toMatch(/stays above the tolerance 0\.9/);
  });
});

describe("the table for people", () => {
  it("fits 80 columns and shows no more digits than are known", async () => {
    for (const extra of [[], ["--check"], ["--method", "dicke"]]) {
      const { out } = await capture(["steady", model, ...(extra[0] === "--method" ? [] : quick), ...extra]);
      expect(
        Math.max(
          ...out
            .split("\n")
            .slice(1)
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(80);
    }
    const { out } = await capture(["steady", model, ...quick]);
    const [, decimals, exponent] = /^2<J_y>\/N +-0\.(\d+) +± \d\.\de-(\d+)$/m.exec(out)!;
    expect(decimals!.length).toBe(Number(exponent));
    expect(out).toMatch(/^equation +parabolic/m);
    expect(out).toMatch(/^space +320 triangles of degree 4, 2562 unknowns$/m);
  });

  it("says where the equation is not parabolic", async () => {
    const path = putFile(folder, "decay-driven.yaml", "spins: 10\nfield: [1.5, 0, 0]\ncollective: { decay: 1 }\n");
    const { out } = await capture(["steady", path, "--method", "dicke"]);
    // s = d = 1, k_z = 0: the eigenvalue along phi is 2 z (1 + z), negative on the southern half, least -1/2.
    expect(out).toMatch(
      /NOT parabolic: D has an eigenvalue down to -0\.5 on\s+50\.0 % of the sphere, -1\.000 < z < 0\.000/,
    );
    expect(out).toMatch(/collective dephasing\s+0\.5 or more would cure it/);
  });

  it("names the point that holds everything", async () => {
    const { out } = await capture(["steady", decayOnly]);
    expect(out).toMatch(/all at the point \(0, 0, -1\), a pure coherent state, exact/);
    expect(out).not.toMatch(/without a band/);
  });

  it("has colours on a terminal only", async () => {
    const argv = ["steady", model, ...quick];
    expect((await capture(argv)).out).not.toContain(ESCAPE);
    expect((await capture(argv, { terminal: true })).out.startsWith(`${ESCAPE}[1mSteady`)).toBe(true);
    expect((await capture(argv, { terminal: true, environment: { NO_COLOR: "1" } })).out).not.toContain(ESCAPE);
  });
});
