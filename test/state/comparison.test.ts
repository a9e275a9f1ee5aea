import { describe, expect, it } from "vitest";
import { compareStates, differenceOfMoments } from "../../src/state/comparison.ts";
import type { Observables } from "../../src/state/moments.ts";

const state: Observables = {
  mean: [0.25, 0.5, -0.5],
  square: [0.25, 0.375, 0.5],
  cross: [0, 0.125, -0.25],
  purity: 0.75,
  squeezing: { kitagawaUeda: 1.5, wineland: 2 },
};

// All numbers are short binary fractions, so that the differences are exact.
const other: Observables = {
  mean: [0.25, 0.375, -0.25],
  square: [0.1875, 0.375, 0.5],
  cross: [0, 0.125, 0.25],
  purity: 0.71875,
  squeezing: { kitagawaUeda: 1.25, wineland: null },
};

describe("comparison of states", () => {
  it("takes the largest absolute difference of each group", () => {
    expect(differenceOfMoments(state, other)).toEqual({ mean: 0.25, square: 0.0625, cross: 0.5 });
    expect(compareStates(state, other)).toEqual({
      mean: 0.25,
      square: 0.0625,
      cross: 0.5,
      purity: 0.03125,
      kitagawaUeda: 0.25,
      wineland: null,
      largest: 0.5,
    });
  });

  it("is symmetric, and zero for equal states", () => {
    expect(compareStates(other, state)).toEqual(compareStates(state, other));
    expect(compareStates(state, state).largest).toBe(0);
  });
});
