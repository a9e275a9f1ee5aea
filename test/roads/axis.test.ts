import { describe, expect, it } from "vitest";
import { type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { endOfSteady } from "../../src/roads/endState.ts";
import { steady } from "../../src/roads/steady.ts";
import { capture } from "../cli/capture.ts";

const laser = (spins: number, pump: number): SpinModelInput => ({
  spins,
  collective: { decay: spins / 2 },
  local: { pump: (pump * spins) / 2 },
});

/** Lines as a terminal breaks them are one. */
const joined = (text: string): string => text.replace(/\s+/g, " ");

describe("the road for a model about z", () => {
  it("is that of the populations for few spins, and the expansion of P by its name", () => {
    const model = spinModel(laser(120, 0.5));
    const chosen = steady(model);
    expect(chosen.method).toBe("dicke");
    expect(chosen.reason).toMatch(/populations about the axis are exact/);
    const expanded = steady(model, { method: "fem" });
    expect("expansion" in expanded && expanded.expansion.around).toBe("threshold");
    for (const name of ["mean", "square"] as const) {
      for (const k of [0, 1, 2]) {
        const allowed = chosen.errorEstimate[name][k]! + expanded.errorEstimate[name][k]!;
        expect(Math.abs(chosen.observables[name][k]! - expanded.observables[name][k]!)).toBeLessThanOrEqual(allowed);
      }
    }
  });

  it("is the expansion of P for many, which says what it does not know", () => {
    const state = steady(spinModel(laser(20_000, 0.97)));
    expect(state).toMatchObject({ method: "fem", scheme: "axis", domain: "ball", density: null, point: null });
    expect(() => state.densityMatrix()).toThrow(/depends on moments of P of all degrees/);
    expect(() => state.husimi([[0, 0, 1]])).toThrow(/Husimi function of 20000 spins/);
    expect(state.stateError()).toEqual({ traceNorm: 2, husimi: 1 });
    expect(endOfSteady(state).missing).toMatch(/around the axis alone/);
  });

  it("is none below the threshold of many spins, and the message names the regime", () => {
    expect(() => steady(spinModel(laser(100_000, 1e-3)))).toThrow(/below the threshold of collective emission/);
  });

  it("is shown by the command line", async () => {
    const text = JSON.stringify(laser(5000, 0.5));
    const { code, out } = await capture(["steady", "-"], { standardInput: text });
    expect(code).toBe(0);
    expect(joined(out)).toMatch(/P around a ring off the axis up to degree \d+, errors from \d+/);
    const below = await capture(["steady", "-"], { standardInput: JSON.stringify(laser(100_000, 1e-3)) });
    expect(below.code).not.toBe(0);
    expect(joined(below.error)).toMatch(/w <= sqrt\(N\) Gamma/);
  });
});
