import { type BlochfemError, NotUniqueError, SingularMatrixError } from "../core/errors.ts";
import { conservedIn, nameInModel, zerosOf } from "./conservedInModel.ts";
import { limitDependsOnStart } from "./longTimeLimit.ts";
import { hasRatesAlone } from "./ratesAlone.ts";
import { darkDirections } from "./secondOrder/darkState.ts";
import { type SlowQuantity, slowestQuantity } from "./slowestQuantity.ts";
import { hasLocalRates, type SpinModel } from "./spinModel.ts";

/**
 * What the long-time limit of a model is:
 * - unique: one steady state, reached from every initial state, with a P-function spread over sphere or ball
 * - point: one steady state, the product state with every spin along `direction`: P is a delta function there
 * - notUnique: `conserved` keeps its distribution, so that the limit depends on the initial state
 */
export type SteadyStateKind =
  | { readonly kind: "unique" }
  | { readonly kind: "point"; readonly direction: readonly [number, number, number] }
  | { readonly kind: "notUnique"; readonly conserved: string };

/**
 * Kind of the steady state, in the symmetric subspace for collective processes alone and among the permutation-symmetric
 * states where there are local ones. Decided by which terms of the model are exactly zero, at any N. A term of relative
 * size 1e-12 makes the steady state unique and the equations for it almost singular: that is for their solver to report.
 */
export function steadyStateKind(model: SpinModel): SteadyStateKind {
  const conserved = conservedQuantity(model);
  if (conserved !== null) return { kind: "notUnique", conserved };
  if (!hasRatesAlone(model)) {
    const [direction] = darkDirections(model);
    return direction === undefined ? { kind: "unique" } : { kind: "point", direction };
  }
  const { collective, local } = model;
  const [x, y] = model.field;
  const raises = collective.pump > 0 || local.pump > 0;
  const lowers = collective.decay > 0 || local.decay > 0;
  // Without a field across z nothing leaves the end of the ladder of J_z. Local dephasing alone changes the length of the
  // total spin, and so opens the dark states of a collective decay.
  if (x !== 0 || y !== 0 || raises === lowers) return { kind: "unique" };
  return { kind: "point", direction: [0, 0, raises ? 1 : -1] };
}

/** What a model conserves besides the trace, so that its steady state is not unique, by its name; null where there is nothing. */
export function conservedQuantity(model: SpinModel): string | null {
  const conserved = conservedIn(model);
  return conserved === null ? null : nameInModel(model, conserved);
}

/**
 * Relative to the largest coefficient: below it a rate is lost among the roundings of the model's own numbers. Where the field is
 * along z populations alone are solved for, of which every digit is known at any ratio of the rates.
 */
const LOST_IN_ROUNDING = 2 * Number.EPSILON;

/** @throws NotUniqueError which names what is conserved, where something is, exactly or to the last digit of the model's numbers */
export function requireUniqueSteadyState(model: SpinModel): void {
  const conserved = conservedQuantity(model);
  if (conserved !== null) {
    throw new NotUniqueError({
      what: `the steady state is not unique: ${conserved} is conserved`,
      remedy: limitDependsOnStart(model)
        ? `${remedyOf(model)}; or ask for the limit of an initial state, or evolve it in time`
        : `${remedyOf(model)}; or evolve an initial state in time`,
      value: conserved,
    });
  }
  const [x, y] = model.field;
  if (x === 0 && y === 0 && hasRatesAlone(model)) return;
  const slow = slowestQuantity(model);
  if (slow !== null && slow.relative < LOST_IN_ROUNDING) throw nearlyConserved(slow);
}

/** What makes the steady state of a model unique that conserves something. */
export const remedyOf = (model: SpinModel): string =>
  hasRatesAlone(model)
    ? "add pump or decay, or dephasing with a field across the z axis"
    : "add a process that changes it, as pump or decay";

/** @throws NotUniqueError which names what is conserved among the permutation-symmetric states, where something is */
export function requireUniqueInBall(model: SpinModel): void {
  requireUniqueSteadyState(model);
  // A single spin has no length of the total spin to conserve.
  if (hasLocalRates(model) || model.spins === 1) return;
  throw new NotUniqueError({
    what: "the steady state in the ball is not unique: without local rates J^2, the length of the total spin, is conserved",
    remedy:
      "use a method for the sphere (the symmetric subspace), add a local rate, or ask for the limit of an initial state",
    value: "J^2",
  });
}

/** Relative to the largest coefficient: the accuracy of a solver is this times the roundings of its matrix. */
const SLOW = 1e-6;

/**
 * The error for equations that are singular to working precision: `found` is a measure of the second slowest mode that ought
 * to be above `limit`. Where the model nearly conserves a quantity it says so, and what lifts it; where it does not the fault is
 * that of the equations, which were cut or are too ill-conditioned.
 */
export function notUniqueInPractice(model: SpinModel, measure: string, found: number, limit: number): BlochfemError {
  const slow = slowestQuantity(model);
  if (slow !== null && slow.relative < SLOW) return nearlyConserved(slow);
  return new SingularMatrixError({
    what: `the equations for the steady state are singular to working precision (${measure} ${found}, limit ${limit}), though the model conserves nothing`,
    remedy: "bring rates of very different size closer together, or evolve an initial state in time",
    value: found,
    limit,
  });
}

/**
 * Errors of steady states, in eps over the relative rate of the slowest quantity: elements reach some 900 (180 models with a field or dephasing of order 1
 * and other terms of 1e-3 to 1e-12, N = 4, 8, 20), the other methods far less.
 */
const ROUNDINGS_OF_SLOWNESS = 1000;

/** What is not slower than this beside the rest fails for another reason. */
const BLAMED = 1e-5;

/**
 * A failure for which a slow quantity is to blame: what rounding leaves over its relative rate is above the tolerance.
 * null where there is no such quantity.
 */
export function blameSlowness(model: SpinModel, tolerance: number): NotUniqueError | null {
  const slow = slowestQuantity(model);
  return slow !== null && slow.relative < (ROUNDINGS_OF_SLOWNESS * Number.EPSILON) / tolerance && slow.relative < BLAMED
    ? nearlyConserved(slow, ROUNDINGS_OF_SLOWNESS * Number.EPSILON < slow.relative)
    : null;
}

/**
 * The one message for a steady state that is unique, but not to the precision that is asked for.
 *
 * @param toSomeDigits whether a larger tolerance may be met: not where the equations are singular to working precision
 */
export const nearlyConserved = (
  { quantity, lifter, rate, relative }: SlowQuantity,
  toSomeDigits = false,
): NotUniqueError =>
  new NotUniqueError({
    what:
      `the steady state is not unique to working precision: ${quantity} is nearly conserved. Only ${lifter} ` +
      `changes it, at a rate of about ${rate.toExponential(1)}, ${relative.toExponential(1)} of the largest field or rate`,
    remedy: `raise what changes it, ${toSomeDigits ? "ask for a larger tolerance, " : ""}or evolve an initial state in time`,
    value: quantity,
    limit: rate,
  });

/**
 * How many eigenvalues of the generator are exactly zero, and what is conserved besides the trace (null: nothing): one zero for each
 * independent conserved quantity.
 *
 * @param ball among all permutation-symmetric operators instead of those of the symmetric subspace
 */
export function zeroEigenvalues(
  model: SpinModel,
  ball: boolean,
): { readonly count: number; readonly conserved: string | null } {
  const found = conservedIn(model);
  const count = zerosOf(model, found, ball);
  const conserved = found === null ? null : nameInModel(model, found);
  // With local processes the total spin changes, and a single spin has no length of it to conserve.
  if (!ball || hasLocalRates(model) || model.spins === 1) return { count, conserved };
  if (conserved === null) return { count, conserved: "J^2" };
  return { count, conserved: found?.kind === "everything" ? conserved : `J^2 and ${conserved}` };
}
