import type { SpinModel } from "../src/model/spinModel.ts";
import { type ExactModel, exactModels } from "../test/reference/exact.ts";

/** Exact moments of a model from the reference data. Throws where there are none. */
export function exactModelOf(model: SpinModel): ExactModel {
  const exact = exactModels.find((known) => JSON.stringify(known.model) === JSON.stringify(model));
  if (exact === undefined) throw new Error(`test/reference has no exact moments of ${JSON.stringify(model)}`);
  return exact;
}
