import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { endOfSteady } from "../../src/roads/endState.ts";
import { steady } from "../../src/roads/steady.ts";

describe("the state that elements store", () => {
  it.each([
    ["parabolic", 8, { field: [0.5, 0.2, -0.3], collective: { dephasing: 1, pump: 0.5, decay: 1 } }],
    ["not parabolic", 8, { field: [0.7, 0, 0.2], collective: { decay: 1 } }],
    ["narrow", 40, { field: [0, 0.4, 0.3], collective: { dephasing: 0.5, decay: 0.5 } }],
  ] as const)("is off by less than it says, in the trace norm: %s, N = %d", (_, spins, parts) => {
    const model = spinModel({ spins, ...parts });
    const exact = endOfSteady(steady(model, { method: "dicke" })).state!;
    for (const tolerance of [1e-8, 1e-5]) {
      const found = endOfSteady(steady(model, { method: "fem", tolerance })).state!;
      expect(found.band).toBe(spins);
      const distance = Math.hypot(...found.unknowns.map((value, i) => value - exact.unknowns[i]!));
      // The trace norm is at most that much larger than the one of Hilbert and Schmidt.
      expect(Math.sqrt(spins + 1) * distance).toBeLessThan(found.error + exact.error);
    }
  });
});
