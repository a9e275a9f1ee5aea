import { BlochfemError, InputError } from "../../core/errors.ts";
import { type Candidate, type CostLimits, tooDear } from "../choice.ts";
import type { LightMethod } from "./options.ts";

/** All roads that answer a question, beside the one with the smallest errors. */
export interface LightCheck {
  /** Whether every difference is within what both error estimates allow. */
  readonly agrees: boolean;
  /** The road with the smallest errors, whose answer is given. */
  readonly reference: LightMethod;
  readonly roads: readonly LightComparison[];
  /** Roads without an answer, each with its reason. */
  readonly leftOut: readonly { readonly method: LightMethod; readonly reason: string }[];
}

/**
 * One road beside the reference.
 *
 * @inline
 */
export interface LightComparison {
  readonly method: LightMethod;
  /** Its largest error estimate. */
  readonly errorEstimate: number;
  /** Largest difference from the reference; 0 for the reference itself. */
  readonly difference: number;
  /** Largest difference over what both errors allow: above 1 the two contradict one another. */
  readonly share: number;
}

/** Numbers of an answer, each with its error estimate. */
export interface NumbersWithErrors {
  readonly values: readonly number[];
  readonly errors: readonly number[];
}

/** A few roundings of each value, made by whoever compares. */
const ROUNDING = 32 * Number.EPSILON;

/**
 * The answers of all roads that are affordable and do not fail, compared; the one with the smallest errors among them.
 *
 * @throws InputError of a road: it is about the question; BlochfemError where fewer than two roads have an answer
 */
export function comparedAnswers<Answer>(
  question: string,
  candidates: readonly Candidate<LightMethod, Answer>[],
  limits: CostLimits,
  numbersOf: (answer: Answer) => NumbersWithErrors,
  missing: (answer: Answer) => string | null = () => null,
): { readonly answer: Answer; readonly check: LightCheck } {
  const found: { method: LightMethod; answer: Answer; numbers: NumbersWithErrors; error: number }[] = [];
  const leftOut: { method: LightMethod; reason: string }[] = [];
  for (const { method, refusal, cost, solve } of candidates) {
    const before = refusal ?? tooDear(cost, limits);
    if (before !== null) {
      leftOut.push({ method, reason: before });
      continue;
    }
    try {
      const answer = solve(COMPARED);
      const refused = missing(answer);
      if (refused !== null) {
        leftOut.push({ method, reason: refused });
        continue;
      }
      const numbers = numbersOf(answer);
      found.push({ method, answer, numbers, error: Math.max(...numbers.errors) });
    } catch (error) {
      if (!(error instanceof BlochfemError) || error instanceof InputError) throw error;
      leftOut.push({ method, reason: error.what });
    }
  }
  if (found.length < 2) {
    const reasons = leftOut.map(({ method, reason }) => `${method}: ${reason}`).join("; ");
    throw new BlochfemError({
      what: `no two roads answer ${question}, so that there is nothing to compare: ${reasons}`,
      remedy: "take a model within the reach of two methods, or raise the limits on seconds and memory",
    });
  }
  const [reference, ...others] = found.toSorted((a, b) => a.error - b.error);
  const { method, answer, numbers, error } = reference!;
  const roads = [
    { method, errorEstimate: error, difference: 0, share: 0 },
    ...others.map((other) => ({
      method: other.method,
      errorEstimate: other.error,
      ...distance(other.numbers, numbers),
    })),
  ];
  return { answer, check: { agrees: roads.every(({ share }) => share <= 1), reference: method, roads, leftOut } };
}

const COMPARED = "of all methods that answer this one has the smallest errors";

function distance(a: NumbersWithErrors, b: NumbersWithErrors): Pick<LightComparison, "difference" | "share"> {
  let [difference, share] = [0, 0];
  for (const [k, value] of a.values.entries()) {
    const apart = Math.abs(value - b.values[k]!);
    const allowed = a.errors[k]! + b.errors[k]! + ROUNDING * Math.abs(value);
    difference = Math.max(difference, apart);
    // Two numbers that are both 0, without an error, agree.
    if (apart > 0) share = Math.max(share, apart / allowed);
  }
  return { difference, share };
}
