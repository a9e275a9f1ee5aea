import { InputError } from "../../core/errors.ts";
import { philox } from "../../core/random.ts";
import type { Field } from "../../model/drive.ts";
import { sumsOfSamples } from "../centralSums.ts";
import { type ChunkLook, type ChunkResult, type ChunkRow, integralCount } from "../chunk.ts";
import { chunkCount, chunkLength, chunkSize, type EnsembleSpec, legs, requireEnsembleSpec } from "../spec.ts";
import { blockPositions, resumeTrajectories, startTrajectories, type TrajectoryBlock } from "../trajectories.ts";
import { blochDynamics } from "./bloch.ts";
import { type BlochWalkTable, blochWalkStep, blochWalkTables } from "./blochWalk.ts";
import type { CellCounter } from "./cells.ts";

/** Everything that the numbers of an ensemble in the ball depend on; plain data. There is one scheme, the walk of Bloch maps. */
export type BallEnsembleSpec = Omit<EnsembleSpec, "scheme">;

/** What leads from one look to the next. */
interface PreparedLeg {
  readonly from: number;
  readonly steps: number;
  readonly step: number;
  /** Steps of all earlier legs. */
  readonly stepsBefore: number;
  /** Maps of a step with a given middle. */
  readonly table: (middle: number) => BlochWalkTable;
}

/** An ensemble with everything that its chunks share; a worker prepares once and runs many. */
export interface PreparedBallEnsemble {
  readonly spec: EnsembleSpec;
  readonly legs: readonly PreparedLeg[];
  readonly cells: CellCounter | null;
}

/** The specification for the functions of both ensembles: the walk takes one word a step, as the walk on the sphere does. */
export const asEnsembleSpec = (spec: BallEnsembleSpec): EnsembleSpec => ({ ...spec, scheme: "moebiusWalk" });

/**
 * Checks and prepares an ensemble. With a counter, positions are counted in its cells; with a field in time, that takes the
 * place of the model's.
 *
 * @throws NotParabolicError where k_+ != k_-
 * @throws InputError for anything in the specification that is out of range
 */
export function prepareBallEnsemble(
  spec: BallEnsembleSpec,
  cells: CellCounter | null = null,
  field?: Field,
): PreparedBallEnsemble {
  const { drift, noise } = blochDynamics(spec.model);
  const whole = asEnsembleSpec(spec);
  // What remains to be checked does not depend on the local rates, with which the sphere has nothing to do.
  const none = { dephasing: 0, pump: 0, decay: 0 };
  requireEnsembleSpec({ ...whole, model: { ...spec.model, local: none } });
  if (field !== undefined && spec.sampling.kind === "steady")
    throw new InputError({
      what: "a steady state is asked for in a field that depends on time",
      remedy: "give a constant field, or ask for times",
      value: spec.sampling.kind,
    });
  const known = new Map<number, PreparedLeg["table"]>();
  const tableOf = (step: number): PreparedLeg["table"] => {
    const tables = blochWalkTables(noise, step);
    if (field !== undefined) return (middle) => tables({ ...drift, rotation: field(middle) });
    const constant = tables(drift);
    return () => constant;
  };
  let from = 0;
  let stepsBefore = 0;
  const prepared = legs(whole).map(({ steps, step, end }) => {
    const table = known.get(step) ?? tableOf(step);
    known.set(step, table);
    const leg = { from, steps, step, stepsBefore, table };
    from = end;
    stepsBefore += steps;
    return leg;
  });
  return { spec: whole, legs: prepared, cells };
}

/**
 * Trajectories of chunk number `chunk` (from 0) of an ensemble: a pure function of its arguments, the same bits wherever it
 * runs. Throws InputError for a chunk that the ensemble has not.
 */
export function runBallChunk(ensemble: PreparedBallEnsemble, chunk: number): ChunkResult {
  const { spec, cells } = ensemble;
  const block = startChunk(spec, chunk);
  const steady = spec.sampling.kind === "steady";
  const samples = newSamples(block);
  const rows: ChunkRow[] = [];
  let counts = newCounts(cells);
  for (const leg of ensemble.legs) {
    advance(block, leg);
    look(block, spec.model.spins, samples, cells, counts);
    if (steady) continue;
    rows.push(closeRow(samples, counts, 1));
    counts = newCounts(cells);
  }
  if (steady) rows.push(closeRow(samples, counts, ensemble.legs.length));
  return { chunk, rows };
}

/**
 * Takes one chunk from one look to look number `index` (from 0): `positions` are those of the look before, null for none. A
 * pure function of its arguments as well, with the bits of `runBallChunk`.
 */
export function advanceBallChunk(
  ensemble: PreparedBallEnsemble,
  chunk: number,
  index: number,
  positions: Float64Array | null,
): ChunkLook {
  const { spec, cells } = ensemble;
  const leg = ensemble.legs[index]!;
  const block =
    positions === null
      ? startChunk(spec, chunk)
      : resumeTrajectories(positions, spec.scheme, leg.stepsBefore, spec.seed, chunk * chunkSize);
  advance(block, leg);
  const samples = newSamples(block);
  const counts = newCounts(cells);
  look(block, spec.model.spins, samples, cells, counts);
  return { chunk, positions: blockPositions(block), row: closeRow(samples, counts, 1) };
}

function startChunk(spec: EnsembleSpec, chunk: number): TrajectoryBlock {
  const chunks = chunkCount(spec);
  if (!Number.isInteger(chunk) || chunk < 0 || chunk >= chunks)
    throw new InputError({
      what: `the ensemble has no chunk ${chunk}, it has ${chunks}`,
      remedy: "number chunks from 0",
      value: chunk,
      limit: chunks - 1,
    });
  return startTrajectories(spec.initial, spec.model.spins, spec.seed, chunk * chunkSize, chunkLength(spec, chunk));
}

function advance(block: TrajectoryBlock, { from, steps, step, table }: PreparedLeg): void {
  const { count, x, y, z, words } = block;
  for (let k = 0; k < steps; k++) {
    const four = Math.floor(block.position / 4);
    if (block.filled !== four) fillWords(block, four);
    block.filled = four;
    blochWalkStep(table(from + (k + 0.5) * step), words, (block.position % 4) * count, x, y, z, count);
    block.position++;
  }
}

/** Four words number `four` of every trajectory. */
function fillWords({ seed, first, count, words }: TrajectoryBlock, four: number): void {
  const scratch = new Uint32Array(4);
  // Quotients by 2^32 are truncated to their integer part where philox takes 32 bits.
  for (let i = 0; i < count; i++) {
    const trajectory = first + i;
    philox(four, four / 2 ** 32, trajectory, trajectory / 2 ** 32, seed, seed / 2 ** 32, scratch);
    for (let k = 0; k < 4; k++) words[k * count + i] = scratch[k]!;
  }
}

interface Samples {
  readonly integrals: Float64Array;
  readonly purity: Float64Array;
}

const newSamples = ({ count }: TrajectoryBlock): Samples => ({
  integrals: new Float64Array(integralCount * count),
  purity: new Float64Array(count >> 1),
});

const newCounts = (cells: CellCounter | null): Uint32Array | null =>
  cells === null ? null : new Uint32Array(cells.cellCount);

/** Adds the products and the pair overlaps of the current positions to the samples, and the positions to the counts. */
function look(
  { x, y, z, count }: TrajectoryBlock,
  spins: number,
  { integrals, purity }: Samples,
  cells: CellCounter | null,
  counts: Uint32Array | null,
): void {
  for (let i = 0; i < count; i++) {
    const [px, py, pz] = [x[i]!, y[i]!, z[i]!];
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
    // ((1 + r.r')/2)^N; at r' = -r on the sphere rounding may leave the base below 0.
    const missing = (1 - (x[i]! * x[i + 1]! + y[i]! * y[i + 1]! + z[i]! * z[i + 1]!)) / 2;
    purity[pair]! += missing < 1 ? Math.exp(spins * Math.log1p(-missing)) : 0;
  }
  if (counts !== null) cells!.count(x, y, z, counts);
}

/** Sums of the samples, each an average over `looks`; leaves the samples at 0. */
function closeRow({ integrals, purity }: Samples, counts: Uint32Array | null, looks: number): ChunkRow {
  for (let k = 0; k < integrals.length; k++) integrals[k]! /= looks;
  for (let k = 0; k < purity.length; k++) purity[k]! /= looks;
  const row = {
    integrals: sumsOfSamples(integrals, integralCount, integrals.length / integralCount),
    purity: sumsOfSamples(purity, 1, purity.length),
    counts,
  };
  integrals.fill(0);
  purity.fill(0);
  return row;
}
