import { InputError } from "../core/errors.ts";
import { upperIncompleteGamma } from "../core/gamma.ts";
import { type ErrorEstimate, largestError } from "../state/errorEstimate.ts";
import type { SpinMoments } from "../state/moments.ts";

/** What one road says of a state. */
export interface Answer {
  readonly observables: SpinMoments & { readonly purity: number };
  readonly error: ErrorEstimate;
  /** What `error` is: the most that the answer should be off by, or a standard error of independent samples. */
  readonly errorKind: "bound" | "standardError";
  /** What independent samples are off by together, at most: a bound beside the standard error. */
  readonly bias?: ErrorEstimate;
}

export type Group = keyof ErrorEstimate;

/**
 * One observable of an answer beside that of the reference.
 *
 * @inline
 */
export interface Deviation {
  readonly group: Group;
  /** Within the group: 0, 1, 2; 0 for the purity. */
  readonly component: number;
  /** Answer minus reference. */
  readonly difference: number;
  /** What may differ without chance: the error of the reference, of a bounded answer too, a bias, and rounding. */
  readonly allowed: number;
  /** Standard errors that the difference is beyond what is allowed, with its sign; null where there are none. */
  readonly score: number | null;
  /**
   * Probability of a score at least this large by chance. null where there is nothing to judge by chance: without a
   * score, and for a mean over samples of which few count, whose distribution is not normal.
   */
  readonly pValue: number | null;
}

/** A few roundings of numbers of size 1 on each side, made by whoever compares. */
const ROUNDING = 32 * Number.EPSILON;

/**
 * A purity is a mean of overlaps in [0, 1], of which only near neighbours' count: k of them have a relative standard error of
 * about 1/sqrt(k), and the mean is near normal for k of a hundred and more.
 */
const LARGEST_RELATIVE_ERROR = 0.1;

const GROUPS: readonly (readonly [Group, number])[] = [
  ["mean", 3],
  ["square", 3],
  ["cross", 3],
  ["purity", 1],
];

/** All deviations of an answer from a bounded reference, in the order mean, square, cross, purity. */
export function deviations(answer: Answer, reference: Answer): readonly Deviation[] {
  if (reference.errorKind !== "bound") {
    throw new InputError({
      what: "the reference carries standard errors",
      remedy: "compare with an answer whose errors are bounds",
      value: reference.errorKind,
      limit: "bound",
    });
  }
  return GROUPS.flatMap(([group, length]) =>
    Array.from({ length }, (_, component) => deviation(answer, reference, group, component)),
  );
}

function deviation(answer: Answer, reference: Answer, group: Group, component: number): Deviation {
  const at = (values: ErrorEstimate): number => (group === "purity" ? values.purity : values[group][component]!);
  const value = at(answer.observables);
  const error = at(answer.error);
  const difference = value - at(reference.observables);
  const common = at(reference.error) + (answer.bias === undefined ? 0 : at(answer.bias)) + ROUNDING;
  // Samples without spread are all the same number, which is right or is not.
  if (answer.errorKind === "bound" || error === 0) {
    return { group, component, difference, allowed: common + error, score: null, pValue: null };
  }
  const beyond = Math.abs(difference) - common;
  const score = beyond <= 0 ? 0 : (Math.sign(difference) * beyond) / error;
  const normal = group !== "purity" || error <= LARGEST_RELATIVE_ERROR * Math.abs(value);
  return { group, component, difference, allowed: common, score, pValue: normal ? twoSided(score) : null };
}

/** Probability that a standard normal number is at least this far from 0. */
export const twoSided = (score: number): number => upperIncompleteGamma(0.5, score ** 2 / 2);

/** The score that chance exceeds with this probability; by bisection, to rounding. */
export function scoreLimit(probability: number): number {
  let [low, high] = [0, 40];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (twoSided(middle) > probability) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Probability below which one of `tests` counts as a disagreement, so that all of them together raise a false alarm with a
 * probability of at most `level` (Bonferroni), however they depend on one another.
 */
export const testLevel = (level: number, tests: number): number => level / Math.max(1, tests);

/** Whether a deviation is more than its error explains: chance below the `probability`, or beyond a bound. */
export function disagrees({ difference, allowed, score, pValue }: Deviation, probability: number): boolean {
  if (score !== null) return pValue !== null && pValue < probability;
  return !(Math.abs(difference) <= allowed);
}

/** The bounded answer whose largest error is the smallest: what the others are compared with. null where none is bounded. */
export function mostExact<T extends Answer>(answers: readonly T[]): T | null {
  const bounded = answers.filter(({ errorKind }) => errorKind === "bound");
  if (bounded.length === 0) return null;
  return bounded.reduce((best, other) => (largestError(other.error) < largestError(best.error) ? other : best));
}
