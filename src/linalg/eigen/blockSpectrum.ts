import type { SparseMatrix } from "../sparse.ts";
import { sparseFromTriplets } from "../sparse.ts";
import { stronglyConnected } from "./components.ts";
import { type DenseSpectrum, denseSpectrum, eigenvectors } from "./denseSpectrum.ts";
import { type EntryRounding, refineEigenvalue } from "./eigenvalueError.ts";
import { enclosingRadius } from "./enclosure.ts";
import { type Eigenvalue, type ListRequest, leadingEigenvalues } from "./order.ts";

/** A matrix as its diagonal blocks in block triangular form: all that its eigenvalues depend on. */
export interface MatrixBlocks {
  readonly order: number;
  readonly blocks: readonly SparseMatrix[];
}

/** Seconds of processor time that the eigenvalues of a dense matrix take, over the cube of its order: measured. */
const SECONDS_PER_CUBE = 1e-8;
/** The same for the two vectors of one eigenvalue, over the square. */
const SECONDS_PER_SQUARE = 4e-8;
/** Dense arrays of the order squared that are held at once. */
const DENSE_ARRAYS = 6;

export interface DenseCost {
  readonly seconds: number;
  readonly bytes: number;
}

/** The diagonal blocks of the strongly connected components of a matrix. */
export function matrixBlocks(matrix: SparseMatrix): MatrixBlocks {
  const components = stronglyConnected(matrix);
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const owner = new Int32Array(rows);
  const place = new Int32Array(rows);
  for (const [block, members] of components.entries()) {
    for (const [k, member] of members.entries()) {
      owner[member] = block;
      place[member] = k;
    }
  }
  const blocks = components.map((members, block) => {
    const [at, to, values]: [number[], number[], number[]] = [[], [], []];
    for (const [k, member] of members.entries()) {
      for (let q = rowStarts[member]!; q < rowStarts[member + 1]!; q++) {
        const column = columnIndices[q]!;
        if (owner[column] !== block || matrix.values[q] === 0) continue;
        at.push(k);
        to.push(place[column]!);
        values.push(matrix.values[q]!);
      }
    }
    return sparseFromTriplets(members.length, members.length, at, to, values);
  });
  return { order: rows, blocks };
}

/** What all eigenvalues of the blocks take by dense matrices, with the errors of `count` of them. */
export function denseCost({ blocks }: MatrixBlocks, count: number): DenseCost {
  let [seconds, bytes] = [0, 0];
  for (const { pattern } of blocks) {
    const order = pattern.rows;
    seconds += SECONDS_PER_CUBE * order ** 3 + SECONDS_PER_SQUARE * Math.min(count, order) * order ** 2;
    bytes += 8 * DENSE_ARRAYS * order ** 2;
  }
  return { seconds, bytes };
}

interface Candidate extends Eigenvalue {
  readonly block: number;
  readonly place: number;
}

/**
 * The eigenvalues of a real matrix that a request asks for, out of all of them, each with an estimate of its error: what entries
 * that are off by `rounding` may do to it, and what the computation leaves.
 *
 * @throws ConvergenceError where the QR iteration does not end
 */
export function spectrumOfBlocks(
  { blocks }: MatrixBlocks,
  rounding: EntryRounding,
  request: ListRequest,
): readonly Eigenvalue[] {
  const kept = new Map<number, DenseSpectrum>();
  const candidates: Candidate[] = [];
  for (const [block, matrix] of blocks.entries()) {
    const all = denseSpectrumOf(matrix);
    if (matrix.pattern.rows > WORTH_KEEPING) kept.set(block, all);
    for (let place = 0; place < all.real.length; place++) {
      candidates.push({ block, place, real: all.real[place]!, imaginary: all.imaginary[place]!, error: 0 });
    }
  }
  const wanted = leadingEigenvalues(candidates, request).filter(({ imaginary }) => imaginary >= 0);
  const refined = wanted.flatMap((candidate) => {
    const matrix = blocks[candidate.block]!;
    const all = kept.get(candidate.block) ?? denseSpectrumOf(matrix);
    return settleReal(withError(matrix, all, rounding, candidate.place));
  });
  return leadingEigenvalues(refined, request);
}

/** Below this order a block is done again rather than kept: there may be very many. */
const WORTH_KEEPING = 32;

function denseSpectrumOf({ pattern, values }: SparseMatrix): DenseSpectrum {
  const order = pattern.rows;
  const dense = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      dense[i * order + pattern.columnIndices[k]!] = values[k]!;
    }
  }
  return denseSpectrum(dense, order);
}

/** First-order estimates hold for eigenvalues that are farther from all others than this many times the estimate. */
const ISOLATED = 8;
/** Backward error of the QR iteration, relative to the norm of the balanced matrix: some eps, more slowly growing than the order. */
const QR_ROUNDING = 16 * Number.EPSILON;

function withError(matrix: SparseMatrix, all: DenseSpectrum, rounding: EntryRounding, place: number): Eigenvalue {
  if (all.form.order === 1) {
    const value = all.real[0]!;
    return { real: value, imaginary: 0, error: rounding.relative * Math.abs(value) + rounding.diagonal };
  }
  const eigenvalue = { real: all.real[place]!, imaginary: all.imaginary[place]! };
  const { right, left } = eigenvectors(all, place);
  const refined = refineEigenvalue(matrix, rounding, eigenvalue, right, left);
  if (ISOLATED * refined.error <= distanceToOthers(all, place)) return refined;
  const { norm, order } = all.form;
  const delta = (rounding.relative + rounding.row * order + QR_ROUNDING) * norm + rounding.diagonal;
  return { ...eigenvalue, error: enclosingRadius(all, place, delta, delta) };
}

function distanceToOthers({ real, imaginary }: DenseSpectrum, place: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < real.length; k++) {
    if (k === place) continue;
    nearest = Math.min(nearest, Math.hypot(real[k]! - real[place]!, imaginary[k]! - imaginary[place]!));
  }
  return nearest;
}

/** The positive half of a pair whose imaginary part is no larger than its error: two real eigenvalues, as far as is known. */
export function settleReal(value: Eigenvalue): readonly Eigenvalue[] {
  const { real, imaginary, error } = value;
  if (imaginary === 0 || imaginary > error) return [value];
  const settled = { real, imaginary: 0, error: error + imaginary };
  return [settled, settled];
}
