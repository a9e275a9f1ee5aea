import type { SpinModel } from "../../../src/model/spinModel.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import data from "./exactMoments.json" with { type: "json" };

/** Quantum expectation values of a state, in the units of `Observables`. */
export interface ExactState {
  readonly mean: Vector3;
  readonly square: Vector3;
  readonly cross: Vector3;
  readonly purity: number;
}

/** A parabolic collective model with moments from the master equation, started in the coherent state `initial`. */
export interface ExactCase {
  readonly model: SpinModel;
  readonly initial: Vector3;
  readonly steady: ExactState;
  readonly at: readonly (ExactState & { readonly time: number })[];
}

export const exactCases = data as unknown as readonly ExactCase[];

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
