import { expect } from "vitest";
import { evolveBallDensity } from "../../src/fem/ball/evolve.ts";
import { evolveDensity } from "../../src/fem/sphere/evolve.ts";
import type { SpinMoments } from "../../src/state/moments.ts";
import type { GeneralReference } from "../reference/general.ts";

const flat = (moments: SpinMoments): number[] => [...moments.mean, ...moments.square, ...moments.cross];

/** Largest error of a moment; the estimate of each has to bound it. */
export function checkMoments(found: SpinMoments, estimate: SpinMoments, exact: SpinMoments, limit: number): void {
  const largest = Math.max(...flat(estimate));
  for (const [i, value] of flat(exact).entries()) {
    const error = Math.abs(flat(found)[i]! - value);
    expect(error).toBeLessThan(limit);
    expect(error).toBeLessThan(largest);
  }
  expect(largest).toBeLessThan(limit);
}

/** An evolution from a coherent state, at default settings. */
export function expectFollowed({ model, collectiveOnly, initial, at }: GeneralReference): void {
  const request = {
    model,
    initial: { kind: "coherent", direction: initial },
    times: at.map(({ time }) => time),
  } as const;
  const found = collectiveOnly ? evolveDensity(request) : evolveBallDensity(request);
  for (const [k, exact] of at.entries())
    checkMoments(found.observables[k]!, found.errorEstimate[k]!, exact, collectiveOnly ? 1e-6 : 1e-5);
}
