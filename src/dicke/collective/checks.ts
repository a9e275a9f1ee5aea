import { InputError } from "../../core/errors.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireSpins } from "../../state/observables.ts";

/**
 * @throws InputError where the number of spins is no positive integer, or a local rate is not zero: local processes leave
 * the symmetric subspace
 */
export function requireCollective(model: SpinModel): void {
  requireSpins(model.spins);
  const { dephasing, pump, decay } = model.local;
  if (dephasing === 0 && pump === 0 && decay === 0) return;
  throw new InputError({
    what: `the spin-N/2 space holds collective processes only, and the model has local dephasing ${dephasing}, pump ${pump}, decay ${decay}`,
    remedy: "set the local rates to zero, or take a road that includes local processes",
    value: Math.max(dephasing, pump, decay),
    limit: 0,
  });
}
