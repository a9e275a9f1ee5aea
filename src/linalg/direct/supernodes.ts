import { type EliminationTree, inverse } from "./eliminationOrder.ts";
import { postorder } from "./forest.ts";

/** Share of explicit zeros that a merged front may hold, by the number of its pivots: small fronts cost overhead, not flops. */
const allowedZeros = (pivots: number): number => (pivots <= 8 ? 0.6 : pivots <= 32 ? 0.2 : 0.08);

/** Groups columns of equal structure, then merges children into parents where few zeros are added; renumbers accordingly. */
export function supernodes(
  preliminary: Int32Array,
  tree: EliminationTree,
): {
  order: Int32Array;
  firstPivot: Int32Array;
} {
  const n = preliminary.length;
  const post = postorder(tree.parent);
  const postPosition = inverse(post);
  const parent = new Int32Array(n);
  const counts = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    const p = tree.parent[post[k]!]!;
    parent[k] = p === -1 ? -1 : postPosition[p]!;
    counts[k] = tree.counts[post[k]!]!;
  }
  // Maximal runs of columns that share one structure.
  const supernodeOf = new Int32Array(n);
  const begin: number[] = [];
  for (let k = 0; k < n; k++) {
    if (k === 0 || parent[k - 1] !== k || counts[k - 1] !== counts[k]! + 1) begin.push(k);
    supernodeOf[k] = begin.length - 1;
  }
  const m = begin.length;
  begin.push(n);
  const superParent = new Int32Array(m);
  const width = new Float64Array(m);
  const height = new Float64Array(m);
  const zeros = new Float64Array(m);
  for (let s = 0; s < m; s++) {
    const last = begin[s + 1]! - 1;
    superParent[s] = parent[last] === -1 ? -1 : supernodeOf[parent[last]!]!;
    width[s] = begin[s + 1]! - begin[s]!;
    height[s] = counts[begin[s]!]!;
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
  begin: readonly number[],
  superParent: Int32Array,
  mergedInto: Int32Array,
): { order: Int32Array; firstPivot: Int32Array } {
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
  const firstPivot: number[] = [];
  let size = 0;
  for (const s of postorder(groupParent)) {
    if (mergedInto[s] !== -1) continue;
    firstPivot.push(size);
    for (let q = memberStarts[s]!; q < memberStarts[s + 1]!; q++) {
      const t = members[q]!;
      for (let k = begin[t]!; k < begin[t + 1]!; k++) order[size++] = preliminary[post[k]!]!;
    }
  }
  firstPivot.push(size);
  return { order, firstPivot: Int32Array.from(firstPivot) };
}
