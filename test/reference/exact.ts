import type { SpinModel } from "../../src/model/spinModel.ts";
import type { SpinMoments, Vector3 } from "../../src/state/moments.ts";
import data from "./exact.json" with { type: "json" };

/**
 * Exact moments of 16 models from the quantum master equation: the explicit 2^N-dimensional one where there are local
 * processes, the spin-N/2 one where there are none. Computed outside this project; accurate to rounding.
 */
export interface ExactState extends SpinMoments {
  readonly purity: number;
}

export interface ExactModel {
  readonly name: string;
  readonly model: SpinModel;
  readonly collectiveOnly: boolean;
  readonly steady: ExactState;
  /** Absent for the two largest. Starts from the coherent state along `initial`. */
  readonly evolution?: { readonly initial: Vector3; readonly at: readonly (ExactState & { readonly time: number })[] };
}

interface Entry {
  readonly m1: readonly number[];
  readonly m2: readonly number[];
  readonly cross: readonly number[];
  readonly purity: number;
}

const vector = (values: readonly number[]): Vector3 => [values[0]!, values[1]!, values[2]!];

export const exactState = (entry: Entry): ExactState => ({
  mean: vector(entry.m1),
  square: vector(entry.m2),
  cross: vector(entry.cross),
  purity: entry.purity,
});

export const exactModels: readonly ExactModel[] = data.map(({ model, steady, evolution }) => {
  const { spins, collective, local } = model;
  const field = vector(model.field);
  const rates = [collective, local].map((part) => `${part.dephasing}/${part.pump}/${part.decay}`);
  const exact = {
    name: `N = ${spins}, B = (${field.join(", ")}), collective ${rates[0]}, local ${rates[1]}`,
    model: { spins, field, collective, local },
    collectiveOnly: local.dephasing === 0 && local.pump === 0 && local.decay === 0,
    steady: exactState(steady),
  };
  if (evolution === undefined) return exact;
  const at = evolution.at.map((entry) => ({ time: entry.t, ...exactState(entry) }));
  return { ...exact, evolution: { initial: vector(evolution.initial), at } };
});
