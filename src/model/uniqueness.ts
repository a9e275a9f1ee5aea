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
  const { collective, local } = model;
  const [x, y, z] = model.field;
  const across = x !== 0 || y !== 0;
  const raises = collective.pump > 0 || local.pump > 0;
  const lowers = collective.decay > 0 || local.decay > 0;
  if (raises || lowers) {
    // Without a field across z nothing leaves the end of the ladder of J_z. Local dephasing alone changes the length of the
    // total spin, and so opens the dark states of a collective decay.
    if (across || (raises && lowers)) return { kind: "unique" };
    return { kind: "point", direction: [0, 0, raises ? 1 : -1] };
  }
  if (collective.dephasing > 0 || hasLocalRates(model)) {
    return across ? { kind: "unique" } : { kind: "notUnique", conserved: "J_z" };
  }
  return { kind: "notUnique", conserved: across || z !== 0 ? "B.J" : "every observable" };
}
