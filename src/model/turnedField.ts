import { hasRatesAlone } from "./ratesAlone.ts";
import { freezeModel, type SpinModel } from "./spinModel.ts";

/** Field, interaction and rates of a model added up, a jump with its rate times |l|^2: the unit in which errors of eigenvalues are measured. */
export const unitOfRates = ({ field, interaction, collective, local }: SpinModel): number =>
  Math.hypot(...field) +
  Object.values(interaction ?? {}).reduce((sum, value) => sum + Math.abs(value), 0) +
  collective.dephasing +
  collective.pump +
  collective.decay +
  (local.dephasing + local.pump + local.decay) +
  [...(collective.jumps ?? []), ...(local.jumps ?? [])].reduce(
    (sum, { rate, operator: { re, im } }) => sum + rate * (Math.hypot(...re) ** 2 + Math.hypot(...im) ** 2),
    0,
  );

/**
 * The model turned about the z axis until the field has no y component: it has the same eigenvalues, and without a field along z
 * its generator falls into two parts. One with an interaction or jumps, which need not be alike around z, stays as it is.
 */
export function turnedToX(model: SpinModel): SpinModel {
  if (!hasRatesAlone(model)) return model;
  const [x, y, z] = model.field;
  return freezeModel({ ...model, field: [Math.hypot(x, y), 0, z] });
}
