import { NotUniqueError } from "../core/errors.ts";
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
  const { collective, local } = model;
  const [x, y] = model.field;
  const raises = collective.pump > 0 || local.pump > 0;
  const lowers = collective.decay > 0 || local.decay > 0;
  // Without a field across z nothing leaves the end of the ladder of J_z. Local dephasing alone changes the length of the
  // total spin, and so opens the dark states of a collective decay.
  if (x !== 0 || y !== 0 || raises === lowers) return { kind: "unique" };
  return { kind: "point", direction: [0, 0, raises ? 1 : -1] };
}

/**
 * What a model conserves besides the trace, so that its steady state is not unique; null where there is nothing. Rates and
 * fields below `tolerance` times the largest of them count as zero.
 *
 * Every operator that commutes with the Hamiltonian and with all jump operators is conserved. J_- (or J_+) commutes with
 * nothing else, and one invariant subspace lies inside all others (the whole space if the field has a transverse part,
 * the lowest state if it has none), so pump or decay make the steady state unique. J_z alone does so with a transverse
 * field, since the two generate every operator of the irreducible space.
 */
export function conservedQuantity(model: SpinModel, tolerance = 0): string | null {
  const { collective, local } = model;
  const [x, y, z] = model.field;
  const across = Math.hypot(x, y);
  const moves = Math.max(collective.pump, collective.decay, local.pump, local.decay);
  const dephases = Math.max(collective.dephasing, local.dephasing);
  const limit = tolerance * Math.max(across, Math.abs(z), moves, dephases);
  if (moves > limit) return null;
  if (dephases > limit) return across > limit ? null : "J_z";
  if (across > limit) return "B.J";
  return Math.abs(z) > limit ? "J_z" : "every observable";
}

/** @throws NotUniqueError which names what is conserved, where something is */
export function requireUniqueSteadyState(model: SpinModel): void {
  const conserved = conservedQuantity(model);
  if (conserved === null) return;
  throw new NotUniqueError({
    what: `the steady state is not unique: ${conserved} is conserved`,
    remedy: "add pump or decay, or dephasing with a field across the z axis; or evolve an initial state in time",
    value: conserved,
  });
}

/** @throws NotUniqueError which names what is conserved among the permutation-symmetric states, where something is */
export function requireUniqueInBall(model: SpinModel): void {
  requireUniqueSteadyState(model);
  // A single spin has no length of the total spin to conserve.
  if (hasLocalRates(model) || model.spins === 1) return;
  throw new NotUniqueError({
    what: "the steady state in the ball is not unique: without local rates J^2, the length of the total spin, is conserved",
    remedy: "use a method for the sphere (the symmetric subspace), or add a local rate",
    value: "J^2",
  });
}

/** Terms below this share of the largest count as absent when a message has to name what is nearly conserved. */
const nearlyConserved = 1e-4;

/**
 * The error for a steady state that is unique, but not to working precision: `found` is a measure of the second slowest mode
 * that ought to be above `limit`.
 */
export function notUniqueInPractice(model: SpinModel, measure: string, found: number, limit: number): NotUniqueError {
  const conserved = conservedQuantity(model, nearlyConserved) ?? "a quantity besides the trace";
  return new NotUniqueError({
    what: `the steady state is not unique to working precision: ${conserved} is nearly conserved (${measure} ${found}, limit ${limit})`,
    remedy: "raise the smallest rates, or evolve an initial state in time",
    value: conserved,
    limit,
  });
}
