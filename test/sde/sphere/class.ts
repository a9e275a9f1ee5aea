import type { Coefficients } from "../../../src/model/secondOrder/coefficients.ts";
import { jumpsOf } from "../../../src/model/secondOrder/jumps.ts";
import { type SpinModel, type SpinModelInput, spinModel } from "../../../src/model/spinModel.ts";
import { type GeneralModel, generalEquation } from "../../reference/equation.ts";
import { generalModels } from "../../reference/general.ts";
import type { ReferenceState } from "../../reference/precise/linearEquation.ts";
import { preciseEvolution, preciseSteady } from "../../reference/precise/states.ts";
import type { ExactCase } from "./exact.ts";

const vector = (values: readonly number[]) => [values[0]!, values[1]!, values[2]!] as const;

const stateOf = ({ mean, square, cross, purity }: ReferenceState) => ({
  mean: vector(mean),
  square: vector(square),
  cross: vector(cross),
  purity,
});

const modelOf = (model: unknown) => spinModel(model as SpinModelInput);

const times = [0.25, 1, 3];

/** Few spins, so that the master equation is solved on the spot. */
function computedCase(model: GeneralModel, initial: ExactCase["initial"]): ExactCase {
  const equation = generalEquation(model);
  return {
    model: modelOf(model),
    initial,
    steady: stateOf(preciseSteady(equation)),
    at: preciseEvolution(equation, initial, times).map((found, k) => ({ ...stateOf(found), time: times[k]! })),
  };
}

/** The one with D >= 0 among the collective ones of general.json: everything at once. */
const { model, initial, steady, at } = generalModels[4]!;

/** A squeezed reservoir: w != 0 and nothing about z, so that D is indefinite. */
const squeezedReservoir = { rate: 0.5, operator: [1, [0, 0.6], 0] } as const;
export const indefinite = modelOf({ spins: 30, collective: { jumps: [squeezedReservoir] } });

/** Interactions with D >= 0, a strong one among them, and a squeezed reservoir with dephasing: there all of the step is one map. */
export const classCases: readonly ExactCase[] = [
  { model, initial, steady: steady!, at },
  computedCase(
    {
      spins: 6,
      field: [0.3, 0.5, -0.2],
      interaction: { zz: 1.2, xy: 0.3 },
      collective: { dephasing: 1, pump: 0.3, decay: 0.6 },
    },
    [0.6, 0, 0.8],
  ),
  computedCase(
    {
      spins: 6,
      field: [0.5, 0, 0.4],
      collective: { dephasing: 0.6, pump: 0, decay: 0, jumps: [squeezedReservoir, { rate: 0.2, operator: [0, 1, 0] }] },
    },
    [0, 0.6, -0.8],
  ),
];

/** The model of given coefficients, of collective processes alone. */
export function modelWith({ spins, field, interaction, collective }: Coefficients): SpinModel {
  const [xx, yy, zz, xy, xz, yz] = interaction;
  return spinModel({
    spins,
    field,
    interaction: { xx, yy, zz, xy, xz, yz },
    collective: { jumps: jumpsOf(collective) },
  });
}
