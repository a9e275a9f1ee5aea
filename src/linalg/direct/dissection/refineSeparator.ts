import { clear, type GainHeap, gainHeap, push, remove, reorder } from "./gainHeap.ts";
import { LEFT, type PartWeights, RIGHT, SEPARATOR, type Subset, type Subsets } from "./subsets.ts";

/** Largest share of the weight that a part may have. */
const LARGEST_PART = 0.6;
const PASSES = 2;
/** Moves without gain before a pass ends: these, and this share of the separator. */
const IDLE_MOVES = 30;
const IDLE_SHARE = 0.1;

/** Work arrays of `refineSeparator`, for a graph of so many vertices. */
export interface RefinementWork {
  /** Vertices of the separator, by what it loses where they go to a side. */
  readonly heaps: readonly [GainHeap, GainHeap];
  /** Number of the pass in which a vertex was moved last. */
  readonly moved: Int32Array;
  passes: number;
  /** Vertices that changed their part, and the part that they had. */
  trail: Int32Array;
  trailPart: Uint8Array;
}

export const refinementWork = (vertexCount: number): RefinementWork => ({
  heaps: [gainHeap(vertexCount), gainHeap(vertexCount)],
  moved: new Int32Array(vertexCount),
  passes: 0,
  trail: new Int32Array(4 * vertexCount + 64),
  trailPart: new Uint8Array(4 * vertexCount + 64),
});

/** What is made small: the separator, and a little the imbalance. */
function merit(separator: number, left: number, right: number, total: number): number {
  const most = Math.max(left, right);
  const balance = 1 + (0.5 * Math.abs(left - right)) / total;
  return separator * balance + (most > LARGEST_PART * total ? 1e6 * total : 0);
}

/**
 * Improves a separator by moving vertices out of it (C. M. Fiduccia and R. M. Mattheyses, doi:10.1109/DAC.1982.1585498, for separators of vertices:
 * C. Ashcraft and J. W. H. Liu, doi:10.1137/S0895479895283601): the best move first, also where it loses; at the end of a pass the best state is
 * restored.
 *
 * @returns the weights of the parts that it leaves
 */
export function refineSeparator(
  subsets: Subsets,
  subset: Subset,
  weights: PartWeights,
  work: RefinementWork,
): PartWeights {
  let current = weights;
  for (let pass = 0; pass < PASSES; pass++) {
    const next = improve(subsets, subset, current, work);
    if (next === null) break;
    current = next;
  }
  return current;
}

/** One pass; null where it found nothing better. */
function improve(subsets: Subsets, subset: Subset, start: PartWeights, work: RefinementWork): PartWeights | null {
  const { part, list } = subsets;
  const { heaps, moved, trail, trailPart } = work;
  const stamp = ++work.passes;
  for (let k = subset.from; k < subset.to; k++)
    if (part[list[k]!] === SEPARATOR) enter(subsets, subset, work, list[k]!);
  const total = start.left + start.right + start.separator;
  const limit = LARGEST_PART * total;
  const sides = [start.left, start.right];
  let separator = start.separator;
  let least = merit(separator, start.left, start.right, total);
  let best: PartWeights | null = null;
  let bestLength = 0;
  let length = 0;
  let idle = 0;
  while (idle < IDLE_MOVES + IDLE_SHARE * heaps[0].size) {
    if (heaps[LEFT].size === 0 && heaps[RIGHT].size === 0) break;
    const side = chooseSide(subsets, work, sides, limit);
    const heap = heaps[side];
    const vertex = heap.vertices[0]!;
    const weight = subsets.weights[vertex]!;
    const gain = heap.gains[vertex]!;
    remove(heaps[LEFT], vertex);
    remove(heaps[RIGHT], vertex);
    moved[vertex] = stamp;
    if (sides[side]! + weight > limit) {
      idle++;
      continue;
    }
    trail[length] = vertex;
    trailPart[length++] = SEPARATOR;
    part[vertex] = side;
    sides[side]! += weight;
    separator -= gain;
    const before = length;
    length = pullIn(subsets, subset, work, vertex, side, length);
    for (let k = before; k < length; k++) sides[1 - side]! -= subsets.weights[trail[k]!]!;
    const value = merit(separator, sides[LEFT]!, sides[RIGHT]!, total);
    if (value < least) {
      least = value;
      best = { left: sides[LEFT]!, right: sides[RIGHT]!, separator };
      bestLength = length;
      idle = 0;
    } else idle++;
  }
  for (let k = length - 1; k >= bestLength; k--) part[trail[k]!] = trailPart[k]!;
  clear(heaps[LEFT]);
  clear(heaps[RIGHT]);
  return best;
}

/** The side of the better move, at equal gains the lighter one; the other one where it is full. */
function chooseSide({ weights }: Subsets, { heaps }: RefinementWork, sides: readonly number[], limit: number): 0 | 1 {
  const [left, right] = heaps;
  if (left.size === 0) return RIGHT;
  if (right.size === 0) return LEFT;
  const ahead = left.gains[left.vertices[0]!]! - right.gains[right.vertices[0]!]!;
  const side = ahead > 0 || (ahead === 0 && sides[LEFT]! < sides[RIGHT]!) ? LEFT : RIGHT;
  const full = sides[side]! + weights[heaps[side].vertices[0]!]! > limit;
  return (full ? 1 - side : side) as 0 | 1;
}

/** Neighbours of a vertex that has gone to a side, on the other one, join the separator. Returns the length of the trail. */
function pullIn(
  subsets: Subsets,
  subset: Subset,
  work: RefinementWork,
  vertex: number,
  side: 0 | 1,
  length: number,
): number {
  const { graph, weights, part } = subsets;
  const { heaps, moved, trail, trailPart } = work;
  const other = (1 - side) as 0 | 1;
  for (let q = graph.starts[vertex]!, end = graph.starts[vertex + 1]!; q < end; q++) {
    const neighbour = graph.neighbours[q]!;
    if (subsets.subset[neighbour] !== subset.id) continue;
    if (part[neighbour] === other) {
      trail[length] = neighbour;
      trailPart[length++] = other;
      part[neighbour] = SEPARATOR;
      // Moves of its neighbours in the separator to this side no longer pull it in.
      for (let r = graph.starts[neighbour]!, last = graph.starts[neighbour + 1]!; r < last; r++) {
        const near = graph.neighbours[r]!;
        if (subsets.subset[near] !== subset.id || part[near] !== SEPARATOR) continue;
        heaps[side].gains[near]! += weights[neighbour]!;
        reorder(heaps[side], near);
      }
      if (moved[neighbour] === work.passes) setGains(subsets, subset, work, neighbour);
      else enter(subsets, subset, work, neighbour);
    } else if (part[neighbour] === SEPARATOR) {
      heaps[other].gains[neighbour]! -= weights[vertex]!;
      reorder(heaps[other], neighbour);
    }
  }
  return length;
}

function enter(subsets: Subsets, subset: Subset, work: RefinementWork, vertex: number): void {
  setGains(subsets, subset, work, vertex);
  push(work.heaps[LEFT], vertex);
  push(work.heaps[RIGHT], vertex);
}

/** What the separator loses where the vertex goes to a side: its weight, less that of its neighbours on the other side. */
function setGains(
  { graph, weights, part, subset: of }: Subsets,
  { id }: Subset,
  work: RefinementWork,
  v: number,
): void {
  let left = weights[v]!;
  let right = left;
  for (let q = graph.starts[v]!, end = graph.starts[v + 1]!; q < end; q++) {
    const neighbour = graph.neighbours[q]!;
    if (of[neighbour] !== id) continue;
    if (part[neighbour] === RIGHT) left -= weights[neighbour]!;
    else if (part[neighbour] === LEFT) right -= weights[neighbour]!;
  }
  work.heaps[LEFT].gains[v] = left;
  work.heaps[RIGHT].gains[v] = right;
}
