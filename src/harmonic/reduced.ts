import { analyze, type Factorization, type SymbolicFactorization } from "../linalg/direct/lu.ts";
import type { SparseMatrix, SparsityPattern } from "../linalg/sparse.ts";
import { factorUnique } from "../model/factorUnique.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { solveReduced } from "./solveReduced.ts";

/**
 * Equations of a steady state, A v + c = 0 for some of the unknowns of a hierarchy but the first, which is fixed by int P = 1: what all
 * generators that have it in common make once. A has eigenvalues of the generator but the zero of the conserved norm.
 */
export interface ReducedStructure {
  /** The unknowns solved for, ascending. */
  readonly indices: Int32Array;
  /** For each entry of A, its place among the values of the generator. */
  readonly entries: Int32Array;
  /** For each equation, the place of the coefficient of the first unknown among the values of the generator, or -1. */
  readonly sources: Int32Array;
  /** Pattern and elimination order of A; null where no unknown is left. */
  readonly symbolic: SymbolicFactorization | null;
}

/**
 * @param keepsUnknown whether an unknown (from 1 on) is solved for
 * @param keepsEntry whether an entry of the generator, between such unknowns, is one of A
 */
export function reduceStructure(
  { rows, rowStarts, columnIndices }: SparsityPattern,
  keepsUnknown: (unknown: number) => boolean,
  keepsEntry: (entry: number) => boolean,
): ReducedStructure {
  const places = new Int32Array(rows).fill(-1);
  const indices: number[] = [];
  for (let i = 1; i < rows; i++) if (keepsUnknown(i)) places[i] = indices.push(i) - 1;
  const size = indices.length;
  const reducedStarts = new Int32Array(size + 1);
  const reducedColumns: number[] = [];
  const entries: number[] = [];
  const sources = new Int32Array(size).fill(-1);
  for (let place = 0; place < size; place++) {
    const row = indices[place]!;
    for (let k = rowStarts[row]!; k < rowStarts[row + 1]!; k++) {
      const column = columnIndices[k]!;
      if (column === 0) sources[place] = k;
      if (places[column]! < 0 || !keepsEntry(k)) continue;
      reducedColumns.push(places[column]!);
      entries.push(k);
    }
    reducedStarts[place + 1] = entries.length;
  }
  const pattern = {
    rows: size,
    columns: size,
    rowStarts: reducedStarts,
    columnIndices: Int32Array.from(reducedColumns),
  };
  return {
    indices: Int32Array.from(indices),
    entries: Int32Array.from(entries),
    sources,
    symbolic: size === 0 ? null : analyze(pattern),
  };
}

/** What a solve reached besides the unknowns. */
export interface SolvedUnknowns {
  readonly unknowns: Float64Array;
  /** Euclidean norm of generator times unknowns, in units of the rates. */
  readonly residual: number;
  /** Estimated error of the unknowns by rounding (Euclidean norm): of the residual and of the entries of the generator, through its condition. */
  readonly roundingError: number;
  /** The same of each unknown. */
  readonly errors: Float64Array;
}

/**
 * The unknowns of the steady state of a generator: the first 1/sqrt(N + 1), those of the structure solved for, all others 0.
 *
 * @throws NotUniqueError where A is singular to working precision
 */
export function solveStructure(
  model: SpinModel,
  { indices, entries, sources, symbolic }: ReducedStructure,
  generator: SparseMatrix,
): SolvedUnknowns {
  const states = Math.sqrt(model.spins + 1);
  const unknowns = new Float64Array(generator.pattern.rows);
  unknowns[0] = 1 / states;
  const errors = new Float64Array(unknowns.length);
  errors[0] = Number.EPSILON * unknowns[0];
  // Nothing is driven where the maximally mixed state is the steady one.
  if (symbolic === null) return { unknowns, residual: 0, roundingError: 0, errors };
  const values = Float64Array.from(entries, (entry) => generator.values[entry]!);
  const source = Float64Array.from(sources, (entry) => (entry < 0 ? 0 : generator.values[entry]! / states));
  const solution = new Float64Array(indices.length);
  const factorization: Factorization = factorUnique(model, symbolic, values);
  const found = solveReduced(model, { pattern: symbolic.pattern, values }, factorization, source, solution);
  for (let i = 0; i < indices.length; i++) {
    unknowns[indices[i]!] = solution[i]!;
    errors[indices[i]!] = found.errors[i]!;
  }
  return { ...found, unknowns, errors };
}
