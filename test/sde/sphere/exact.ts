import { requiredDephasing } from "../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { type ExactState, exactModels } from "../../reference/exact.ts";

/** A parabolic collective model with moments from the master equation, started in the coherent state `initial`. */
export interface ExactCase {
  readonly model: SpinModel;
  readonly initial: Vector3;
  readonly steady: ExactState;
  readonly at: readonly (ExactState & { readonly time: number })[];
}

export const exactCases: readonly ExactCase[] = exactModels
  .filter(({ collectiveOnly, model }) => collectiveOnly && requiredDephasing(model) <= model.collective.dephasing)
  .map(({ model, steady, evolution }) => ({
    model,
    initial: evolution?.initial ?? [1, 0, 0],
    steady,
    at: evolution?.at ?? [],
  }));

/** Those with moments at t = 0.25, 1 and 3. */
export const evolutionCases = exactCases.filter((exact) => exact.at.length > 0);

/** N and B, to tell the cases apart in test names. */
export const caseName = ({ model }: ExactCase): string => `N = ${model.spins}, B = [${model.field.join(", ")}]`;

/** Refused: k_- = 1 alone. */
export const notParabolic: SpinModel = {
  spins: 10,
  field: [1.5, 0, 0],
  collective: { dephasing: 0, pump: 0, decay: 1 },
  local: { dephasing: 0, pump: 0, decay: 0 },
};

/** No symmetry, all rates positive, D well inside the parabolic range. */
export const generalModel: SpinModel = exactCases[3]!.model;
