import { describe, expect, it } from "vitest";
import { steadyState as dickeSteadyState } from "../../src/dicke/collective/steadyState.ts";
import { comparedBand } from "../../src/fem/gaugeBand.ts";
import { defaultBand } from "../../src/fem/sphere/band.ts";
import { solveSteadyInBand } from "../../src/fem/sphere/steadyInBand.ts";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import type { SteadyState } from "../../src/fem/steadyResult.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import type { SpinMoments, Vector3 } from "../../src/state/moments.ts";
import { puriLawande } from "../reference/puriLawande.ts";

type Exact = SpinMoments & { readonly purity: number };
const list = (values: Exact): number[] => [...values.mean, ...values.square, ...values.cross, values.purity];

const decaying = (spins: number, field: Vector3): SpinModel => spinModel({ spins, field, collective: { decay: 1 } });

function expectHonest(found: SteadyState, exact: Exact): void {
  const [values, estimates] = [list(found.observables), list(found.errorEstimate)];
  list(exact).forEach((value, k) => {
    expect(Math.abs(values[k]! - value), `observable ${k}`).toBeLessThanOrEqual(estimates[k]!);
  });
}

describe("the closed form of Puri and Lawande", () => {
  it("has the values it is known by", () => {
    const ten = puriLawande(10, [0.5, 0]);
    expect(ten.mean[1]).toBeCloseTo(0.49998963584, 12);
    expect(ten.mean[2]).toBeCloseTo(-0.864543262489, 12);
    expect(ten.purity).toBeCloseTo(0.999987189589, 12);
    const forty = puriLawande(40, [1, 0]);
    expect(forty.mean[1]).toBeCloseTo(0.874086043427, 12);
    expect(forty.mean[2]).toBeCloseTo(-0.178589242909, 12);
    expect(forty.square[2]).toBeCloseTo(0.166984494428, 12);
    expect(forty.purity).toBeCloseTo(0.561761832426, 12);
  });

  it("is the steady state of the master equation, in any direction across z", () => {
    const model = spinModel({ spins: 6, field: [0.4, -0.7, 0], collective: { decay: 1.3 } });
    const exact = list(dickeSteadyState(model).observables);
    list(puriLawande(6, [0.4, -0.7], 1.3)).forEach((value, k) => {
      // Condition of the Liouvillian, about 100, times eps.
      expect(Math.abs(value - exact[k]!)).toBeLessThan(1e-13);
    });
  });
});

describe("the steady state in a band", () => {
  it.each([
    [1, 0.3],
    [2, 0.7],
    [3, 1],
    [10, 0.5],
    [20, 1.5],
    [40, 0.5],
    [40, 1],
    [40, 2],
    [100, 1.2],
  ])("is that of Puri and Lawande within its estimates, and a state's purity: N = %i, B/k = %d", (spins, field) => {
    const found = steadyState(decaying(spins, [field, 0, 0]));
    const exact = puriLawande(spins, [field, 0]);
    expectHonest(found, exact);
    expect(Math.max(...list(found.errorEstimate))).toBeLessThan(2.1e-8);
    expect(found.observables.purity).toBeLessThanOrEqual(1);
    expect(found.observables.purity).toBeGreaterThanOrEqual(1 / (spins + 1));
  });

  it("has the purity 0.1120015754 at N = 20, B/k = 1.5", () => {
    const { observables, errorEstimate } = steadyState(decaying(20, [1.5, 0, 0]));
    expect(Math.abs(observables.purity - 0.1120015754)).toBeLessThan(1e-10);
    expect(errorEstimate.purity).toBeLessThan(1e-9);
  });

  it("starts with a band that is wide enough for a narrow state, and not wider than the usual tolerances ask for", () => {
    const first = defaultBand(1000);
    const [own, wider] = [first, comparedBand(first)].map((band) => {
      const { mean, square, cross } = solveSteadyInBand(decaying(1000, [0.5, 0, 0]), icosphere(1), 1, band).moments
        .moments;
      return [...mean, ...square, ...cross];
    });
    const change = Math.max(...own!.map((value, k) => Math.abs(value - wider![k]!)));
    expect(change).toBeLessThan(1e-8);
    expect(change).toBeGreaterThan(1e-12);
  });

  it("does not depend on the mesh that carries P", () => {
    const model = decaying(12, [0.9, 0.3, 0.4]);
    const values = [icosphere(1), icosphere(3)].map((mesh) =>
      list(steadyState(model, { mesh, degree: 8 }).observables),
    );
    values[0]!.forEach((value, k) => {
      expect(value).toBe(values[1]![k]!);
    });
  });
});
