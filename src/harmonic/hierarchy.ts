import { InputError } from "../core/errors.ts";
import { entryIndex, type SparseMatrix, type SparsityPattern, sparseFromTriplets } from "../linalg/sparse.ts";
import type { SpinModel } from "../model/spinModel.ts";

/** The moment hierarchy of N spins up to a band, du/dt = (sum_k theta_k(model) T_k) u, by matrices that are free of all parameters but N. */
export interface Hierarchy {
  readonly spins: number;
  readonly band: number;
  /** Number of unknowns. */
  readonly size: number;
  /** Shared by all terms. */
  readonly pattern: SparsityPattern;
  readonly terms: readonly HierarchyTerm[];
}

/** The entries of one parameter-free matrix: places among the values of the pattern, each once, and numbers. */
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

/** The hierarchy of a list of entries, of `termCount` kinds. */
export function assembleHierarchy(
  { spins, band, size }: Pick<Hierarchy, "spins" | "band" | "size">,
  termCount: number,
  entries: EntryList,
): Hierarchy {
  const { kinds, rows, columns, values } = entries;
  const { pattern } = sparseFromTriplets(size, size, rows, columns, values);
  const counts = new Int32Array(termCount);
  for (const kind of kinds) counts[kind]!++;
  const terms = Array.from(counts, (count) => ({ places: new Int32Array(count), values: new Float64Array(count) }));
  counts.fill(0);
  for (const [k, kind] of kinds.entries()) {
    const at = counts[kind]!++;
    terms[kind]!.places[at] = entryIndex(pattern, rows[k]!, columns[k]!);
    terms[kind]!.values[at] = values[k]!;
  }
  return { spins, band, size, pattern, terms };
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

/**
 * The generator of a model of coefficients theta_k.
 *
 * @throws InputError where N differs
 */
export function generatorOf(hierarchy: Hierarchy, model: SpinModel, coefficients: readonly number[]): SparseMatrix {
  if (model.spins !== hierarchy.spins) {
    throw new InputError({
      what: `the model has ${model.spins} spins, the hierarchy ${hierarchy.spins}`,
      remedy: "assemble a hierarchy for each N",
      value: model.spins,
      limit: hierarchy.spins,
    });
  }
  const values = new Float64Array(hierarchy.pattern.columnIndices.length);
  combineTerms(hierarchy, coefficients, values);
  return { pattern: hierarchy.pattern, values };
}
