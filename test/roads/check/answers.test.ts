import { spinModel } from "blochfem";
import { expect, it } from "vitest";
import { attempt, femSteady, harmonicSteady } from "../../../src/roads/check/answers.ts";

it("an interval that says nothing is no agreement: finite elements where local dephasing hardly turns", async () => {
  const model = spinModel({ spins: 4, field: [1e-7, 0, 0], local: { dephasing: 1 } });
  // The steady state is the mixed one: harmonics have it exactly, since nothing drives them.
  expect(Math.max(...harmonicSteady(model).observables.mean.map(Math.abs))).toBe(0);
  const { answer, reason } = await attempt(() => femSteady(model));
  expect(answer).toBeNull();
  expect(reason).toMatch(/known to .* only|estimate|singular|conserved/);
});
