import { NotUniqueError } from "../core/errors.ts";
import { conservedIn, isUnitary, nameInModel } from "./conservedInModel.ts";
import { hasRatesAlone } from "./ratesAlone.ts";
import type { Dissipation, Interaction } from "./secondOrder/coefficients.ts";
import type { Conserved } from "./secondOrder/conserved.ts";
import { hasLocalRates, isActive, type SpinModel } from "./spinModel.ts";

/**
 * What the state of a model runs into, as a map of the initial state: the projection on the eigenvalue 0 of the generator.
 * - unique: one steady state whatever the start
 * - everySpin: J^2 is conserved, and each total spin j has a steady state of its own, with the weight that the start gives to j
 * - coherences: collective dephasing along the axis leaves populations of J_z alone, and what is between equal m
 * - populations: local dephasing along the axis leaves the populations of all sigma_z alone, which among permutation-symmetric
 *   states are those of J_z
 * - constant: nothing moves
 * - turning: nothing but a field: a limit exists only for a state that the field does not turn
 * - unsolved: it depends on the start, in a way that no road follows
 */
export type LongTimeLimit =
  | { readonly kind: "unique" }
  | {
      readonly kind: "everySpin" | "coherences" | "populations" | "constant" | "turning" | "unsolved";
      /** Named as `conservedQuantity` does. */
      readonly conserved: string;
    };

/**
 * With rates alone no other case is left: eigenvalues with real part 0 beside 0 itself need a Hamiltonian without any dissipation, since an
 * operator that turns for ever commutes with every jump operator up to a phase of the Hamiltonian's making. An interaction along an axis that
 * jumps dephase changes phases between states of different n.J alone, which are lost.
 *
 * @param inBall whether the state leaves the symmetric subspace, from the start or by local rates
 */
export function longTimeLimit(model: SpinModel, inBall: boolean): LongTimeLimit {
  const found = conservedIn(model);
  if (found === null) {
    // A single spin has no length of the total spin to conserve.
    const lengthKept = inBall && !hasLocalRates(model) && model.spins > 1;
    return lengthKept ? { kind: "everySpin", conserved: "J^2" } : { kind: "unique" };
  }
  return { kind: kindOf(model, found), conserved: nameInModel(model, found) };
}

function kindOf(model: SpinModel, found: Conserved): Exclude<LongTimeLimit["kind"], "unique"> {
  if (found.kind === "everything") return "constant";
  if (isUnitary(model)) return found.kind === "spin" && hasRatesAlone(model) ? "turning" : "unsolved";
  if (found.kind !== "spin" || Math.abs(found.axis[2]) !== 1) return "unsolved";
  return isActive(model.local) ? "populations" : "coherences";
}

/**
 * Whether there are several steady states and any start of the domain of the model has one of them as its limit: not where a state
 * turns for ever, or no road follows it.
 */
export const limitDependsOnStart = (model: SpinModel): boolean =>
  !["unique", "turning", "unsolved"].includes(longTimeLimit(model, hasLocalRates(model)).kind);

/** The error for a limit that depends on the start in a way that no road follows. */
export const limitUnsolved = (model: SpinModel, conserved: string): NotUniqueError =>
  new NotUniqueError({
    what: isUnitary(model)
      ? `there is no long-time limit: without dissipation the state moves for ever, and ${conserved} is conserved`
      : `what an initial state runs into is found where J_z is conserved, and here that is ${conserved}`,
    remedy: isUnitary(model)
      ? "evolve it in time, or add dissipation"
      : "turn the model so that its axis is z, or evolve the state in time",
    value: conserved,
  });

/**
 * The model that the collective processes are for a total spin j = `twiceSpin`/2 of theirs, as the one of so many spins alone: rates
 * 2 k/N are those of 2 k'/(2j), and chi/N is chi'/(2j).
 */
export function modelOfTotalSpin(model: SpinModel, twiceSpin: number): SpinModel {
  const scale = twiceSpin / model.spins;
  const { interaction } = model;
  return {
    ...model,
    spins: twiceSpin,
    ...(interaction === undefined ? {} : { interaction: scaledInteraction(interaction, scale) }),
    collective: scaledDissipation(model.collective, scale),
  };
}

const scaledInteraction = ({ xx, yy, zz, xy, xz, yz }: Interaction, scale: number): Interaction => ({
  xx: scale * xx,
  yy: scale * yy,
  zz: scale * zz,
  xy: scale * xy,
  xz: scale * xz,
  yz: scale * yz,
});

const scaledDissipation = ({ dephasing, pump, decay, jumps }: Dissipation, scale: number): Dissipation => ({
  dephasing: scale * dephasing,
  pump: scale * pump,
  decay: scale * decay,
  ...(jumps === undefined ? {} : { jumps: jumps.map(({ rate, operator }) => ({ rate: scale * rate, operator })) }),
});

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
