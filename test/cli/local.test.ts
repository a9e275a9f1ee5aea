import { describe, expect, it } from "vitest";
import type { EvolveReport } from "../../src/cli/evolve/report.ts";
import type { SpectrumReport } from "../../src/cli/spectrum/run.ts";
import type { SteadyReport } from "../../src/cli/steady/report.ts";
import type { Check } from "../../src/roads/check/report.ts";
import type { ErrorEstimate } from "../../src/state/errorEstimate.ts";
import type { ExactState } from "../reference/exact.ts";
import { capture, captureJson, temporaryFolder } from "./capture.ts";
import { balanced, driven, localModels, putModel } from "./models.ts";

const folder = temporaryFolder();

/** The accuracy that both exact roads promise, from tables that are right to rounding. */
const ACCURACY = 1e-10;

function largestDifference(found: ExactState, expected: ExactState): number {
  const flat = ({ mean, square, cross, purity }: ExactState): number[] => [...mean, ...square, ...cross, purity];
  const other = flat(expected);
  return Math.max(...flat(found).map((value, k) => Math.abs(value - other[k]!)));
}

/** First and second moments. */
function expectWithin(found: ExactState, estimate: ErrorEstimate, expected: ExactState, accuracy: number): void {
  for (const group of ["mean", "square", "cross"] as const) {
    found[group].forEach((value, k) => {
      const error = Math.abs(value - expected[group][k]!);
      expect(error).toBeLessThan(accuracy);
      expect(error).toBeLessThanOrEqual(estimate[group][k]!);
    });
  }
}

describe("models with local rates", () => {
  it.each(localModels.map((model) => [model.name, model] as const))("%s: steady and in time", async (_, exact) => {
    const path = putModel(folder, exact);
    for (const method of ["harmonic", "dicke"]) {
      const { observables } = await captureJson<SteadyReport>("steady", path, "--method", method);
      expect(largestDifference(observables, exact.steady)).toBeLessThan(ACCURACY);
      // --every 0.25 to 3 meets all the times of the table.
      const argv = ["evolve", path, "--method", method, "--to", "3", "--every", "0.25"];
      const report = await captureJson<EvolveReport>(...argv);
      for (const { time, ...state } of exact.evolution!.at) {
        expect(largestDifference(report.observables[report.times.indexOf(time)]!, state)).toBeLessThan(ACCURACY);
      }
    }
  });

  it.each(localModels.map((model) => [model.name, model] as const))(
    "%s: by finite elements at default settings, within the error estimate and the accuracy asked for",
    async (_, exact) => {
      const path = putModel(folder, exact);
      const { pump, decay } = exact.model.collective;
      const [steadyAccuracy, timeAccuracy] = pump === decay ? [1e-10, 1e-6] : [1e-5, 1e-5];
      const steady = await captureJson<SteadyReport>("steady", path);
      expect(steady.method).toBe("fem");
      expectWithin(steady.observables, steady.errorEstimate, exact.steady, steadyAccuracy);
      const report = await captureJson<EvolveReport>("evolve", path, "--to", "3", "--every", "0.25");
      for (const { time, ...state } of exact.evolution!.at) {
        const k = report.times.indexOf(time);
        expectWithin(report.observables[k]!, report.errorEstimate[k]!, state, timeAccuracy);
      }
    },
  );

  it.each([
    ["steady", []],
    ["evolve", ["--to", "1", "--every", "1"]],
  ])("ask %s for a mesh of the ball", async (command, more) => {
    const { code, out, error } = await capture([command, putModel(folder, driven), ...more, "--mesh", "icosphere:1"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/the mesh has triangles, and local rates \(dephasing 0\.05, pump 0, decay 0\.1\)/);
    expect(error).toMatch(/give tetrahedra, as in --mesh ball:2/);
  });
});

describe("blochfem evolve in the ball", () => {
  const grid = ["--to", "1", "--every", "0.25", "--method", "sde"];

  it("has trajectories within five standard errors of the exact moments", async () => {
    const report = await captureJson<EvolveReport>(
      "evolve",
      putModel(folder, balanced),
      ...grid,
      "--trajectories",
      "4000",
    );
    expect(report.trajectories).toMatchObject({ count: 4000, seed: 1, scheme: "blochWalk" });
    for (const { time, ...exact } of balanced.evolution!.at.filter(({ time }) => time <= 1)) {
      const k = report.times.indexOf(time);
      for (const group of ["mean", "square", "cross"] as const) {
        report.observables[k]![group].forEach((value, i) => {
          // Two looks at nine moments each: chance passes five standard errors once in 1e5 seeds. Steps add a few 1e-5.
          const allowed = 5 * report.errorEstimate[k]![group][i]! + 1e-4;
          expect(Math.abs(value - exact[group][i]!)).toBeLessThan(allowed);
        });
      }
    }
  });

  it("has none where pump and decay differ, and one scheme", async () => {
    const indefinite = await capture(["evolve", putModel(folder, driven), ...grid]);
    expect(indefinite).toMatchObject({ code: 1, out: "" });
    expect(indefinite.error).toMatch(/the diffusion in the ball has a negative eigenvalue/);
    const scheme = await capture(["evolve", putModel(folder, balanced), ...grid, "--scheme", "moebiusWalk"]);
    expect(scheme).toMatchObject({ code: 2, out: "" });
    expect(scheme.error).toMatch(/"moebiusWalk" is no scheme for trajectories.*; use one of blochWalk/);
  });
});

describe("blochfem spectrum in the ball", () => {
  it("has the same eigenvalues by all methods", async () => {
    const [harmonic, ...others] = await Promise.all(
      ["harmonic", "dicke", "fem"].map((method) =>
        captureJson<SpectrumReport>("spectrum", putModel(folder, driven), "--method", method),
      ),
    );
    expect(harmonic!.eigenvalues).toHaveLength(10);
    for (const { eigenvalues } of others) {
      expect(eigenvalues).toHaveLength(10);
      harmonic!.eigenvalues.forEach(([re, im], k) => {
        const [other, frequency] = eigenvalues[k]!;
        expect(Math.hypot(re - other, im - frequency)).toBeLessThan(1e-8);
      });
    }
  });

  it("says which polynomials the finite elements kept", async () => {
    const { out } = await capture(["spectrum", putModel(folder, driven)]);
    expect(out).toMatch(/^band +polynomials of degree n <= 4$/m);
  });

  it("has the rates of one spin", async () => {
    // Decay alone relaxes <sigma_z> at 2 gamma_- (docs/physics.md, section 1), coherences at half of it.
    const standardInput = "spins: 1\nlocal: { decay: 0.5 }\n";
    const { out } = await capture(["spectrum", "-", "--method", "dicke", "--count", "4", "--json"], { standardInput });
    const { eigenvalues } = JSON.parse(out) as SpectrumReport;
    const rates = eigenvalues.map(([re]) => -re);
    [0, 0.5, 0.5, 1].forEach((rate, k) => {
      expect(rates[k]).toBeCloseTo(rate, 10);
    });
  });
});

describe("blochfem check in the ball", () => {
  it("compares all four methods, and counts trajectories in tetrahedra", async () => {
    const argv = ["check", putModel(folder, balanced), "--at", "1", "--trajectories", "2000"];
    const report = await captureJson<Check>(...argv);
    expect(report.agrees).toBe(true);
    expect(report.states.map(({ state }) => state)).toEqual([{ time: 1 }, "steady"]);
    for (const { roads, leftOut } of report.states) {
      expect(roads.map(({ road }) => road).sort()).toEqual(["dicke", "fem", "harmonic", "sde"]);
      expect(leftOut).toEqual([]);
    }
    const { histogram } = report.states[1]!;
    expect(histogram!.chiSquare).toBeNull();
    // P on 160 tetrahedra is off by about 0.04, 2,000 counts by as much; positions in the wrong place would be by 0.5 and more.
    expect(histogram!.totalVariation.distance).toBeLessThan(0.15);
    const { out } = await capture(argv);
    expect(out).toMatch(/^steady +no test: .* distance 0\.\d+ \(chance 0\.\d+\)$/m);
  });

  it("leaves trajectories out where there are none", async () => {
    const { code, out } = await capture(["check", putModel(folder, driven), "--at", "1"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Left out \(in time, steady\): trajectories: the diffusion in the ball/m);
  });
});
