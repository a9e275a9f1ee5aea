import { ConvergenceError, type ErrorEstimate, NotUniqueError, type Observables, ResourceLimitError } from "blochfem";
import type { SpinMoments } from "blochfem/state";
import { expect } from "vitest";

export interface Answer {
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
}

type Exact = SpinMoments & { readonly purity: number };

/** True error over estimate, the largest of the moments and that of the purity. */
export interface Ratio {
  readonly name: string;
  readonly moments: number;
  readonly purity: number;
}

export function ratioOf(name: string, { observables, errorEstimate }: Answer, exact: Exact): Ratio {
  const over = (value: number, right: number, estimate: number): number =>
    value === right ? 0 : Math.abs(value - right) / estimate;
  const moments = (["mean", "square", "cross"] as const).flatMap((group) =>
    exact[group].map((right, k) => over(observables[group][k]!, right, errorEstimate[group][k]!)),
  );
  return { name, moments: Math.max(...moments), purity: over(observables.purity, exact.purity, errorEstimate.purity) };
}

/** The answer, or null where the road says that it has none. */
export function answerOf<T>(solve: () => T): T | null {
  try {
    return solve();
  } catch (error) {
    if (error instanceof ConvergenceError || error instanceof NotUniqueError || error instanceof ResourceLimitError) {
      return null;
    }
    throw error;
  }
}

/** No error is above its estimate. */
export function expectPromisesKept(ratios: readonly Ratio[]): void {
  expect(ratios.length).toBeGreaterThan(0);
  for (const key of ["moments", "purity"] as const) {
    // The negated comparison also catches what is not a number.
    expect(
      ratios.filter((ratio) => !(ratio[key] <= 1)),
      `${key} beyond the estimate`,
    ).toEqual([]);
  }
}

/** Estimates say something: half of them are below a thousand errors. */
export function expectUseful(ratios: readonly Ratio[]): void {
  for (const key of ["moments", "purity"] as const) {
    const sorted = ratios.map((ratio) => ratio[key]).toSorted((a, b) => a - b);
    expect(sorted[sorted.length >> 1]!, `median of error over estimate, ${key}`).toBeGreaterThan(1e-3);
  }
}
