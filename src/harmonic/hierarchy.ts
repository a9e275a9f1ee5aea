import { InputError } from "../core/errors.ts";
import { entryIndex, type SparseMatrix, type SparsityPattern, sparseFromTriplets } from "../linalg/sparse.ts";
import type { MovingModel } from "../model/movingModel.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Vector3 } from "../state/moments.ts";
import { KIND, TERM_COUNT, type TermSet, termCoefficients, termsOf } from "./terms.ts";

/** The moment hierarchy of N spins up to a band, du/dt = (sum_k theta_k(model) T_k) u, by matrices that are free of all parameters but N. */
export interface Hierarchy {
  readonly spins: number;
  readonly band: number;
  /** Number of unknowns. */
  readonly size: number;
  /** What it holds besides the terms of the field and the three rates. */
  readonly holds: TermSet;
  /** Shared by all terms. */
  readonly pattern: SparsityPattern;
  /** In the order of KIND; without entries where it does not hold them. */
  readonly terms: readonly HierarchyTerm[];
}

/** The entries of one parameter-free matrix: places among the values of the pattern, and numbers to add there. */
export interface HierarchyTerm {
  readonly places: Int32Array;
  readonly values: Float64Array;
}

/** Entries as they are found: the term that each belongs to, its row and column. */
export class EntryList {
  readonly kinds: number[] = [];
  readonly rows: number[] = [];
  readonly columns: number[] = [];
  readonly values: number[] = [];

  add(kind: number, row: number, column: number, value: number): void {
    this.kinds.push(kind);
    this.rows.push(row);
    this.columns.push(column);
    this.values.push(value);
  }
}

/** The hierarchy of a list of entries. */
export function assembleHierarchy(
  { spins, band, size, holds }: Pick<Hierarchy, "spins" | "band" | "size" | "holds">,
  entries: EntryList,
): Hierarchy {
  const { kinds, rows, columns, values } = entries;
  const { pattern } = sparseFromTriplets(size, size, rows, columns, values);
  const counts = new Int32Array(TERM_COUNT);
  for (const kind of kinds) counts[kind]!++;
  const terms = Array.from(counts, (count) => ({ places: new Int32Array(count), values: new Float64Array(count) }));
  counts.fill(0);
  for (const [k, kind] of kinds.entries()) {
    const at = counts[kind]!++;
    terms[kind]!.places[at] = entryIndex(pattern, rows[k]!, columns[k]!);
    terms[kind]!.values[at] = values[k]!;
  }
  return { spins, band, size, holds, pattern, terms };
}

/** values <- sum_k coefficients[k] terms[k]; `values` has one entry an entry of the pattern. */
export function combineTerms(hierarchy: Hierarchy, coefficients: readonly number[], values: Float64Array): void {
  values.fill(0);
  for (const [k, term] of hierarchy.terms.entries()) {
    const theta = coefficients[k]!;
    if (theta === 0) continue;
    for (let i = 0; i < term.places.length; i++) values[term.places[i]!]! += theta * term.values[i]!;
  }
}

/** Writes the values of the generator of a model for a field over `values`. */
export function fieldWriter(hierarchy: Hierarchy, model: SpinModel, values: Float64Array): (field: Vector3) => void {
  const thetas = termCoefficients(model);
  return ([x, y, z]) => {
    thetas[KIND.fieldX] = x;
    thetas[KIND.fieldY] = y;
    thetas[KIND.fieldZ] = z;
    combineTerms(hierarchy, thetas, values);
  };
}

/** Writes the values of the generator of a model that moves, at a time, over `values`. */
export function movingWriter(
  hierarchy: Hierarchy,
  { still, units, factors }: MovingModel,
  values: Float64Array,
): (time: number) => void {
  const base = termCoefficients(still);
  const sets = units.map(termCoefficients);
  const thetas = new Array<number>(TERM_COUNT);
  return (time) => {
    for (let k = 0; k < TERM_COUNT; k++) thetas[k] = base[k]!;
    for (const [i, factor] of factors(time).entries()) {
      if (factor === 0) continue;
      const set = sets[i]!;
      for (let k = 0; k < TERM_COUNT; k++) thetas[k]! += factor * set[k]!;
    }
    combineTerms(hierarchy, thetas, values);
  };
}

/**
 * The generator of a model.
 *
 * @throws InputError where N differs, or the hierarchy lacks a term of the model
 */
export function generatorOf(hierarchy: Hierarchy, model: SpinModel): SparseMatrix {
  if (model.spins !== hierarchy.spins) {
    throw new InputError({
      what: `the model has ${model.spins} spins, the hierarchy ${hierarchy.spins}`,
      remedy: "assemble a hierarchy for each N",
      value: model.spins,
      limit: hierarchy.spins,
    });
  }
  const missing = [...termsOf(model)].filter((name) => !hierarchy.holds.has(name));
  if (missing.length > 0) {
    throw new InputError({
      what: `the model has terms that the hierarchy lacks: ${missing.join(", ")}`,
      remedy: "assemble it with termsOf(model)",
      value: missing,
      limit: [...hierarchy.holds],
    });
  }
  const values = new Float64Array(hierarchy.pattern.columnIndices.length);
  combineTerms(hierarchy, termCoefficients(model), values);
  return { pattern: hierarchy.pattern, values };
}
