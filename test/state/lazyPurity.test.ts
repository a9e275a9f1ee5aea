import { expect, it } from "vitest";
import { withLazyPurity } from "../../src/state/lazyPurity.ts";
import { observables } from "../../src/state/observables.ts";

const moments = { mean: [0, 0, 1], square: [0.5, 0.5, 1], cross: [0, 0, 0] } as const;

it("a purity is computed once, when it or its error is looked at", () => {
  let calls = 0;
  const { observables: observed, errorEstimate } = withLazyPurity(observables(2, moments, 1), moments, () => {
    calls++;
    return { purity: 0.75, error: 0.125 };
  });
  expect(observed.mean).toEqual([0, 0, 1]);
  expect(calls).toBe(0);
  expect({ ...errorEstimate }.purity).toBe(0.125);
  expect(JSON.parse(JSON.stringify(observed)).purity).toBe(0.75);
  expect(calls).toBe(1);
});
