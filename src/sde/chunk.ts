import { InputError } from "../core/errors.ts";
import type { Field } from "../model/drive.ts";
import type { StartSampler } from "./initialState.ts";
import { addSamples, closeSamples, type Distance, newSamples, type SampleSums, type Samples } from "./samples.ts";
import { chunkCount, chunkLength, chunkSize, type EnsembleSpec, hasCoarse, legs } from "./spec.ts";
import {
  blockPositions,
  type Movement,
  resumeTrajectories,
  startTrajectories,
  type TrajectoryBlock,
} from "./trajectories.ts";

/** What one look at a chunk gives; with steady sampling there is one for all samples. */
export interface ChunkRow extends SampleSums {
  /** Of what the same trajectories in steps of twice the length differ by; no samples where the chunk has none of them. */
  readonly steps: SampleSums;
  /** Steps that each trajectory has taken. */
  readonly stepCount: number;
  /** Trajectories in each cell (times samples); null without a counter. */
  readonly counts: Uint32Array | null;
}

/** Plain data of typed arrays, which a worker can send. */
export interface ChunkResult {
  readonly chunk: number;
  readonly rows: readonly ChunkRow[];
}

/** Counts points in the cells of a mesh; it serves one caller at a time. */
export interface CellCounter {
  readonly cellCount: number;
  /** Adds the number of the points (x[i], y[i], z[i]) in each cell to `counts` (one number a cell). */
  readonly count: (x: Float64Array, y: Float64Array, z: Float64Array, counts: Uint32Array) => void;
}

/** Equal steps from a time on. */
interface PreparedLeg {
  readonly from: number;
  readonly steps: number;
  readonly move: Movement;
}

/** What leads from one look to the next; no legs where the first look is at time 0. */
interface PreparedLook {
  /** Steps up to the look before. */
  readonly stepsBefore: number;
  readonly legs: readonly PreparedLeg[];
}

/** An ensemble with everything that its chunks share; a worker prepares once and runs many. */
export interface PreparedEnsemble {
  readonly spec: EnsembleSpec;
  readonly start: StartSampler;
  readonly looks: readonly PreparedLook[];
  readonly cells: CellCounter | null;
  readonly distance: Distance;
}

/**
 * The looks of a checked ensemble, with one movement for each length of a step.
 *
 * @throws InputError for a steady state in a field that depends on time
 */
export function prepareLooks(
  spec: EnsembleSpec,
  field: Field | undefined,
  movement: (step: number) => Movement,
): readonly PreparedLook[] {
  if (field !== undefined && spec.sampling.kind === "steady") {
    throw new InputError({
      what: "a steady state is asked for in a field that depends on time",
      remedy: "give a constant field, or ask for times",
      value: spec.sampling.kind,
    });
  }
  const known = new Map<number, Movement>();
  let from = 0;
  let stepsBefore = 0;
  return legs(spec).map((found) => {
    const look = { stepsBefore, legs: [] as PreparedLeg[] };
    for (const { steps, step, end } of found) {
      const move = known.get(step) ?? movement(step);
      known.set(step, move);
      if (steps > 0) look.legs.push({ from, steps, move });
      from = end;
      stepsBefore += steps;
    }
    return look;
  });
}

/**
 * Trajectories of chunk number `chunk` (from 0) of an ensemble: a pure function of its arguments, the same bits wherever it
 * runs. Throws InputError for a chunk that the ensemble has not.
 */
export function runChunk(ensemble: PreparedEnsemble, chunk: number): ChunkResult {
  const { spec, cells } = ensemble;
  const block = startChunk(ensemble, chunk);
  const steady = spec.sampling.kind === "steady";
  const rows: ChunkRow[] = [];
  const samples = newSamples(block);
  let counts = newCounts(cells);
  let stepCount = 0;
  for (const look of ensemble.looks) {
    follow(look, block);
    stepCount = stepsAfter(look);
    addLook(block, ensemble, samples, counts);
    if (steady) continue;
    rows.push({ ...closeSamples(samples, 1), stepCount, counts });
    counts = newCounts(cells);
  }
  if (steady) rows.push({ ...closeSamples(samples, ensemble.looks.length), stepCount, counts });
  return { chunk, rows };
}

const stepsAfter = ({ stepsBefore, legs: found }: PreparedLook): number =>
  found.reduce((sum, { steps }) => sum + steps, stepsBefore);

function follow({ legs: found }: PreparedLook, block: TrajectoryBlock): void {
  for (const { move, steps, from } of found) move(block, steps, from);
}

/** A chunk at one look: plain data of typed arrays. */
export interface ChunkLook {
  readonly chunk: number;
  /** Of its trajectories, as `blockPositions` gives them. */
  readonly positions: Float64Array;
  readonly row: ChunkRow;
}

/**
 * Takes one chunk from one look to look number `look` (from 0): `positions` are those of the look before, null for none. A
 * pure function of its arguments as well, with the bits of `runChunk`.
 */
export function advanceChunk(
  ensemble: PreparedEnsemble,
  chunk: number,
  look: number,
  positions: Float64Array | null,
): ChunkLook {
  const { spec, cells } = ensemble;
  const prepared = ensemble.looks[look]!;
  const block =
    positions === null
      ? startChunk(ensemble, chunk)
      : resumeTrajectories(
          positions,
          chunkLength(spec, chunk),
          spec.scheme,
          prepared.stepsBefore,
          spec.seed,
          chunk * chunkSize,
        );
  follow(prepared, block);
  const samples = newSamples(block);
  const counts = newCounts(cells);
  addLook(block, ensemble, samples, counts);
  const row = { ...closeSamples(samples, 1), stepCount: stepsAfter(prepared), counts };
  return { chunk, positions: blockPositions(block), row };
}

function startChunk({ spec, start }: PreparedEnsemble, chunk: number): TrajectoryBlock {
  const chunks = chunkCount(spec);
  if (!Number.isInteger(chunk) || chunk < 0 || chunk >= chunks) {
    throw new InputError({
      what: `the ensemble has no chunk ${chunk}, it has ${chunks}`,
      remedy: "number chunks from 0",
      value: chunk,
      limit: chunks - 1,
    });
  }
  return startTrajectories(start, spec.seed, chunk * chunkSize, chunkLength(spec, chunk), hasCoarse(chunk));
}

const newCounts = (cells: CellCounter | null): Uint32Array | null =>
  cells === null ? null : new Uint32Array(cells.cellCount);

/** Adds the current positions to the samples and the counts. */
function addLook(
  block: TrajectoryBlock,
  { spec, cells, distance }: PreparedEnsemble,
  samples: Samples,
  counts: Uint32Array | null,
): void {
  addSamples(block, spec.model.spins, distance, samples);
  if (counts !== null) cells!.count(block.x, block.y, block.z, counts);
}
