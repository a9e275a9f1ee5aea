import type { SpinModel } from "./spinModel.ts";

/** What the exact zeros among the rates say of the steady state in the symmetric subspace. */
export type SteadyStateKind =
  | { readonly kind: "unique" }
  /** A pure coherent state: P is a delta in this direction. */
  | { readonly kind: "point"; readonly direction: readonly [number, number, number] }
  | { readonly kind: "notUnique"; readonly conserved: string };

export function steadyStateKind(model: SpinModel): SteadyStateKind {
  const { dephasing, pump, decay } = model.collective;
  const [x, y, z] = model.field;
  const transverse = x !== 0 || y !== 0;
  if (pump === 0 && decay === 0) {
    if (dephasing > 0) return transverse ? { kind: "unique" } : { kind: "notUnique", conserved: "J_z" };
    return { kind: "notUnique", conserved: transverse || z !== 0 ? "B.J" : "every observable" };
  }
  if (!transverse && (pump === 0 || decay === 0)) {
    return { kind: "point", direction: [0, 0, pump > 0 ? 1 : -1] };
  }
  return { kind: "unique" };
}
