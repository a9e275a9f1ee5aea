import { analyze, type Factorization, type SymbolicFactorization } from "../../linalg/direct/lu.ts";
import type { SparseMatrix, SparsityPattern } from "../../linalg/sparse.ts";
import { factorUnique } from "../../model/factorUnique.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { HarmonicHierarchy } from "./hierarchy.ts";

/**
 * The hierarchy without p_00, which is fixed by int P = 1: du/dt = A u + c with u the unknowns 1.. of HarmonicState.
 * A has the eigenvalues of the generator but the zero of the conserved norm, so it is regular where the steady state is
 * unique.
 */
export interface ReducedHierarchy {
  readonly hierarchy: HarmonicHierarchy;
  readonly pattern: SparsityPattern;
  /** For each entry of `pattern`, its place among the values of the hierarchy. */
  readonly entries: Int32Array;
  readonly symbolic: SymbolicFactorization;
}

/** Pattern and elimination order, once for all models on one hierarchy. */
export function reduceHierarchy(hierarchy: HarmonicHierarchy): ReducedHierarchy {
  const full = hierarchy.pattern;
  const size = hierarchy.size - 1;
  const rowStarts = new Int32Array(size + 1);
  const columnIndices: number[] = [];
  const entries: number[] = [];
  for (let i = 0; i < size; i++) {
    for (let k = full.rowStarts[i + 1]!; k < full.rowStarts[i + 2]!; k++) {
      const column = full.columnIndices[k]! - 1;
      if (column < 0) continue;
      columnIndices.push(column);
      entries.push(k);
    }
    rowStarts[i + 1] = entries.length;
  }
  const pattern = { rows: size, columns: size, rowStarts, columnIndices: Int32Array.from(columnIndices) };
  return { hierarchy, pattern, entries: Int32Array.from(entries), symbolic: analyze(pattern) };
}

/** A of a generator on the hierarchy's pattern. */
export function reducedMatrix(reduced: ReducedHierarchy, generator: SparseMatrix): SparseMatrix {
  const values = new Float64Array(reduced.entries.length);
  for (let k = 0; k < values.length; k++) values[k] = generator.values[reduced.entries[k]!]!;
  return { pattern: reduced.pattern, values };
}

/** c = (column of p_00) u_00, with u_00 = 1/sqrt(N + 1). */
export function reducedSource(reduced: ReducedHierarchy, generator: SparseMatrix): Float64Array {
  const { rowStarts, columnIndices } = generator.pattern;
  const source = new Float64Array(reduced.pattern.rows);
  for (let i = 0; i < source.length; i++) {
    // Columns ascend within a row: p_00 comes first where it is there at all.
    const k = rowStarts[i + 1]!;
    if (k < rowStarts[i + 2]! && columnIndices[k] === 0)
      source[i] = generator.values[k]! / Math.sqrt(reduced.hierarchy.spins + 1);
  }
  return source;
}

/** LU of A for a model. @throws NotUniqueError where A is singular to working precision */
export function factorReduced(reduced: ReducedHierarchy, matrix: SparseMatrix, model: SpinModel): Factorization {
  return factorUnique(model, reduced.symbolic, matrix.values);
}
