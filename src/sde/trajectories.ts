import { philox } from "../core/random.ts";
import { initialWords, type StartSampler } from "./initialState.ts";

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
  /** The same trajectories in steps of twice the length, on the same random numbers; they tell the error of the steps. */
  readonly coarse: CoarsePositions | null;
}

export interface CoarsePositions {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Scratch of two normal numbers a trajectory. */
  readonly normals: Float64Array;
}

/** Moves a block by `steps` steps from time `from` on, an even number where it has coarse trajectories. */
export type Movement = (block: TrajectoryBlock, steps: number, from: number) => void;

/** Words of its stream that a trajectory takes in a step. */
export const wordsPerStep: Readonly<Record<SchemeName, number>> = { eulerMaruyama: 2, moebiusWalk: 1 };

/** The error of expectations is that power of the step; the walk of the ball is of the same order as that of the sphere. */
export const weakOrder: Readonly<Record<SchemeName, number>> = { eulerMaruyama: 1, moebiusWalk: 2 };

/** Trajectories at their starts; `hasCoarse` asks for those in steps of twice the length as well. */
export function startTrajectories(
  start: StartSampler,
  seed: number,
  first: number,
  count: number,
  hasCoarse = false,
): TrajectoryBlock {
  const block = emptyBlock(seed, first, count, initialWords, hasCoarse);
  start(seed, first, block.x, block.y, block.z);
  for (const axis of ["x", "y", "z"] as const) block.coarse?.[axis].set(block[axis]);
  return block;
}

/** Trajectories at given positions (as `blockPositions` gives them) after `steps` steps of a scheme. */
export function resumeTrajectories(
  positions: Float64Array,
  count: number,
  scheme: SchemeName,
  steps: number,
  seed: number,
  first: number,
): TrajectoryBlock {
  const position = initialWords + wordsPerStep[scheme] * steps;
  const block = emptyBlock(seed, first, count, position, positions.length > 3 * count);
  for (const [k, axis] of axesOf(block).entries()) axis.set(positions.subarray(k * count, (k + 1) * count));
  return block;
}

/** Positions of a block: all x, all y, all z, then those of its coarse trajectories. */
export function blockPositions(block: TrajectoryBlock): Float64Array {
  const axes = axesOf(block);
  const positions = new Float64Array(axes.length * block.count);
  for (const [k, axis] of axes.entries()) positions.set(axis, k * block.count);
  return positions;
}

const axesOf = ({ x, y, z, coarse }: TrajectoryBlock): readonly Float64Array[] =>
  coarse === null ? [x, y, z] : [x, y, z, coarse.x, coarse.y, coarse.z];

function emptyBlock(seed: number, first: number, count: number, position: number, hasCoarse: boolean): TrajectoryBlock {
  const array = () => new Float64Array(count);
  const words = new Uint32Array(4 * count);
  const normals = new Float64Array(4 * count);
  const coarse = hasCoarse ? { x: array(), y: array(), z: array(), normals: new Float64Array(2 * count) } : null;
  return { seed, first, count, x: array(), y: array(), z: array(), position, filled: -1, words, normals, coarse };
}

/**
 * Moves the block by `steps` steps of one word a trajectory: those of step k are words[at], words[at + 1], ... After each second
 * one, `pairBy` moves the coarse trajectories by the words of both, the first of them at words[at]; step k is the later one.
 */
export function advanceByWords(
  block: TrajectoryBlock,
  steps: number,
  stepBy: (k: number, at: number) => void,
  pairBy: (k: number, at: number, coarse: CoarsePositions) => void,
): void {
  for (let k = 0; k < steps; k++) {
    const four = Math.floor(block.position / 4);
    if (block.filled !== four) fillWords(block, four);
    block.filled = four;
    const at = (block.position % 4) * block.count;
    stepBy(k, at);
    block.position += wordsPerStep.moebiusWalk;
    // An even number of steps has gone before, so that both words are in this block of four.
    if (block.coarse !== null && k % 2 === 1) pairBy(k, at - block.count, block.coarse);
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
