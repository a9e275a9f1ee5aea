import { InputError } from "../../core/errors.ts";
import type { SparsityPattern } from "../sparse.ts";
import { LEAF, multilevelDissectionPositions, placedDissectionPositions } from "./dissection/nestedDissection.ts";
import { groupElements, type PatternElements, type PlacedGroups } from "./elements.ts";
import { eliminationTree, identity, inverse } from "./eliminationTree.ts";
import { type Children, childrenOf } from "./forest.ts";
import {
  type CompressedGraph,
  compressGraph,
  type Graph,
  type PatternByColumns,
  patternByColumns,
  symmetricGraph,
} from "./graph.ts";
import { minimumDegreePositions } from "./minimumDegree.ts";
import { type Supernodes, supernodes } from "./supernodes.ts";

/**
 * What the factorisation of every matrix with one pattern has in common: the elimination order, and the tree of dense
 * fronts. Front f eliminates the unknowns firstPivot[f] .. firstPivot[f + 1] - 1 (in elimination order) and passes a
 * square block on the unknowns structure[structureStarts[f] ..] to its parent.
 */
export interface SymbolicFactorization {
  readonly pattern: SparsityPattern;
  readonly byColumns: PatternByColumns;
  /** Dense blocks that the pattern is made of, with their places; null where they are not known. */
  readonly elements: PatternElements | null;
  /** order[k]: the unknown that is eliminated k-th. */
  readonly order: Int32Array;
  /** Inverse of `order`. */
  readonly position: Int32Array;
  readonly frontCount: number;
  readonly firstPivot: Int32Array;
  readonly parent: Int32Array;
  /** Fronts whose blocks each front takes. */
  readonly children: Children;
  readonly structureStarts: Int32Array;
  /** Positions (in elimination order, ascending) that front f updates but does not eliminate. */
  readonly structure: Int32Array;
  /** Number of stored values of L and U if no pivot is delayed. */
  readonly factorSize: number;
  /** Floating-point operations of a factorisation, likewise. */
  readonly operations: number;
  /** Largest front, its order. */
  readonly largestFront: number;
  /** Most values that blocks hold which wait for their parents, likewise. */
  readonly stackSize: number;
}

export interface AnalysisOptions {
  /** Dense blocks whose union the pattern is. */
  readonly elements?: PatternElements | undefined;
  /** The unknowns in the order of their elimination, each once, where it is known. */
  readonly order?: Int32Array | null;
}

/**
 * Orders the unknowns and finds the fronts. Works on the pattern of A + A^T, so it suits matrices whose pattern is nearly symmetric, as
 * finite-element matrices are. The order is the one given, by nested dissection where places are known, else by minimum degree or by dissection of the graph, whichever is predicted to take fewer operations.
 *
 * @throws InputError for a pattern that is not square, or empty, or whose columns do not ascend within the matrix
 */
export function analyze(
  pattern: SparsityPattern,
  { elements, order: known = null }: AnalysisOptions = {},
): SymbolicFactorization {
  requireSquare(pattern);
  const entries = pattern.columnIndices.length;
  const placed = elements === undefined || known !== null ? null : groupElements(elements, pattern.rows, entries);
  // A union of blocks is symmetric. A factorisation notices where it is not this pattern.
  const byColumns =
    placed === null
      ? patternByColumns(pattern)
      : { columnStarts: pattern.rowStarts, rowIndices: pattern.columnIndices };
  const groups = placed ?? groupsOf(symmetricGraph(pattern, byColumns), known !== null);
  const position = known === null ? positionsOf(groups, placed) : inverse(known);
  const order = inverse(position);
  const fronts = supernodes(order, groups.weights, eliminationTree(groups, order, position));
  const numbering = numberUnknowns(groups, fronts);
  return {
    pattern,
    byColumns,
    elements: placed === null ? null : elements!,
    order: numbering.order,
    position: inverse(numbering.order),
    ...frontTree(groups, fronts, numbering.groupStarts),
  };
}

/** Unknowns with the same neighbours; each by itself where their order is known. */
function groupsOf(graph: Graph, isOrdered: boolean): CompressedGraph {
  if (!isOrdered) return compressGraph(graph);
  const length = graph.starts.length - 1;
  return { graph, groupOf: identity(length), weights: new Int32Array(length).fill(1) };
}

function positionsOf(groups: CompressedGraph, placed: PlacedGroups | null): Int32Array {
  const { graph, weights } = groups;
  const isLarge = weights.length > 2 * LEAF;
  if (placed !== null && isLarge) return placedDissectionPositions(placed);
  const byDegree = minimumDegreePositions(graph, weights);
  if (!isLarge) return byDegree;
  const operations = operationsOf(groups, byDegree);
  if (operations < DISSECTION_OPERATIONS * graph.neighbours.length) return byDegree;
  const byDissection = multilevelDissectionPositions(groups);
  return operationsOf(groups, byDissection) < operations ? byDissection : byDegree;
}

/** Operations of an elimination by minimum degree, an entry of the graph of groups, from which on it pays to look for separators. */
const DISSECTION_OPERATIONS = 4000;

/** Operations of an elimination in this order. */
function operationsOf(groups: CompressedGraph, position: Int32Array): number {
  const order = inverse(position);
  const { heights } = eliminationTree(groups, order, position);
  let sum = 0;
  for (let k = 0; k < order.length; k++) {
    const height = heights[k]!;
    sum += eliminationOperations(height) - eliminationOperations(height - groups.weights[order[k]!]!);
  }
  return sum;
}

function requireSquare({ rows: n, columns, rowStarts, columnIndices }: SparsityPattern): void {
  if (columns !== n || n === 0) {
    throw new InputError({
      what: `the pattern has ${n} rows and ${columns} columns`,
      remedy: "a factorisation needs a square, non-empty matrix",
    });
  }
  for (let i = 0; i < n; i++) {
    let last = -1;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const column = columnIndices[k]!;
      if (!(column > last && column < n)) {
        throw new InputError({
          what: `entry ${k} of the pattern, in row ${i}, is in column ${column}, after column ${last}`,
          remedy: `columns ascend within a row, from 0 to ${n - 1}: see sparseFromTriplets`,
          value: column,
          limit: n - 1,
        });
      }
      last = column;
    }
  }
}

/** Unknowns of a group follow each other, in the order of the groups. */
function numberUnknowns(
  { groupOf, weights }: CompressedGraph,
  { order: groupOrder }: Supernodes,
): { readonly order: Int32Array; readonly groupStarts: Int32Array } {
  const count = weights.length;
  const groupStarts = new Int32Array(count + 1);
  const cursor = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    cursor[groupOrder[k]!] = groupStarts[k]!;
    groupStarts[k + 1] = groupStarts[k]! + weights[groupOrder[k]!]!;
  }
  const order = new Int32Array(groupOf.length);
  for (let i = 0; i < groupOf.length; i++) order[cursor[groupOf[i]!]!++] = i;
  return { order, groupStarts };
}

type FrontTree = Omit<SymbolicFactorization, "pattern" | "byColumns" | "elements" | "order" | "position">;

/** Structure of each front from its columns and its children, and what the fronts cost. */
function frontTree(
  { graph, weights }: CompressedGraph,
  { order, firstGroup }: Supernodes,
  groupStarts: Int32Array,
): FrontTree {
  const { parent, starts, groups } = groupStructure(graph, weights, order, firstGroup);
  const frontCount = firstGroup.length - 1;
  const firstPivot = firstGroup.map((group) => groupStarts[group]!);
  const structureStarts = new Int32Array(frontCount + 1);
  let size = 0;
  for (let f = 0; f < frontCount; f++) {
    for (let q = starts[f]!; q < starts[f + 1]!; q++) size += groupStarts[groups[q]! + 1]! - groupStarts[groups[q]!]!;
    structureStarts[f + 1] = size;
  }
  const structure = new Int32Array(size);
  for (let q = 0, at = 0; q < groups.length; q++) {
    for (let k = groupStarts[groups[q]!]!, end = groupStarts[groups[q]! + 1]!; k < end; k++) structure[at++] = k;
  }
  const children = childrenOf(parent);
  return {
    frontCount,
    firstPivot,
    parent,
    children,
    structureStarts,
    structure,
    ...costs(firstPivot, structureStarts, parent, children),
  };
}

/** Parents of the fronts, and the groups (by their places in the order, ascending) that each updates. */
function groupStructure(
  { starts: edges, neighbours }: CompressedGraph["graph"],
  { length: count }: Int32Array,
  order: Int32Array,
  firstGroup: Int32Array,
): { readonly parent: Int32Array; readonly starts: Int32Array; readonly groups: Int32Array } {
  const fronts = firstGroup.length - 1;
  const place = inverse(order);
  const frontOf = new Int32Array(count);
  for (let f = 0; f < fronts; f++) frontOf.fill(f, firstGroup[f]!, firstGroup[f + 1]!);
  const parent = new Int32Array(fronts).fill(-1);
  const firstChild = new Int32Array(fronts).fill(-1);
  const sibling = new Int32Array(fronts).fill(-1);
  const starts = new Int32Array(fronts + 1);
  const mark = new Int32Array(count).fill(-1);
  let groups = new Int32Array(Math.max(1024, 8 * count));
  let size = 0;
  for (let f = 0; f < fronts; f++) {
    const start = size;
    const end = firstGroup[f + 1]!;
    if (size + count > groups.length) {
      const larger = new Int32Array(2 * groups.length + count);
      larger.set(groups.subarray(0, size));
      groups = larger;
    }
    for (let k = firstGroup[f]!; k < end; k++) {
      const vertex = order[k]!;
      for (let q = edges[vertex]!, last = edges[vertex + 1]!; q < last; q++) {
        const i = place[neighbours[q]!]!;
        if (i < end || mark[i] === f) continue;
        mark[i] = f;
        groups[size++] = i;
      }
    }
    for (let child = firstChild[f]!; child !== -1; child = sibling[child]!) {
      for (let q = starts[child]!, last = starts[child + 1]!; q < last; q++) {
        const i = groups[q]!;
        if (i < end || mark[i] === f) continue;
        mark[i] = f;
        groups[size++] = i;
      }
    }
    groups.subarray(start, size).sort();
    starts[f + 1] = size;
    if (size > start) {
      const p = frontOf[groups[start]!]!;
      parent[f] = p;
      sibling[f] = firstChild[p]!;
      firstChild[p] = f;
    }
  }
  return { parent, starts, groups: groups.slice(0, size) };
}

function costs(
  firstPivot: Int32Array,
  structureStarts: Int32Array,
  parent: Int32Array,
  children: Children,
): Pick<SymbolicFactorization, "factorSize" | "operations" | "largestFront" | "stackSize"> {
  let factorSize = 0;
  let operations = 0;
  let largestFront = 0;
  let stackSize = 0;
  let stack = 0;
  for (let f = 0; f < parent.length; f++) {
    const pivots = firstPivot[f + 1]! - firstPivot[f]!;
    const rest = structureStarts[f + 1]! - structureStarts[f]!;
    const height = pivots + rest;
    factorSize += pivots * (height + rest);
    operations += eliminationOperations(height) - eliminationOperations(rest);
    largestFront = Math.max(largestFront, height);
    for (let c = children.first[f]!; c !== -1; c = children.next[c]!) {
      stack -= (structureStarts[c + 1]! - structureStarts[c]!) ** 2;
    }
    if (parent[f] !== -1) stack += rest ** 2;
    stackSize = Math.max(stackSize, stack);
  }
  return { factorSize, operations, largestFront, stackSize };
}

/** Of the LU of a dense matrix: the sum of 2 (k - 1)^2 over its orders. */
const eliminationOperations = (order: number): number => (order * (order - 1) * (2 * order - 1)) / 3;
