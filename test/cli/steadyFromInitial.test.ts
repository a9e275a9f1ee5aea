import { describe, expect, it } from "vitest";
import type { SteadyReport } from "../../src/cli/steady/report.ts";
import { capture } from "./capture.ts";

const dephasing = "spins: 6\nfield: [0, 0, 1]\ncollective: { dephasing: 0.5 }\n";

describe("steady --from-initial", () => {
  it("is named where the steady state is not unique", async () => {
    const { code, error } = await capture(["steady", "-"], { standardInput: dephasing });
    expect(code).toBe(1);
    expect(error).toMatch(/J_z is conserved; .*--from-initial/);
  });

  it.each([
    ["of the model file", `${dephasing}initial: { coherent: [0.6, 0, 0.8] }\n`, ["--from-initial"]],
    ["of the command line", dephasing, ["--initial", "0.6,0,0.8"]],
  ])("takes the state %s, and is checked", async (_, standardInput, args) => {
    const { code, out } = await capture(["steady", "-", "--check", "--json", ...args], { standardInput });
    const report = JSON.parse(out) as SteadyReport;
    expect(code).toBe(0);
    expect(report.initial).toEqual({ coherent: [0.6, 0, 0.8] });
    expect(report.check!.agrees).toBe(true);
    for (const [k, right] of [0, 0, 0.8].entries())
      expect(Math.abs(report.observables.mean[k]! - right)).toBeLessThan(report.errorEstimate.mean[k]!);
  });

  it.each([
    ["no state", dephasing, ["--from-initial"], 2, /names no initial state/],
    ["elements", dephasing, ["--initial", "1,0,0", "--degree", "3"], 2, /use method harmonic or dicke/],
    ["a field alone", "spins: 4\nfield: [1, 0, 0]\n", ["--initial", "0,0,1"], 1, /no long-time limit.* 6\.28318530718/],
  ])("with %s says what to do", async (_, standardInput, args, exitCode, message) => {
    const { code, out, error } = await capture(["steady", "-", ...args], { standardInput });
    expect([code, out]).toEqual([exitCode, ""]);
    expect(error).toMatch(message);
  });
});
