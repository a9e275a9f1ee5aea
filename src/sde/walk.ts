import type { Field } from "../model/drive.ts";
import { equivalentField } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Vector3 } from "../state/moments.ts";
import { type ConformalField, lorentzExponential, lorentzGenerator, multiplyLorentz } from "./lorentz.ts";
import { type PairWalk, pairStep } from "./pairWalk.ts";
import { advanceByWords, type Movement } from "./trajectories.ts";

/** What the words of a walk stand for. */
export interface WalkSlots {
  /** The values of Z; the centre, where Z = 0, is the last. */
  readonly design: readonly (readonly number[])[];
  /** Number of the value, and order (0 or 1) of the flows, of each equally likely slot of a word. */
  readonly pointOf: Uint8Array;
  readonly orderOf: Uint8Array;
}

/** Where a step has to end: a point whose |r|^2 is above `beyond` is brought back, along its radius, to the length `length`. */
export interface Confinement {
  readonly beyond: number;
  readonly length: number;
}

/** Every point is brought back: that is the map itself, and keeps rounding errors of |r| from growing. */
export const onSphere: Confinement = { beyond: 0, length: 1 };

/** The maps lead out of the ball by rounding only; below 1 by two roundings, so that a point brought back is inside whatever the rounding. */
export const inBall: Confinement = { beyond: 1, length: 1 - 2 ** -52 };

export interface WalkTable {
  /** The equally likely maps of the slots, 12 numbers each, the lower three rows of the matrix: n = row (1, r). */
  readonly maps: Float64Array;
  readonly confinement: Confinement;
}

const slotNumbers = 12;

/**
 * The maps of one step of length `step` > 0, exp(h/2 V_0) prod_k exp(Z_k sqrt h V_k) exp(h/2 V_0) with the product in either order, for any drift: the
 * function returned takes the generator of the drift over h/2, and writes over the table of the call before. With a drift that depends on time, taken at the
 * middle of the step, the scheme keeps its order: time is one more flow of a symmetric splitting.
 */
export function tablesOfWalk(
  noise: readonly ConformalField[],
  { design, pointOf, orderOf }: WalkSlots,
  confinement: Confinement,
  step: number,
): (halfDrift: Float64Array) => WalkTable {
  const root = Math.sqrt(step);
  const centre = Math.max(...pointOf);
  const middles = design.slice(0, centre).map((point) => {
    const flows = noise.map((field, k) => lorentzExponential(lorentzGenerator(field, root * point[k]!)));
    return [flows.reduce(product), flows.toReversed().reduce(product)] as const;
  });
  const maps = new Float64Array(pointOf.length * slotNumbers);
  const table = { maps, confinement };
  const [first, whole] = [new Float64Array(16), new Float64Array(16)];
  return (halfDrift) => {
    const half = lorentzExponential(halfDrift);
    // At the centre the noise does nothing, in either order.
    const still = multiplyLorentz(half, half, new Float64Array(16));
    for (let slot = 0; slot < pointOf.length; slot++) {
      const middle = middles[pointOf[slot]!]?.[orderOf[slot]!];
      if (middle !== undefined) multiplyLorentz(half, multiplyLorentz(middle, half, first), whole);
      maps.set((middle === undefined ? still : whole).subarray(4), slot * slotNumbers);
    }
    return table;
  };
}

const product = (left: Float64Array, right: Float64Array): Float64Array =>
  multiplyLorentz(left, right, new Float64Array(16));

/**
 * One step of `count` trajectories at x, y, z: trajectory i takes word words[at + i]. The choice floor(slots word / 2^32) is off from equal
 * probabilities by less than 2^-32.
 */
export function walkStep(
  { maps, confinement }: WalkTable,
  words: Uint32Array,
  at: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
): void {
  const { beyond, length } = confinement;
  const share = maps.length / slotNumbers / 2 ** 32;
  for (let i = 0; i < count; i++) {
    const map = slotNumbers * Math.floor(words[at + i]! * share);
    const px = x[i]!;
    const py = y[i]!;
    const pz = z[i]!;
    let nx = maps[map]! + maps[map + 1]! * px + maps[map + 2]! * py + maps[map + 3]! * pz;
    let ny = maps[map + 4]! + maps[map + 5]! * px + maps[map + 6]! * py + maps[map + 7]! * pz;
    let nz = maps[map + 8]! + maps[map + 9]! * px + maps[map + 10]! * py + maps[map + 11]! * pz;
    const square = nx * nx + ny * ny + nz * nz;
    if (square > beyond) {
      const scale = length / Math.sqrt(square);
      nx *= scale;
      ny *= scale;
      nz *= scale;
    }
    x[i] = nx;
    y[i] = ny;
    z[i] = nz;
  }
}

/** Moves points for a duration, wherever they are. */
export type Flow = (duration: number, x: Float64Array, y: Float64Array, z: Float64Array, count: number) => void;

/** The drift of a walk whose field may depend on time. */
export interface WalkDrift<Drift> {
  readonly of: (field: Vector3) => Drift;
  readonly tables: (drift: Drift) => WalkTable;
  readonly pairs: (drift: Drift) => PairWalk;
  /** What is no map of the table: half of it before each step and half after, as the splitting has it with its drift. */
  readonly around?: Flow | null;
}

/** Steps of length `step` in the field of the model, or in one that depends on time: that at the middle of each step. */
export function walkInField<Drift>(
  model: SpinModel,
  step: number,
  field: Field | undefined,
  { of, tables, pairs, around = null }: WalkDrift<Drift>,
): Movement {
  if (field !== undefined) {
    return walkMovement(
      step,
      (middle) => tables(of(field(middle))),
      (middle) => pairs(of(field(middle))),
      around,
    );
  }
  const constant = of(equivalentField(model, step));
  const [table, pair] = [tables(constant), pairs(constant)];
  return walkMovement(
    step,
    () => table,
    () => pair,
    around,
  );
}

/** Steps whose maps are kept for the trajectories behind: some 20 kB each. */
const REMEMBERED = 4000;

/** What a function gives at a time, which the next block of trajectories asks for again. */
export function remembered<Value>(of: (time: number) => Value): (time: number) => Value {
  const known = new Map<number, Value>();
  return (time) => {
    const found = known.get(time) ?? of(time);
    if (known.size < REMEMBERED) known.set(time, found);
    return found;
  };
}

/** @param table maps of a step with a given middle; `pair` those of one of twice the length */
export const walkMovement =
  (
    step: number,
    table: (middle: number) => WalkTable,
    pair: (middle: number) => PairWalk,
    around: Flow | null = null,
  ): Movement =>
  (block, steps, from) => {
    const { count, x, y, z, words } = block;
    advanceByWords(
      block,
      steps,
      (k, at) => {
        around?.(step / 2, x, y, z, count);
        walkStep(table(from + (k + 0.5) * step), words, at, x, y, z, count);
        around?.(step / 2, x, y, z, count);
      },
      (k, at, coarse) => {
        around?.(step, coarse.x, coarse.y, coarse.z, count);
        pairStep(pair(from + k * step), words, at, coarse.x, coarse.y, coarse.z, count);
        around?.(step, coarse.x, coarse.y, coarse.z, count);
      },
    );
  };
