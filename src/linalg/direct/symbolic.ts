import type { SparsityPattern } from "../sparse.ts";
import { type EliminationOrder, type EliminationTree, eliminationOrder, inverse } from "./eliminationOrder.ts";
import type { Graph } from "./graph.ts";

/**
 * What the factorisation of every matrix with one pattern has in common: the elimination order, and the tree of dense
 * fronts. Front f eliminates the unknowns firstPivot[f] .. firstPivot[f + 1] - 1 (in elimination order) and passes a
 * square block on the unknowns structure[structureStarts[f] ..] to its parent.
 */
export interface SymbolicFactorization {
  readonly pattern: SparsityPattern;
  /** order[k]: the unknown that is eliminated k-th. */
  readonly order: Int32Array;
  /** Inverse of `order`. */
  readonly position: Int32Array;
  readonly frontCount: number;
  readonly firstPivot: Int32Array;
  readonly parent: Int32Array;
  readonly structureStarts: Int32Array;
  /** Positions (in elimination order, ascending) that front f updates but does not eliminate. */
  readonly structure: Int32Array;
  /** For each entry of `structure`, its row in the parent's front (before delayed pivots are inserted). */
  readonly placeInParent: Int32Array;
  /** Entries of the pattern, grouped by the front that takes them: entries[entryStarts[f]] .. */
  readonly entryStarts: Int32Array;
  readonly entries: Int32Array;
  readonly entryRows: Int32Array;
  readonly entryColumns: Int32Array;
  /** Number of stored values of L and U if no pivot is delayed. */
  readonly factorSize: number;
  /** Largest front, its order. */
  readonly largestFront: number;
}

/** Finds the fronts, in the order given or one found here. */
export function analyze(
  pattern: SparsityPattern,
  { graph, order: preliminary, tree }: EliminationOrder = eliminationOrder(pattern),
): SymbolicFactorization {
  const { order, firstPivot } = supernodes(preliminary, tree);
  return frontTree(pattern, graph, order, firstPivot);
}

/** Depth-first postorder of a forest given by parents; children in ascending order. */
function postorder(parent: Int32Array): Int32Array {
  const n = parent.length;
  const firstChild = new Int32Array(n).fill(-1);
  const sibling = new Int32Array(n).fill(-1);
  for (let i = n - 1; i >= 0; i--) {
    const p = parent[i]!;
    if (p !== -1) {
      sibling[i] = firstChild[p]!;
      firstChild[p] = i;
    }
  }
  const result = new Int32Array(n);
  const stack = new Int32Array(n);
  let size = 0;
  for (let root = 0; root < n; root++) {
    if (parent[root] !== -1) continue;
    let depth = 0;
    stack[0] = root;
    while (depth >= 0) {
      const i = stack[depth]!;
      const child = firstChild[i]!;
      if (child === -1) {
        result[size++] = i;
        depth--;
      } else {
        firstChild[i] = sibling[child]!;
        stack[++depth] = child;
      }
    }
  }
  return result;
}

/** Share of explicit zeros that a merged front may hold, by the number of its pivots: small fronts cost overhead, not flops. */
const allowedZeros = (pivots: number): number => (pivots <= 8 ? 0.6 : pivots <= 32 ? 0.2 : 0.08);

/** Groups columns of equal structure, then merges children into parents where few zeros are added; renumbers accordingly. */
function supernodes(
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

/** Structure of each front from its columns and its children, and where every matrix entry goes. */
function frontTree(
  pattern: SparsityPattern,
  graph: Graph,
  order: Int32Array,
  firstPivot: Int32Array,
): SymbolicFactorization {
  const n = order.length;
  const fronts = firstPivot.length - 1;
  const position = inverse(order);
  const frontOf = new Int32Array(n);
  for (let f = 0; f < fronts; f++) frontOf.fill(f, firstPivot[f]!, firstPivot[f + 1]!);
  const parent = new Int32Array(fronts).fill(-1);
  const structureStarts = new Int32Array(fronts + 1);
  let structure = new Int32Array(Math.max(1024, 4 * n));
  const mark = new Int32Array(n).fill(-1);
  const firstChild = new Int32Array(fronts).fill(-1);
  const sibling = new Int32Array(fronts).fill(-1);
  let size = 0;
  let factorSize = 0;
  let largestFront = 0;
  for (let f = 0; f < fronts; f++) {
    const first = firstPivot[f]!;
    const end = firstPivot[f + 1]!;
    const start = size;
    if (size + n > structure.length) {
      const larger = new Int32Array(2 * structure.length + n);
      larger.set(structure.subarray(0, size));
      structure = larger;
    }
    for (let k = first; k < end; k++) {
      const vertex = order[k]!;
      for (let q = graph.starts[vertex]!; q < graph.starts[vertex + 1]!; q++) {
        const i = position[graph.neighbours[q]!]!;
        if (i >= end && mark[i] !== f) {
          mark[i] = f;
          structure[size++] = i;
        }
      }
    }
    for (let child = firstChild[f]!; child !== -1; child = sibling[child]!) {
      for (let q = structureStarts[child]!; q < structureStarts[child + 1]!; q++) {
        const i = structure[q]!;
        if (i >= end && mark[i] !== f) {
          mark[i] = f;
          structure[size++] = i;
        }
      }
    }
    structure.subarray(start, size).sort();
    structureStarts[f + 1] = size;
    if (size > start) {
      const p = frontOf[structure[start]!]!;
      parent[f] = p;
      sibling[f] = firstChild[p]!;
      firstChild[p] = f;
    }
    const pivots = end - first;
    const height = pivots + size - start;
    factorSize += pivots * (2 * height - pivots);
    largestFront = Math.max(largestFront, height);
  }
  structure = structure.slice(0, size);

  const places = new Int32Array(n);
  const placeInParent = new Int32Array(size);
  const childrenByParent = firstChild;
  const { entryStarts, entries } = groupEntries(pattern, position, frontOf, fronts);
  const entryRows = new Int32Array(entries.length);
  const entryColumns = new Int32Array(entries.length);
  const rowOfEntry = rowsOfEntries(pattern);
  for (let f = 0; f < fronts; f++) {
    const first = firstPivot[f]!;
    const end = firstPivot[f + 1]!;
    for (let k = first; k < end; k++) places[k] = k - first;
    for (let q = structureStarts[f]!; q < structureStarts[f + 1]!; q++) {
      places[structure[q]!] = end - first + q - structureStarts[f]!;
    }
    for (let q = entryStarts[f]!; q < entryStarts[f + 1]!; q++) {
      entryRows[q] = places[position[rowOfEntry[entries[q]!]!]!]!;
      entryColumns[q] = places[position[pattern.columnIndices[entries[q]!]!]!]!;
    }
    for (let child = childrenByParent[f]!; child !== -1; child = sibling[child]!) {
      for (let q = structureStarts[child]!; q < structureStarts[child + 1]!; q++) {
        placeInParent[q] = places[structure[q]!]!;
      }
    }
  }
  return {
    pattern,
    order,
    position,
    frontCount: fronts,
    firstPivot,
    parent,
    structureStarts,
    structure,
    placeInParent,
    entryStarts,
    entries,
    entryRows,
    entryColumns,
    factorSize,
    largestFront,
  };
}

function rowsOfEntries(pattern: SparsityPattern): Int32Array {
  const rows = new Int32Array(pattern.columnIndices.length);
  for (let i = 0; i < pattern.rows; i++) rows.fill(i, pattern.rowStarts[i]!, pattern.rowStarts[i + 1]!);
  return rows;
}

/** An entry belongs to the front that eliminates the earlier of its row and its column. */
function groupEntries(
  pattern: SparsityPattern,
  position: Int32Array,
  frontOf: Int32Array,
  fronts: number,
): { entryStarts: Int32Array; entries: Int32Array } {
  const count = pattern.columnIndices.length;
  const owner = new Int32Array(count);
  const entryStarts = new Int32Array(fronts + 1);
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      owner[k] = frontOf[Math.min(position[i]!, position[pattern.columnIndices[k]!]!)]!;
      entryStarts[owner[k]! + 1]!++;
    }
  }
  for (let f = 0; f < fronts; f++) entryStarts[f + 1]! += entryStarts[f]!;
  const cursor = entryStarts.slice(0, fronts);
  const entries = new Int32Array(count);
  for (let k = 0; k < count; k++) entries[cursor[owner[k]!]!++] = k;
  return { entryStarts, entries };
}
