import type { Front } from "./dissection.ts";
import { neighbourOf, type PopulationRates } from "./populationRates.ts";

/** The eliminated part of a front: `order` = pivots + ring states. */
export interface EliminatedFront {
  readonly front: Front;
  readonly order: number;
  /** shares[k * order + i], i > k: rate from state i into pivot k, over the rate at which that leaves. */
  readonly shares: Float64Array;
  /** onward[k * order + j], j > k: rate from pivot k to state j. */
  readonly onward: Float64Array;
}

export interface Elimination {
  /** Subtrees before what comes after them. */
  readonly fronts: readonly EliminatedFront[];
  /** 1 / sum of the rates at which a state leaves to later ones; 0 for the root. */
  readonly inverseLeaving: Float64Array;
  /** The state that nothing leaves: the only one of its kind. */
  readonly root: number;
}

/** Below this, relative to the largest rate, a rate may have underflowed: the state counts as one that nothing leaves. */
const negligible = 1e-280;
/** Pivots between two updates of the rest. */
const panel = 16;

/**
 * State reduction of Grassmann, Taksar and Heyman (doi:10.1287/opre.33.5.1107): states are taken out of the chain one after
 * another, and the rates between those that stay are raised by the ways through the one that is gone,
 *
 *   q_ij <- q_ij + q_ik q_kj / sum_{l stays} q_kl.
 *
 * Nothing is ever subtracted, so that every rate keeps its relative accuracy, however slow it is. Rates are held in dense
 * fronts of a nested dissection. Where nothing leaves a state, all that comes later runs into it: `root`. One is there; of
 * a second `onSecondRoot` makes the error.
 */
export function eliminate(rates: PopulationRates, tree: Front, onSecondRoot: () => Error): Elimination {
  const fronts: EliminatedFront[] = [];
  const inverseLeaving = new Float64Array(rates.size);
  const place = new Int32Array(rates.size).fill(-1);
  const work: Work = { rates, place, fronts, inverseLeaving, root: -1, onSecondRoot };
  eliminateFront(work, tree);
  return { fronts, inverseLeaving, root: work.root };
}

interface Work {
  readonly rates: PopulationRates;
  /** Of the states of the front that is assembled; -1 for all others. */
  readonly place: Int32Array;
  readonly fronts: EliminatedFront[];
  readonly inverseLeaving: Float64Array;
  root: number;
  readonly onSecondRoot: () => Error;
}

/** Rates between the states of a ring that the eliminated subtree adds; the last column leads to the root. */
type Contribution = Float64Array;

function eliminateFront(work: Work, front: Front): Contribution {
  const { pivots, ring, children } = front;
  const contributions = children.map((child) => eliminateFront(work, child));
  const order = pivots.length + ring.length;
  const width = order + 1;
  const matrix = new Float64Array(order * width);
  const { place } = work;
  pivots.forEach((state, k) => {
    place[state] = k;
  });
  ring.forEach((state, k) => {
    place[state] = pivots.length + k;
  });
  children.forEach((child, k) => {
    addContribution(matrix, width, place, child.ring, contributions[k]!);
  });
  contributions.length = 0;
  addRates(work, front, matrix, width);
  for (const state of pivots) place[state] = -1;
  for (const state of ring) place[state] = -1;
  reduce(work, matrix, front, order);
  work.fronts.push(extract(matrix, front, order));
  return trailing(matrix, pivots.length, order);
}

function addContribution(
  matrix: Float64Array,
  width: number,
  place: Int32Array,
  ring: Int32Array,
  contribution: Contribution,
): void {
  const count = ring.length;
  for (let i = 0; i < count; i++) {
    const row = place[ring[i]!]! * width;
    const from = i * (count + 1);
    for (let j = 0; j < count; j++) {
      if (i !== j) matrix[row + place[ring[j]!]!]! += contribution[from + j]!;
    }
    matrix[row + width - 1]! += contribution[from + count]!;
  }
}

/** Rates out of the pivots, and those from ring states into them. */
function addRates({ rates, place }: Work, { pivots }: Front, matrix: Float64Array, width: number): void {
  const { outgoing } = rates;
  pivots.forEach((state, k) => {
    for (let direction = 0; direction < 9; direction++) {
      if (direction === 4) continue;
      const neighbour = neighbourOf(rates, state, direction);
      if (neighbour < 0) continue;
      const at = place[neighbour]!;
      if (at < 0) continue;
      matrix[k * width + at]! += outgoing[direction]![state]!;
      if (at >= pivots.length) matrix[at * width + k]! += outgoing[8 - direction]![neighbour]!;
    }
  });
}

/** Takes the pivots out, in panels: rows of the panel one by one, then the rest by all pivots of the panel together. */
function reduce(work: Work, matrix: Float64Array, { pivots }: Front, order: number): void {
  const width = order + 1;
  const count = pivots.length;
  for (let first = 0; first < count; first += panel) {
    const end = Math.min(first + panel, count);
    for (let k = first; k < end; k++) {
      const inverse = inverseOfLeaving(work, matrix, pivots[k]!, k, order);
      work.inverseLeaving[pivots[k]!] = inverse;
      for (let i = k + 1; i < end; i++) {
        const share = takeShare(matrix, i * width, k, inverse, width);
        if (share !== 0) addRow(matrix, i * width, k * width, share, k + 1, width);
      }
    }
    for (let i = end; i < order; i++) reduceRow(work, matrix, pivots, i, first, end, width);
  }
}

/** What goes from a row into pivot k as a share of what leaves that; into the root, all goes to the last column. */
function takeShare(matrix: Float64Array, row: number, k: number, inverse: number, width: number): number {
  const rate = matrix[row + k]!;
  if (inverse === 0) matrix[row + width - 1]! += rate;
  matrix[row + k] = rate * inverse;
  return rate * inverse;
}

/** 1 / the rate at which state k leaves; 0 where it does not, so that it is the root. */
function inverseOfLeaving(work: Work, matrix: Float64Array, state: number, k: number, order: number): number {
  const width = order + 1;
  const leaving = compensatedSum(matrix, k * width + k + 1, (k + 1) * width);
  if (leaving > negligible) return 1 / leaving;
  if (work.root >= 0) throw work.onSecondRoot();
  work.root = state;
  matrix.fill(0, k * width + k + 1, (k + 1) * width);
  return 0;
}

/** Neumaier's sum, exact but for two roundings of the result. */
function compensatedSum(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let lost = 0;
  for (let k = from; k < to; k++) {
    const value = values[k]!;
    const next = sum + value;
    lost += sum >= value ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

function addRow(matrix: Float64Array, to: number, from: number, factor: number, first: number, end: number): void {
  for (let j = first; j < end; j++) matrix[to + j]! += factor * matrix[from + j]!;
}

/** Row i below a panel: first its shares of the panel's pivots, then the rest of the row, four pivots at a time. */
function reduceRow(
  { inverseLeaving }: Work,
  matrix: Float64Array,
  pivots: Int32Array,
  i: number,
  first: number,
  end: number,
  width: number,
): void {
  const row = i * width;
  for (let k = first; k < end; k++) {
    const share = takeShare(matrix, row, k, inverseLeaving[pivots[k]!]!, width);
    if (share !== 0) addRow(matrix, row, k * width, share, k + 1, end);
  }
  let k = first;
  for (; k + 4 <= end; k += 4) {
    const [s0, s1, s2, s3] = [matrix[row + k]!, matrix[row + k + 1]!, matrix[row + k + 2]!, matrix[row + k + 3]!];
    if (s0 === 0 && s1 === 0 && s2 === 0 && s3 === 0) continue;
    const [r0, r1, r2, r3] = [k * width, (k + 1) * width, (k + 2) * width, (k + 3) * width];
    for (let j = end; j < width; j++) {
      matrix[row + j]! += s0 * matrix[r0 + j]! + s1 * matrix[r1 + j]! + (s2 * matrix[r2 + j]! + s3 * matrix[r3 + j]!);
    }
  }
  for (; k < end; k++) {
    const share = matrix[row + k]!;
    if (share !== 0) addRow(matrix, row, k * width, share, end, width);
  }
}

function extract(matrix: Float64Array, front: Front, order: number): EliminatedFront {
  const width = order + 1;
  const count = front.pivots.length;
  const shares = new Float64Array(count * order);
  const onward = new Float64Array(count * order);
  for (let k = 0; k < count; k++) {
    for (let i = k + 1; i < order; i++) {
      shares[k * order + i] = matrix[i * width + k]!;
      onward[k * order + i] = matrix[k * width + i]!;
    }
  }
  return { front, order, shares, onward };
}

/** What is left between the states of the ring. */
function trailing(matrix: Float64Array, count: number, order: number): Contribution {
  const width = order + 1;
  const size = order - count;
  const rest = new Float64Array(size * (size + 1));
  for (let i = 0; i < size; i++) {
    const from = (count + i) * width + count;
    rest.set(matrix.subarray(from, from + size + 1), i * (size + 1));
  }
  return rest;
}
