import type { SpinModel } from "../../model/spinModel.ts";
import { interactsAlongZ, withRatesAlone } from "../processMatrix.ts";

/**
 * Whether nothing of a model tells one direction across z from another: the field is along z or absent, the interaction is J_z^2, and
 * jumps are about z. Populations p(j, m) and coherences of different m - m' then change independently.
 */
export const hasAxis = (model: SpinModel): boolean => populationModel(model) !== null;

/** The model with rates alone that has the same populations, null where there is no axis: what is diagonal in J_z does not move them. */
export function populationModel(model: SpinModel): SpinModel | null {
  const [x, y] = model.field;
  return x === 0 && y === 0 && interactsAlongZ(model) ? withRatesAlone(model) : null;
}
