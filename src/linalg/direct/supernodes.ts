import { type EliminationTree, inverse } from "./eliminationTree.ts";
import { postorder } from "./forest.ts";

/** Share of explicit zeros that a merged front may hold, by the number of its pivots: small fronts cost overhead, not flops. */
const allowedZeros = (pivots: number): number => (pivots <= 8 ? 0.6 : pivots <= 32 ? 0.2 : 0.08);

/** Groups of unknowns in elimination order, and those that each front eliminates. */
export interface Supernodes {
  /** order[k]: the group that is eliminated k-th. */
  readonly order: Int32Array;
  /** Front f eliminates the groups order[firstGroup[f]] .. order[firstGroup[f + 1] - 1]. */
  readonly firstGroup: Int32Array;
}

/** Joins columns of equal structure, then merges children into parents where few zeros are added; renumbers accordingly. */
export function supernodes(preliminary: Int32Array, weights: Int32Array, tree: EliminationTree): Supernodes {
  const n = preliminary.length;
  const { post } = tree;
  const postPosition = inverse(post);
  const parent = new Int32Array(n);
  const heights = new Int32Array(n);
  const widths = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    const p = tree.parent[post[k]!]!;
    parent[k] = p === -1 ? -1 : postPosition[p]!;
    heights[k] = tree.heights[post[k]!]!;
    widths[k] = weights[preliminary[post[k]!]!]!;
  }
  // Maximal runs of columns that share one structure.
  const supernodeOf = new Int32Array(n);
  const begin = new Int32Array(n + 1);
  let m = 0;
  for (let k = 0; k < n; k++) {
    if (k === 0 || parent[k - 1] !== k || heights[k - 1] !== heights[k]! + widths[k - 1]!) begin[m++] = k;
    supernodeOf[k] = m - 1;
  }
  begin[m] = n;
  const superParent = new Int32Array(m);
  const width = new Float64Array(m);
  const height = new Float64Array(m);
  const zeros = new Float64Array(m);
  for (let s = 0; s < m; s++) {
    const last = begin[s + 1]! - 1;
    superParent[s] = parent[last] === -1 ? -1 : supernodeOf[parent[last]!]!;
    for (let k = begin[s]!; k <= last; k++) width[s]! += widths[k]!;
    height[s] = heights[begin[s]!]!;
  }
  // Merging bottom-up; a merged child keeps its columns in front of its parent's.
  const mergedInto = new Int32Array(m).fill(-1);
  for (let s = 0; s < m; s++) {
    const p = superParent[s]!;
    if (p === -1) continue;
    // The parent's own merges come later in this order, so its figures are those of now.
    const newWidth = width[s]! + width[p]!;
    const newHeight = height[p]! + width[s]!;
    const newZeros = zeros[s]! + zeros[p]! + width[s]! * (newHeight - height[s]!);
    const stored = newWidth * (2 * newHeight - newWidth);
    if (2 * newZeros <= allowedZeros(newWidth) * stored) {
      mergedInto[s] = p;
      width[p] = newWidth;
      height[p] = newHeight;
      zeros[p] = newZeros;
    }
  }
  return renumber(preliminary, post, begin, superParent, mergedInto);
}

function renumber(
  preliminary: Int32Array,
  post: Int32Array,
  begin: Int32Array,
  superParent: Int32Array,
  mergedInto: Int32Array,
): Supernodes {
  const m = superParent.length;
  const representative = new Int32Array(m);
  for (let s = m - 1; s >= 0; s--) representative[s] = mergedInto[s] === -1 ? s : representative[mergedInto[s]!]!;
  const groupParent = new Int32Array(m).fill(-1);
  for (let s = 0; s < m; s++) {
    if (mergedInto[s] === -1 && superParent[s] !== -1) groupParent[s] = representative[superParent[s]!]!;
  }
  const memberStarts = new Int32Array(m + 1);
  for (let s = 0; s < m; s++) memberStarts[representative[s]! + 1]!++;
  for (let s = 0; s < m; s++) memberStarts[s + 1]! += memberStarts[s]!;
  const cursor = memberStarts.slice(0, m);
  const members = new Int32Array(m);
  for (let s = 0; s < m; s++) members[cursor[representative[s]!]!++] = s;

  const order = new Int32Array(preliminary.length);
  const firstGroup: number[] = [];
  let size = 0;
  for (const s of postorder(groupParent)) {
    if (mergedInto[s] !== -1) continue;
    firstGroup.push(size);
    for (let q = memberStarts[s]!; q < memberStarts[s + 1]!; q++) {
      const t = members[q]!;
      for (let k = begin[t]!; k < begin[t + 1]!; k++) order[size++] = preliminary[post[k]!]!;
    }
  }
  firstGroup.push(size);
  return { order, firstGroup: Int32Array.from(firstGroup) };
}
