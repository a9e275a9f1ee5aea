import { NotUniqueError } from "../core/errors.ts";
import { hasLocalRates, requireRatesAlone, type SpinModel } from "./spinModel.ts";
import { conservedQuantity } from "./uniqueness.ts";

/**
 * What the state of a model runs into, as a map of the initial state: the projection on the eigenvalue 0 of the generator.
 * - unique: one steady state whatever the start
 * - everySpin: J^2 is conserved, and each total spin j has a steady state of its own, with the weight that the start gives to j
 * - coherences: collective dephasing along the field leaves populations of J_z alone, and what is between equal m
 * - populations: local dephasing along the field leaves the populations of all sigma_z alone, which among permutation-symmetric
 *   states are those of J_z
 * - constant: nothing moves
 * - turning: nothing but a field: a limit exists only for a state that the field does not turn
 */
export type LongTimeLimit =
  | { readonly kind: "unique" }
  | {
      readonly kind: "everySpin" | "coherences" | "populations" | "constant" | "turning";
      /** Named as `conservedQuantity` does. */
      readonly conserved: string;
    };

/**
 * No other case is left: eigenvalues with real part 0 beside 0 itself need a field without any dissipation, since an operator that
 * turns for ever commutes with every jump operator up to a phase of the Hamiltonian's making.
 *
 * @param inBall whether the state leaves the symmetric subspace, from the start or by local rates
 */
export function longTimeLimit(model: SpinModel, inBall: boolean): LongTimeLimit {
  requireRatesAlone(model, "a long-time limit");
  const { collective, local, field } = model;
  const conserved = conservedQuantity(model);
  if (conserved === null) {
    // A single spin has no length of the total spin to conserve.
    const lengthKept = inBall && !hasLocalRates(model) && model.spins > 1;
    return lengthKept ? { kind: "everySpin", conserved: "J^2" } : { kind: "unique" };
  }
  if (local.dephasing > 0) return { kind: "populations", conserved };
  if (collective.dephasing > 0) return { kind: "coherences", conserved };
  return { kind: field.every((component) => component === 0) ? "constant" : "turning", conserved };
}

/**
 * The model that the collective processes are for a total spin j = `twiceSpin`/2 of theirs, as the one of so many spins alone: rates
 * 2 k/N are those of 2 k'/(2j).
 */
export function modelOfTotalSpin(model: SpinModel, twiceSpin: number): SpinModel {
  const { dephasing, pump, decay } = model.collective;
  const scale = twiceSpin / model.spins;
  return {
    ...model,
    spins: twiceSpin,
    collective: { ...model.collective, dephasing: scale * dephasing, pump: scale * pump, decay: scale * decay },
  };
}

/** The error for a state that its field turns for ever. `moving` is how much of it moves. */
export function turnsForEver({ field }: SpinModel, moving: number, limit: number): NotUniqueError {
  const period = (2 * Math.PI) / Math.hypot(...field);
  return new NotUniqueError({
    what: `there is no long-time limit: without dissipation the field turns the state for ever (the part that turns is ${moving.toExponential(1)}, limit ${limit.toExponential(1)})`,
    remedy: `evolve it in time and average over one period, ${Number(period.toPrecision(12))}, which is the time average; or add dephasing`,
    value: moving,
    limit,
  });
}
