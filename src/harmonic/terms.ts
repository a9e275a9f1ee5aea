import type { MovingModel } from "../model/movingModel.ts";
import { coefficientsOf, type Kossakowski, type SymmetricSix } from "../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../model/spinModel.ts";

/**
 * What the terms of a hierarchy are multiplied with. A symmetric matrix M is taken apart by how it turns about z, so that what is symmetric there
 * leaves entries of exactly 0: (M_xx + M_yy)/2 and M_zz, M_xz and M_yz, (M_xx - M_yy)/2 and M_xy. Of chi, whose trace does nothing,
 * the first two are one. With the field and the three rates alone only the first nine are there.
 */
export const KIND = {
  fieldX: 0,
  fieldY: 1,
  fieldZ: 2,
  /** S_zz, (S_xx + S_yy)/2 and w_z: k_z, k_- + k_+ and k_- - k_+ of the three rates. */
  dephasing: 3,
  sum: 4,
  difference: 5,
  localDephasing: 6,
  localSum: 7,
  localDifference: 8,
  skew: [9, 10],
  tilt: [11, 12],
  plane: [13, 14],
  /** chi_zz - (chi_xx + chi_yy)/2. */
  interactionAxis: 15,
  interactionTilt: [16, 17],
  interactionPlane: [18, 19],
  localSkew: [20, 21],
  localTilt: [22, 23],
  localPlane: [24, 25],
} as const;

export const TERM_COUNT = 26;

/** Two kinds that an operator which changes m by q is multiplied with: those of cos(q phi) and sin(q phi). */
export type KindPair = readonly [number, number];

const optional = {
  skew: KIND.skew,
  tilt: KIND.tilt,
  plane: KIND.plane,
  interactionAxis: [KIND.interactionAxis],
  interactionTilt: KIND.interactionTilt,
  interactionPlane: KIND.interactionPlane,
  localSkew: KIND.localSkew,
  localTilt: KIND.localTilt,
  localPlane: KIND.localPlane,
} as const;

/** What a hierarchy holds besides the terms of the three rates. */
export type TermName = keyof typeof optional;
export type TermSet = ReadonlySet<TermName>;

/** A hierarchy of the field and the three rates alone. */
export const RATES_ALONE: TermSet = new Set();

/** Whether only the field tells directions across z apart. */
export const isAxial = (terms: TermSet): boolean => [...terms].every((name) => name === "interactionAxis");

const names = Object.keys(optional) as TermName[];

/** Those that a model needs: a term that no coefficient multiplies would only widen the pattern. */
export function termsOf(model: SpinModel): TermSet {
  const thetas = termCoefficients(model);
  return new Set(names.filter((name) => optional[name].some((kind) => thetas[kind] !== 0)));
}

/** Those that a model needs at any time. */
export const termsOfMoving = ({ still, units }: MovingModel): TermSet =>
  new Set([still, ...units].flatMap((part) => [...termsOf(part)]));

/** theta_k of the terms, in the order of KIND. */
export function termCoefficients(model: SpinModel): number[] {
  const { field, interaction, collective, local } = coefficientsOf(model);
  const [chiSum, chiAxis, ...chi] = parts(interaction);
  const [sum, dephasing, ...symmetric] = parts(collective.symmetric);
  const [localSum, localDephasing, ...localSymmetric] = parts(local.symmetric);
  return [
    ...field,
    ...[dephasing, sum, collective.skew[2]],
    ...[localDephasing, localSum, local.skew[2]],
    ...[...across(collective), ...symmetric],
    ...[chiAxis - chiSum, ...chi],
    ...[...across(local), ...localSymmetric],
  ];
}

const across = ({ skew: [x, y] }: Kossakowski): readonly [number, number] => [x, y];

const parts = ([xx, yy, zz, xy, xz, yz]: SymmetricSix): readonly [number, number, number, number, number, number] => [
  (xx + yy) / 2,
  zz,
  xz,
  yz,
  (xx - yy) / 2,
  xy,
];
