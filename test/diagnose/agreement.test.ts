import { describe, expect, it } from "vitest";
import {
  type Answer,
  deviations,
  disagrees,
  mostExact,
  scoreLimit,
  testLevel,
  twoSided,
} from "../../src/diagnose/agreement.ts";
import { evolveHarmonic } from "../../src/harmonic/sphere/evolve.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { evolveTrajectories } from "../../src/sde/sphere/evolve.ts";

const answer = (value: number, error: number, errorKind: Answer["errorKind"] = "bound"): Answer => ({
  observables: { mean: [value, 0, 0], square: [0, 0, 0], cross: [0, 0, 0], purity: 0.5 },
  error: { mean: [error, 0, 0], square: [0, 0, 0], cross: [0, 0, 0], purity: 0 },
  errorKind,
});

describe("bounded answers", () => {
  it("agree up to both errors together, and no further", () => {
    const reference = answer(1, 1e-3);
    const verdicts = (value: number): boolean[] =>
      deviations(answer(value, 2e-3), reference).map((deviation) => disagrees(deviation, 0.01));
    expect(verdicts(1.0029)).not.toContain(true);
    expect(verdicts(0.9971)).not.toContain(true);
    expect(verdicts(1.0031)).toEqual([true, ...new Array(9).fill(false)]);
    expect(verdicts(Number.NaN)[0]).toBe(true);
  });

  it("leave the reference to the smallest error", () => {
    const answers = [answer(1, 1e-3), answer(1, 1e-9), answer(1, 1e-12, "standardError")];
    expect(mostExact(answers)).toBe(answers[1]);
    expect(mostExact(answers.slice(2))).toBeNull();
    expect(() => deviations(answers[0]!, answers[2]!)).toThrow(/standard errors/);
  });
});

describe("standard errors", () => {
  it("count the distance beyond what the reference allows", () => {
    const [first, second] = deviations(answer(0.5, 0.1, "standardError"), answer(1, 0.2));
    // (0.5 - 0.2)/0.1, but for the rounding that is granted: 1e-14 of 0.1.
    expect(first!.score).toBeCloseTo(-3, 12);
    expect(first!.pValue).toBeCloseTo(0.0026997960632601866, 12);
    // No spread and no difference: nothing left to chance.
    expect(second).toMatchObject({ score: null, pValue: null });
    expect(disagrees(second!, 0.01)).toBe(false);
  });

  it("without spread, do not excuse a difference", () => {
    const [first] = deviations(answer(0.5, 0, "standardError"), answer(1, 0.2));
    expect(disagrees(first!, 1e-300)).toBe(true);
  });

  it("of a purity from few neighbours are not judged", () => {
    const few: Answer = { ...answer(1, 0.1, "standardError") };
    const error = { ...few.error, purity: 0.06 };
    const last = deviations({ ...few, error, observables: { ...few.observables, purity: 0.1 } }, answer(1, 0)).at(-1)!;
    expect(last.score).toBeLessThan(-6);
    expect(last.pValue).toBeNull();
    expect(disagrees(last, 0.01)).toBe(false);
  });

  it("turn scores into probabilities and back", () => {
    // Tables of the normal distribution.
    expect(twoSided(1.959963984540054)).toBeCloseTo(0.05, 13);
    expect(scoreLimit(0.05)).toBeCloseTo(1.959963984540054, 12);
    expect(scoreLimit(testLevel(0.01, 40))).toBeCloseTo(3.6623, 3);
    expect(testLevel(0.01, 0)).toBe(0.01);
  });
});

describe("trajectories against the moments", () => {
  const model = spinModel({ spins: 40, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const initial = { kind: "coherent", direction: [1, 0, 0] } as const;
  const times = [1];
  const exact = evolveHarmonic({ model, initial, times });
  const reference: Answer = {
    observables: exact.observables[0]!,
    error: exact.errorEstimate[0]!,
    errorKind: "bound",
  };
  const failures = (field: readonly [number, number, number]): number => {
    const found = evolveTrajectories({
      model: { ...model, field },
      initial,
      times,
      trajectories: 10_000,
      seed: 1,
      scheme: "moebiusWalk",
      step: 0.01,
    });
    const sampled: Answer = {
      observables: found.observables[0]!,
      error: found.errorEstimate[0]!,
      errorKind: "standardError",
    };
    const all = deviations(sampled, reference);
    const level = testLevel(0.01, all.filter(({ pValue }) => pValue !== null).length);
    return all.filter((deviation) => disagrees(deviation, level)).length;
  };

  it("agree at the level of one false alarm in a hundred", () => {
    expect(failures(model.field)).toBe(0);
  });

  it("disagree where the drift is wrong by 2 percent", () => {
    // d<y>/dB_x is about -0.5 at t = 1: 0.03 moves it by 0.015, with standard errors of 0.0013.
    expect(failures([1.53, 0, 0])).toBeGreaterThan(0);
  });
});
