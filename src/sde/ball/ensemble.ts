import type { SpinModel } from "../../model/spinModel.ts";
import { type EvolutionSnapshot, followTimes, requestedField, requireTimes } from "../../state/evolution.ts";
import type { ChunkLook, ChunkResult } from "../chunk.ts";
import { type EnsembleOptions, mergeChunks, type SteadyEnsembleOptions } from "../ensemble.ts";
import type { EnsembleEstimate } from "../estimate.ts";
import { mergeLooks, positionsByChunk, type TrajectoryEvolution, type TrajectoryRequest } from "../evolve.ts";
import { chunkCount, type Sampling } from "../spec.ts";
import type { CellCounter } from "./cells.ts";
import { advanceBallChunk, type BallEnsembleSpec, prepareBallEnsemble, runBallChunk } from "./chunk.ts";

interface CountedCells {
  /** Counts positions in the cells of a mesh of the ball. */
  readonly cells?: CellCounter;
}

export type BallEnsembleOptions = Omit<EnsembleOptions, "scheme" | "locator"> & CountedCells;
export type SteadyBallEnsembleOptions = Omit<SteadyEnsembleOptions, "scheme" | "locator"> & CountedCells;
export type BallTrajectoryRequest = Omit<TrajectoryRequest, "scheme" | "locator"> & CountedCells;

/**
 * Expectation values at `times` over independent trajectories in the ball, for any local rates: an estimate for each time, in the
 * same order. The bits depend on the options alone, not on who computes the chunks or when; between engines only the purity and
 * thermal starts can differ in the last bit, by the engine's exp and log1p.
 *
 * @throws NotParabolicError where k_+ != k_-: no real process exists
 * @throws InputError for options out of range
 */
export function runBallEnsemble(model: SpinModel, options: BallEnsembleOptions): readonly EnsembleEstimate[] {
  return run(model, options, { kind: "times", times: options.times });
}

/** Steady expectation values, averaged over time as in `runSteadyEnsemble`. Throws as `runBallEnsemble` does. */
export function runSteadyBallEnsemble(model: SpinModel, options: SteadyBallEnsembleOptions): EnsembleEstimate {
  const { burnIn, interval, samples } = options;
  return run(model, options, { kind: "steady", burnIn, interval, samples })[0]!;
}

type RunOptions = Omit<BallEnsembleOptions, "times">;

function run(model: SpinModel, options: RunOptions, sampling: Sampling): readonly EnsembleEstimate[] {
  const { initial, trajectories, step, seed, cells = null, onProgress } = options;
  const prepared = prepareBallEnsemble({ model, initial, trajectories, step, seed, sampling }, cells);
  const [first, end] = options.range ?? [0, chunkCount(prepared.spec)];
  const chunks: ChunkResult[] = [];
  for (let chunk = first; chunk < end; chunk++) {
    chunks.push(runBallChunk(prepared, chunk));
    onProgress?.(chunk + 1 - first, end - first);
  }
  return mergeChunks(prepared.spec, chunks);
}

/**
 * Expectation values over independent trajectories in the ball, in a field that may depend on time. `errorEstimate` holds
 * standard errors; what the length of the steps adds is not in them.
 *
 * @throws NotParabolicError where k_+ != k_-
 * @throws InputError for anything in the request that is out of range, for a field that is not finite, and for a snapshot of
 *   another problem
 */
export function evolveBallTrajectories(request: BallTrajectoryRequest): TrajectoryEvolution {
  const { model, initial, trajectories, step, seed, times, resume, onPoint, cells = null, onProgress } = request;
  requireTimes(times, resume);
  const sampling = { kind: "times", times } as const;
  const ofRequest: BallEnsembleSpec = { model, initial, trajectories, step, seed, sampling };
  const prepared = prepareBallEnsemble(ofRequest, cells, requestedField(request));
  const { spec } = prepared;
  const chunks = chunkCount(spec);
  let index = resume === undefined ? -1 : resume.index;
  let positions = resume === undefined ? null : positionsByChunk(spec, resume.snapshot);
  let snapshot: EvolutionSnapshot = {};
  const total = chunks * (times.length - 1 - index);
  let done = 0;
  const estimates: EnsembleEstimate[] = [];
  const followed = followTimes(
    { times, ...(resume && { resume }), ...(onPoint && { onPoint }) },
    {
      // To move and to look are one task of a chunk.
      advance: () => {},
      look: () => {
        index++;
        const looks: ChunkLook[] = [];
        for (let chunk = 0; chunk < chunks; chunk++) {
          looks.push(advanceBallChunk(prepared, chunk, index, positions === null ? null : positions[chunk]!));
          onProgress?.(++done, total);
        }
        positions = looks.map((found) => found.positions);
        const merged = mergeLooks(spec, looks);
        estimates.push(merged.estimate);
        snapshot = merged.snapshot;
        return { observables: merged.estimate.observables, errorEstimate: merged.errorEstimate };
      },
      snapshot: () => snapshot,
    },
  );
  return { method: "sde", ...followed, estimates };
}
