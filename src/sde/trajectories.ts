import { fillNormalAcross, philox } from "../core/random.ts";
import type { InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { conformalDynamics } from "./conformal.ts";
import { type EulerCoefficients, eulerCoefficients, eulerStep } from "./eulerMaruyama.ts";
import { initialWords, sampleInitialState } from "./initialState.ts";
import { type WalkTable, walkStep, walkTable } from "./moebiusWalk.ts";

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
  /** What the current block of four words gave: word k of trajectory i at k * count + i. */
  readonly words: Uint32Array;
  readonly normals: Float64Array;
}

/** A step of either scheme, prepared for one length. */
export type PreparedStep =
  | { readonly scheme: "eulerMaruyama"; readonly coefficients: EulerCoefficients }
  | { readonly scheme: "moebiusWalk"; readonly table: WalkTable };

/**
 * Coefficients or table for steps of length `step` > 0.
 *
 * @throws NotParabolicError where the diffusion is not positive semidefinite on the sphere
 * @throws InputError where the model has local rates
 */
export function prepareStep(model: SpinModel, scheme: SchemeName, step: number): PreparedStep {
  return scheme === "eulerMaruyama"
    ? { scheme, coefficients: eulerCoefficients(model, step) }
    : { scheme, table: walkTable(conformalDynamics(model), step) };
}

/** Trajectories at their starts. */
export function startTrajectories(
  initial: InitialState,
  spins: number,
  seed: number,
  first: number,
  count: number,
): TrajectoryBlock {
  const [x, y, z] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  sampleInitialState(initial, spins, seed, first, x, y, z);
  const words = new Uint32Array(4 * count);
  return { seed, first, count, x, y, z, position: initialWords, words, normals: new Float64Array(4 * count) };
}

/** Moves the block by `steps` prepared steps. All calls for one block use the same scheme. */
export function advance(block: TrajectoryBlock, prepared: PreparedStep, steps: number): void {
  if (prepared.scheme === "eulerMaruyama") advanceEuler(block, prepared.coefficients, steps);
  else advanceWalk(block, prepared.table, steps);
}

function advanceEuler(block: TrajectoryBlock, coefficients: EulerCoefficients, steps: number): void {
  const { seed, first, count, x, y, z, normals } = block;
  const scratch = new Uint32Array(4);
  for (let k = 0; k < steps; k++) {
    const pair = block.position % 4;
    if (pair === 0) fillNormalAcross(seed, first, count, block.position / 4, normals, scratch);
    eulerStep(coefficients, normals, pair * count, (pair + 1) * count, x, y, z, count);
    block.position += 2;
  }
}

function advanceWalk(block: TrajectoryBlock, table: WalkTable, steps: number): void {
  const { count, x, y, z, words } = block;
  for (let k = 0; k < steps; k++) {
    const word = block.position % 4;
    if (word === 0) fillWords(block);
    walkStep(table, words, word * count, x, y, z, count);
    block.position++;
  }
}

/** The block of four words at `position`, of every trajectory. */
function fillWords({ seed, first, count, position, words }: TrajectoryBlock): void {
  const scratch = new Uint32Array(4);
  const block = position / 4;
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
