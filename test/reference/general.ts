import { type SpinModel, type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { type ExactState, exactState } from "./exact.ts";
import data from "./general.json" with { type: "json" };

/**
 * Exact moments of eight models with an interaction or jumps of any operator, as those of exact.json. The first is unitary and has no steady state.
 */
export interface GeneralReference {
  readonly name: string;
  readonly model: SpinModel;
  readonly collectiveOnly: boolean;
  readonly steady: ExactState | null;
  /** Starts from the coherent state along `initial`. */
  readonly initial: Vector3;
  readonly at: readonly (ExactState & { readonly time: number })[];
}

export const generalModels: readonly GeneralReference[] = data.map(({ model, steady, evolution }, k) => ({
  name: `general model ${k + 1}, N = ${model.spins}`,
  model: spinModel(model as unknown as SpinModelInput),
  collectiveOnly: !("local" in model),
  steady: steady === undefined ? null : exactState(steady),
  initial: evolution.initial as unknown as Vector3,
  at: evolution.at.map((entry) => ({ time: entry.t, ...exactState(entry) })),
}));
