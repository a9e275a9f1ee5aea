import type { SpinModel } from "../../../src/model/spinModel.ts";
import { exactModels } from "../../reference/exact.ts";

/** Nothing vanishes and nothing is symmetric. */
export const generalModel = (spins: number): SpinModel => ({
  spins,
  field: [0.7, -0.4, 0.3],
  collective: { dephasing: 0.3, pump: 0.2, decay: 0.9 },
  local: { dephasing: 0.25, pump: 0.15, decay: 0.4 },
});

/** k_+ = k_-: the moments of each degree close on their own. */
export const closingModel = (spins: number): SpinModel => ({
  ...generalModel(spins),
  collective: { dephasing: 0.3, pump: 0.6, decay: 0.6 },
});

export const localModels = exactModels.filter(({ collectiveOnly }) => !collectiveOnly);
export const collectiveModels = exactModels.filter(({ collectiveOnly }) => collectiveOnly);
