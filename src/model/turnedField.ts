import { freezeModel, type SpinModel } from "./spinModel.ts";

/** Field and rates of a model added up: the unit in which errors of eigenvalues are measured. */
export const unitOfRates = ({ field, collective, local }: SpinModel): number =>
  Math.hypot(...field) +
  collective.dephasing +
  collective.pump +
  collective.decay +
  (local.dephasing + local.pump + local.decay);

/**
 * The model turned about the z axis until the field has no y component: it has the same eigenvalues, and without a field along z
 * its generator falls into two parts.
 */
export function turnedToX(model: SpinModel): SpinModel {
  const [x, y, z] = model.field;
  return freezeModel({ ...model, field: [Math.hypot(x, y), 0, z] });
}
