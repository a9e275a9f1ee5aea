import { symmetricSteadyState } from "blochfem/dicke";
import { parseProblemFile } from "blochfem/io";
import { describe, expect, it } from "vitest";
import { steadyState } from "../../src/dicke/collective/steadyState.ts";
import { type Answer, disagreements, missingModes } from "./compare.ts";
import { exactSteady } from "./exactReference.ts";
import { generalProblem, modelFileOf, mostSpins, randomProblem } from "./randomProblems.ts";

const problems = Array.from({ length: 300 }, (_, index) => randomProblem(5, index));

describe("random problems", () => {
  it("are the same again, and the same from their model files", async () => {
    expect(problems.map(({ index }) => randomProblem(5, index))).toEqual(problems);
    const general = Array.from({ length: 40 }, (_, index) => generalProblem(5, index));
    expect(general.map(({ index }) => generalProblem(5, index))).toEqual(general);
    for (const problem of [...problems.slice(0, 40), ...general]) {
      const { model, initial } = await parseProblemFile(modelFileOf(problem), "a");
      expect(model).toEqual(problem.model);
      expect(initial).toEqual(problem.initial);
    }
  });

  it("cover every N, the fields, and rates over twelve orders of magnitude", () => {
    const models = problems.map(({ model }) => model);
    expect(new Set(models.map(({ spins }) => spins)).size).toBe(mostSpins);
    const rates = models.flatMap(({ collective, local }) => [...Object.values(collective), ...Object.values(local)]);
    const positive = rates.filter((rate) => rate > 0);
    expect(Math.max(...positive) / Math.min(...positive)).toBeGreaterThan(1e11);
    expect(rates.filter((rate) => rate === 0).length).toBeGreaterThan(positive.length / 2);
    for (const kind of [
      ([x, y, z]: readonly number[]) => x === 0 && y === 0 && z === 0,
      ([x, y, z]: readonly number[]) => x === 0 && y === 0 && z !== 0,
      ([x, , z]: readonly number[]) => x !== 0 && z === 0,
      ([x, y, z]: readonly number[]) => x !== 0 && y !== 0 && z !== 0,
    ]) {
      expect(models.filter(({ field }) => kind(field)).length).toBeGreaterThan(15);
    }
  });
});

describe("the comparison", () => {
  const model = {
    spins: 2,
    field: [0.3, 0.4, 0.5] as const,
    collective: { dephasing: 0.5, pump: 0.2, decay: 0.7 },
    local: { dephasing: 0.1, pump: 0.3, decay: 0 },
  };
  const { observables, errorEstimate } = symmetricSteadyState(model);
  const answer: Answer = { road: "dicke", observables, errorEstimate };

  it("passes the exact reference, with local rates and without", () => {
    expect(disagreements(answer, exactSteady(model)!)).toEqual([]);
    const none = { dephasing: 0, pump: 0, decay: 0 };
    const collective = { ...model, spins: 4, local: none };
    const found = steadyState(collective).observables;
    expect(disagreements({ ...answer, observables: found }, exactSteady(collective)!)).toEqual([]);
  });

  it("finds a wrong number, and one that is none", () => {
    const moved = (value: number) => ({
      ...observables,
      mean: [observables.mean[0], value, observables.mean[2]] as const,
    });
    const off = observables.mean[1] + 3 * errorEstimate.mean[1];
    expect(disagreements(answer, { ...answer, observables: moved(off) })).toHaveLength(1);
    expect(disagreements(answer, { ...answer, observables: moved(Number.NaN) })).toHaveLength(1);
    const blind = { ...errorEstimate, purity: Number.NaN };
    expect(disagreements(answer, { ...answer, errorEstimate: blind })).toHaveLength(1);
  });

  it("finds modes that are missing, but for those beyond the end of the other list", () => {
    const mode = (real: number, imaginary = 0) => ({ real, imaginary, error: 1e-12 });
    const long = { road: "long", modes: [mode(0), mode(-1), mode(-2, 1), mode(-2, -1), mode(-3)] };
    expect(missingModes(long, { road: "short", modes: [mode(0), mode(-1)] })).toEqual([]);
    const gap = { road: "gap", modes: [mode(0), mode(-2, 1), mode(-2, -1), mode(-3)] };
    expect(missingModes(long, gap)).toHaveLength(1);
    expect(missingModes(gap, long)).toEqual([]);
  });
});
