import { InputError, ResourceLimitError } from "../../core/errors.ts";
import { recursionCoefficient } from "../../core/harmonicRecursion.ts";
import { type SparseMatrix, type SparsityPattern, sparseFromTriplets } from "../../linalg/sparse.ts";
import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { requireBand, unknownIndex } from "./state.ts";

/**
 * The moment hierarchy of P on the sphere, du/dt = (sum_k theta_k(model) T_k) u for the unknowns of HarmonicState. With
 * A_lm = sqrt((l^2-m^2)/(4l^2-1)) and s = k_- + k_+, d = k_- - k_+ the equation of p_lm = int P Y_lm is
 *
 *     dp_lm/dt = [ -s l(l+1)/N + (s - k_z) m^2/N + i B_z m ] p_lm
 *         + d A_{l+1,m} l (N-l)/N p_{l+1,m} - d A_lm (l+1)(N+1+l)/N p_{l-1,m}
 *         + (i/2)(B_x - i B_y) sqrt(l(l+1)-m(m+1)) p_{l,m+1} + (i/2)(B_x + i B_y) sqrt(l(l+1)-m(m-1)) p_{l,m-1}
 *
 * and in the unknowns the two couplings in l become d A_{l+1,m} l S_l and -d A_lm (l+1) S_{l-1}, with
 * S_l = sqrt((N-l)(N+l+2))/N: nearly antisymmetric, as are the field terms exactly. Row l = 0 is zero (int P = 1), and
 * the hierarchy closes at l = N by itself; a band below N leaves out p_{band+1}.
 */
export interface HarmonicHierarchy {
  readonly spins: number;
  readonly band: number;
  /** (band + 1)^2. */
  readonly size: number;
  /** Shared by all terms; block tridiagonal in l. */
  readonly pattern: SparsityPattern;
  /** Values of the parameter-free matrices on the pattern, for the coefficients of `hierarchyCoefficients`. */
  readonly terms: readonly Float64Array[];
}

/** theta_k of the terms: B_x, B_y, B_z, k_z, k_- + k_+, k_- - k_+. */
export function hierarchyCoefficients(model: SpinModel, field: Vector3 = model.field): number[] {
  const { dephasing, pump, decay } = model.collective;
  return [field[0], field[1], field[2], dephasing, decay + pump, decay - pump];
}

const TERM_COUNT = 6;
const [FIELD_X, FIELD_Y, FIELD_Z, DEPHASING, SUM, DIFFERENCE] = [0, 1, 2, 3, 4, 5] as const;

/** Above this band (10^6 unknowns) a factorisation no longer fits into the memory of one process. */
export const MAXIMUM_BAND = 999;

/** Assembles the parameter-free matrices of N spins for harmonics l <= band (default N, exact). */
export function harmonicHierarchy(spins: number, band: number = spins): HarmonicHierarchy {
  requireBand(spins, band);
  const size = (band + 1) ** 2;
  if (band > MAXIMUM_BAND)
    throw new ResourceLimitError({
      what: `band ${band} has ${size} unknowns`,
      remedy: `choose a band of at most ${MAXIMUM_BAND}; 5 to 8 sqrt(N) is often enough`,
      value: band,
      limit: MAXIMUM_BAND,
    });
  const rows: number[] = [];
  const columns: number[] = [];
  const values: number[] = [];
  const kinds: number[] = [];
  const add = (kind: number, row: number, column: number, value: number): void => {
    kinds.push(kind);
    rows.push(row);
    columns.push(column);
    values.push(value);
  };
  for (let l = 1; l <= band; l++) for (let m = 0; m <= l; m++) addRows(spins, band, l, m, add);
  const terms: Float64Array[] = [];
  const masked = new Float64Array(values.length);
  let pattern: SparsityPattern | null = null;
  for (let kind = 0; kind < TERM_COUNT; kind++) {
    for (let k = 0; k < masked.length; k++) masked[k] = kinds[k] === kind ? values[k]! : 0;
    const matrix = sparseFromTriplets(size, size, rows, columns, masked);
    pattern ??= matrix.pattern;
    terms.push(matrix.values);
  }
  return { spins, band, size, pattern: pattern!, terms };
}

type AddEntry = (kind: number, row: number, column: number, value: number) => void;

/** The row(s) of p_lm: one for m = 0, real and imaginary part for m > 0. */
function addRows(spins: number, band: number, l: number, m: number, add: AddEntry): void {
  const row = unknownIndex(l, m);
  const parts = m === 0 ? 1 : 2;
  const up = l < band ? recursionCoefficient(l + 1, m) * l * neighbourScale(spins, l) : 0;
  const down = -recursionCoefficient(l, m) * (l + 1) * neighbourScale(spins, l - 1);
  for (let part = 0; part < parts; part++) {
    add(SUM, row + part, row + part, (-l * (l + 1) + m * m) / spins);
    add(DEPHASING, row + part, row + part, (-m * m) / spins);
    if (l < band) add(DIFFERENCE, row + part, unknownIndex(l + 1, m) + part, up);
    if (m < l) add(DIFFERENCE, row + part, unknownIndex(l - 1, m) + part, down);
  }
  if (m > 0) {
    add(FIELD_Z, row, row + 1, -m);
    add(FIELD_Z, row + 1, row, m);
  }
  // sqrt(2) Re and sqrt(2) Im of p_lm for m > 0 against p_l0: the step from m = 0 to m = 1 gains a factor sqrt(2).
  if (m < l) {
    const ladder = (Math.sqrt((l - m) * (l + m + 1)) / 2) * (m === 0 ? Math.SQRT2 : 1);
    const above = unknownIndex(l, m + 1);
    add(FIELD_Y, row, above, ladder);
    add(FIELD_X, row, above + 1, -ladder);
    if (m > 0) {
      add(FIELD_X, row + 1, above, ladder);
      add(FIELD_Y, row + 1, above + 1, ladder);
    }
  }
  if (m > 0) {
    const ladder = (Math.sqrt((l + m) * (l - m + 1)) / 2) * (m === 1 ? Math.SQRT2 : 1);
    const below = unknownIndex(l, m - 1);
    add(FIELD_Y, row, below, -ladder);
    add(FIELD_X, row + 1, below, ladder);
    if (m > 1) {
      add(FIELD_X, row, below + 1, -ladder);
      add(FIELD_Y, row + 1, below + 1, -ladder);
    }
  }
}

/** S_l = sqrt((N - l)(N + l + 2))/N. */
export const neighbourScale = (spins: number, l: number): number =>
  (Math.sqrt(spins - l) * Math.sqrt(spins + l + 2)) / spins;

/** values <- sum_k coefficients[k] terms[k]; `values` has one entry an entry of the pattern. */
export function combineTerms(
  hierarchy: HarmonicHierarchy,
  coefficients: readonly number[],
  values: Float64Array,
): void {
  values.fill(0);
  for (const [k, term] of hierarchy.terms.entries()) {
    const theta = coefficients[k]!;
    if (theta === 0) continue;
    for (let i = 0; i < values.length; i++) values[i]! += theta * term[i]!;
  }
}

/** The generator of a model with collective processes only. @throws InputError where N differs or local rates are set */
export function harmonicGenerator(hierarchy: HarmonicHierarchy, model: SpinModel): SparseMatrix {
  requireCollective(model);
  requireHierarchyOf(model, hierarchy);
  const values = new Float64Array(hierarchy.pattern.columnIndices.length);
  combineTerms(hierarchy, hierarchyCoefficients(model), values);
  return { pattern: hierarchy.pattern, values };
}

/** @throws InputError where N differs */
export function requireHierarchyOf(model: SpinModel, hierarchy: { readonly spins: number }): void {
  if (model.spins === hierarchy.spins) return;
  throw new InputError({
    what: `the model has ${model.spins} spins, the hierarchy ${hierarchy.spins}`,
    remedy: "assemble a hierarchy for each N",
    value: model.spins,
    limit: hierarchy.spins,
  });
}
