import { type DegreeWork, degreeWork } from "../degreeWork.ts";
import type { PlacedGroups } from "../elements.ts";
import type { CompressedGraph } from "../graph.ts";
import { minimumDegreePositions } from "../minimumDegree.ts";
import { cutByLevels } from "./multilevelCut.ts";
import { cutByPlane } from "./planeCut.ts";
import { type PrincipalGroups, principalGroups } from "./principalGroups.ts";
import { type RefinementWork, refinementWork, refineSeparator } from "./refineSeparator.ts";
import { LEFT, placesOf, RIGHT, type Subset, type Subsets, wholeGraph } from "./subsets.ts";

/** Subsets of about so many groups are ordered by minimum degree. */
export const LEAF = 200;

/** Sets the parts of the vertices of a subset. */
type Cut = (subsets: Subsets, subset: Subset, work: RefinementWork) => void;

/**
 * Elimination position of each group by nested dissection (A. George, doi:10.1137/0710032) with planes whose separators are refined. What follows other
 * groups (see `principalGroups`) is not looked at: it goes where the first of those goes.
 */
export function placedDissectionPositions(groups: PlacedGroups): Int32Array {
  const found = principalGroups(groups);
  const principal = found?.principal ?? groups;
  const places = placesOf(principal);
  const key = new Float64Array(principal.weights.length);
  const share = principal.weights.length / groups.weights.length;
  const dissected = dissect(principal, LEAF * share, (subsets, subset, work) =>
    refineSeparator(subsets, subset, cutByPlane(subsets, places, subset, key), work),
  );
  return positionsInBlocks(groups, found === null ? dissected : withFollowers(dissected, found));
}

/** The same where nothing but the graph is known. */
export const multilevelDissectionPositions = (groups: CompressedGraph): Int32Array =>
  positionsInBlocks(groups, dissect(groups, LEAF, cutByLevels));

/** Vertices in the order of elimination, those of one leaf or separator together: list[starts[b]] .. */
interface Blocks {
  readonly list: Int32Array;
  readonly starts: Int32Array;
  readonly isLeaf: Uint8Array;
}

/** A separator splits the graph and comes last; its parts are split in turn, down to leaves of so many vertices. */
function dissect(groups: Pick<CompressedGraph, "graph" | "weights">, leaf: number, cut: Cut): Blocks {
  const subsets = wholeGraph(groups);
  const { list } = subsets;
  const n = list.length;
  const work = refinementWork(n);
  const blocks: { readonly from: number; readonly isLeaf: boolean }[] = [];
  // The places in the order are those in the list: separators move behind their parts.
  const open: Subset[] = [{ from: 0, to: n, id: 0 }];
  let ids = 1;
  for (let subset = open.pop(); subset !== undefined; subset = open.pop()) {
    const { from, to } = subset;
    if (to - from <= leaf) {
      blocks.push({ from, isLeaf: true });
      continue;
    }
    cut(subsets, subset, work);
    const [left, right] = sortParts(subsets, subset, ids);
    ids += 3;
    if (left.from === left.to || right.from === right.to) {
      // All is separator, or on one side: nothing to gain.
      blocks.push({ from, isLeaf: true });
      continue;
    }
    if (right.to < to) blocks.push({ from: right.to, isLeaf: false });
    open.push(left, right);
  }
  blocks.sort((a, b) => a.from - b.from);
  return {
    list,
    starts: Int32Array.from([...blocks.map(({ from }) => from), n]),
    isLeaf: Uint8Array.from(blocks, ({ isLeaf }) => Number(isLeaf)),
  };
}

/** All groups in the blocks of the principal ones. */
function withFollowers({ list, starts, isLeaf }: Blocks, { numberOf, starts: own, leaders }: PrincipalGroups): Blocks {
  const blockOf = new Int32Array(list.length);
  for (let b = 0; b < isLeaf.length; b++) for (let k = starts[b]!; k < starts[b + 1]!; k++) blockOf[list[k]!] = b;
  const blocks = new Int32Array(numberOf.length);
  const allStarts = new Int32Array(starts.length);
  for (let g = 0; g < blocks.length; g++) {
    const number = numberOf[g]!;
    let block = number === -1 ? isLeaf.length : blockOf[number]!;
    for (let k = own[g]!; k < own[g + 1]!; k++) block = Math.min(block, blockOf[leaders[k]!]!);
    blocks[g] = block;
    allStarts[block + 1]!++;
  }
  for (let b = 0; b < isLeaf.length; b++) allStarts[b + 1]! += allStarts[b]!;
  const cursor = allStarts.slice(0, isLeaf.length);
  const all = new Int32Array(blocks.length);
  for (let g = 0; g < blocks.length; g++) all[cursor[blocks[g]!]!++] = g;
  return { list: all, starts: allStarts, isLeaf };
}

/** Leaves by minimum degree, separators as they are listed. */
function positionsInBlocks(groups: CompressedGraph, { list, starts, isLeaf }: Blocks): Int32Array {
  const n = list.length;
  const subset = new Int32Array(n);
  for (let b = 0; b < isLeaf.length; b++) for (let k = starts[b]!; k < starts[b + 1]!; k++) subset[list[k]!] = b;
  const positions = new Int32Array(n);
  const leaves: Leaves = {
    subsets: { graph: groups.graph, weights: groups.weights, list, subset },
    positions,
    local: new Int32Array(n),
    work: leafWork(2 * LEAF, unknownsOf(groups)),
  };
  for (let b = 0; b < isLeaf.length; b++) {
    const [from, to] = [starts[b]!, starts[b + 1]!];
    if (isLeaf[b] === 1) orderLeaf(leaves, { from, to, id: b });
    else for (let k = from; k < to; k++) positions[list[k]!] = k;
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
  const before = list.slice(from, to);
  for (let k = 0; k < before.length; k++) {
    const vertex = before[k]!;
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
  readonly subsets: Pick<Subsets, "graph" | "weights" | "list" | "subset">;
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
