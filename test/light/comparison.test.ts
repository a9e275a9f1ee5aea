import { describe, expect, it } from "vitest";
import { ConvergenceError } from "../../src/core/errors.ts";
import { type Candidate, DEFAULT_COST_LIMITS } from "../../src/roads/choice.ts";
import { comparedAnswers } from "../../src/roads/light/comparison.ts";
import type { LightMethod } from "../../src/roads/light/options.ts";

type Numbers = { readonly values: readonly number[]; readonly errors: readonly number[] };

const road = (method: LightMethod, solve: () => Numbers, refusal: string | null = null) =>
  ({ method, refusal, cost: { seconds: 1, bytes: 1 }, solve }) satisfies Candidate<LightMethod, Numbers>;

const compare = (...roads: readonly Candidate<LightMethod, Numbers>[]) =>
  comparedAnswers("the question", roads, DEFAULT_COST_LIMITS, (numbers) => numbers);

describe("answers of several roads", () => {
  const exact = road("harmonic", () => ({ values: [1, 2], errors: [1e-9, 1e-9] }));

  it("agree where each difference is within both errors, and the most exact one is the reference", () => {
    const near = road("dicke", () => ({ values: [1 + 3e-6, 2], errors: [5e-6, 1e-6] }));
    const { answer, check } = compare(
      near,
      exact,
      road("fem", () => ({ values: [], errors: [] }), "it cannot"),
    );
    expect(answer.values).toEqual([1, 2]);
    expect(check.reference).toBe("harmonic");
    expect(check.agrees).toBe(true);
    const [, other] = check.roads;
    expect(other!.method).toBe("dicke");
    expect(other!.share).toBeCloseTo(3 / 5.001, 6);
    expect(check.leftOut).toEqual([{ method: "fem", reason: "it cannot" }]);
  });

  it("disagree where one number differs by more, however small its share of the largest", () => {
    const off = road("dicke", () => ({ values: [1, 2 + 2e-6], errors: [5e-6, 1e-6] }));
    const { check } = compare(exact, off);
    expect(check.agrees).toBe(false);
    expect(check.roads[1]!.share).toBeCloseTo(2 / 1.001, 6);
  });

  it("are none to compare where one road is left", () => {
    const failing = road("fem", () => {
      throw new ConvergenceError({ what: "it did not settle", remedy: "none" });
    });
    expect(() => compare(exact, failing)).toThrow(/no two roads answer the question.*fem: it did not settle/);
  });
});
