import type { Rates, SpinModel } from "./spinModel.ts";

type Vector3 = readonly [number, number, number];

/** Dissipation that no rotation changes: in the notation of docs/physics.md, S a multiple of 1 and w = 0. */
const isIsotropic = ({ dephasing, pump, decay }: Rates): boolean => pump === decay && dephasing === pump + decay;

/**
 * Whether dissipation is the same after any rotation about the constant field, so that the two commute and the field only turns the
 * state, however fast: along z always, elsewhere without dissipation or where that is isotropic.
 */
export function turnsFreely({ field, interaction, collective, local }: SpinModel): boolean {
  if (interaction !== undefined || collective.jumps !== undefined || local.jumps !== undefined) return false;
  const [x, y, z] = field;
  if (x === 0 && y === 0) return z !== 0;
  return isIsotropic(collective) && isIsotropic(local);
}

/**
 * The slowest constant field that does in a time `span` what the field of the model does. Of a field that turns freely whole turns are
 * left out; any other is returned as it is.
 */
export function equivalentField(model: SpinModel, span: number): Vector3 {
  const { field } = model;
  const size = Math.hypot(...field);
  const angle = size * span;
  if (!turnsFreely(model) || !(angle > Math.PI)) return field;
  const rest = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  const scale = rest / angle;
  return [scale * field[0], scale * field[1], scale * field[2]];
}

/** By what rounding of times a state that turns freely may be turned too far: what it may change in a moment of size 1. */
export const turnError = (model: SpinModel, time: number): number =>
  turnsFreely(model) ? 8 * Number.EPSILON * Math.hypot(...model.field) * time : 0;
