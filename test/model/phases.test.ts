import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { type Phase, scanPhases } from "../../src/model/phases.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";

const labels = (phases: readonly Phase[]) => phases.map(({ label }) => label);

describe("scanPhases", () => {
  it("finds the transition of the driven, collectively pumped ensemble at |B_x| = |d|", () => {
    const model = spinModel({ spins: 40, collective: { dephasing: 1, pump: 1 } });
    const diagram = scanPhases(model, [
      { path: "field.0", values: [0, 0.5, 1, 1.5] },
      { path: "collective.decay", values: [0, 1, 1.75] },
    ]);
    // Rows are B_x, columns d = -1, 0, 0.75.
    expect(labels(diagram.phases)).toEqual([
      ...["stable", "continuum", "stable"],
      ...["stable", "closedOrbits", "stable"],
      ...["marginal", "closedOrbits", "closedOrbits"],
      ...["closedOrbits", "closedOrbits", "closedOrbits"],
    ]);
    expect(diagram.phases[1]).toMatchObject({ continuum: "everywhere", spirals: 0 });
    expect(diagram.phases[0]!.counts).toEqual({ stable: 1, unstable: 1, saddle: 0, centre: 0, degenerate: 0 });
    expect(diagram.phases[4]!.counts.centre).toBe(2);
  });

  it("tells a spiral from a node", () => {
    const model = spinModel({ spins: 40, collective: { pump: 1 } });
    const { phases } = scanPhases(model, [
      { path: "field.2", values: [0, 1] },
      { path: "field.0", values: [0.5] },
    ]);
    expect(phases.map(({ spirals }) => spirals)).toEqual([0, 1]);
  });

  it("sees superradiance switch on against local pump, locked to a weak drive, turning with a detuning", () => {
    const model = spinModel({ spins: 40, collective: { decay: 1 } });
    const scan = (field: SpinModel["field"]) =>
      scanPhases(spinModel({ ...model, field }), [
        { path: "local.pump", values: [0.1, 0.5, 2] },
        { path: "local.decay", values: [0] },
      ]).phases;
    // Inverted above g_+ = d, where the axis point z = 1 becomes stable.
    expect(labels(scan([0, 0, 0]))).toEqual(["continuum", "continuum", "stable"]);
    expect(scan([0, 0, 0])[0]!.continuum).toBe("circle");
    expect(labels(scan([0, 0, 0.3]))).toEqual(["oscillating", "oscillating", "stable"]);
    expect(labels(scan([0.3, 0, 0]))).toEqual(["stable", "stable", "stable"]);
  });

  it("finds bistability, with a saddle between the two stable points", () => {
    // Below |B_x| = d the dark point of the collective decay is stable; local decay adds one near the south pole's rim.
    const model = spinModel({ spins: 40, field: [0, 0, 0], collective: { decay: 1 } });
    const { phases } = scanPhases(model, [
      { path: "field.0", values: [0.1, 1 / 3, 1.5] },
      { path: "local.decay", values: [0.002] },
    ]);
    expect(labels(phases)).toEqual(["stable", "multistable", "stable"]);
    expect(phases[1]!.counts).toEqual({ stable: 2, unstable: 0, saddle: 1, centre: 0, degenerate: 0 });
  });

  it("names what is wrong with an axis", () => {
    const model = spinModel({ spins: 4 });
    const good = { path: "field.0", values: [1] };
    expect(() => scanPhases(model, [good, { path: "field.1", values: [] }])).toThrow(
      "the axis field.1 has 0 values; give at least 1",
    );
    expect(() => scanPhases(model, [good, good])).toThrow("both axes are field.0; vary two different parameters");
    expect(() => scanPhases(model, [good, { path: "local.pmup", values: [1] }])).toThrow("did you mean local.pump?");
    expect(() => scanPhases(model, [good, { path: "local.pump", values: [1, -1] }])).toThrow(InputError);
  });
});
