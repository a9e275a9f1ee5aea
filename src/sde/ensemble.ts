import { InputError } from "../core/errors.ts";
import type { InitialState } from "../model/initialState.ts";
import { mergeSums } from "./centralSums.ts";
import { type ChunkResult, type ChunkRow, type PreparedEnsemble, runChunk } from "./chunk.ts";
import { requireAffordableEnsemble } from "./cost.ts";
import { type EnsembleEstimate, estimate } from "./estimate.ts";
import { noSums, type SampleSums } from "./samples.ts";
import { chunkCount, type EnsembleSpec, type Sampling } from "./spec.ts";
import { weakOrder } from "./trajectories.ts";

/** What both ways of sampling take, on the sphere and in the ball: see `EnsembleSpec`. */
export interface RunOptions {
  readonly initial: InitialState;
  readonly trajectories: number;
  readonly step: number;
  readonly seed: number;
  /** Chunks [first, end) of the ensemble; all of them by default. A longer ensemble of the same seed begins with a shorter one. */
  readonly range?: readonly [first: number, end: number];
  /** An ensemble that is predicted to take more processor time is refused before the work; default 3600. */
  readonly maximumSeconds?: number;
  /** Called after each chunk with the number of chunks done and to do. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface TimesOptions {
  /** Ascending, >= 0. */
  readonly times: readonly number[];
}

/** After `burnIn`, `samples` looks `interval` apart. */
export type SteadySamplingOptions = Omit<Extract<Sampling, { kind: "steady" }>, "kind">;

export const timesSampling = ({ times }: TimesOptions): Sampling => ({ kind: "times", times });

export const steadySampling = ({ burnIn, interval, samples }: SteadySamplingOptions): Sampling => ({
  kind: "steady",
  burnIn,
  interval,
  samples,
});

/** Estimates from the chunks of a prepared ensemble. */
export function runPrepared(
  prepared: PreparedEnsemble,
  { range, onProgress, maximumSeconds }: Pick<RunOptions, "range" | "onProgress" | "maximumSeconds">,
): readonly EnsembleEstimate[] {
  requireAffordableEnsemble(prepared.spec, maximumSeconds);
  const [first, end] = range ?? [0, chunkCount(prepared.spec)];
  const chunks: ChunkResult[] = [];
  for (let chunk = first; chunk < end; chunk++) {
    chunks.push(runChunk(prepared, chunk));
    onProgress?.(chunk + 1 - first, end - first);
  }
  return mergeChunks(prepared.spec, chunks);
}

/**
 * Estimates from chunks of one ensemble, given in any order: one for each time, or one for steady sampling. Sums are formed
 * in the order of the chunk numbers, so that the result has the same bits whoever computed them. Chunks may be missing.
 *
 * @throws InputError where a chunk occurs twice or there are fewer than four trajectories
 */
export function mergeChunks(spec: EnsembleSpec, chunks: readonly ChunkResult[]): readonly EnsembleEstimate[] {
  const ordered = chunks.toSorted((a, b) => a.chunk - b.chunk);
  ordered.forEach(({ chunk }, k) => {
    if (k > 0 && ordered[k - 1]!.chunk === chunk)
      throw new InputError({ what: `chunk ${chunk} occurs twice`, remedy: "give each chunk once", value: chunk });
  });
  const looks = spec.sampling.kind === "steady" ? 1 : spec.sampling.times.length;
  return Array.from({ length: looks }, (_, look) =>
    mergeRows(
      spec,
      ordered.map(({ rows }) => rows[look]!),
    ),
  );
}

/**
 * The estimate from rows of one look, in the order of their chunks.
 *
 * @throws InputError where there are fewer than four trajectories
 */
export function mergeRows(
  { model, scheme }: Pick<EnsembleSpec, "model" | "scheme">,
  rows: readonly ChunkRow[],
): EnsembleEstimate {
  let sums = noSums();
  let steps = noSums();
  let stepCount = 0;
  let counts: Uint32Array | null = null;
  for (const row of rows) {
    sums = mergeSamples(sums, row);
    steps = mergeSamples(steps, row.steps);
    stepCount = row.stepCount;
    if (row.counts !== null) counts = addCounts(counts, row.counts);
  }
  if (sums.purity.count < 2)
    throw new InputError({
      what: `the chunks hold ${sums.integrals.count} trajectories`,
      remedy: "give chunks of at least 4 trajectories in all",
      value: sums.integrals.count,
      limit: 4,
    });
  return estimate(model.spins, sums, { sums: steps, count: stepCount, weakOrder: weakOrder[scheme] }, counts);
}

const mergeSamples = (left: SampleSums, right: SampleSums): SampleSums => ({
  integrals: mergeSums(left.integrals, right.integrals),
  purity: mergeSums(left.purity, right.purity),
});

function addCounts(total: Uint32Array | null, part: Uint32Array): Uint32Array {
  if (total === null) return part.slice();
  for (let cell = 0; cell < part.length; cell++) total[cell]! += part[cell]!;
  return total;
}
