import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import type { SteadyReport } from "../src/cli/steady/report.ts";
import { evolveSymmetric } from "../src/dicke/symmetric/evolve.ts";
import { symmetricSteadyState } from "../src/dicke/symmetric/steadyState.ts";
import { spinModel } from "../src/model/spinModel.ts";
import { concurrence } from "../src/state/blocks/concurrence.ts";
import { vonNeumannEntropy } from "../src/state/blocks/entropy.ts";
import { twoSpinState } from "../src/state/blocks/reduced.ts";
import { capture } from "./cli/capture.ts";
import { exactModels } from "./reference/exact.ts";

/** Tested in secondOrderExamples.test.ts. */
const SECOND_ORDER = [
  "coherentlyRadiating",
  "feedback",
  "lipkinMeshkovGlick",
  "oneAxisTwisting",
  "pulsedTwisting",
  "squeezedReservoir",
].map((name) => `${name}.yaml`);

const root = fileURLToPath(new URL("..", import.meta.url));

const known = new Map<string, Promise<SteadyReport>>();

/** The report of an example; solved once. */
function steady(example: string): Promise<SteadyReport> {
  let report = known.get(example);
  if (report === undefined) {
    report = solve(example);
    known.set(example, report);
  }
  return report;
}

async function solve(example: string, ...options: string[]): Promise<SteadyReport> {
  const { code, out, error } = await capture(["steady", `${root}examples/${example}`, "--json", ...options]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as SteadyReport;
}

interface Moments {
  readonly mean: readonly number[];
  readonly square: readonly number[];
  readonly cross: readonly number[];
}

const flat = ({ mean, square, cross }: Moments): number[] => [...mean, ...square, ...cross];

/** Every moment within 1e-8, the default tolerance, and within its own estimate. */
function expectMoments(report: SteadyReport, exact: Moments): void {
  const estimates = flat(report.errorEstimate);
  const expected = flat(exact);
  flat(report.observables).forEach((value, k) => {
    const error = Math.abs(value - expected[k]!);
    expect(error).toBeLessThan(1e-8);
    expect(error).toBeLessThanOrEqual(estimates[k]!);
  });
}

const exactFor = (report: SteadyReport): Moments => {
  const wanted = JSON.stringify(report.model);
  const found = exactModels.find(({ model }) => JSON.stringify(model) === wanted);
  expect(found).toBeDefined();
  return found!.steady;
};

/** What the example of each subpath prints: numbers that other methods, theory or arithmetic give too. */
const PRINTED: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  diagnose: [
    "entangled: int P T = -4.14895, until mixed with 0.8058 of white noise",
    "checked by other formulas: true",
    "parabolic from a dephasing of 0.50 on",
    "entangled by what experiments quote: true",
  ],
  dicke: ["2<J_z>/N = -0.916027928", "entropy 0.000001481", "from all up, at t = 10: -0.916196"],
  fem: ["2<J_z>/N = 0.869777 from 4002 unknowns", "area / 4 pi = 1.000000", "probability is kept: true"],
  harmonic: ["2<J_z>/N = -0.916027928", "entropy 0.000001481"],
  io: [
    "40 spins, local decay 0",
    "model.yaml:2:1: filed is not a key of the model; did you mean field?",
    "80 triangles there and back",
  ],
  // u = x (1 - x) / 2 at x = 1/2.
  linalg: ["converged: u in the middle is 0.125000"],
  matrixMarket: [
    /^36 unknowns, 156 entries, \d+ in the factors$/,
    "converged, exact for entries that differ by less than 1e-15",
    /^condition about 23, largest value 2\.875115$/,
  ],
  // Lengths are graded by 4 at one pole and by 1/4 at the other: by 16 between them.
  mesh: ["642 vertices, 1280 triangles", /^longest over shortest edge 1\.19$/, /^and graded 1[5-9]\./],
  // sqrt(3)/2, and 2/sqrt(3) - 1.
  model: ["stable at (0.000000, -0.500000, 0.866025)", "N Var(x) = 0.1547005", "steady state: unique"],
  ode: ["euler has order 1", "sdirk2 has order 2", "sdirk4 has order 4", "x goes to (0.000000, 1.000000)"],
  plot: [/^<svg, \d+ paths$/],
  sde: [/^2<J_z>\/N = 0\.95\d \+- 2e-4$/],
  state: [
    "concurrence of two spins 0.009330059",
    "two methods differ by less than 1e-9: true",
    "Husimi function at the south pole 0.663946",
  ],
  sweep: [
    "B_x = 0.5: 2<J_z>/N = 0.869777",
    "B_x = 0.75: 2<J_z>/N = 0.673660",
    "B_x = 1: 2<J_z>/N = 0.278313",
    "B_x = 1.25: 2<J_z>/N = 0.063336",
    "B_x = 1.5: 2<J_z>/N = 0.028598",
    "N = 20: 0.5 at B_x = 0.899418",
    "N = 40: 0.5 at B_x = 0.880768",
  ],
};

describe("the example of a subpath", () => {
  it.each(Object.keys(PRINTED))("runs: %s", async (name) => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      await import(`../examples/${name}.ts`);
      const lines = log.mock.calls.map(([line]) => String(line));
      expect(lines).toEqual(
        PRINTED[name]!.map((line) => (typeof line === "string" ? line : expect.stringMatching(line))),
      );
    } finally {
      log.mockRestore();
    }
  });
});

describe("examples", () => {
  it("are all tested here", () => {
    const files = readdirSync(`${root}examples`, { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name).sort()).toEqual(
      [
        ...Object.keys(PRINTED).map((name) => `${name}.ts`),
        ...SECOND_ORDER,
        "fig1a.yaml",
        "fig1b.yaml",
        "fig1c.yaml",
        "fig2a.yaml",
        "fig2b.yaml",
        "fig3-n20.yaml",
        "fig3-n200.yaml",
        "fig3-n40.yaml",
        "grid.mtx",
        "library.ts",
        "local.yaml",
        "million.yaml",
        "superradiantLaser.yaml",
        "thermal.yaml",
      ].sort(),
    );
  });

  it.each([
    ["fig1a.yaml", (radius: number) => Math.abs(radius - 1) < 1e-12],
    ["fig1b.yaml", (radius: number) => radius > 0.5 && radius < 0.999],
    ["fig1c.yaml", (radius: number) => radius < 1e-12],
  ] as const)("%s has its one stable point where the caption of Fig. 1 says", async (example, isThere) => {
    const { code, out } = await capture(["meanfield", `${root}examples/${example}`, "--json"]);
    expect(code).toBe(0);
    const { fixedPoints } = JSON.parse(out) as { fixedPoints: { kind: string; position: [number, number, number] }[] };
    const stable = fixedPoints.filter(({ kind }) => kind === "stable");
    expect(stable).toHaveLength(1);
    expect(isThere(Math.hypot(...stable[0]!.position))).toBe(true);
  });

  it.each(["fig2a.yaml", "fig2b.yaml", "fig3-n40.yaml"])("%s has the exact moments", async (example) => {
    const report = await steady(example);
    expectMoments(report, exactFor(report));
  });

  it.each(["fig3-n20.yaml", "fig3-n200.yaml"])("%s has the moments of the Dicke road", async (example) => {
    // Exit code 0: the purity and every moment agree within their estimates.
    const report = await solve(example, "--check");
    expectMoments(report, report.check!.observables);
    known.set(example, Promise.resolve(report));
  });

  it.each(["fem", "dicke", "harmonic"])("local.yaml has the exact moments and purity by %s", async (method) => {
    const { observables, model } = await solve("local.yaml", "--method", method);
    const exact = exactModels.find((entry) => JSON.stringify(entry.model) === JSON.stringify(model))!.steady;
    const expected = [...flat(exact), exact.purity];
    // What the two exact roads promise for every model, and finite elements where their degree reaches N.
    [...flat(observables), observables.purity].forEach((value, k) => {
      expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-10);
    });
  });

  it("Fig. 3: the peak of P narrows like 1 / sqrt(N)", async () => {
    // Height of P, which is 1 / (2 pi width^2) up to corrections of relative order 1/N.
    const height = async (n: number): Promise<number> => (await steady(`fig3-n${n}.yaml`)).density!.maximum! / n;
    const [small, large] = [await height(40), await height(200)];
    expect(Math.abs(small / large - 1)).toBeLessThan(5 / 40);
  });

  it("thermal.yaml has thermal populations of the Dicke states", async () => {
    const report = await steady("thermal.yaml");
    const { spins, collective } = report.model;
    let norm = 0;
    let z = 0;
    let zz = 0;
    for (let k = 0; k <= spins; k++) {
      const m = k - spins / 2;
      // Relative to the largest, so that nothing overflows.
      const weight = (collective.pump / collective.decay) ** (m - spins / 2);
      norm += weight;
      z += weight * m;
      zz += weight * m * m;
    }
    const mean = (2 * z) / (spins * norm);
    const square = (4 * zz) / (spins ** 2 * norm);
    // <J_x^2> + <J_y^2> + <J_z^2> = N/2 (N/2 + 1), and x and y are equivalent.
    const across = (1 + 2 / spins - square) / 2;
    expectMoments(report, { mean: [0, 0, mean], square: [across, across, square], cross: [0, 0, 0] });
  });

  it("million.yaml has the moments of two independent high-degree solves", async () => {
    const { observables, model } = await steady("million.yaml");
    expect(model.spins).toBe(1e6);
    const [x, y, z] = observables.mean;
    expect(Math.abs(x)).toBeLessThan(1e-9);
    expect(Math.abs(y - -0.49999942266)).toBeLessThan(1e-9);
    expect(Math.abs(z - 0.866025558485)).toBeLessThan(1e-9);
    // 4<J_x^2>/N^2 = 1/N + (1 - 1/N) int P x^2
    const second = (observables.square[0] - 1 / model.spins) / (1 - 1 / model.spins);
    expect(Math.abs(model.spins * (second - x ** 2) - 0.15470017)).toBeLessThan(1e-6);
  });

  it("superradiantLaser.yaml has the inversion and the intensity of the closed form", async () => {
    const { observables, model, errorEstimate, space } = await steady("superradiantLaser.yaml");
    expect(space).toMatchObject({ around: "ring" });
    const { spins } = model;
    // <z> = w / N Gamma + 1 / N, and <J_+ J_-> / N^2 from the balance of dz/dt, but for what is at the axis: exp(-10^5).
    const z = 0.5 + 1 / spins;
    const u = (0.5 - 0.5 * z - (z + 1) / spins) / (0.5 * (1 - 1 / spins));
    expect(Math.abs(observables.mean[2] - z)).toBeLessThanOrEqual(errorEstimate.mean[2]);
    const across = 1 / spins + ((1 - 1 / spins) * u) / 2;
    expect(Math.abs(observables.square[0] - across)).toBeLessThanOrEqual(errorEstimate.square[0]);
    expect(Math.max(errorEstimate.mean[2], errorEstimate.square[0])).toBeLessThan(1e-9);
  });

  it("library.ts runs, and prints what the command line does", async () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "examples/library.ts"], {
      cwd: root,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBe(8);
    for (const [line, example] of [
      [lines[0]!, "fig2a.yaml"],
      [lines[2]!, "fig2b.yaml"],
    ] as const) {
      const { observables, model, method } = await steady(example);
      expect(line.startsWith(`B_x = ${model.field[0]}: 2<J_z>/N = ${observables.mean[2].toFixed(9)} +- `)).toBe(true);
      expect(line.endsWith(` by ${method}`)).toBe(true);
    }
    // The density matrix itself, which knows nothing of P.
    const lossy = spinModel({ spins: 4, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.05 } });
    const dicke = symmetricSteadyState(lossy);
    const pair = concurrence(twoSpinState(4, dicke.observables));
    expect(lines[3]).toBe(`concurrence of two spins ${pair.toFixed(9)}`);
    expect(lines[4]).toBe(`entropy ${vonNeumannEntropy(dicke.density!).toFixed(9)}`);
    const times = [0, 1, 2];
    const moved = evolveSymmetric({ model: lossy, initial: { kind: "coherent", direction: [0, 0, 1] }, times });
    for (const [k, time] of times.entries()) {
      expect(lines[5 + k]).toBe(`t = ${time}: 2<J_z>/N = ${moved.observables[k]!.mean[2].toFixed(6)}`);
    }
  });
});
