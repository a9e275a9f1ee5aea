import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";

describe("light along an evolution by elements", () => {
  it.each([
    [12, 1],
    [40, 2],
  ] as const)("of %d spins, order %d, is that of the exact roads from a time on", (spins, order) => {
    const model = spinModel({ spins, field: [0.5, 0.2, 0.1], collective: { decay: 0.2, pump: 1, dephasing: 0.5 } });
    const options = { order, state: { coherent: [1, 0, 0] }, at: 0.4, times: [0, 0.3, 1.1, 2], check: true } as const;
    const { check } = correlation(model, options);
    expect(check!.roads.map(({ method }) => method).toSorted()).toEqual(["dicke", "fem", "harmonic"]);
    expect(check!.agrees).toBe(true);
  });
});
