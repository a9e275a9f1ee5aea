import { hasRatesAlone } from "./ratesAlone.ts";
import {
  type Coefficients,
  coefficientsOf,
  dot,
  length,
  type SymmetricSix,
  scaled,
  type Triple,
  timesVector,
} from "./secondOrder/coefficients.ts";
import type { Rates, SpinModel } from "./spinModel.ts";

type Vector3 = readonly [number, number, number];

/** Dissipation that no rotation changes: in the notation of docs/physics.md, S a multiple of 1 and w = 0. */
const isIsotropic = ({ dephasing, pump, decay }: Rates): boolean => pump === decay && dephasing === pump + decay;

/**
 * Whether interaction and dissipation are the same after any rotation about the constant field, so that they commute with it and it only
 * turns the state, however fast: of rates alone along z always, elsewhere without dissipation or where that is isotropic.
 */
export function turnsFreely(model: SpinModel): boolean {
  const { field, collective, local } = model;
  const [x, y, z] = field;
  if (!hasRatesAlone(model)) return length(field) > 0 && isAround(coefficientsOf(model));
  if (x === 0 && y === 0) return z !== 0;
  return isIsotropic(collective) && isIsotropic(local);
}

/** Whether chi, S, w, S' and w' are the same all around the field, to rounding. */
function isAround({ field, interaction, collective, local }: Coefficients): boolean {
  const axis = scaled(field, 1 / length(field));
  return (
    [interaction, collective.symmetric, local.symmetric].every((matrix) => commutesWithTurn(matrix, axis)) &&
    [collective.skew, local.skew].every((vector) => length(cross(axis, vector)) <= ROUNDING * length(vector))
  );
}

const ROUNDING = 8 * Number.EPSILON;

const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Whether M = p 1 + q n n^T. */
function commutesWithTurn(matrix: SymmetricSix, axis: Triple): boolean {
  const along = dot(axis, timesVector(matrix, axis));
  const across = (matrix[0] + matrix[1] + matrix[2] - along) / 2;
  const limit = ROUNDING * Math.max(...matrix.map(Math.abs));
  const entry = (k: number, a: number, b: number): boolean =>
    Math.abs(matrix[k]! - (along - across) * axis[a]! * axis[b]! - (a === b ? across : 0)) <= limit;
  return entry(0, 0, 0) && entry(1, 1, 1) && entry(2, 2, 2) && entry(3, 0, 1) && entry(4, 0, 2) && entry(5, 1, 2);
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
