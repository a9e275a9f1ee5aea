import type { SparsityPattern } from "../sparse.ts";
import { type EliminationOrder, eliminationOrder, inverse } from "./eliminationOrder.ts";
import { childrenOf } from "./forest.ts";
import type { Graph } from "./graph.ts";
import { supernodes } from "./supernodes.ts";

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
  const position = inverse(order);
  const fronts = frontTree(graph, order, position, firstPivot);
  return { pattern, order, position, firstPivot, ...fronts, ...placesOf(pattern, position, firstPivot, fronts) };
}

type FrontTree = Pick<
  SymbolicFactorization,
  "frontCount" | "parent" | "structureStarts" | "structure" | "factorSize" | "largestFront"
>;

/** Structure of each front from its columns and its children. */
function frontTree(graph: Graph, order: Int32Array, position: Int32Array, firstPivot: Int32Array): FrontTree {
  const n = order.length;
  const fronts = firstPivot.length - 1;
  const frontOf = frontsOf(firstPivot);
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
        if (i < end || mark[i] === f) continue;
        mark[i] = f;
        structure[size++] = i;
      }
    }
    for (let child = firstChild[f]!; child !== -1; child = sibling[child]!) {
      for (let q = structureStarts[child]!; q < structureStarts[child + 1]!; q++) {
        const i = structure[q]!;
        if (i < end || mark[i] === f) continue;
        mark[i] = f;
        structure[size++] = i;
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
  return { frontCount: fronts, parent, structureStarts, structure: structure.slice(0, size), factorSize, largestFront };
}

/** Number of the front that eliminates each position. */
function frontsOf(firstPivot: Int32Array): Int32Array {
  const frontOf = new Int32Array(firstPivot.at(-1)!);
  for (let f = 0; f + 1 < firstPivot.length; f++) frontOf.fill(f, firstPivot[f]!, firstPivot[f + 1]!);
  return frontOf;
}

type Places = Pick<SymbolicFactorization, "placeInParent" | "entryStarts" | "entries" | "entryRows" | "entryColumns">;

/** Where every entry of the matrix, and of a block that is passed on, goes in the front that takes it. */
function placesOf(
  pattern: SparsityPattern,
  position: Int32Array,
  firstPivot: Int32Array,
  { frontCount, parent, structureStarts, structure }: FrontTree,
): Places {
  const { entryStarts, entries } = groupEntries(pattern, position, frontsOf(firstPivot), frontCount);
  const entryRows = new Int32Array(entries.length);
  const entryColumns = new Int32Array(entries.length);
  const rowOfEntry = rowsOfEntries(pattern);
  const placeInParent = new Int32Array(structure.length);
  /** Places in the front in hand of the positions that are in it. */
  const places = new Int32Array(position.length);
  const children = childrenOf(parent);
  for (let f = 0; f < frontCount; f++) {
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
    for (let child = children.first[f]!; child !== -1; child = children.next[child]!) {
      for (let q = structureStarts[child]!; q < structureStarts[child + 1]!; q++) {
        placeInParent[q] = places[structure[q]!]!;
      }
    }
  }
  return { placeInParent, entryStarts, entries, entryRows, entryColumns };
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
