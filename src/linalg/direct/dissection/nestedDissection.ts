import type { PlacedGroups } from "../elements.ts";
import { minimumDegreePositions } from "../minimumDegree.ts";
import { cutByPlane } from "./planeCut.ts";
import { refinementWork, refineSeparator } from "./refineSeparator.ts";
import { LEFT, RIGHT, type Subset, type Subsets, wholeGraph } from "./subsets.ts";

/** Subsets of no more vertices are ordered by minimum degree. */
export const LEAF = 150;

/**
 * Elimination position of each group by nested dissection (A. George, doi:10.1137/0710032): a separator splits the graph and comes last; its parts
 * are split in turn. The cuts are planes, refined.
 */
export function nestedDissectionPositions(groups: PlacedGroups): Int32Array {
  const subsets = wholeGraph(groups);
  const { list } = subsets;
  const n = list.length;
  const positions = new Int32Array(n);
  const work = refinementWork(n);
  const key = new Float64Array(n);
  const local = new Int32Array(n);
  // The places in the order are those in the list: separators move behind their parts.
  const open: Subset[] = [{ from: 0, to: n, id: 0 }];
  let ids = 1;
  for (let subset = open.pop(); subset !== undefined; subset = open.pop()) {
    const { from, to } = subset;
    if (to - from <= LEAF) {
      orderLeaf(subsets, subset, positions, local);
      continue;
    }
    refineSeparator(subsets, subset, cutByPlane(subsets, subset, key), work);
    const [left, right] = sortParts(subsets, subset, ids);
    ids += 3;
    if (left.from === left.to || right.from === right.to) {
      // All is separator, or on one side: nothing to gain.
      for (let k = from; k < to; k++) subsets.subset[list[k]!] = subset.id;
      orderLeaf(subsets, subset, positions, local);
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

function orderLeaf(
  { graph, weights, list, subset }: Subsets,
  { from, to, id }: Subset,
  positions: Int32Array,
  local: Int32Array,
): void {
  const count = to - from;
  for (let k = from; k < to; k++) local[list[k]!] = k - from;
  const starts = new Int32Array(count + 1);
  const neighbours: number[] = [];
  for (let k = 0; k < count; k++) {
    const vertex = list[from + k]!;
    for (let q = graph.starts[vertex]!; q < graph.starts[vertex + 1]!; q++) {
      if (subset[graph.neighbours[q]!] === id) neighbours.push(local[graph.neighbours[q]!]!);
    }
    starts[k + 1] = neighbours.length;
  }
  const leaf = { starts, neighbours: Int32Array.from(neighbours) };
  const own = minimumDegreePositions(
    leaf,
    Int32Array.from({ length: count }, (_, k) => weights[list[from + k]!]!),
  );
  for (let k = 0; k < count; k++) positions[list[from + k]!] = from + own[k]!;
}
