import { describe, expect, it } from "vitest";
import type { SpinMoments } from "../../src/state/moments.ts";
import { generalEquation } from "./equation.ts";
import exact from "./exact.json" with { type: "json" };
import { evolve, liouvillian, liouvillian2N, steadyOf, symmetricEquation } from "./explicit/masterEquation.ts";
import { productState } from "./explicit/spins.ts";
import { explicitState, momentsOf, purityOf } from "./explicit/states.ts";
import extreme from "./extreme.json" with { type: "json" };
import general from "./general.json" with { type: "json" };
import laser from "./laser.json" with { type: "json" };
import { computed, computedSteady, type Entry, type Problem, type SteadyProblem } from "./make.ts";
import { preciseSteady } from "./precise/states.ts";

const problems = [...exact, ...general] as unknown as readonly Problem[];

const named = (list: readonly Problem[]) => list.map((problem) => [JSON.stringify(problem.model), problem] as const);

/** Largest difference of any number. */
function difference(state: SpinMoments & { readonly purity: number }, { m1, m2, cross, purity }: Entry): number {
  const [found, expected] = [
    [...state.mean, ...state.square, ...state.cross, state.purity],
    [...m1, ...m2, ...cross, purity],
  ];
  return Math.max(...found.map((value, k) => Math.abs(value - expected[k]!)));
}

/** Dense solves of order up to 256, and steps in time of matrices of norm up to 20: condition below 1e3. */
const rounding = 1e-12;

describe("the reference of up to four spins is the master equation in 2^N dimensions", () => {
  it.each(named(problems.filter(({ model }) => model.spins <= 4)))("%s", (_, { model, steady, evolution }) => {
    const matrix = liouvillian2N(generalEquation(model));
    const { spins } = model;
    expect(difference(explicitState(spins, steadyOf(matrix)), steady!)).toBeLessThan(rounding);
    const { initial, at } = evolution!;
    const times = at.map(({ t }) => t);
    for (const [k, rho] of evolve(matrix, productState(spins, initial), times).entries()) {
      expect(difference(explicitState(spins, rho), at[k]!)).toBeLessThan(rounding);
    }
  });
});

describe("the reference of collective processes is the master equation in the symmetric subspace of 2^N dimensions", () => {
  // The same processes for few spins: the reference itself has ten and more.
  const collective = problems.filter(({ model, steady }) => generalEquation(model).local.length === 0 && steady);
  it.each(named(collective))("%s, with one to four spins", (_, { model }) => {
    for (const spins of [1, 2, 3, 4]) {
      const equation = generalEquation({ ...model, spins });
      const dense = symmetricEquation(equation);
      const rho = steadyOf(liouvillian(dense));
      const { mean, square, cross, purity } = preciseSteady(equation);
      const found = { ...momentsOf(dense.spin, spins, rho), purity: purityOf(rho) };
      expect(difference(found, { m1: mean, m2: square, cross, purity })).toBeLessThan(rounding);
    }
  });
});

describe("the reference files are what their script makes of their models", () => {
  it.each(named(problems.filter(({ model }) => model.spins <= 30)))("%s", (_, problem) => {
    expect(computed(problem)).toEqual(problem);
  });

  it.each(named(problems.filter(({ model }) => model.spins > 30)))("steady, %s", (_, { model, steady }) => {
    expect(computed({ model, steady: steady! })).toEqual({ model, steady });
  });

  it("180 models of extreme rates", () => {
    const models = extreme as unknown as readonly SteadyProblem[];
    expect(models.map(computedSteady)).toEqual(models);
  });
});

describe("lasers", () => {
  it.each(laser.steady.filter(({ model }) => model.spins === 10))("case $case of ten spins", (entry) => {
    const { spins, collective, local } = entry.model;
    const { mean, square } = preciseSteady(generalEquation({ spins, field: [0, 0, 0], collective, local }));
    // Twelve digits are given.
    const given = 5e-13;
    expect(Math.abs(mean[2] - entry.meanZ)).toBeLessThan(given);
    expect(Math.abs(square[2] - entry.squareZ)).toBeLessThan(given);
    const light = (square[0] + square[1]) / 4 + mean[2] / (2 * spins);
    expect(Math.abs(light - entry.JpJmOverN2)).toBeLessThan(given);
  });
});
