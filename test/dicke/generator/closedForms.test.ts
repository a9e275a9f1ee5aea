import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evolveDicke } from "../../../src/dicke/collective/evolve.ts";
import { steadyState } from "../../../src/dicke/collective/steadyState.ts";
import { evolveSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import type { Observables } from "../../../src/state/moments.ts";
import { generalModel } from "../../model/secondOrder/arbitrary.ts";
import { rotation, turnedModel, turnedMoments, turnedVector } from "./turned.ts";

describe("cooperative fluorescence (R. R. Puri, S. V. Lawande)", () => {
  const cases = [
    { spins: 10, ratio: 0.5, y: 0.49998963584, z: -0.864543262489, zz: 0.777096529582, purity: 0.999987189589 },
    { spins: 40, ratio: 1, y: 0.874086043427, z: -0.178589242909, zz: 0.166984494428, purity: 0.561761832426 },
  ];

  it.each(cases)(
    "N = $spins, B/k = $ratio, in the given axes and in any others",
    ({ spins, ratio, y, z, zz, purity }) => {
      const model = spinModel({ spins, field: [ratio, 0, 0], collective: { decay: 1 } });
      const found = steadyState(model).observables;
      expect(Math.abs(found.mean[1] - y)).toBeLessThan(1e-10);
      expect(Math.abs(found.mean[2] - z)).toBeLessThan(1e-10);
      expect(Math.abs(found.square[2] - zz)).toBeLessThan(1e-10);
      expect(Math.abs(found.purity - purity)).toBeLessThan(1e-10);
      const turn = [0.4, 0.5, -0.3, 0.7] as const;
      const turned = steadyState(turnedModel(model, rotation(turn))).observables;
      expectSame(turned, turnedMoments(found, rotation(turn)), 1e-10);
      expect(Math.abs(turned.purity - purity)).toBeLessThan(1e-10);
    },
  );
});

describe("one-axis twisting (M. Kitagawa, M. Ueda, doi:10.1103/PhysRevA.47.5138)", () => {
  it("squeezes N = 100 spins as the closed form says", () => {
    const spins = 100;
    const model = spinModel({ spins, interaction: { zz: 1 } });
    const times = [0.5, 2, 4, 6, 10];
    const { observables } = evolveDicke({
      model,
      initial: { kind: "coherent", direction: [1, 0, 0] },
      times,
      tolerance: 1e-12,
    });
    times.forEach((time, k) => {
      // exp(-i mu J_z^2 / 2), mu = 2 t / N.
      const mu = (2 * time) / spins;
      const a = 1 - Math.cos(mu) ** (spins - 2);
      const b = 4 * Math.sin(mu / 2) * Math.cos(mu / 2) ** (spins - 2);
      const expected = 1 + ((spins - 1) / 4) * (a - Math.hypot(a, b));
      expect(Math.abs(observables[k]!.squeezing.kitagawaUeda! - expected)).toBeLessThan(1e-9);
    });
  });
});

describe("pure steady states", () => {
  it.each([2, 10, 30])(
    "of a squeezed reservoir, jump J_x + i zeta J_y, N = %i: J_x + i zeta J_y takes it to 0",
    (spins) => {
      const zeta = 0.6;
      const model = spinModel({ spins, collective: { jumps: [{ rate: 1, operator: `Jx + ${zeta}i*Jy` }] } });
      const { observables, errorEstimate } = steadyState(model);
      expect(Math.abs(observables.purity - 1)).toBeLessThan(1e-9);
      expect(errorEstimate).toBeLessThan(1e-9);
      // <A^+ A> of A = J_x + i zeta J_y.
      const [xx, yy] = [observables.square[0], observables.square[1]].map((value) => (value * spins ** 2) / 4) as [
        number,
        number,
      ];
      const z = (observables.mean[2] * spins) / 2;
      expect(Math.abs(xx + zeta ** 2 * yy - zeta * z)).toBeLessThan(1e-8);
    },
  );

  it.each([
    [0.6, 0.799842],
    [0.8, 0.598854],
  ])("coherently radiating spin states, N = 200, B/k = %f: xi_S^2 = %f near sqrt(1 - b^2)", (ratio, squeezing) => {
    const model = spinModel({ spins: 200, field: [ratio, 0, 0], collective: { decay: 1 } });
    expect(steadyState(model).observables.squeezing.kitagawaUeda).toBeCloseTo(squeezing, 6);
  });
});

describe("a rotation of the model", () => {
  const turn = fc
    .tuple(...([0, 1, 2, 3] as const).map(() => fc.double({ min: -1, max: 1, noNaN: true })))
    .filter((q) => Math.hypot(...q) > 0.2);

  it("rotates the steady state", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 2, max: 12 }), false), turn, (model, quaternion) => {
        const dissipative: SpinModel = {
          ...model,
          collective: { ...model.collective, decay: 0.3 + model.collective.decay },
        };
        const turned = turnedModel(dissipative, rotation(quaternion as [number, number, number, number]));
        const expected = turnedMoments(
          steadyState(dissipative).observables,
          rotation(quaternion as [number, number, number, number]),
        );
        expectSame(steadyState(turned).observables, expected, 1e-10);
      }),
      { numRuns: 15 },
    );
  });

  it("rotates the evolution, with local jumps and a field in time", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 2, max: 6 })), turn, (model, quaternion) => {
        const matrix = rotation(quaternion as [number, number, number, number]);
        const field = (time: number): [number, number, number] => [Math.cos(time), 0.3 * time, model.field[2]];
        const request = { times: [0.7], tolerance: 1e-11 } as const;
        const found = evolveSymmetric({
          ...request,
          model,
          field,
          initial: { kind: "coherent", direction: [0.6, 0, 0.8] },
        });
        const turned = evolveSymmetric({
          ...request,
          model: turnedModel(model, matrix),
          field: (time) => turnedVector(field(time), matrix),
          initial: { kind: "coherent", direction: turnedVector([0.6, 0, 0.8], matrix) },
        });
        expectSame(turned.observables[0]!, turnedMoments(found.observables[0]!, matrix), 1e-10);
      }),
      { numRuns: 10 },
    );
  });
});

type Moments = Pick<Observables, "mean" | "square" | "cross">;

function expectSame(found: Moments, expected: Moments, tolerance: number): void {
  for (const key of ["mean", "square", "cross"] as const) {
    for (let k = 0; k < 3; k++) expect(Math.abs(found[key][k]! - expected[key][k]!)).toBeLessThan(tolerance);
  }
}
