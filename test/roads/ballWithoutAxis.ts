import { BlochfemError, type SpinModel, steady } from "blochfem";
import { expect } from "vitest";
import type { ErrorEstimate } from "../../src/state/errorEstimate.ts";
import type { Observables } from "../../src/state/moments.ts";
import { disagreements } from "../property/compare.ts";
import { processorSeconds } from "../property/roads.ts";
import { ballProblems } from "./ballProblems.ts";

interface Answer {
  readonly method: string;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
}

/** How `auto` fares with the first problems of a seed. */
export interface Fared {
  /** What is left says why. */
  readonly messages: readonly string[];
  /** Of each, processor time. */
  readonly seconds: readonly number[];
  readonly compared: number;
}

const answerOr = <T>(run: () => T): T | BlochfemError => {
  try {
    return run();
  } catch (error) {
    if (error instanceof BlochfemError) return error;
    throw error;
  }
};

/** Steady states by `auto`, each of up to `mostCompared` spins beside that of an exact road of another kind. */
export function fareOf(seed: number, count: number, parabolic: boolean, mostCompared: number): Fared {
  const messages: string[] = [];
  const seconds: number[] = [];
  let compared = 0;
  const problems = ballProblems(seed, parabolic);
  for (let k = 0; k < count; k++) {
    const { model } = problems.next().value!;
    const started = processorSeconds();
    const found = answerOr(() => steady(model));
    seconds.push(processorSeconds() - started);
    if (found instanceof BlochfemError) messages.push(`${JSON.stringify(model)}: ${found.message}`);
    else if (model.spins <= mostCompared && expectAgreement(model, found)) compared++;
  }
  return { messages, seconds, compared };
}

/** Whether there was something to compare with. */
function expectAgreement(model: SpinModel, found: Answer): boolean {
  const exact = answerOr(
    (): Answer => steady(model, found.method === "dicke" ? { method: "harmonic", band: "none" } : { method: "dicke" }),
  );
  if (exact instanceof BlochfemError) return false;
  expect(
    disagreements({ ...found, road: found.method }, { ...exact, road: exact.method }),
    JSON.stringify(model),
  ).toEqual([]);
  return true;
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
