import { aboutDuration } from "../core/duration.ts";
import { ResourceLimitError } from "../core/errors.ts";
import { denseCost, type MatrixBlocks, matrixBlocks, spectrumOfBlocks } from "../linalg/eigen/blockSpectrum.ts";
import type { EntryRounding } from "../linalg/eigen/eigenvalueError.ts";
import { type Eigenvalue, leadingEigenvalues } from "../linalg/eigen/order.ts";
import { MOST_OF_A_SEARCH, type SearchResult, searchSpectrum } from "../linalg/eigen/sparseSearch.ts";
import { type SparseMatrix, sparseFromTriplets } from "../linalg/sparse.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { unitOfRates } from "../model/turnedField.ts";
import { type SpectrumSettings, tieOf } from "./spectrum.ts";

/** All eigenvalues are computed where that takes no longer than this, by prediction. */
export const SECONDS_FOR_ALL = 5;

export interface Modes {
  /** In the order of `Spectrum`. */
  readonly eigenvalues: readonly Eigenvalue[];
  /** The highest frequency searched, null where nothing was left out. */
  readonly searched: number | null;
}

/**
 * The eigenvalues of a generator that the settings ask for, each with an estimate of its error: all of them computed where the
 * blocks into which the matrix falls allow it, else a search of the slow ones up to some frequency.
 *
 * @param secondsForAll predicted seconds up to which all eigenvalues are computed
 * @throws ResourceLimitError before the work where it would take too much; ConvergenceError
 */
export function modesOf(
  model: SpinModel,
  matrix: SparseMatrix,
  rounding: EntryRounding,
  settings: SpectrumSettings,
  secondsForAll: number = SECONDS_FOR_ALL,
): Modes {
  const { near, count } = settings;
  const tie = tieOf(model);
  const request = { count, near, tie, highest: null };
  const { small, large } = splitBlocks(matrixBlocks(matrix), settings, secondsForAll);
  const highest = near === null ? settings.frequencyLimit : null;
  const complete = spectrumOfBlocks(small, rounding, { ...request, highest });
  if (large === null) return { eigenvalues: complete, searched: highest };
  const found = search(model, large, rounding, settings);
  const { searched } = found;
  return {
    eigenvalues: leadingEigenvalues([...complete, ...found.eigenvalues], { ...request, highest: searched }),
    searched,
  };
}

function search(
  model: SpinModel,
  matrix: SparseMatrix,
  rounding: EntryRounding,
  settings: SpectrumSettings,
): SearchResult {
  const { count, near, frequencyLimit, frequencyScale, memoryLimit, onProgress } = settings;
  const unit = unitOfRates(model);
  const frequencyStep = Math.max(frequencyScale ?? Math.hypot(...model.field), 1e-3 * unit);
  return searchSpectrum(matrix, rounding, {
    count,
    near,
    tie: tieOf(model),
    highest: null,
    frequency: frequencyLimit ?? 1.5 * frequencyStep,
    frequencyStep: frequencyLimit === null ? frequencyStep : 0,
    unit,
    memoryLimit,
    onProgress: (shifts, known) => onProgress?.(`${known} eigenvalues known after ${shifts} shifts`),
  });
}

/**
 * The blocks that are done by dense matrices, and the others as one matrix; null where there are none.
 *
 * @throws ResourceLimitError
 */
function splitBlocks(
  { order, blocks }: MatrixBlocks,
  { count, secondsLimit, memoryLimit }: SpectrumSettings,
  secondsForAll: number,
): { readonly small: MatrixBlocks; readonly large: SparseMatrix | null } {
  const all = denseCost({ order, blocks }, count);
  if (all.seconds <= secondsForAll && all.bytes <= memoryLimit) return { small: { order, blocks }, large: null };
  if (count > MOST_OF_A_SEARCH) {
    if (all.seconds <= secondsLimit && all.bytes <= memoryLimit) return { small: { order, blocks }, large: null };
    throw tooMany({ order, blocks }, { count, secondsLimit, memoryLimit });
  }
  const ascending = blocks.toSorted((a, b) => a.pattern.rows - b.pattern.rows);
  let seconds = 0;
  let taken = 0;
  while (taken < ascending.length) {
    seconds += denseCost({ order, blocks: [ascending[taken]!] }, count).seconds;
    if (seconds > secondsForAll) break;
    taken++;
  }
  return {
    small: { order, blocks: ascending.slice(0, taken) },
    large: blockDiagonal(ascending.slice(taken)),
  };
}

function tooMany(
  whole: MatrixBlocks,
  { count, secondsLimit, memoryLimit }: Pick<SpectrumSettings, "count" | "secondsLimit" | "memoryLimit">,
): ResourceLimitError {
  const { seconds, bytes } = denseCost(whole, count);
  const mebibytes = (value: number): number => Math.ceil(value / 2 ** 20);
  return new ResourceLimitError({
    what: `${count} of ${whole.order} eigenvalues would take ${aboutDuration(seconds)} and ${mebibytes(bytes)} MiB, above the limits of ${secondsLimit} s and ${mebibytes(memoryLimit)} MiB`,
    remedy: `ask for at most ${MOST_OF_A_SEARCH}, which are searched for`,
    value: count,
    limit: MOST_OF_A_SEARCH,
  });
}

function blockDiagonal(blocks: readonly SparseMatrix[]): SparseMatrix {
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  let start = 0;
  for (const { pattern, values: entries } of blocks) {
    for (let i = 0; i < pattern.rows; i++) {
      for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
        rows.push(start + i);
        columns.push(start + pattern.columnIndices[k]!);
        values.push(entries[k]!);
      }
    }
    start += pattern.rows;
  }
  return sparseFromTriplets(start, start, rows, columns, values);
}
