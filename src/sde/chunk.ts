import { InputError } from "../core/errors.ts";
import { countPositions, type PointLocator } from "../mesh/locate.ts";
import type { Field } from "../model/drive.ts";
import { checkedInitialState, startsInBall } from "../model/initialState.ts";
import { type CentralSums, sumsOfSamples } from "./centralSums.ts";
import { type StartSampler, startSampler } from "./initialState.ts";
import { chunkCount, chunkLength, chunkSize, type EnsembleSpec, legs, requireEnsembleSpec } from "./spec.ts";
import {
  advance,
  blockPositions,
  prepareStep,
  resumeTrajectories,
  startTrajectories,
  type TrajectoryBlock,
} from "./trajectories.ts";

/** x, y, z, xx, yy, zz, xy, xz, yz: the integrals of P in the order of the sums. */
export const integralCount = 9;

/** What one look at a chunk gives; with steady sampling there is one for all samples. */
export interface ChunkRow {
  /** Of the `integralCount` products, one sample a trajectory. */
  readonly integrals: CentralSums;
  /** Of ((1 + r.r')/2)^N, whose mean is the purity, one sample for each disjoint pair of trajectories. */
  readonly purity: CentralSums;
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

/** Moves a block by `steps` steps from time `from` on. */
export type Movement = (block: TrajectoryBlock, steps: number, from: number) => void;

/** (1 - r.r')/2 of neighbours i and i + 1. */
type Distance = (x: Float64Array, y: Float64Array, z: Float64Array, i: number) => number;

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
 * Checks and prepares an ensemble. With a locator, positions are counted in the cells of its mesh; with a field in time, that
 * takes the place of the model's.
 *
 * @throws NotParabolicError where the diffusion has a negative eigenvalue on the sphere
 * @throws InputError for a model with local rates, for a start inside the ball, and for anything in the specification that is
 *   out of range
 * @throws BlochfemError where P of the initial state is not a positive density
 */
export function prepareEnsemble(
  spec: EnsembleSpec,
  locator: PointLocator | null = null,
  field?: Field,
): PreparedEnsemble {
  requireEnsembleSpec(spec);
  const cells: CellCounter | null = locator && {
    cellCount: locator.cellCount,
    count: (x, y, z, counts) => countPositions(locator, x, y, z, counts),
  };
  requireOnSphere(spec);
  return {
    spec,
    start: startSampler(spec.initial, spec.model.spins),
    looks: prepareLooks(spec, field, (step) => {
      const prepared = prepareStep(spec.model, spec.scheme, step, field);
      return (block, steps, from) => advance(block, prepared, steps, from);
    }),
    cells,
    // |r - r'|^2/4: no digit is lost for neighbours, which alone count at large N.
    distance: (x, y, z, i) => ((x[i]! - x[i + 1]!) ** 2 + (y[i]! - y[i + 1]!) ** 2 + (z[i]! - z[i + 1]!) ** 2) / 4,
  };
}

/** @throws InputError where the trajectories start inside the ball */
function requireOnSphere({ model, initial }: EnsembleSpec): void {
  if (!startsInBall(checkedInitialState(initial, model.spins), model.spins)) return;
  throw new InputError({
    what: "the initial state lies inside the ball, and these are trajectories on the sphere",
    remedy: "use the trajectories in the ball",
    value: initial.kind,
  });
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
  for (const look of ensemble.looks) {
    follow(look, block);
    addSamples(block, ensemble, samples, counts);
    if (steady) continue;
    rows.push(closeRow(samples, counts, 1));
    counts = newCounts(cells);
  }
  if (steady) rows.push(closeRow(samples, counts, ensemble.looks.length));
  return { chunk, rows };
}

function follow({ legs: found }: PreparedLook, block: TrajectoryBlock): void {
  for (const { move, steps, from } of found) move(block, steps, from);
}

/** A chunk at one look: plain data of typed arrays. */
export interface ChunkLook {
  readonly chunk: number;
  /** Of its trajectories: all x, all y, all z. */
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
      : resumeTrajectories(positions, spec.scheme, prepared.stepsBefore, spec.seed, chunk * chunkSize);
  follow(prepared, block);
  const samples = newSamples(block);
  const counts = newCounts(cells);
  addSamples(block, ensemble, samples, counts);
  return { chunk, positions: blockPositions(block), row: closeRow(samples, counts, 1) };
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
  return startTrajectories(start, spec.seed, chunk * chunkSize, chunkLength(spec, chunk));
}

const newSamples = ({ count }: TrajectoryBlock): Samples => ({
  integrals: new Float64Array(integralCount * count),
  purity: new Float64Array(count >> 1),
});

const newCounts = (cells: CellCounter | null): Uint32Array | null =>
  cells === null ? null : new Uint32Array(cells.cellCount);

interface Samples {
  readonly integrals: Float64Array;
  readonly purity: Float64Array;
}

/** Adds the products and the pair overlaps of the current positions to the samples, and the positions to the counts. */
function addSamples(
  { x, y, z, count }: TrajectoryBlock,
  { spec, cells, distance }: PreparedEnsemble,
  { integrals, purity }: Samples,
  counts: Uint32Array | null,
): void {
  const { spins } = spec.model;
  for (let i = 0; i < count; i++) {
    const px = x[i]!;
    const py = y[i]!;
    const pz = z[i]!;
    integrals[i]! += px;
    integrals[count + i]! += py;
    integrals[2 * count + i]! += pz;
    integrals[3 * count + i]! += px * px;
    integrals[4 * count + i]! += py * py;
    integrals[5 * count + i]! += pz * pz;
    integrals[6 * count + i]! += px * py;
    integrals[7 * count + i]! += px * pz;
    integrals[8 * count + i]! += py * pz;
  }
  for (let pair = 0; pair < purity.length; pair++) {
    const i = 2 * pair;
    // ((1 + r.r')/2)^N; at r' = -r rounding may leave the base below 0.
    const missing = distance(x, y, z, i);
    purity[pair]! += missing < 1 ? Math.exp(spins * Math.log1p(-missing)) : 0;
  }
  if (counts !== null) cells!.count(x, y, z, counts);
}

/** Sums of the samples, each an average over `looks`; leaves the samples at 0. */
function closeRow({ integrals, purity }: Samples, counts: Uint32Array | null, looks: number): ChunkRow {
  if (looks > 1) {
    for (let k = 0; k < integrals.length; k++) integrals[k]! /= looks;
    for (let k = 0; k < purity.length; k++) purity[k]! /= looks;
  }
  const row = {
    integrals: sumsOfSamples(integrals, integralCount, integrals.length / integralCount),
    purity: sumsOfSamples(purity, 1, purity.length),
    counts,
  };
  integrals.fill(0);
  purity.fill(0);
  return row;
}
