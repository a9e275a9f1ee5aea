import { formulaField, sampledField, spinModel } from "blochfem";
import { evolveDicke } from "blochfem/dicke";
import { evolveDensity } from "blochfem/fem";
import { evolveHarmonic } from "blochfem/harmonic";
import { evolveTrajectories } from "blochfem/sde";
import type { Evolution, EvolutionRequest } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { equivalentField, turnsFreely } from "../../src/model/freeTurn.ts";

const bounded: readonly [string, (request: EvolutionRequest) => Evolution][] = [
  ["harmonic", evolveHarmonic],
  ["dicke", evolveDicke],
  ["fem", evolveDensity],
];

const trajectories = (request: EvolutionRequest) =>
  evolveTrajectories({ ...request, trajectories: 400, step: 0.02, seed: 1, scheme: "moebiusWalk" });

describe("a pulse that lies between two outputs", () => {
  const request = {
    model: spinModel({ spins: 4, collective: { dephasing: 0.01 } }),
    initial: { kind: "coherent", direction: [0, 0, 1] },
    field: formulaField({ formula: ["20*exp(-(((t-5.3)/0.05)**2))", "0", "0"] }),
  } as const;
  // The master equation with fine steps through the pulse.
  const right = -0.200184196831;

  it.each(bounded)("is not passed over by %s, whatever the times are", (_, evolve) => {
    for (const times of [[10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]) {
      const { observables, errorEstimate } = evolve({ ...request, times });
      const error = errorEstimate.at(-1)!.mean[2];
      // The reference has twelve digits.
      expect(Math.abs(observables.at(-1)!.mean[2] - right)).toBeLessThan(error + 1e-12);
      expect(error).toBeLessThan(1e-6);
    }
  });

  it("is not passed over by trajectories", () => {
    const { observables, errorEstimate } = trajectories({ ...request, times: [10] });
    expect(Math.abs(observables[0]!.mean[2] - right)).toBeLessThan(5 * errorEstimate[0]!.mean[2] + 1e-5);
  });
});

describe("samples between two outputs", () => {
  it("are stops of trajectories, too", () => {
    const b = 15.7079632679;
    const field = sampledField({
      times: [0, 0.9, 0.9001, 1.0999, 1.1, 2],
      values: [0, 0, b, b, 0, 0].map((x) => [x, 0, 0] as const),
    });
    const model = spinModel({ spins: 10, collective: { dephasing: 0.001 } });
    const { observables, errorEstimate } = trajectories({
      model,
      initial: { kind: "coherent", direction: [0, 0, 1] },
      field,
      times: [1.5],
    });
    expect(Math.abs(observables[0]!.mean[1] - -0.001571)).toBeLessThan(5 * errorEstimate[0]!.mean[1] + 1e-6);
  });
});

describe("a constant field that only turns the state", () => {
  it.each([...bounded, ["sde", trajectories] as const])("is exact by %s, however fast it is", (_, evolve) => {
    const { observables, errorEstimate } = evolve({
      model: spinModel({ spins: 4, field: [0, 0, 2e6] }),
      initial: { kind: "coherent", direction: [1, 0, 0] },
      times: [1],
    });
    const right = [Math.cos(2e6), Math.sin(2e6), 0];
    for (const [k, value] of observables[0]!.mean.entries())
      expect(Math.abs(value - right[k]!)).toBeLessThan(errorEstimate[0]!.mean[k]! + 1e-15);
    expect(Math.max(...errorEstimate[0]!.mean)).toBeLessThan(1e-6);
  });

  it("is one along z, without dissipation, or where that is isotropic", () => {
    expect(turnsFreely(spinModel({ spins: 3, field: [0, 0, 1], collective: { decay: 1 }, local: { pump: 2 } }))).toBe(
      true,
    );
    expect(turnsFreely(spinModel({ spins: 3, field: [1, 0, 1] }))).toBe(true);
    const isotropic = { dephasing: 2, pump: 1, decay: 1 };
    expect(turnsFreely(spinModel({ spins: 3, field: [1, 0, 1], collective: isotropic, local: isotropic }))).toBe(true);
    expect(turnsFreely(spinModel({ spins: 3, field: [1, 0, 1], collective: { dephasing: 1 } }))).toBe(false);
    const field = equivalentField(spinModel({ spins: 3, field: [0, 0, 7] }), 1);
    expect(Math.abs(field[2] - (7 - 2 * Math.PI))).toBeLessThan(1e-14);
  });

  it("is refused before the work where it does more and is too fast, with the estimate and the limit", () => {
    const model = spinModel({ spins: 4, field: [1e9, 1, 0], collective: { dephasing: 1 } });
    for (const [, evolve] of bounded)
      expect(() => evolve({ model, initial: { kind: "coherent", direction: [0, 0, 1] }, times: [10] })).toThrow(
        /would take about .* steps and about [^,]* (hours|days)[^,]*, above the limit of 3600 s/,
      );
  });
});
