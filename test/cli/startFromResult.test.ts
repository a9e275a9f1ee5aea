import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { EvolveReport } from "../../src/cli/evolve/report.ts";
import { capture } from "./capture.ts";

const folder = mkdtempSync(join(tmpdir(), "blochfem-start-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rates = "field: [0.5, 0.2, -0.3]\ncollective: { dephasing: 0.4, pump: 0.3, decay: 0.5 }";
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const evolved = async (...args: string[]): Promise<EvolveReport> => {
  const { out, error: err } = await capture(["evolve", ...args, "--json"]);
  expect(err).toBe("");
  return JSON.parse(out) as EvolveReport;
};

describe.each(["harmonic", "dicke"])("a result of --method %s", (method) => {
  it.each([
    ["on the sphere", "{ coherent: [0.6, 0, 0.8] }"],
    ["in the ball", "{ dicke: { m: 1, j: 2 } }"],
  ])("%s is taken up again by every exact road", async (name, initial) => {
    const start = write(`${method}-${name}.yaml`, `spins: 6\n${rates}\ninitial: ${initial}`);
    const whole = await evolved(start, "--to", "1", "--every", "0.5", "--method", "harmonic");
    const out = join(folder, `${method}-${name}`);
    await evolved(start, "--to", "0.5", "--every", "0.5", "--method", method, "--out", out);
    // Relative to the model file.
    const next = write(`next-${method}.yaml`, `spins: 6\n${rates}\ninitial: { from: "${method}-${name}/result.json" }`);
    for (const road of ["harmonic", "dicke"]) {
      const rest = await evolved(next, "--to", "0.5", "--every", "0.5", "--method", road);
      const error = rest.errorEstimate[1]!.mean[2] + whole.errorEstimate[2]!.mean[2];
      for (const k of [0, 1, 2] as const)
        expect(Math.abs(rest.observables[1]!.mean[k] - whole.observables[2]!.mean[k])).toBeLessThan(error);
      expect(Math.abs(rest.observables[1]!.purity - whole.observables[2]!.purity)).toBeLessThan(2 * error);
    }
  });
});

describe("a run that keeps no state", () => {
  it("says which method did not, and which do", async () => {
    const model = write("unkept.yaml", `spins: 6\n${rates}\ninitial: { coherent: [0, 0, 1] }\n`);
    const line = ["evolve", model, "--to", "0.1", "--every", "0.1"];
    const out = join(folder, "unkept");
    const done = await capture([...line, "--method", "sde", "--trajectories", "100", "--out", out]);
    expect({ code: done.code, error: done.error }).toEqual({ code: 0, error: "" });
    const { code, error } = await capture([...line, "--initial", join(out, "result.json")]);
    expect(code).toBe(2);
    expect(error).toContain("an evolution by method sde keeps no moments of all degrees");
    expect(error).toContain("by method harmonic or dicke");
  });
});

describe("what is no earlier result", () => {
  const model = write("model.yaml", `spins: 6\n${rates}`);
  const from = async (text: string): Promise<string> => {
    const path = write("damaged.json", text);
    return (await capture(["evolve", model, "--to", "1", "--every", "1", "--method", "harmonic", "--initial", path]))
      .error;
  };

  it.each([
    ["spins: 4", "is no JSON object"],
    ["{}", "holds no state to start from"],
    ['{ "state": null, "stateMissing": "method sde keeps no moments" }', "method sde keeps no moments"],
    [
      '{ "state": { "domain": "sphere", "spins": 6, "band": 6, "error": 0, "unknowns": [1, 2] } }',
      "has 49 numbers, not 2",
    ],
  ])("%s", async (text, message) => {
    expect(await from(text)).toContain(message);
  });

  it("other N, damaged digits, and a file that is not there", async () => {
    const start = write("five.yaml", `spins: 5\n${rates}\ninitial: { coherent: [1, 0, 0] }`);
    const out = join(folder, "five");
    await evolved(start, "--to", "0.5", "--every", "0.5", "--method", "harmonic", "--out", out);
    const text = readFileSync(join(out, "result.json"), "utf8");
    expect(await from(text)).toContain("a state of 5 spins, and the model has 6; give a result of 6 spins");
    const stored = JSON.parse(text) as { state: { unknowns: number[] } };
    stored.state.unknowns[2]! += 0.01;
    expect(await from(JSON.stringify(stored))).toContain("is not that of the observables");
    const absent = await capture([
      "evolve",
      model,
      "--to",
      "1",
      "--every",
      "1",
      "--initial",
      join(folder, "absent.json"),
    ]);
    expect(absent.error).toContain("cannot read");
  });
});
