import { expect } from "vitest";
import type { Evolution, EvolutionRequest, EvolutionStream } from "../../src/state/evolution.ts";
import { pulled } from "./pulled.ts";

/**
 * Expects that a road gives its points in order, the same as in the whole, and goes on from each of their snapshots to the same bits. `extras` is what
 * it returns besides the common result and keeps when it is resumed.
 */
export function expectToResume<Result extends Evolution>(
  times: readonly number[],
  follow: (change: Pick<EvolutionRequest, "resume">) => EvolutionStream<Result, unknown>,
  extras: (result: Result) => unknown,
): void {
  const { points, result: whole } = pulled(follow({}));
  expect(points.map(({ index }) => index)).toEqual([...times.keys()]);
  expect(points.map(({ time }) => time)).toEqual(times);
  expect(points.map(({ observables }) => observables)).toEqual(whole.observables);
  expect(points.map(({ errorEstimate }) => errorEstimate)).toEqual(whole.errorEstimate);
  for (const { index, snapshot } of points) {
    const { result: rest } = pulled(follow({ resume: { index, snapshot } }));
    expect(rest.times).toEqual(times.slice(index + 1));
    expect(rest.observables).toEqual(whole.observables.slice(index + 1));
    expect(rest.errorEstimate).toEqual(whole.errorEstimate.slice(index + 1));
    expect(extras(rest)).toEqual(extras(whole));
  }
}
