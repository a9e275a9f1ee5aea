import { freezeModel, type SpinModel } from "../spinModel.ts";
import { tangentBasis } from "../stability.ts";
import {
  type Coefficients,
  coefficientsOf,
  dot,
  length,
  type SymmetricSix,
  scaled,
  type Triple,
} from "./coefficients.ts";
import { axesOf, splitAlong } from "./parabolic/axial.ts";
import type { Orthogonal } from "./turn.ts";

/** Processes that are the same all around an axis n: S = across (1 - n n^T) + along n n^T and w = pull n. */
export interface AxialProcesses {
  /** k_- + k_+ of jumps that raise and lower n.J. */
  readonly across: number;
  /** k_z. */
  readonly along: number;
  /** k_- - k_+. */
  readonly pull: number;
}

/** All that the equation of a model with a rotation axis depends on. */
export interface AxialModel {
  readonly axis: Triple;
  /** N. */
  readonly spins: number;
  /** B.n. */
  readonly field: number;
  /** c of the interaction (c / N) (n.J)^2, which is what is left of it but for a multiple of J^2. */
  readonly twist: number;
  readonly collective: AxialProcesses;
  readonly local: AxialProcesses;
}

/** Entries that differ by no more than this many roundings of the largest of their kind are equal. */
const ROUNDINGS = 16;

/** A model as one around an axis, null where it has none; z where that is one. The axis points so that its last component that is not 0 is positive. */
export function aroundAxis(coefficients: Coefficients): AxialModel | null {
  const { field, interaction, collective, local } = coefficients;
  const directions = [field, collective.skew, local.skew].filter((vector) => length(vector) > 0);
  const candidates: Triple[] = [
    [0, 0, 1],
    ...directions.map((vector) => scaled(vector, 1 / length(vector))),
    ...[collective.symmetric, local.symmetric, interaction].flatMap(axesOf),
  ];
  for (const candidate of candidates) {
    const found = around(upwards(candidate), coefficients);
    if (found !== null) return found;
  }
  return null;
}

function upwards(axis: Triple): Triple {
  const last = axis.findLast((value) => Math.abs(value) > ROUNDINGS * Number.EPSILON) ?? 1;
  return scaled(axis, Math.sign(last));
}

function around(axis: Triple, { spins, field, interaction, collective, local }: Coefficients): AxialModel | null {
  const along = partAlong(field, axis);
  const chi = splitAlong(interaction, axis, roundingOf(interaction));
  const [whole, single] = [collective, local].map(({ symmetric, skew }) => processesAround(axis, symmetric, skew));
  if (along === null || chi === null || whole === null || single === null) return null;
  return { axis, spins, field: along, twist: chi.along - chi.across, collective: whole!, local: single! };
}

function processesAround(axis: Triple, symmetric: SymmetricSix, skew: Triple): AxialProcesses | null {
  const pull = partAlong(skew, axis);
  const split = splitAlong(symmetric, axis, roundingOf(symmetric));
  return pull === null || split === null ? null : { ...split, pull };
}

const roundingOf = (values: readonly number[]): number =>
  ROUNDINGS * Number.EPSILON * Math.max(...values.map(Math.abs));

/** n.v where v is along n, else null. */
function partAlong(vector: Triple, axis: Triple): number | null {
  const along = dot(vector, axis);
  const beside = Math.hypot(...vector.map((value, k) => value - along * axis[k]!));
  return beside <= ROUNDINGS * Number.EPSILON * length(vector) ? along : null;
}

/** The same model around z, by the three rates: P'(R r) = P(r) with the rotation R of `toAxis`. */
export function modelAroundZ({ spins, field, twist, collective, local }: AxialModel): SpinModel {
  const rates = ({ across, along, pull }: AxialProcesses) => ({
    dephasing: Math.max(0, along),
    pump: Math.max(0, (across - pull) / 2),
    decay: Math.max(0, (across + pull) / 2),
  });
  const interaction = { xx: 0, yy: 0, zz: twist, xy: 0, xz: 0, yz: 0 };
  return freezeModel({ spins, field: [0, 0, field], interaction, collective: rates(collective), local: rates(local) });
}

/** A model with a rotation axis turned until that is z; null where it has none. */
export function turnedToZ(model: SpinModel): SpinModel | null {
  const axial = aroundAxis(coefficientsOf(model));
  return axial === null ? null : modelAroundZ(axial);
}

/** A rotation that takes the axis to z. */
export function toAxis(axis: Triple): Orthogonal {
  const [u, v] = tangentBasis(axis).to2DArray() as unknown as [Triple, Triple];
  const cross: Triple = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  return dot(cross, axis) > 0 ? [u, v, axis] : [v, u, axis];
}
