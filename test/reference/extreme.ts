import { spinModel } from "../../src/model/spinModel.ts";
import type { ExactModel } from "./exact.ts";
import data from "./extreme.json" with { type: "json" };

type Steady = Pick<ExactModel, "model" | "steady">;

/**
 * Steady states of 180 random models with 1 to 7 spins, rates and fields over up to twelve orders of magnitude: 120 with collective processes alone, then 60 with
 * local ones. The master equation, in the spin-N/2 space and the 2^N-dimensional one, solved with 60 digits by mpmath; right to the last bit.
 */
export const extremeModels: readonly Steady[] = data.map(({ model, m1, m2, cross, purity }) => {
  const [x, y, z] = model.field as [number, number, number];
  const triple = (values: readonly number[]) => values as unknown as [number, number, number];
  return {
    model: spinModel({ ...model, field: [x, y, z] }),
    steady: { mean: triple(m1), square: triple(m2), cross: triple(cross), purity },
  };
});
