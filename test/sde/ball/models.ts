import type { SpinModel } from "../../../src/model/spinModel.ts";

/** k_+ = k_-, nothing vanishes, no symmetry. */
export const ballModel: SpinModel = {
  spins: 5,
  field: [0.8, -0.5, 0.6],
  collective: { dephasing: 0.7, pump: 0.4, decay: 0.4 },
  local: { dephasing: 0.2, pump: 0.1, decay: 0.3 },
};
