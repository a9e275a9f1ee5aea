import { type DegreeWork, degreeWork } from "../degreeWork.ts";
import type { PlacedGroups } from "../elements.ts";
import type { CompressedGraph } from "../graph.ts";
import { minimumDegreePositions } from "../minimumDegree.ts";
import { cutByLevels } from "./multilevelCut.ts";
import { cutByPlane } from "./planeCut.ts";
import { type RefinementWork, refinementWork, refineSeparator } from "./refineSeparator.ts";
import { LEFT, placesOf, RIGHT, type Subset, type Subsets, wholeGraph } from "./subsets.ts";

/** Subsets of no more vertices are ordered by minimum degree. */
export const LEAF = 200;

/** Sets the parts of the vertices of a subset. */
type Cut = (subsets: Subsets, subset: Subset, work: RefinementWork) => void;

/** `nestedDissectionPositions` where places are known: the cuts are planes, refined. */
export function placedDissectionPositions(groups: PlacedGroups): Int32Array {
  const places = placesOf(groups);
  const key = new Float64Array(groups.weights.length);
  return nestedDissectionPositions(groups, (subsets, subset, work) =>
    refineSeparator(subsets, subset, cutByPlane(subsets, places, subset, key), work),
  );
}

/** `nestedDissectionPositions` where nothing but the graph is known. */
export const multilevelDissectionPositions = (groups: CompressedGraph): Int32Array =>
  nestedDissectionPositions(groups, cutByLevels);

/**
 * Elimination position of each group by nested dissection (A. George, doi:10.1137/0710032): a separator splits the graph and comes last; its parts
 * are split in turn.
 */
function nestedDissectionPositions(groups: CompressedGraph, cut: Cut): Int32Array {
  const subsets = wholeGraph(groups);
  const { list } = subsets;
  const n = list.length;
  const positions = new Int32Array(n);
  const work = refinementWork(n);
  const leaves: Leaves = { subsets, positions, local: new Int32Array(n), work: leafWork(LEAF, unknownsOf(groups)) };
  // The places in the order are those in the list: separators move behind their parts.
  const open: Subset[] = [{ from: 0, to: n, id: 0 }];
  let ids = 1;
  for (let subset = open.pop(); subset !== undefined; subset = open.pop()) {
    const { from, to } = subset;
    if (to - from <= LEAF) {
      orderLeaf(leaves, subset);
      continue;
    }
    cut(subsets, subset, work);
    const [left, right] = sortParts(subsets, subset, ids);
    ids += 3;
    if (left.from === left.to || right.from === right.to) {
      // All is separator, or on one side: nothing to gain.
      for (let k = from; k < to; k++) subsets.subset[list[k]!] = subset.id;
      orderLeaf(leaves, subset);
      continue;
    }
    for (let k = right.to; k < to; k++) positions[list[k]!] = k;
    open.push(left, right);
  }
  return positions;
}

/** Brings the parts of a subset together in the list, and numbers them. */
function sortParts(
  { list, part, subset: of }: Subsets,
  { from, to }: Subset,
  id: number,
): readonly [left: Subset, right: Subset] {
  const counts = [0, 0, 0];
  for (let k = from; k < to; k++) counts[part[list[k]!]!]!++;
  const leftEnd = from + counts[LEFT]!;
  const rightEnd = leftEnd + counts[RIGHT]!;
  const cursor = [from, leftEnd, rightEnd];
  for (const vertex of list.slice(from, to)) {
    const side = part[vertex]!;
    list[cursor[side]!++] = vertex;
    of[vertex] = id + side;
  }
  return [
    { from, to: leftEnd, id: id + LEFT },
    { from: leftEnd, to: rightEnd, id: id + RIGHT },
  ];
}

interface Leaves {
  readonly subsets: Subsets;
  readonly positions: Int32Array;
  /** Number of each vertex in its leaf. */
  readonly local: Int32Array;
  work: LeafWork;
}

/** Work arrays for leaves of up to so many vertices. */
interface LeafWork extends DegreeWork {
  readonly largest: number;
  readonly starts: Int32Array;
  neighbours: Int32Array<ArrayBuffer>;
  readonly weights: Int32Array;
  readonly own: Int32Array;
}

const leafWork = (largest: number, unknowns: number): LeafWork => ({
  ...degreeWork(largest, unknowns),
  largest,
  starts: new Int32Array(largest + 1),
  neighbours: new Int32Array(0),
  weights: new Int32Array(largest),
  own: new Int32Array(largest),
});

const unknownsOf = ({ groupOf }: CompressedGraph): number => groupOf.length;

/** Numbers the vertices of a subset by minimum degree. */
function orderLeaf(leaves: Leaves, { from, to, id }: Subset): void {
  const { subsets, positions, local } = leaves;
  const { graph, weights, list, subset } = subsets;
  const count = to - from;
  if (count > leaves.work.largest) leaves.work = leafWork(count, leaves.work.head.length);
  const { work } = leaves;
  const { starts, own } = work;
  let room = 0;
  for (let k = 0; k < count; k++) {
    const vertex = list[from + k]!;
    local[vertex] = k;
    work.weights[k] = weights[vertex]!;
    room += graph.starts[vertex + 1]! - graph.starts[vertex]!;
  }
  if (work.neighbours.length < room) work.neighbours = new Int32Array(2 * room);
  const { neighbours } = work;
  let top = 0;
  for (let k = 0; k < count; k++) {
    const vertex = list[from + k]!;
    for (let q = graph.starts[vertex]!, end = graph.starts[vertex + 1]!; q < end; q++) {
      const other = graph.neighbours[q]!;
      if (subset[other] === id) neighbours[top++] = local[other]!;
    }
    starts[k + 1] = top;
  }
  minimumDegreePositions({ starts, neighbours }, work.weights.subarray(0, count), own, work);
  for (let k = 0; k < count; k++) positions[list[from + k]!] = from + own[k]!;
}
