import { expect } from "vitest";
import type { Evolution, EvolutionRequest, EvolutionSnapshot } from "../../src/state/evolution.ts";

/**
 * Expects that a run goes on from each of its snapshots to the same bits; the snapshots go through a structured clone, as they
 * would through a file. `extras` is what a road returns besides the common result and keeps when it is resumed.
 */
export function expectToResume<Result extends Evolution>(
  times: readonly number[],
  run: (change: Pick<EvolutionRequest, "onPoint" | "resume">) => Result,
  extras: (result: Result) => unknown,
): void {
  const snapshots: EvolutionSnapshot[] = [];
  const whole = run({
    onPoint: (index, observables, errorEstimate, snapshot) => {
      expect(index).toBe(snapshots.length);
      expect(observables.purity).toBeGreaterThan(0);
      expect(errorEstimate.purity).toBeGreaterThanOrEqual(0);
      snapshots.push(structuredClone(snapshot));
    },
  });
  expect(snapshots).toHaveLength(times.length);
  for (const [index, snapshot] of snapshots.entries()) {
    const rest = run({ resume: { index, snapshot } });
    expect(rest.times).toEqual(times.slice(index + 1));
    expect(rest.observables).toEqual(whole.observables.slice(index + 1));
    expect(rest.errorEstimate).toEqual(whole.errorEstimate.slice(index + 1));
    expect(extras(rest)).toEqual(extras(whole));
  }
}
