import { BlochfemError, type InitialState, InputError, type SpinModel, spinModel } from "blochfem";
import { evolveSymmetric } from "blochfem/dicke";
import { evolveBallDensity, evolveDensity, evolvePositiveDensity } from "blochfem/fem";
import { evolveHarmonic } from "blochfem/harmonic";
import { evolveBallTrajectories, evolveTrajectories } from "blochfem/sde";
import { compareStates } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { evolveBall } from "../../src/harmonic/ball/evolve.ts";
import { largestError } from "../../src/state/errorEstimate.ts";
import { equationOf } from "../reference/equation.ts";
import { evolve as evolveExplicitly, liouvillian2N } from "../reference/explicit/masterEquation.ts";
import { productState } from "../reference/explicit/spins.ts";
import { explicitState } from "../reference/explicit/states.ts";
import { equal, expectRoadsToAgree, field, unequal } from "./agreement.ts";

describe("product states inside the ball", () => {
  it.each([
    [2, equal, { dephasing: 0, pump: 0, decay: 0 }],
    [3, unequal, { dephasing: 0, pump: 0, decay: 0 }],
    [3, unequal, { dephasing: 0.1, pump: 0.05, decay: 0.2 }],
    [1, unequal, { dephasing: 0, pump: 0, decay: 0 }],
  ])("N = %d, %j and %j: the explicit 2^N-dimensional equation", (spins, collective, local) => {
    const model = spinModel({ spins, field, collective, local });
    const vector = [0.3, -0.2, 0.4] as const;
    const request = { model, initial: { kind: "product", vector } as const, times: [0, 0.7] };
    const [rho] = evolveExplicitly(liouvillian2N(equationOf(model)), productState(spins, vector), [0.7]);
    for (const found of [evolveBall(request), evolveSymmetric(request), evolveBallDensity(request)]) {
      const error = largestError(found.errorEstimate[1]!) + 1e-12;
      const difference = compareStates(found.observables[1]!, {
        ...found.observables[1]!,
        ...explicitState(spins, rho!),
      });
      expect(Math.max(difference.mean, difference.square, difference.cross, difference.purity)).toBeLessThan(error);
    }
  });

  it("the fully mixed state of unital processes stays: purity 2^-N", () => {
    const model = spinModel({ spins: 5, field, collective: equal });
    const found = evolveBall({ model, initial: { kind: "product", vector: [0, 0, 0] }, times: [0, 2] });
    expect(found.observables[1]!.purity).toBeCloseTo(1 / 32, 12);
    expect(Math.hypot(...found.observables[1]!.mean)).toBeLessThan(1e-12);
  });

  it("trajectories start there, too", () => {
    const model = spinModel({ spins: 4, field, collective: equal });
    const request = { model, initial: { kind: "product", vector: [0.3, -0.2, 0.4] } as const, times: [0.5] };
    const exact = evolveBall(request);
    const found = evolveBallTrajectories({ ...request, trajectories: 4000, step: 0.02, seed: 3 });
    for (const k of [0, 1, 2] as const) {
      // Three numbers, one seed: five standard errors are exceeded once in a million.
      const score = (found.observables[0]!.mean[k] - exact.observables[0]!.mean[k]) / found.errorEstimate[0]!.mean[k];
      expect(Math.abs(score)).toBeLessThan(5);
    }
    expect(() =>
      evolveTrajectories({ ...request, trajectories: 8, step: 0.1, seed: 1, scheme: "moebiusWalk" }),
    ).toThrow("inside the ball");
  });
});

describe("Dicke states", () => {
  it.each([
    [6, 1, undefined],
    [5, -0.5, undefined],
    [6, 1, 2],
    [5, -0.5, 1.5],
    [6, 0, 0],
  ])("N = %d, m = %d, j = %d has the moments of |j, m>", (spins, m, asked) => {
    const j = asked ?? spins / 2;
    const initial: InitialState = { kind: "dicke", m, ...(asked === undefined ? {} : { j: asked }) };
    const model = spinModel({ spins, field, collective: unequal, local: { decay: 0.1 } });
    const scale = 4 / spins ** 2;
    const pairs = spins / 2 - j;
    // Copies of j among N spins.
    const binomial = (k: number): number =>
      k < 0 ? 0 : Array.from({ length: k }, (_, i) => (spins - i) / (i + 1)).reduce((a, b) => a * b, 1);
    const copies = binomial(pairs) - binomial(pairs - 1);
    for (const evolve of [evolveBall, evolveSymmetric, evolveBallDensity]) {
      const { observables, errorEstimate } = evolve({ model, initial, times: [0] });
      const [seen, error] = [observables[0]!, largestError(errorEstimate[0]!)];
      const across = (scale * (j * (j + 1) - m * m)) / 2;
      expect(Math.abs(seen.mean[2] - (2 * m) / spins)).toBeLessThan(error);
      expect(Math.abs(seen.square[2] - scale * m * m)).toBeLessThan(error);
      expect(Math.abs(seen.square[0] - across)).toBeLessThan(error);
      expect(Math.abs(seen.purity - 1 / copies)).toBeLessThan(error);
    }
  });

  it.each<[string, SpinModel, InitialState]>([
    ["on the sphere", spinModel({ spins: 6, field, collective: equal }), { kind: "dicke", m: 1 }],
    ["in the ball", spinModel({ spins: 6, field, collective: unequal }), { kind: "dicke", m: 1, j: 2 }],
  ])("%s: finite elements, harmonics and density matrix agree in time", (_, model, initial) => {
    expectRoadsToAgree(model, initial);
  });

  it("of many spins are too singular a P for values at points; harmonics take them", () => {
    const model = spinModel({ spins: 60, field, collective: equal });
    const request = { model, initial: { kind: "dicke", m: 0 } as const, times: [0] };
    expect(() => evolveDensity({ ...request, band: "none" })).toThrow("rounding reaches the moments");
    expect(evolveHarmonic(request).observables[0]!.square[0]).toBeCloseTo((2 / 3600) * 30 * 31, 12);
  });

  it("have no positive P: trajectories and flux correction say so", () => {
    const model = spinModel({ spins: 6, field, collective: equal });
    const request = { model, initial: { kind: "dicke", m: 1 } as const, times: [0.1] };
    const sde = { ...request, trajectories: 8, step: 0.1, seed: 1, scheme: "moebiusWalk" } as const;
    expect(() => evolveTrajectories(sde)).toThrow("no mixture of product states");
    try {
      evolveTrajectories(sde);
    } catch (error) {
      // It is no mistake in the input: other methods take it.
      expect(error).toBeInstanceOf(BlochfemError);
      expect(error).not.toBeInstanceOf(InputError);
    }
    expect(() => evolvePositiveDensity(request)).toThrow("negative somewhere");
  });
});
