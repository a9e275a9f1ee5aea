import { ResourceLimitError } from "../../core/errors.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import { analyze, type Factorization } from "../../linalg/direct/lu.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../linalg/sparse.ts";
import { factorUnique } from "../../model/factorUnique.ts";
import type { SpinModel } from "../../model/spinModel.ts";

/**
 * A part of the hierarchy without p_000, which is fixed by int P = 1: dv/dt = A v + c for the unknowns `indices` of BallState.
 * A has eigenvalues of the generator but the zero of the conserved norm.
 */
export interface ReducedBall {
  readonly indices: Int32Array;
  /** Zeros of the model are no entries. */
  readonly matrix: SparseMatrix;
  readonly source: Float64Array;
}

/** Highest band that may be factorised: 0.2 GiB of factors at 80 where half of the moments are driven, some 2 GiB here for all. */
export const MAXIMUM_FACTORED_BAND = 100;

/**
 * All unknowns but the first, or those alone that p_000 drives, directly or not: the others vanish in the steady state. With a
 * field along x they are half of all, as y -> -y turns P into itself up to a sign; without a field across z those with m = 0.
 */
export function reduceBall(generator: SparseMatrix, spins: number, which: "all" | "driven"): ReducedBall {
  const { rows, rowStarts, columnIndices } = generator.pattern;
  const { values } = generator;
  const places = which === "all" ? new Int32Array(rows) : driven(generator);
  places[0] = -1;
  let size = 0;
  for (let i = 1; i < rows; i++) if (places[i]! >= 0) places[i] = size++;
  const indices = new Int32Array(size);
  const source = new Float64Array(size);
  const [triplesRow, triplesColumn, triplesValue]: [number[], number[], number[]] = [[], [], []];
  for (let i = 1; i < rows; i++) {
    const place = places[i]!;
    if (place < 0) continue;
    indices[place] = i;
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
      const column = columnIndices[k]!;
      if (column === 0) source[place] = values[k]! / Math.sqrt(spins + 1);
      if (values[k] === 0 || places[column]! < 0) continue;
      triplesRow.push(place);
      triplesColumn.push(places[column]!);
      triplesValue.push(values[k]!);
    }
  }
  return { indices, matrix: sparseFromTriplets(size, size, triplesRow, triplesColumn, triplesValue), source };
}

/** 0 for the unknowns that are reached from the first along entries that are not zero, -1 for the others. */
function driven({ pattern, values }: SparseMatrix): Int32Array {
  const { rows, rowStarts, columnIndices } = pattern;
  const starts = new Int32Array(rows + 1);
  for (const column of columnIndices) starts[column + 1]!++;
  for (let i = 0; i < rows; i++) starts[i + 1]! += starts[i]!;
  const ends = starts.slice(0, rows);
  const targets = new Int32Array(columnIndices.length);
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++)
      if (values[k] !== 0) targets[ends[columnIndices[k]!]!++] = i;
  }
  const places = new Int32Array(rows).fill(-1);
  const queue = new Int32Array(rows);
  places[0] = 0;
  for (let taken = 0, count = 1; taken < count; taken++) {
    const from = queue[taken]!;
    for (let k = starts[from]!; k < ends[from]!; k++) {
      const to = targets[k]!;
      if (places[to] === 0) continue;
      places[to] = 0;
      queue[count++] = to;
    }
  }
  return places;
}

/** @throws ResourceLimitError for a band above MAXIMUM_FACTORED_BAND */
export function requireFactoredBand(band: number): void {
  if (!(band > MAXIMUM_FACTORED_BAND)) return;
  throw new ResourceLimitError({
    what: `moments of degree up to ${band} in the ball, ${solidCount(band)} unknowns, are too many to factorise`,
    remedy: `choose a band of at most ${MAXIMUM_FACTORED_BAND}, or evolve in time`,
    value: band,
    limit: MAXIMUM_FACTORED_BAND,
  });
}

/** LU of A for a model. @throws NotUniqueError where A is singular to working precision */
export function factorBall({ matrix }: ReducedBall, model: SpinModel): Factorization {
  return factorUnique(model, analyze(matrix.pattern), matrix.values);
}
