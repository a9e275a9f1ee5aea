import { spinModel } from "blochfem";
import { ballSteadyState } from "blochfem/fem";
import type { EvolutionRequest } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { evolveByDicke, evolveByElements, evolveByHarmonics } from "../../src/roads/evolve/byDomain.ts";
import { steadyByDicke, steadyByHarmonics } from "../../src/roads/steady/byDomain.ts";
import { leastPurity, withinPurities, withinStates } from "../../src/state/errorEstimate.ts";

/** Rounding alone puts a purity of 1 above 1, and that of the fully mixed state below the least. */
interface Seen {
  readonly observables: { readonly purity: number };
  readonly errorEstimate: { readonly purity: number };
}

function expectPossible({ observables: { purity }, errorEstimate }: Seen, right: number, least: number): void {
  expect(purity).toBeLessThanOrEqual(1);
  expect(purity).toBeGreaterThanOrEqual(least);
  expect(Math.abs(purity - right)).toBeLessThanOrEqual(errorEstimate.purity);
}

describe("a purity is at most 1 and at least that of the fully mixed state", () => {
  it("in pure steady states", () => {
    // Dark but for terms of (field/decay)^4.
    const nearlyPure = spinModel({
      spins: 5,
      field: [-1.2876166494711528e-5, -1.9148288227422158e-5, 6.6460745813620335e-6],
      collective: { decay: 28511.63561574279 },
    });
    for (const road of [steadyByHarmonics, steadyByDicke]) expectPossible(road(nearlyPure), 1, 1 / 6);
  });

  it("in mixed steady states, on the sphere and in the ball", () => {
    for (const spins of [3, 10, 18]) {
      const onSphere = spinModel({ spins, field: [0.3, 0.1, 0.2], collective: { dephasing: 1 } });
      const inBall = spinModel({ spins, field: [0.3, 0.1, 0.2], local: { dephasing: 1, pump: 0.5, decay: 0.5 } });
      for (const road of [steadyByHarmonics, steadyByDicke]) {
        expectPossible(road(onSphere), 1 / (spins + 1), 1 / (spins + 1));
        expectPossible(road(inBall), 2 ** -spins, 2 ** -spins);
      }
    }
    const four = spinModel({ spins: 4, field: [0.3, 0.1, 0.2], local: { dephasing: 1, pump: 0.5, decay: 0.5 } });
    expectPossible(ballSteadyState(four), 1 / 16, 1 / 16);
  });

  const turning = {
    model: spinModel({ spins: 11, field: [1.2359873467128377, 0, 0] }),
    initial: { kind: "coherent", direction: [0.7564704501973275, -0.6200520983542271, 0.20805733177365449] },
    times: [0.1, 1, 10],
  } satisfies EvolutionRequest;

  it.each([
    ["harmonic", evolveByHarmonics],
    ["dicke", evolveByDicke],
    ["fem", evolveByElements],
  ] as const)("in time, of a pure state that a field turns, by %s", (_, evolve) => {
    const { observables, errorEstimate } = evolve(turning);
    observables.forEach((seen, k) => {
      expectPossible({ observables: seen, errorEstimate: errorEstimate[k]! }, 1, 1 / 12);
    });
  });
});

describe("withinStates", () => {
  const zero = { mean: [0, 0, 0], square: [0, 0, 0], cross: [0, 0, 0] } as const;
  const seen = (purity: number, error: number) => ({
    observables: { ...zero, purity, squeezing: { kitagawaUeda: null, wineland: null } },
    errorEstimate: { ...zero, purity: error },
    kept: "as it is",
  });

  it("takes an impossible purity to the bound, and an error that was too small to what it was outside by", () => {
    const { observables, errorEstimate, kept } = withinStates(seen(1.25, 1e-3), 0.125);
    expect([observables.purity, errorEstimate.purity, kept]).toEqual([1, 0.25, "as it is"]);
    expect(withinPurities(0.0625, 0.5, 0.125)).toEqual({ purity: 0.125, error: 0.5 });
  });

  it("knows the purity of full mixture", () => {
    expect([leastPurity(1, true), leastPurity(1, false), leastPurity(4, true), leastPurity(4, false)]).toEqual([
      0.5, 0.5, 0.0625, 0.2,
    ]);
  });
});
