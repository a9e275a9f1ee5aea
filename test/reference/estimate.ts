import type { ErrorEstimate } from "../../src/state/errorEstimate.ts";
import type { SpinMoments } from "../../src/state/moments.ts";

/** The most by which an observable misses the exact one beyond its own error estimate; at most 0 where every estimate holds. */
export function excessOverEstimate(
  found: ErrorEstimate,
  exact: SpinMoments & { readonly purity: number },
  estimate: ErrorEstimate,
): number {
  let excess = Math.abs(found.purity - exact.purity) - estimate.purity;
  for (const name of ["mean", "square", "cross"] as const) {
    for (const k of [0, 1, 2] as const)
      excess = Math.max(excess, Math.abs(found[name][k] - exact[name][k]) - estimate[name][k]);
  }
  return excess;
}
