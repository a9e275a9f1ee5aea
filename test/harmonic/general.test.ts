import fc from "fast-check";
import { EigenvalueDecomposition, type Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { evolveBall } from "../../src/harmonic/ball/evolve.ts";
import { slowestBallModes } from "../../src/harmonic/ball/spectrum.ts";
import { steadyBall } from "../../src/harmonic/ball/steady.ts";
import { evolveHarmonic } from "../../src/harmonic/sphere/evolve.ts";
import { slowestModes } from "../../src/harmonic/sphere/spectrum.ts";
import { harmonicSolver, steadyHarmonics } from "../../src/harmonic/sphere/steady.ts";
import type { InitialState } from "../../src/model/initialState.ts";
import { coefficientsOf, type Kossakowski } from "../../src/model/secondOrder/coefficients.ts";
import { jumpsOf } from "../../src/model/secondOrder/jumps.ts";
import { turned, turnedVector } from "../../src/model/secondOrder/turn.ts";
import { hasLocalRates, type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { differenceOfMoments } from "../../src/state/comparison.ts";
import type { Observables, SpinMoments, Vector3 } from "../../src/state/moments.ts";
import { generalModel, orthogonal } from "../model/secondOrder/arbitrary.ts";
import { type GeneralModel, generalEquation } from "../reference/equation.ts";
import { excessOverEstimate } from "../reference/estimate.ts";
import { evolve, liouvillian, liouvillian2N, symmetricEquation } from "../reference/explicit/masterEquation.ts";
import { productState } from "../reference/explicit/spins.ts";
import { explicitState } from "../reference/explicit/states.ts";
import { type GeneralReference, generalModels } from "../reference/general.ts";

const coherent = (direction: Vector3): InitialState => ({ kind: "coherent", direction });

const largest = (a: SpinMoments & { purity: number }, b: SpinMoments & { purity: number }): number => {
  const { mean, square, cross } = differenceOfMoments(a, b);
  return Math.max(mean, square, cross, Math.abs(a.purity - b.purity));
};

const steadyOf = (model: SpinModel): Observables =>
  (hasLocalRates(model) ? steadyBall(model) : steadyHarmonics(model)).observables;

describe("models with an interaction and jumps", () => {
  const named = generalModels.map((entry): [string, GeneralReference] => [entry.name, entry]);

  it.each(named.filter(([, { steady }]) => steady !== null))(
    "have the steady state of the master equation: %s",
    (_, { model, steady }) => expect(largest(steadyOf(model), steady!)).toBeLessThan(1e-12),
  );

  it.each(named)("evolve as the master equation says: %s", (_, { model, initial, at }) => {
    const times = at.map(({ time }) => time);
    const evolution = (hasLocalRates(model) ? evolveBall : evolveHarmonic)({
      model,
      initial: coherent(initial),
      times,
    });
    for (const [k, state] of at.entries()) {
      expect(largest(evolution.observables[k]!, state)).toBeLessThan(1e-12);
      expect(excessOverEstimate(evolution.observables[k]!, state, evolution.errorEstimate[k]!)).toBeLessThanOrEqual(0);
    }
  });

  it("evolve as in all 2^N dimensions", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 1, max: 3 })), (model) => {
        const direction: Vector3 = [0.48, 0.6, 0.64];
        const time = 0.7;
        const equation = generalEquation(asReference(model));
        const [rho] = evolve(liouvillian2N(equation), productState(model.spins, direction), [time]);
        const { observables } = evolveBall({ model, initial: coherent(direction), times: [time] });
        expect(largest(observables[0]!, explicitState(model.spins, rho!))).toBeLessThan(1e-11);
      }),
      { numRuns: 8 },
    );
  });
});

describe("the spectrum of a model with an interaction and jumps", () => {
  const model = (spins: number): SpinModel =>
    spinModel({
      spins,
      field: [0.3, -0.2, 0.1],
      interaction: { xx: 0.4, zz: -0.7, xy: 0.2, yz: 0.5 },
      collective: { decay: 0.3, jumps: [{ rate: 0.5, operator: ["1", "0.6i", "0.2 + 0.1i"] }] },
    });
  const local = { local: { pump: 0.2, jumps: [{ rate: 0.3, operator: ["0.3i", "1", "0.4"] as const }] } };
  const eigenvalues = (matrix: Matrix): (readonly [number, number])[] => {
    const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrix);
    return realEigenvalues.map((value, k) => [value, imaginaryEigenvalues[k]!] as const);
  };
  const distance = (found: readonly [number, number], among: readonly (readonly [number, number])[]): number =>
    Math.min(...among.map(([re, im]) => Math.hypot(re - found[0], im - found[1])));

  it("is that of the Liouvillian in the symmetric subspace", () => {
    const dense = eigenvalues(liouvillian(symmetricEquation(generalEquation(asReference(model(6))))));
    const found = slowestModes(model(6), { count: 49 });
    expect(found.eigenvalues.length).toBe(49);
    for (const eigenvalue of found.eigenvalues) expect(distance(eigenvalue, dense)).toBeLessThan(1e-11);
    for (const eigenvalue of dense) expect(distance(eigenvalue, found.eigenvalues)).toBeLessThan(1e-11);
  });

  it("is among that of the Liouvillian in all 2^N dimensions, with local processes", () => {
    const whole = spinModel({ ...model(3), ...local });
    const dense = eigenvalues(liouvillian2N(generalEquation(asReference(whole))));
    const found = slowestBallModes(whole, { count: 20 });
    expect(found.eigenvalues.length).toBe(20);
    for (const eigenvalue of found.eigenvalues) expect(distance(eigenvalue, dense)).toBeLessThan(1e-11);
  });

  it("in a band contains its distance to the whole one, and knows how fast what lies beyond decays", () => {
    const twisted = spinModel({
      spins: 14,
      field: [0.5, 0, 0.2],
      interaction: { zz: 1 },
      collective: { dephasing: 1, pump: 1, jumps: [{ rate: 1, operator: "Jx" }] },
    });
    const whole = slowestModes(twisted, { count: 6 }).eigenvalues;
    const cut = slowestModes(twisted, { count: 6, band: 12, tolerance: 1e-2 });
    for (const [k, eigenvalue] of cut.eigenvalues.entries())
      expect(distance(eigenvalue, whole)).toBeLessThanOrEqual(cut.errorEstimate[k]!);
    const undamped = spinModel({ spins: 14, field: [0.5, 0, 0], interaction: { zz: 1 }, collective: { decay: 0.1 } });
    expect(() => slowestModes(undamped, { band: 10, tolerance: 0.9 })).toThrow("beyond the band");
  });
});

describe("turning a model", () => {
  it("turns its steady state and its evolution, on the sphere and in the ball", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 2, max: 8 })), orthogonal, fc.boolean(), (any, rotation, inBall) => {
        const drop = { dephasing: 0, pump: 0, decay: 0 };
        const base = { dephasing: 0.3, pump: 0.2, decay: 0.4 };
        const model = spinModel(
          inBall
            ? { ...any, local: { ...any.local, ...base } }
            : { ...any, collective: { ...any.collective, ...base }, local: drop },
        );
        const other = turnedModel(model, rotation);
        expectTurned(steadyOf(model), steadyOf(other), rotation);
        const direction: Vector3 = [0.48, 0.6, 0.64];
        const moved = (of: SpinModel, from: Vector3): Observables =>
          (inBall ? evolveBall : evolveHarmonic)({ model: of, initial: coherent(from), times: [0.8] }).observables[0]!;
        expectTurned(moved(model, direction), moved(other, turnedVector(direction, rotation)), rotation);
      }),
      { numRuns: 12 },
    );
  });
});

describe("closed forms", () => {
  it("one-axis twisting of N = 100 squeezes as Kitagawa and Ueda say", () => {
    const spins = 100;
    const model = spinModel({ spins, interaction: { zz: 1 } });
    const times = [0.5, 2, 4, 8];
    const { observables } = evolveHarmonic({ model, initial: coherent([1, 0, 0]), times, band: spins });
    for (const [k, time] of times.entries()) {
      // H = J_z^2/N is their chi = 1/N, and mu = 2 chi t.
      const mu = (2 * time) / spins;
      const a = 1 - Math.cos(mu) ** (spins - 2);
      const b = 4 * Math.sin(mu / 2) * Math.cos(mu / 2) ** (spins - 2);
      const exact = 1 + ((spins - 1) / 4) * (a - Math.hypot(a, b));
      expect(Math.abs(observables[k]!.squeezing.kitagawaUeda! - exact)).toBeLessThan(1e-9);
    }
  });

  it("says how much a low band leaves out of unitary twisting, which damps nothing", () => {
    const model = spinModel({ spins: 60, interaction: { zz: 1 } });
    const request = { model, initial: coherent([1, 0, 0]), times: [1, 5, 20] };
    const exact = evolveHarmonic({ ...request, band: 60 });
    const cut = evolveHarmonic({ ...request, band: 20 });
    expect(cut.bandError).toBeGreaterThan(1e-3);
    for (const k of request.times.keys()) {
      const excess = excessOverEstimate(cut.observables[k]!, exact.observables[k]!, cut.errorEstimate[k]!);
      expect(excess).toBeLessThanOrEqual(0);
    }
  });

  it("cooperative fluorescence has the values of Puri and Lawande", () => {
    const at = (spins: number, drive: number): number[] => {
      const { mean, square, purity } = steadyOf(spinModel({ spins, field: [drive, 0, 0], collective: { decay: 1 } }));
      return [mean[1], mean[2], square[2], purity];
    };
    const expected = [
      [10, 0.5, [0.49998963584, -0.864543262489, 0.777096529582, 0.999987189589]],
      [40, 1, [0.874086043427, -0.178589242909, 0.166984494428, 0.561761832426]],
    ] as const;
    for (const [spins, drive, values] of expected)
      for (const [k, value] of at(spins, drive).entries()) expect(Math.abs(value - values[k]!)).toBeLessThan(1e-11);
  });

  it("coherently radiating spin states squeeze as sqrt(1 - b^2), but for the finite N", () => {
    for (const [drive, value] of [
      [0.6, 0.799842],
      [0.8, 0.598854],
    ] as const) {
      const { squeezing } = steadyOf(spinModel({ spins: 200, field: [drive, 0, 0], collective: { decay: 1 } }));
      // Half of the last digit given.
      expect(Math.abs(squeezing.kitagawaUeda! - value)).toBeLessThan(5e-7);
    }
  });

  it("a squeezed reservoir of even N leads to a pure state", () => {
    for (const zeta of [0.3, 0.6, 0.9]) {
      const jumps = [{ rate: 1, operator: ["1", `${zeta}i`, "0"] as const }];
      const { observables } = steadyHarmonics(spinModel({ spins: 20, collective: { jumps } }));
      expect(Math.abs(observables.purity - 1)).toBeLessThan(1e-10);
    }
  });
});

describe("a harmonic solver", () => {
  it("makes a hierarchy for each set of terms, and answers as if it were new", () => {
    const models = [
      spinModel({ spins: 12, field: [0.5, 0.2, 0], collective: { decay: 1 } }),
      spinModel({ spins: 12, field: [0.5, 0.2, 0], interaction: { zz: 1 }, collective: { decay: 1 } }),
      spinModel({ spins: 12, field: [0.5, 0.2, 0.1], interaction: { xx: 1, yz: 0.3 }, collective: { decay: 1 } }),
      spinModel({ spins: 12, collective: { jumps: [{ rate: 1, operator: "Jx + 0.6i*Jy" }], decay: 0.1 } }),
    ];
    const solver = harmonicSolver(12, { band: 12 });
    for (const model of [...models, ...models.toReversed()])
      expect(solver.steady(model)).toEqual(steadyHarmonics(model, { band: 12 }));
  });
});

/** The model for the explicit equation. */
function asReference(model: SpinModel): GeneralModel {
  const group = ({ dephasing, pump, decay, jumps = [] }: SpinModel["collective"]): GeneralModel["collective"] => ({
    dephasing,
    pump,
    decay,
    jumps: jumps.map(({ rate, operator: { re, im } }) => ({
      rate,
      operator: [
        [re[0], im[0]],
        [re[1], im[1]],
        [re[2], im[2]],
      ],
    })),
  });
  const { spins, field, interaction, collective, local } = model;
  return {
    spins,
    field,
    interaction: { ...interaction },
    collective: group(collective),
    local: group(local),
  };
}

function turnedModel(model: SpinModel, rotation: Parameters<typeof turned>[1]): SpinModel {
  const { spins, field, interaction, collective, local } = turned(coefficientsOf(model), rotation);
  const [xx, yy, zz, xy, xz, yz] = interaction;
  const group = (matrix: Kossakowski) => ({ dephasing: 0, pump: 0, decay: 0, jumps: jumpsOf(matrix) });
  return {
    spins,
    field,
    interaction: { xx, yy, zz, xy, xz, yz },
    collective: group(collective),
    local: group(local),
  };
}

function expectTurned(from: Observables, to: Observables, rotation: Parameters<typeof turned>[1]): void {
  const matrix = ({ square, cross }: SpinMoments): number[][] => [
    [square[0], cross[0], cross[1]],
    [cross[0], square[1], cross[2]],
    [cross[1], cross[2], square[2]],
  ];
  const [before, after] = [matrix(from), matrix(to)];
  const mean = turnedVector(from.mean, rotation);
  for (let i = 0; i < 3; i++) {
    expect(Math.abs(to.mean[i]! - mean[i]!)).toBeLessThan(1e-10);
    for (let j = 0; j < 3; j++) {
      let expected = 0;
      for (let k = 0; k < 3; k++)
        for (let l = 0; l < 3; l++) expected += rotation[i]![k]! * rotation[j]![l]! * before[k]![l]!;
      expect(Math.abs(after[i]![j]! - expected)).toBeLessThan(1e-10);
    }
  }
  expect(Math.abs(to.purity - from.purity)).toBeLessThan(1e-10);
}
