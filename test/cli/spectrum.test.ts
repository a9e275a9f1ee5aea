import { describe, expect, it } from "vitest";
import type { SpectrumReport } from "../../src/cli/spectrum/run.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
/** Without a field populations and coherences part: rates in closed form for N = 1. */
const single = putFile(folder, "single.yaml", "spins: 1\nfield: [0, 0, 3]\ncollective: { decay: 1 }\n");
const driven = putFile(folder, "driven.yaml", "spins: 8\nfield: [1.5, 0, 0.2]\ncollective: { decay: 1, pump: 0.1 }\n");

const spectrum = async (...argv: string[]): Promise<SpectrumReport> => {
  const { code, out, error } = await capture(["spectrum", ...argv, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as SpectrumReport;
};

describe("blochfem spectrum", () => {
  it.each(["fem", "harmonic", "dicke"])("of one decaying spin in closed form by %s", async (method) => {
    // 2 k_- D[J_-]: <J_z> relaxes at 2 k_-, <J_-> at k_- and turns at B_z.
    const report = await spectrum(single, "--method", method, "--count", "4");
    const expected = [
      [0, 0],
      [-1, 3],
      [-1, -3],
      [-2, 0],
    ];
    expect(Object.keys(report)[0]).toBe("eigenvalues");
    expect(report.eigenvalues).toHaveLength(4);
    expected.forEach(([re, im], k) => {
      // The accuracy that the methods promise.
      expect(Math.hypot(report.eigenvalues[k]![0] - re!, report.eigenvalues[k]![1] - im!)).toBeLessThan(1e-8);
    });
    expect(report.relaxationGap).toBeCloseTo(1, 8);
  });

  it("has the same ten by every method, as many as were asked for", async () => {
    const [fem, harmonic, dicke] = await Promise.all(
      ["fem", "harmonic", "dicke"].map((method) => spectrum(driven, "--method", method)),
    );
    for (const other of [harmonic!, dicke!]) {
      expect(other.eigenvalues.length).toBeGreaterThanOrEqual(10);
      expect(other.eigenvalues).toHaveLength(fem!.eigenvalues.length);
      other.eigenvalues.forEach(([re, im], k) => {
        expect(Math.hypot(re - fem!.eigenvalues[k]![0], im - fem!.eigenvalues[k]![1])).toBeLessThan(1e-8);
      });
    }
    const rates = dicke!.eigenvalues.map(([re]) => Math.abs(re));
    rates.slice(1).forEach((rate, k) => {
      expect(rate).toBeGreaterThanOrEqual(rates[k]! - 1e-7);
    });
  });

  it("puts a pair on a line for people", async () => {
    const { code, out } = await capture(["spectrum", single, "--method", "dicke", "--count", "4"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^0 +0 +the steady state$/m);
    expect(out.match(/ 3\.0{12}/g)).toHaveLength(1);
    expect(out).toMatch(/^gap +1: the slowest of these decays in a time 1$/m);
  });

  it.each([
    ["0", /0 eigenvalues are asked for; ask for 1, the zero of the steady state, or more/],
    ["2.5", /2\.5 eigenvalues/],
    ["ten", /--count is "ten", not a number/],
  ])("refuses --count %s", async (count, message) => {
    const { code, out, error } = await capture(["spectrum", single, "--count", count]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(message);
  });

  it("says how often zero is an eigenvalue, and what is conserved", async () => {
    const argv = ["spectrum", "-", "--method", "harmonic"];
    const standardInput = "spins: 3\nfield: [1, 0, 0]\n";
    const { code, out } = await capture(argv, { standardInput });
    expect(code).toBe(0);
    expect(out).toMatch(/^zeros +4, conserved besides the trace: B\.J$/m);
    const report = JSON.parse((await capture([...argv, "--json"], { standardInput })).out) as SpectrumReport;
    expect(report).toMatchObject({ zeros: 4, conserved: "B.J", searched: null });
  });

  it("lists what moves behind zeros that would be the whole list, and counts these on one line", async () => {
    // An element of rho with q = m - m' != 0 falls at k_z q^2/N and turns at chi (m^2 - m'^2)/N; there are N + 1 populations.
    const text = "spins: 12\ninteraction: { zz: 1 }\ncollective: { dephasing: 0.6 }\n";
    const run = (...more: string[]) => capture(["spectrum", "-", ...more], { standardInput: text });
    const { eigenvalues, zeros } = JSON.parse((await run("--json")).out) as SpectrumReport;
    expect(zeros).toBe(13);
    expect(eigenvalues.length).toBeGreaterThanOrEqual(23);
    for (const [k, [real, imaginary]] of eigenvalues.entries()) {
      const pair = Math.floor((k - 13) / 4);
      const exact = k < 13 ? [0, 0] : [-0.6 / 12, (2 * pair + 1) / 12];
      expect(Math.hypot(real - exact[0]!, Math.abs(imaginary) - exact[1]!)).toBeLessThan(1e-8);
    }
    const { out } = await run();
    expect(out.match(/^0 +0 .*$/gm)).toEqual([expect.stringMatching(/^0 +0 +13 times, conserved$/)]);
    expect(out).toMatch(/^gap +0\.05: the slowest of these decays/m);
    expect((await run("--count", "5")).out).toMatch(/^gap +none among these, .* --count 23 shows what moves$/m);
    expect((await capture(["spectrum", "-"], { standardInput: "spins: 3\n" })).out).toMatch(/^gap +none among these$/m);
  });

  it("leaves the initial state of the file aside, and refuses a field in time", async () => {
    const text = "spins: 1\ncollective: { decay: 1 }\ninitial: { coherent: [1, 0, 0] }\n";
    expect((await capture(["spectrum", "-", "--method", "dicke"], { standardInput: text })).code).toBe(0);
    const moving = 'spins: 1\ncollective: { decay: 1 }\nfield: { formula: ["t", "0", "0"] }\n';
    const { code, error } = await capture(["spectrum", "-"], { standardInput: moving });
    expect(code).toBe(2);
    // The error of the model file reader.
    expect(error).toMatch(/<stdin>:3:\d+: the field depends on time/);
  });
});
