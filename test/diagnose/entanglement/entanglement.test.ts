import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../../src/core/errors.ts";
import { entanglement } from "../../../src/diagnose/entanglement/entanglement.ts";
import { evolveDicke } from "../../../src/dicke/collective/evolve.ts";
import { coherentState, dickeState, mixture } from "../../../src/dicke/initialStates.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { mixProductStates } from "../../../src/state/blocks/blockMultipoles.ts";
import { randomDensity, randomMixture } from "./randomDensities.ts";
import { entanglementOf, greenbergerState, mixedOrders, momentsOf } from "./states.ts";

const noErrors = { mean: [0, 0, 0], square: [0, 0, 0], cross: [0, 0, 0] } as const;

describe("two of N spins", () => {
  it("of a W state: concurrence 2/N and negativity (sqrt((N - 2)^2 + 4) - (N - 2))/(2 N)", () => {
    for (const spins of [2, 3, 8, 40]) {
      const { concurrence, pairNegativity, detects } = entanglementOf(dickeState(spins, spins / 2 - 1));
      const negativity = (Math.hypot(spins - 2, 2) - (spins - 2)) / (2 * spins);
      expect(Math.abs(concurrence.value! - 2 / spins)).toBeLessThan(concurrence.errorBound!);
      expect(concurrence.errorBound).toBeLessThan(2e-6);
      expect(Math.abs(pairNegativity.value! - negativity)).toBeLessThan(pairNegativity.errorBound!);
      expect(concurrence.detects).toBe(true);
      expect(pairNegativity.detects).toBe(true);
      expect(detects).toBe(true);
    }
  });

  it("of the Dicke state m = 0: concurrence 1/(N - 1)", () => {
    for (const spins of [2, 4, 20]) {
      const { concurrence } = entanglementOf(dickeState(spins, 0));
      expect(Math.abs(concurrence.value! - 1 / (spins - 1))).toBeLessThan(concurrence.errorBound!);
      expect(concurrence.detects).toBe(true);
    }
  });

  it("of all up and all down: none, where all N are entangled", () => {
    const found = entanglementOf(greenbergerState(5));
    expect(found.concurrence.value).toBeLessThan(found.concurrence.errorBound!);
    expect(found.concurrence.detects).not.toBe(true);
    expect(found.inequalities!.map(({ detects }) => detects)).not.toContain(true);
    expect(found.squeezing.wineland).toMatchObject({ value: null, detects: null });
    expect(found.negativity!.map(({ detects }) => detects)).toEqual([true, true]);
    for (const { negativity, negativityError } of found.negativity!)
      expect(Math.abs(negativity - 0.5)).toBeLessThan(negativityError);
    expect(found.depth).toEqual({ value: 5, from: "fisher" });
  });

  it("keep the promises of their errors: every bound holds for a state that is near", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const spins = 2 + (seed % 4);
      const exact = randomDensity(spins, 1 + (seed % 3), seed);
      const share = 10 ** -(seed % 6);
      const near = mixture([
        { weight: 1 - share, density: exact },
        { weight: share, density: randomDensity(spins, 1 + (seed % 2), 50 + seed) },
      ]);
      const found = entanglementOf(near, 2 * share);
      const right = entanglementOf(exact);
      for (const key of ["concurrence", "pairNegativity"] as const)
        expect(Math.abs(found[key].value! - right[key].value!)).toBeLessThan(
          found[key].errorBound! + right[key].errorBound!,
        );
      for (const key of ["kitagawaUeda", "wineland"] as const) {
        if (found.squeezing[key].value === null) continue;
        expect(Math.abs(found.squeezing[key].value! - right.squeezing[key].value!)).toBeLessThan(
          found.squeezing[key].errorBound! + right.squeezing[key].errorBound!,
        );
      }
      for (const [k, { margin, errorBound }] of found.inequalities!.entries())
        expect(Math.abs(margin - right.inequalities![k]!.margin)).toBeLessThan(errorBound);
    }
  });
});

describe("the optimal spin squeezing inequalities", () => {
  it("are those of the moments: sums of variances, whatever the axes", () => {
    // The Dicke state m = 0: Var J_z = 0, <J_x^2> = <J_y^2> = N (N + 2)/8.
    const spins = 6;
    const [one, two, three] = entanglementOf(dickeState(spins, 0)).inequalities!;
    // (N - 1) Var J_z - <J_x^2> - <J_y^2> + N/2, over N (N - 1)/4.
    const expected = (spins / 2 - (spins * (spins + 2)) / 4) / ((spins * (spins - 1)) / 4);
    expect(Math.abs(one!.margin - expected)).toBeLessThan(one!.errorBound);
    expect(one!.detects).toBe(true);
    expect(Math.abs(one!.axes[0]![2])).toBeCloseTo(1, 9);
    // (N - 1) (Var J_z + Var J_x) - <J_y^2> - N (N - 2)/4, over N (N - 1)/4.
    const variance = (spins * (spins + 2)) / 8;
    const other = ((spins - 2) * variance - (spins * (spins - 2)) / 4) / ((spins * (spins - 1)) / 4);
    expect(Math.abs(two!.margin - other)).toBeLessThan(two!.errorBound);
    expect(two!.detects).toBe(false);
    expect(three!.detects).toBe(false);
  });

  it("see the singlet in all three directions", () => {
    // Two spins in their singlet: T = -1, m = 0.
    const singlet = {
      spins: 2,
      blocks: [
        { spins: 2, real: new Float64Array(9), imaginary: new Float64Array(9) },
        { spins: 0, real: Float64Array.of(1), imaginary: new Float64Array(1) },
      ],
    };
    const found = entanglementOf(singlet);
    expect(found.inequalities![2]!.detects).toBe(true);
    expect(Math.abs(found.inequalities![2]!.margin + 2)).toBeLessThan(1e-11);
    expect(found.concurrence.value).toBeCloseTo(1, 7);
    expect(found.negativity![0]!.negativity).toBeCloseTo(0.5, 12);
  });

  it("see two, one, none and none of the four models with local rates at N = 4", () => {
    const cases = [
      { field: 0.5, dephasing: 0, local: { decay: 0.05 }, violated: 2 },
      { field: 0.5, dephasing: 0, local: { dephasing: 0.05 }, violated: 1 },
      { field: 0.5, dephasing: 0, local: { dephasing: 0.3 }, violated: 0 },
      { field: 0.8, dephasing: 0.1, local: { dephasing: 0.05 }, violated: 0 },
    ];
    for (const { field, dephasing, local, violated } of cases) {
      const model = spinModel({ spins: 4, field: [field, 0, 0], collective: { decay: 1, dephasing }, local });
      const { inequalities } = entanglementOf(symmetricSteadyState(model).density!);
      expect(inequalities!.filter(({ detects }) => detects === true)).toHaveLength(violated);
    }
  });
});

describe("states that are not entangled", () => {
  it("200 mixtures of coherent states: nothing detects them", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const spins = 2 + (seed % 5);
      const { points, weights } = randomMixture(1 + (seed % 6), seed, 1);
      const density = mixture(
        points.map((point, k) => ({ weight: weights[k]!, density: coherentState(spins, point) })),
      );
      expect(entanglementOf(density).detects).toBe(false);
    }
  });

  it("200 mixtures of identical products, and of products of spins that differ: nothing detects them", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const spins = 2 + (seed % 3);
      if (seed % 2 === 0) {
        const { points, weights } = randomMixture(1 + (seed % 6), seed);
        const density = mixProductStates(spins, Float64Array.from(points.flat()), Float64Array.from(weights));
        expect(entanglementOf(density).detects).toBe(false);
      } else {
        const { points } = randomMixture(spins, seed, seed % 4 === 1 ? 1 : null);
        expect(entanglementOf(mixedOrders(points)).detects).toBe(false);
      }
    }
  });

  it.each([8, 20])("N = %i: superradiant decay from full inversion, at any time", (spins) => {
    const model = spinModel({ spins, field: [0, 0, 0], collective: { decay: 1 } });
    const times = [0.1, 0.5, 1, 2, 4];
    const { states, errorEstimate } = evolveDicke({
      model,
      initial: dickeState(spins, spins / 2),
      times,
      keepStates: true,
    });
    for (const [k, density] of states!.entries()) {
      // The trace norm that the bounds of the moments are from.
      const { mean, square, cross } = errorEstimate[k]!;
      const error = Math.max(...mean, ...square.map((value) => 2 * value), ...cross.map((value) => 2 * value));
      const found = entanglementOf(density, error);
      expect(found.detects).toBe(false);
      expect(error).toBeLessThan(1e-6);
    }
  });
});

describe("the summary", () => {
  it("says from moments alone what they say, and why the rest is not known", () => {
    const density = dickeState(6, 2);
    const moments = momentsOf(density);
    const alone = entanglement({ spins: 6, moments, errors: noErrors, symmetric: true });
    const whole = entanglementOf(density);
    expect(alone.concurrence.value).toBe(whole.concurrence.value);
    expect(alone.inequalities!.map(({ margin }) => margin)).toEqual(whole.inequalities!.map(({ margin }) => margin));
    expect(alone).toMatchObject({ negativity: null, fisher: null, detects: true });
    expect(alone.reason).toMatch(/no density matrix/);
    // A billion spins.
    const many = entanglement({
      spins: 1e9,
      moments: { mean: [0, 0, 1], square: [1e-9, 1e-9, 1], cross: [0, 0, 0] },
      errors: noErrors,
      symmetric: true,
    });
    expect(many.detects).toBe(false);
    expect(many.squeezing.kitagawaUeda.value).toBeCloseTo(1, 6);
  });

  it("takes an error of the density matrix for the reason, and throws what is wrong in the question", () => {
    const density = dickeState(6, 2);
    const evidence = { spins: 6, moments: momentsOf(density), errors: noErrors, symmetric: true, traceNorm: 0 };
    const refused = entanglement({
      ...evidence,
      density: () => {
        throw new ConvergenceError({ what: "too little is known of rho", remedy: "take another method" });
      },
    });
    expect(refused).toMatchObject({ negativity: null, fisher: null, reason: expect.stringMatching(/too little/) });
    const slow = entanglement({ ...evidence, density: () => density }, { workLimit: 10 });
    expect(slow).toMatchObject({ negativity: null, fisher: null });
    expect(slow.reason).toMatch(/partial transposes.*Fisher/);
    expect(() => entanglement({ ...evidence, density: () => density }, { cuts: [4] })).toThrow(InputError);
    expect(() => entanglement({ ...evidence, spins: 0 })).toThrow(InputError);
  });

  it("of one spin finds nothing", () => {
    const found = entanglementOf(coherentState(1, [0, 0, 1]));
    expect(found).toMatchObject({ detects: false, inequalities: null, fisher: null, depth: { value: 1, from: null } });
    expect(found.reason).toMatch(/one spin/);
  });

  it("does not take xi_S^2 below 1 for a proof outside the symmetric subspace", () => {
    // Spins along +x and -x with the mean along z: separable, less than N/4 along x.
    const density = mixedOrders([
      [0.9, 0, 0.4],
      [-0.9, 0, 0.4],
      [0.9, 0, 0.4],
      [-0.9, 0, 0.4],
    ]);
    const { squeezing, detects } = entanglementOf(density);
    expect(squeezing.kitagawaUeda.value).toBeLessThan(0.5);
    expect(squeezing.kitagawaUeda).toMatchObject({ detects: null, reason: expect.stringMatching(/separable/) });
    expect(detects).toBe(false);
  });

  it("proves depth by squeezing where moments are all there is", () => {
    // xi_R^2 = 1/4 of 100 spins: F is at least 400, more than groups of 4 reach.
    const found = entanglement({
      spins: 100,
      moments: {
        mean: [0, 0, 1 - 1e-3],
        square: [0.04, 0.0025 * (1 - 1e-3) ** 2, 0.9795 - 0.0025 * (1 - 1e-3) ** 2],
        cross: [0, 0, 0],
      },
      errors: { mean: [1e-9, 1e-9, 1e-9], square: [1e-9, 1e-9, 1e-9], cross: [1e-9, 1e-9, 1e-9] },
      symmetric: false,
    });
    expect(found.squeezing.wineland.value).toBeCloseTo(0.25, 9);
    expect(found.depth.from).toBe("squeezing");
    expect(found.depth.value).toBeGreaterThanOrEqual(4);
  });
});
