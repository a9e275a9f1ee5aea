import { describe, expect, it } from "vitest";
import type { CorrelationReport } from "../../src/cli/correlate/run.ts";
import type { CountingReport } from "../../src/cli/counting/run.ts";
import type { EmissionReport } from "../../src/cli/emission/run.ts";
import type { SensitivityReport } from "../../src/cli/sensitivity/run.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
/** One atom, whose light is in closed form: c = 2 k = 2, and a drive of 1. */
const atom = putFile(folder, "atom.yaml", "spins: 1\nfield: [1, 0, 0]\ncollective: { decay: 1 }\n");

async function report<Report>(...argv: string[]): Promise<Report> {
  const { code, out, error } = await capture([...argv, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as Report;
}

/** Where finite elements are exact, too. */
const local = putFile(
  folder,
  "local.yaml",
  "spins: 3\nfield: [1, 0, 0.2]\ncollective: { decay: 1, pump: 1 }\nlocal: { decay: 0.3 }\n",
);

/** Beyond what elements have whole bands for. */
const weak = putFile(
  folder,
  "weak.yaml",
  "spins: 9\nfield: [1, 0, 0.2]\ncollective: { decay: 1 }\nlocal: { decay: 0.3 }\n",
);

/** Of the excited state of one atom: W^2 / (c^2 + 2 W^2). */
const EXCITED = 1 / 6;

describe("light on the command line", () => {
  it("emission: evenly spaced frequencies, S, and its two weights", async () => {
    const found = await report<EmissionReport>("emission", atom, "--from", "-1", "--to", "1", "--points", "5");
    expect(Object.keys(found).slice(0, 5)).toEqual([
      "frequencies",
      "incoherent",
      "coherentWeight",
      "incoherentWeight",
      "errorEstimate",
    ]);
    expect(found.frequencies).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(found.incoherent[0]).toBeCloseTo(found.incoherent[4]!, 11);
    expect(found.coherentWeight + found.incoherentWeight).toBeCloseTo(EXCITED, 11);
  });

  it("correlate: g1 and g2 at 0, DT, ..., T", async () => {
    const first = await report<CorrelationReport>("correlate", atom, "--to", "1", "--every", "0.5");
    expect(Object.keys(first).slice(0, 4)).toEqual(["times", "values", "errorEstimate", "coherent"]);
    expect(first.times).toEqual([0, 0.5, 1]);
    expect(first.values[0]![0]).toBeCloseTo(EXCITED, 11);
    const second = await report<CorrelationReport>("correlate", atom, "--order", "2", "--to", "1", "--every", "1");
    expect(second.coherent).toBeCloseTo(EXCITED ** 2, 11);
    expect(second.normalized[0]![0]).toBeCloseTo(0, 11);
  });

  it("counting: rate, variance, third cumulant, Fano factor and Mandel's Q", async () => {
    const found = await report<CountingReport>("counting", atom, "--method", "dicke");
    expect(Object.keys(found).slice(0, 6)).toEqual(["rate", "variance", "third", "fano", "mandelQ", "errorEstimate"]);
    expect(found.rate).toBeCloseTo(2 * EXCITED, 11);
    expect(found.mandelQ).toBeCloseTo(-24 / 36, 11);
    expect(found.method).toBe("dicke");
  });

  it.each([
    ["emission", []],
    ["correlate", ["--order", "2", "--to", "1", "--every", "0.5"]],
    ["counting", []],
    ["sensitivity", []],
  ] as const)("--check of %s compares all methods, and says which are left out", async (command, options) => {
    const { check, method } = await report<CountingReport>(command, local, ...options, "--check");
    expect(check!.agrees).toBe(true);
    expect(check!.roads.map(({ method: road }) => road).toSorted()).toEqual(["dicke", "fem", "harmonic"]);
    expect(check!.reference).toBe(method);
    expect(check!.roads.every(({ share }) => share <= 1)).toBe(true);
    const { code, out } = await capture([command, atom, ...options, "--check"]);
    expect(code).toBe(0);
    expect(out).toMatch(/All methods agree/);
    // What is left out is named with its reason.
    const sparse = await capture([command, weak, ...options, "--check"]);
    expect(sparse.code).toBe(0);
    expect(sparse.out).toMatch(/Left out: finite elements, since D is negative somewhere in the ball/);
  });

  it("for people in lines of 80 characters", async () => {
    for (const argv of [
      ["emission", atom, "--points", "7"],
      ["correlate", atom, "--to", "1", "--every", "0.5"],
      ["counting", atom],
    ]) {
      const { code, out } = await capture(argv);
      expect(code).toBe(0);
      const lines = out.split("\n").slice(1);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  it.each([
    [["emission", atom, "--points", "1"], /--points is 1, not a whole number from 2/],
    [["emission", atom, "--from", "2", "--to", "1"], /--from 2 is not below --to 1/],
    [["correlate", atom, "--to", "-1", "--every", "1"], /--to is -1, not above 0/],
    [["correlate", atom, "--to", "1", "--every", "1", "--order", "0"], /0, neither 1 nor 2/],
    [["counting", atom, "--channel", "pump"], /count the channel that emits: decay/],
    [["counting", atom, "--channel", "Jq"], /Jq is unknown/],
    [["emission", atom, "--band", "1", "--method", "dicke"], /--band does not go with --method dicke/],
    [["emission", atom, "--check", "--method", "dicke"], /leave --check or --method out/],
    [["counting", atom, "--check", "--band", "1"], /leave --check or --band out/],
  ])("refuses %j in one line", async (argv, message) => {
    const { code, out, error } = await capture(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(message);
    expect(error.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("blochfem sensitivity", () => {
  it("prints derivatives by the parameters that are named, and Fisher rates", async () => {
    const found = await report<SensitivityReport>("sensitivity", atom, "--by", "field.x,collective.decay");
    expect(Object.keys(found).slice(0, 2)).toEqual(["parameters", "errorEstimate"]);
    expect(Object.keys(found.parameters)).toEqual(["field.x", "collective.decay"]);
    // <sigma_z> = -c^2 / (c^2 + 2 W^2), of which the derivative by W is 4 c^2 W / (c^2 + 2 W^2)^2.
    expect(found.parameters["field.x"]!.mean[2]).toBeCloseTo(16 / 36, 11);
    const { code, error } = await capture(["sensitivity", atom, "--by", "field.q"]);
    expect(code).toBe(2);
    expect(error).toMatch(/"field\.q" is not a parameter/);
  });
});
