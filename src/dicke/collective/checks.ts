import { InputError } from "../../core/errors.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireSpins } from "../../state/observables.ts";

/**
 * @throws InputError where the number of spins is no positive integer, or a local rate is not zero: local processes leave
 * the symmetric subspace
 */
export function requireCollective(model: SpinModel): void {
  requireSpins(model.spins);
  if (!livesInBall(model)) return;
  const { dephasing, pump, decay, jumps = [] } = model.local;
  throw new InputError({
    what: `the spin-N/2 space holds collective processes only, and the model has local dephasing ${dephasing}, pump ${pump}, decay ${decay}${jumps.length === 0 ? "" : `, jumps ${jumps.length}`}`,
    remedy: "set the local rates to zero, or take a road that includes local processes",
    value: Math.max(dephasing, pump, decay, ...jumps.map(({ rate }) => rate)),
    limit: 0,
  });
}
