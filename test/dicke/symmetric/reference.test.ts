import { describe, expect, it } from "vitest";
import { evolveDicke } from "../../../src/dicke/collective/evolve.ts";
import { slowestModes } from "../../../src/dicke/collective/spectrum.ts";
import { steadyState } from "../../../src/dicke/collective/steadyState.ts";
import { evolveSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import { symmetricSpectrum } from "../../../src/dicke/symmetric/spectrum.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { largestError } from "../../../src/state/errorEstimate.ts";
import type { Observables } from "../../../src/state/moments.ts";
import { type ExactState, exactModels } from "../../reference/exact.ts";

const difference = (found: Observables, exact: ExactState): number => {
  const { mean, square, cross, purity } = compareStates(found, { ...exact, squeezing: found.squeezing });
  return Math.max(mean, square, cross, purity);
};

/** The reference is accurate to rounding, that of dense matrices of order 4^5 or of 201^2 unknowns. */
const referenceError = 1e-12;

describe.each(exactModels.filter(({ collectiveOnly }) => !collectiveOnly))("exact reference: $name", (reference) => {
  const { model, steady, evolution } = reference;
  const across = Math.hypot(model.field[0], model.field[1]) > 0;

  it.each(across ? (["direct", "iterative"] as const) : (["direct"] as const))("steady, %s", (method) => {
    const found = symmetricSteadyState(model, { method });
    expect(found.method).toBe(method);
    expect(difference(found.observables, steady)).toBeLessThan(largestError(found.errorEstimate) + referenceError);
    expect(largestError(found.errorEstimate)).toBeLessThan(1e-10);
  });

  it("in time", () => {
    const { initial, at } = evolution!;
    const found = evolveSymmetric({
      model,
      initial: { kind: "coherent", direction: initial },
      times: at.map(({ time }) => time),
    });
    at.forEach((exact, k) => {
      const estimate = largestError(found.errorEstimate[k]!);
      expect(difference(found.observables[k]!, exact)).toBeLessThan(estimate + referenceError);
      // The default tolerance, and what rounding may add.
      expect(estimate).toBeLessThan(1.1e-10);
    });
  });
});

describe("collective processes only", () => {
  const collective = exactModels.filter(({ collectiveOnly, model }) => collectiveOnly && model.spins <= 40);

  it.each(collective)("agree with the road of the symmetric subspace: $name", ({ model, steady, evolution }) => {
    const [here, there] = [symmetricSteadyState(model), steadyState(model)];
    expect(difference(here.observables, steady)).toBeLessThan(largestError(here.errorEstimate) + referenceError);
    const bound = largestError(here.errorEstimate) + referenceError;
    expect(compareStates(here.observables, there.observables).largest).toBeLessThan(bound);
    const request = {
      model,
      initial: { kind: "coherent", direction: evolution!.initial },
      times: [0.25, 1],
    } as const;
    const [ours, theirs] = [evolveSymmetric(request), evolveDicke(request)];
    ours.observables.forEach((observables, k) => {
      const both = largestError(ours.errorEstimate[k]!) + largestError(theirs.errorEstimate[k]!);
      expect(compareStates(observables, theirs.observables[k]!).largest).toBeLessThan(both);
    });
  });

  it("have the same slowest modes", () => {
    const { model } = exactModels.find(({ model: { spins }, collectiveOnly }) => collectiveOnly && spins === 10)!;
    const here = symmetricSpectrum(model).eigenvalues;
    const there = slowestModes(model).eigenvalues;
    expect(here.length).toBe(there.length);
    here.forEach(([real, imaginary], k) => {
      // Backward errors of 1e-12 of the inverse; N = 10 is mildly non-normal (condition of eigenvalues below 1e3).
      expect(Math.hypot(real - there[k]![0], imaginary - there[k]![1])).toBeLessThan(1e-9);
    });
  });
});
