import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SteadyReport } from "../../src/cli/steady/report.ts";
import type { ExactModel } from "../reference/exact.ts";
import { capture, captureJson, putFile, temporaryFolder } from "./capture.ts";
import { balanced, driven, putModel } from "./models.ts";

const folder = temporaryFolder();

/** The accuracy that both exact roads promise, from tables that are right to rounding. */
const ACCURACY = 1e-10;

describe("blochfem steady in the ball", () => {
  it("has spaces, and a verdict on parabolicity without numbers of the sphere", async () => {
    const unknown = {
      minimumEigenvalue: null,
      areaFraction: null,
      requiredDephasing: null,
      requiredIsotropic: null,
      zRange: null,
    };
    const harmonic = await captureJson<SteadyReport>("steady", putModel(folder, driven), "--method", "harmonic");
    // (N + 1)(N + 2)(N + 3)/6 moments.
    expect(harmonic.space).toEqual({ band: { degree: 4 }, unknowns: 35 });
    expect(harmonic.parabolicity).toEqual({ parabolic: false, ...unknown });
    expect(harmonic.density).toBeNull();
    const dicke = await captureJson<SteadyReport>("steady", putModel(folder, balanced), "--method", "dicke");
    // j = 2, 1 and 0: 5 + 3 + 1 states, and 25 + 9 + 1 elements.
    expect(dicke.space).toEqual({ states: 9, unknowns: 35 });
    expect(dicke.parabolicity).toEqual({ parabolic: true, ...unknown });
  });

  it("says it in the table, with the local rates", async () => {
    const table = async (exact: ExactModel): Promise<string> =>
      (await capture(["steady", putModel(folder, exact), "--method", "harmonic"])).out;
    const out = await table(driven);
    expect(out).toMatch(/^local dephasing 0\.05, pump 0, decay 0\.1$/m);
    expect(out).toMatch(/^equation +NOT parabolic: inside the ball/m);
    expect(out).toMatch(/^space +moments of P up to degree 4; 35 unknowns$/m);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(await table(balanced)).toMatch(/^equation +parabolic in the ball/m);
  });

  it("names the region around a fixed point within 80 columns, in every command", async () => {
    const text =
      "spins: 400\nfield: [0.5, 0, 0]\ncollective: { dephasing: 0.2, pump: 0.3, decay: 0.3 }\nlocal: { decay: 0.1 }\n";
    for (const argv of [["steady", "--method", "fem"], ["meanfield"], ["spectrum", "--count", "3"]]) {
      const { code, out } = await capture([...argv, "-"], { standardInput: text });
      expect(code).toBe(0);
      if (argv[0] !== "meanfield") expect(out).toMatch(/radius 0\.\d+ around \(/);
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThan(80);
    }
  });

  it("is a product of mixed spins where P is a point inside", async () => {
    const text = "spins: 4\nfield: [0.5, 0, 0]\nlocal: { decay: 0.2 }\n";
    const { out } = await capture(["steady", "-"], { standardInput: text });
    // Where the Bloch equations rest: 0 = -r_z / 2 - 0.2 r_y and 0 = r_y / 2 - 0.4 (r_z + 1).
    expect(out).toMatch(
      /^density +all at the point \(0, 0\.6060606, -0\.2424242\),\n +a product of equal mixed spins, exact$/m,
    );
    const { out: pure } = await capture(["steady", "-"], { standardInput: "spins: 4\nlocal: { decay: 0.2 }\n" });
    expect(pure).toMatch(/^density +all at the point \(0, 0, -1\), a pure coherent state, exact$/m);
  });

  it("shows no more digits of squeezing than the moments have", async () => {
    const { code, out } = await capture([
      "steady",
      putModel(folder, balanced),
      "--mesh",
      "ball:1",
      "--degree",
      "1",
      "--tolerance",
      "0.5",
    ]);
    expect(code).toBe(0);
    // Elements of degree 1 err by more than 1e-2 in second moments.
    expect(out).toMatch(/^4<J_x\^2>.*e-[12]$/m);
    expect(out).toMatch(/^xi_S\^2 \(squeezing\) +\d\.\d{1,2}$/m);
  });

  it("has tetrahedra by finite elements, chosen or given, and writes P at their nodes", async () => {
    const chosen = await captureJson<SteadyReport>("steady", putModel(folder, balanced));
    expect(chosen.space).toMatchObject({ dimension: 3 });
    expect(chosen.density!.mass).toBeCloseTo(1, 12);
    const out = join(folder, "given");
    const argv = ["steady", putModel(folder, balanced), "--mesh", "ball:1", "--degree", "2", "--out", out];
    const given = await captureJson<SteadyReport>(...argv);
    expect(given.space).toMatchObject({ mesh: "ball:1:2", dimension: 3, cells: 320, degree: 2 });
    const table = readFileSync(join(out, "steady.txt"), "utf8");
    expect(table).toMatch(/^space +320 tetrahedra of degree 2, \d+ unknowns$/m);
    const [header, ...nodes] = readFileSync(join(out, "density.csv"), "utf8").trim().split("\n");
    expect(header).toBe("x,y,z,P");
    const radii = nodes.map((line) => Math.hypot(...line.split(",").slice(0, 3).map(Number)));
    // No mass outside the ball, and nodes in its interior.
    expect(Math.max(...radii)).toBeLessThanOrEqual(1 + 4 * Number.EPSILON);
    expect(Math.min(...radii)).toBeLessThan(0.5);
    for (const group of ["mean", "square", "cross"] as const) {
      given.observables[group].forEach((value, k) => {
        expect(Math.abs(value - chosen.observables[group][k]!)).toBeLessThan(ACCURACY);
      });
    }
  });

  it("compares the harmonics with the Dicke road", async () => {
    const { code, out } = await capture(["steady", putModel(folder, driven), "--method", "harmonic", "--check"]);
    expect(code).toBe(0);
    expect(out).toMatch(/harmonics +Dicke basis +difference/);
    expect(out).toMatch(/The two roads agree/);
  });

  it("takes a band, whose error it then tells", async () => {
    const path = putFile(
      folder,
      "ten.yaml",
      "spins: 10\nfield: [1, 0, 0]\ncollective: { decay: 1 }\nlocal: { decay: 0.2 }\n",
    );
    const cut = await captureJson<SteadyReport>(
      "steady",
      path,
      "--method",
      "harmonic",
      "--band",
      "8",
      "--tolerance",
      "0.5",
    );
    expect(cut.space).toMatchObject({ band: { degree: 8, compared: 6 } });
    const whole = await captureJson<SteadyReport>("steady", path, "--method", "harmonic", "--band", "none");
    expect(whole.space).toMatchObject({ band: { degree: 10 } });
    for (const group of ["mean", "square"] as const) {
      const difference = cut.observables[group].map((value, k) => Math.abs(value - whole.observables[group][k]!));
      expect(Math.max(...difference)).toBeGreaterThan(ACCURACY);
      difference.forEach((value, k) => {
        expect(value).toBeLessThanOrEqual(cut.errorEstimate[group][k]!);
      });
    }
  });
});

describe("a collective model", () => {
  it("has the same steady state by harmonics, on the sphere", async () => {
    const path = putFile(folder, "sphere.yaml", "spins: 6\nfield: [1, 0, 0]\ncollective: { decay: 1 }\n");
    const report = await captureJson<SteadyReport>("steady", path, "--method", "harmonic", "--check");
    expect(report.check!.agrees).toBe(true);
    // (N + 1)^2 harmonics.
    expect(report.space).toEqual({ band: { degree: 6 }, unknowns: 49 });
    expect(report.parabolicity.requiredDephasing).toBe(0.5);
  });

  it.each(["mesh", "degree"])("refuses --%s beside harmonics", async (name) => {
    const { code, error } = await capture(["steady", "-", "--method", "harmonic", `--${name}`, "4"]);
    expect(code).toBe(2);
    expect(error).toContain(`--${name} does not go with --method harmonic`);
  });
});
