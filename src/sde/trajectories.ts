import { fillNormalAcross, philox } from "../core/random.ts";
import type { Field } from "../model/drive.ts";
import { equivalentField } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { conformalDynamics } from "./conformal.ts";
import { type EulerCoefficients, eulerCoefficients, eulerStep } from "./eulerMaruyama.ts";
import { initialWords, type StartSampler } from "./initialState.ts";
import { type WalkTable, walkStep, walkTables } from "./moebiusWalk.ts";

/** eulerMaruyama: weak order 1, two normal numbers a step. moebiusWalk: weak order 2, one word a step, faster too. */
export type SchemeName = "eulerMaruyama" | "moebiusWalk";

/** Trajectories first .. first + count - 1 of a seed, side by side. */
export interface TrajectoryBlock {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Words of each stream taken so far, the same for all. */
  position: number;
  /** Number of the block of four words that `words` or `normals` hold; -1 for none. */
  filled: number;
  /** What that block gave: word k of trajectory i at k * count + i. */
  readonly words: Uint32Array;
  readonly normals: Float64Array;
}

/** Steps of either scheme, prepared for one length; a step in a field in time is that of the field at its middle. */
export type PreparedStep =
  | {
      readonly scheme: "eulerMaruyama";
      readonly step: number;
      readonly coefficients: (middle: number) => EulerCoefficients;
    }
  | { readonly scheme: "moebiusWalk"; readonly step: number; readonly table: (middle: number) => WalkTable };

/** Words of its stream that a trajectory takes in a step. */
export const wordsPerStep: Readonly<Record<SchemeName, number>> = { eulerMaruyama: 2, moebiusWalk: 1 };

/**
 * Coefficients or tables for steps of length `step` > 0, in the field of the model or in one that depends on time.
 *
 * @throws NotParabolicError where the diffusion is not positive semidefinite on the sphere
 * @throws InputError where the model has local rates
 */
export function prepareStep(model: SpinModel, scheme: SchemeName, step: number, field?: Field): PreparedStep {
  if (scheme === "eulerMaruyama") {
    const constant = eulerCoefficients(model, step, equivalentField(model, step));
    const moving = field && ((middle: number) => eulerCoefficients(model, step, field(middle)));
    return { scheme, step, coefficients: moving ?? (() => constant) };
  }
  const { drift, noise } = conformalDynamics(model);
  const tables = walkTables(noise, step);
  if (field !== undefined)
    return { scheme, step, table: (middle) => tables({ rotation: field(middle), boost: drift.boost }) };
  const constant = tables({ rotation: equivalentField(model, step), boost: drift.boost });
  return { scheme, step, table: () => constant };
}

/** Trajectories at their starts. */
export function startTrajectories(start: StartSampler, seed: number, first: number, count: number): TrajectoryBlock {
  const block = emptyBlock(seed, first, count, initialWords);
  start(seed, first, block.x, block.y, block.z);
  return block;
}

/** Trajectories at given positions (all x, all y, all z) after `steps` steps of a scheme. */
export function resumeTrajectories(
  positions: Float64Array,
  scheme: SchemeName,
  steps: number,
  seed: number,
  first: number,
): TrajectoryBlock {
  const count = positions.length / 3;
  const block = emptyBlock(seed, first, count, initialWords + wordsPerStep[scheme] * steps);
  for (const [k, axis] of [block.x, block.y, block.z].entries())
    axis.set(positions.subarray(k * count, (k + 1) * count));
  return block;
}

/** Positions of a block as `resumeTrajectories` takes them. */
export function blockPositions({ x, y, z, count }: TrajectoryBlock): Float64Array {
  const positions = new Float64Array(3 * count);
  for (const [k, axis] of [x, y, z].entries()) positions.set(axis, k * count);
  return positions;
}

function emptyBlock(seed: number, first: number, count: number, position: number): TrajectoryBlock {
  const array = () => new Float64Array(count);
  const words = new Uint32Array(4 * count);
  const normals = new Float64Array(4 * count);
  return { seed, first, count, x: array(), y: array(), z: array(), position, filled: -1, words, normals };
}

/** Moves the block by `steps` prepared steps from time `from` on. All calls for one block use the same scheme. */
export function advance(block: TrajectoryBlock, prepared: PreparedStep, steps: number, from = 0): void {
  if (prepared.scheme === "eulerMaruyama") advanceEuler(block, prepared, steps, from);
  else advanceWalk(block, prepared, steps, from);
}

type Prepared<Scheme extends SchemeName> = Extract<PreparedStep, { readonly scheme: Scheme }>;

function advanceEuler(block: TrajectoryBlock, prepared: Prepared<"eulerMaruyama">, steps: number, from: number): void {
  const { seed, first, count, x, y, z, normals } = block;
  const scratch = new Uint32Array(4);
  for (let k = 0; k < steps; k++) {
    const four = Math.floor(block.position / 4);
    if (block.filled !== four) fillNormalAcross(seed, first, count, four, normals, scratch);
    block.filled = four;
    const pair = block.position % 4;
    const coefficients = prepared.coefficients(from + (k + 0.5) * prepared.step);
    eulerStep(coefficients, normals, pair * count, (pair + 1) * count, x, y, z, count);
    block.position += wordsPerStep.eulerMaruyama;
  }
}

function advanceWalk(block: TrajectoryBlock, prepared: Prepared<"moebiusWalk">, steps: number, from: number): void {
  const { count, x, y, z, words } = block;
  advanceByWords(block, steps, (k, at) =>
    walkStep(prepared.table(from + (k + 0.5) * prepared.step), words, at, x, y, z, count),
  );
}

/** Moves the block by `steps` steps of one word a trajectory: those of step k are words[at], words[at + 1], ... */
export function advanceByWords(block: TrajectoryBlock, steps: number, stepBy: (k: number, at: number) => void): void {
  for (let k = 0; k < steps; k++) {
    const four = Math.floor(block.position / 4);
    if (block.filled !== four) fillWords(block, four);
    block.filled = four;
    stepBy(k, (block.position % 4) * block.count);
    block.position += wordsPerStep.moebiusWalk;
  }
}

/** Four words number `block` of every trajectory. */
function fillWords({ seed, first, count, words }: TrajectoryBlock, block: number): void {
  const scratch = new Uint32Array(4);
  // Quotients by 2^32 are truncated to their integer part where philox takes 32 bits.
  const blockHigh = block / 2 ** 32;
  const seedHigh = seed / 2 ** 32;
  for (let i = 0; i < count; i++) {
    const trajectory = first + i;
    philox(block, blockHigh, trajectory, trajectory / 2 ** 32, seed, seedHigh, scratch);
    words[i] = scratch[0]!;
    words[count + i] = scratch[1]!;
    words[2 * count + i] = scratch[2]!;
    words[3 * count + i] = scratch[3]!;
  }
}
