import { meanField, spinModel } from "blochfem";
import { describe, expect, it } from "vitest";

describe("the mean field with an interaction", () => {
  it("has the phases of Lipkin, Meshkov and Glick: two centres for |h| > |chi|, more and a saddle below", () => {
    const model = spinModel({ spins: 10, field: [0, 0, 0.5] });
    const { scan } = meanField(model, {
      scan: [
        { parameter: "interaction.xx", values: [0.4, 0.6, 1] },
        { parameter: "collective.decay", values: [0, 0.3] },
      ],
    });
    expect(scan!.labels.map(([unitary]) => unitary)).toEqual(["closedOrbits", "separatedOrbits", "separatedOrbits"]);
    // Decay takes every orbit to a point.
    expect(scan!.labels.every(([, damped]) => damped === "stable" || damped === "multistable")).toBe(true);
  });

  it("says where the fixed points of a twist are a circle", () => {
    const { continuum, phase } = meanField(spinModel({ spins: 10, interaction: { zz: 1 } }));
    expect(phase.label).toBe("continuum");
    expect(continuum).toMatchObject({ kind: "ring", normal: [0, 0, 1], radius: 1 });
  });
});
