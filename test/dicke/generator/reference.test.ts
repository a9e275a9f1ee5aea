import { describe, expect, it } from "vitest";
import { evolveDicke } from "../../../src/dicke/collective/evolve.ts";
import { steadyState } from "../../../src/dicke/collective/steadyState.ts";
import { evolveSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { largestError } from "../../../src/state/errorEstimate.ts";
import type { Observables } from "../../../src/state/moments.ts";
import type { ExactState } from "../../reference/exact.ts";
import { generalModels } from "../../reference/general.ts";

const difference = (found: Observables, exact: ExactState): number => {
  const { mean, square, cross, purity } = compareStates(found, { ...exact, squeezing: found.squeezing });
  return Math.max(mean, square, cross, purity);
};

/** The reference is accurate to rounding. */
const referenceError = 1e-12;

describe.each(generalModels)("exact reference: $name", ({ model, collectiveOnly, steady, initial, at }) => {
  const roads = collectiveOnly ? (["direct"] as const) : (["direct", "iterative"] as const);

  it.runIf(steady !== null).each(roads)("steady, %s", (method) => {
    const found = symmetricSteadyState(model, { method });
    expect(difference(found.observables, steady!)).toBeLessThan(1e-10);
    expect(difference(found.observables, steady!)).toBeLessThan(largestError(found.errorEstimate) + referenceError);
    expect(largestError(found.errorEstimate)).toBeLessThan(1e-10);
    if (!collectiveOnly) return;
    const { observables } = steadyState(model);
    expect(difference(observables, steady!)).toBeLessThan(1e-10);
  });

  it("in time", () => {
    const times = at.map(({ time }) => time);
    const request = { model, initial: { kind: "coherent", direction: initial }, times } as const;
    for (const found of collectiveOnly
      ? [evolveSymmetric(request), evolveDicke(request)]
      : [evolveSymmetric(request)]) {
      at.forEach((exact, k) => {
        const estimate = largestError(found.errorEstimate[k]!);
        expect(difference(found.observables[k]!, exact)).toBeLessThan(estimate + referenceError);
        // The default tolerance, and what rounding may add.
        expect(estimate).toBeLessThan(1.1e-10);
      });
    }
  });
});
