import { describe, expect, it } from "vitest";
import type { SpectrumReport } from "../../src/cli/spectrum/command.ts";
import { leadingModes, type Mode, relaxationGap } from "../../src/cli/spectrum/order.ts";
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

const mode = (real: number, imaginary: number): Mode => ({ real, imaginary, error: 0 });
const pairs = (modes: readonly Mode[]): number[][] => modes.map(({ real, imaginary }) => [real, imaginary]);

describe("the order of modes", () => {
  it("takes those nearest to zero, and lists them by rate", () => {
    const modes = [mode(0, 0), mode(-1, 0), mode(-0.1, -2), mode(-0.1, 2), mode(-2.5, 0)];
    expect(pairs(leadingModes(modes, 4, 1e-7))).toEqual([
      [0, 0],
      [-0.1, 2],
      [-0.1, -2],
      [-1, 0],
    ]);
  });

  it("does not depend on differences below the tie", () => {
    const list = (shift: number): readonly Mode[] => [
      mode(0, 0),
      mode(-1 - shift, 1),
      mode(-1 + shift, -1),
      mode(-1, 3),
    ];
    for (const shift of [1e-9, -1e-9]) {
      const [, first, second] = leadingModes(list(shift), 3, 1e-7);
      expect([first!.imaginary, second!.imaginary]).toEqual([1, -1]);
    }
  });

  it("gives the gap of what is not zero", () => {
    expect(relaxationGap([mode(0, 0), mode(-2, 0), mode(-0.5, 1)])).toBe(0.5);
    expect(relaxationGap([mode(0, 0)])).toBeNull();
  });
});

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
      expect(other.eigenvalues).toHaveLength(10);
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
    ["0", /--count is 0, not a whole number from 1 on/],
    ["2.5", /--count is 2\.5/],
    ["ten", /--count is "ten", not a number/],
  ])("refuses --count %s", async (count, message) => {
    const { code, out, error } = await capture(["spectrum", single, "--count", count]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(message);
  });

  it("says which quantity makes zero a multiple eigenvalue", async () => {
    const argv = ["spectrum", "-", "--method", "harmonic"];
    const { code, error } = await capture(argv, { standardInput: "spins: 3\nfield: [1, 0, 0]\n" });
    expect(code).toBe(1);
    expect(error).toMatch(/B\.J is conserved/);
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
