import { InputError } from "../core/errors.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { requireSpins } from "../state/observables.ts";

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

/**
 * The operator that a collective model conserves besides the trace, so that its steady state is not unique; null where
 * there is none. Rates below `tolerance` times the largest of the rates and the field count as zero.
 *
 * Every operator that commutes with the Hamiltonian and with all jump operators is conserved. J_- (or J_+) commutes with
 * nothing else, and one invariant subspace lies inside all others (the whole space if the field has a transverse part,
 * the lowest state if it has none), so pump or decay make the steady state unique. J_z alone does so with a transverse
 * field, since the two generate every operator of the irreducible space.
 */
export function conservedQuantity(model: SpinModel, tolerance = 0): string | null {
  const [bx, by, bz] = model.field;
  const { dephasing, pump, decay } = model.collective;
  const transverse = Math.hypot(bx, by);
  const limit = tolerance * Math.max(transverse, Math.abs(bz), dephasing, pump, decay);
  if (pump > limit || decay > limit) return null;
  if (dephasing > limit) return transverse > limit ? null : "J_z";
  if (transverse > limit) return "B.J";
  return Math.abs(bz) > limit ? "J_z" : "every operator";
}
