import { expect, it } from "vitest";
import { evolveHarmonic } from "../../../src/harmonic/sphere/evolve.ts";
import { schemesFor } from "../../../src/sde/defaultStep.ts";
import { evolveTrajectories } from "../../../src/sde/sphere/evolve.ts";
import { modelWith } from "./class.ts";

/** D >= 0, by 6e-4, and no sum of squares of conformal fields. */
const gap = modelWith({
  spins: 5,
  field: [0.3, 0, 0.2],
  interaction: [1, 1, 0.65, 0, 0, 0],
  collective: { symmetric: [1.4006, 0.9006, 1.4006, -0.2, 0, -0.2], skew: [-0.75, -1.05, 0] },
  local: { symmetric: [0, 0, 0, 0, 0, 0], skew: [0, 0, 0] },
});

const request = {
  model: gap,
  initial: { kind: "coherent", direction: [0.48, 0.6, 0.64] },
  times: [0.2, 0.4],
} as const;
const groups = ["mean", "square", "cross"] as const;

it.each([
  [0.05, 6],
  [0.02, 3],
])(
  "without conformal fields steps of %d err by no more than their bound, also where that is more than the sampling",
  (step, visible) => {
    const [scheme] = schemesFor(gap);
    expect(scheme).toBe("eulerMaruyama");
    const exact = evolveHarmonic(request);
    const found = evolveTrajectories({ ...request, scheme: "eulerMaruyama", step, trajectories: 40_000, seed: 1 });
    for (const [k, { standardErrors, stepErrors }] of found.estimates.entries()) {
      const [own, right] = [found.observables[k]!, exact.observables[k]!];
      let inStandardErrors = 0;
      for (const group of groups) {
        for (const [i, value] of own[group].entries()) {
          const error = Math.abs(value - right[group][i]!);
          expect(error).toBeLessThanOrEqual(4 * standardErrors[group][i]! + stepErrors[group][i]!);
          inStandardErrors = Math.max(inStandardErrors, error / standardErrors[group][i]!);
        }
      }
      expect(Math.abs(own.purity - right.purity)).toBeLessThanOrEqual(4 * standardErrors.purity + stepErrors.purity);
      // Else nothing is said of the bound.
      expect(inStandardErrors).toBeGreaterThan(visible);
    }
  },
);
