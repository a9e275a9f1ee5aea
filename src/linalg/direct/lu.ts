import { SingularMatrixError } from "../../core/errors.ts";
import { equilibrate, singularBelow } from "./equilibrate.ts";
import { eliminateFront, frontScratch } from "./frontal.ts";
import type { SymbolicFactorization } from "./symbolic.ts";

export { analyze, type SymbolicFactorization } from "./symbolic.ts";
export { solve, solveTransposed } from "./triangular.ts";

/**
 * P R A C Q = L U, front by front; R and C are powers of two that bring rows and columns to unit size. Treat as opaque:
 * it is valid for `solve` and `solveTransposed`, which use its scratch, so one factorization serves one caller at a time.
 */
export interface Factorization {
  readonly symbolic: SymbolicFactorization;
  /** For each front: L (order x pivots, column-major), then U right of the pivots (pivots x rest, column-major). */
  readonly values: Float64Array;
  readonly valueStarts: Float64Array;
  /** Rows and columns of each front (elimination positions), pivots first. */
  readonly rowIds: Int32Array;
  readonly columnIds: Int32Array;
  readonly idStarts: Int32Array;
  readonly pivots: Int32Array;
  readonly rowScale: Float64Array;
  readonly columnScale: Float64Array;
  /** Smallest pivot magnitude of the scaled matrix, whose entries are of unit size. */
  readonly smallestPivot: number;
  /** Number of pivots taken in a later front than planned, for stability. */
  readonly delayed: number;
  readonly scratch: { readonly rows: Float64Array; readonly columns: Float64Array; readonly front: Float64Array };
}

export interface FactorOptions {
  /** Least accepted ratio of a pivot to the largest entry of its column, in (0, 1]; default 0.01. */
  readonly pivotThreshold?: number;
}

/**
 * Multifrontal LU (Duff and Reid, doi:10.1145/356044.356047) with threshold pivoting that prefers the diagonal; a column without an acceptable pivot is
 * delayed to the parent front.
 *
 * @param values one value an entry of symbolic.pattern
 * @throws SingularMatrixError where no pivot above rounding is left; its value is the pivot's magnitude
 */
export function factor(
  symbolic: SymbolicFactorization,
  values: Float64Array,
  options: FactorOptions = {},
): Factorization {
  const { frontCount, firstPivot, parent, structureStarts, structure, placeInParent, order } = symbolic;
  const threshold = options.pivotThreshold ?? 0.01;
  const n = order.length;
  const { rowScale, columnScale } = equilibrate(symbolic.pattern, values);
  const scratch = frontScratch();
  const smallestAllowed = singularBelow(n);

  let store = new Float64Array(symbolic.factorSize);
  let stored = 0;
  const valueStarts = new Float64Array(frontCount + 1);
  let rowIds = new Int32Array(structure.length + n);
  let columnIds = new Int32Array(structure.length + n);
  let idCount = 0;
  const idStarts = new Int32Array(frontCount + 1);
  const pivots = new Int32Array(frontCount);

  // Blocks that wait for their parent lie on a stack: in postorder a front's children are on top.
  let stack = new Float64Array(Math.max(1024, symbolic.largestFront ** 2));
  let stackTop = 0;
  const blockStart = new Float64Array(frontCount);
  const pending = childLists(parent);
  let front = new Float64Array(symbolic.largestFront ** 2);
  let places = new Int32Array(symbolic.largestFront);
  let smallestPivot = Number.POSITIVE_INFINITY;
  let delayedTotal = 0;

  for (let f = 0; f < frontCount; f++) {
    const own = firstPivot[f + 1]! - firstPivot[f]!;
    const structureStart = structureStarts[f]!;
    const rest = structureStarts[f + 1]! - structureStart;
    let inherited = 0;
    for (let c = pending.first[f]!; c !== -1; c = pending.next[c]!) inherited += delayedOf(c);
    const candidates = own + inherited;
    const size = candidates + rest;
    if (front.length < size * size) front = new Float64Array(size * size);
    else front.fill(0, 0, size * size);
    if (idCount + size > rowIds.length) {
      rowIds = grown(rowIds, idCount + size);
      columnIds = grown(columnIds, idCount + size);
    }
    const rows = rowIds.subarray(idCount, idCount + size);
    const columns = columnIds.subarray(idCount, idCount + size);
    for (let k = 0; k < own; k++) rows[k] = columns[k] = firstPivot[f]! + k;
    for (let k = 0; k < rest; k++) rows[candidates + k] = columns[candidates + k] = structure[structureStart + k]!;

    assembleEntries(f, own, inherited, size);
    let inheritedSoFar = own;
    for (let c = pending.first[f]!; c !== -1; c = pending.next[c]!) {
      const late = delayedOf(c);
      const idsAt = idStarts[c]! + pivots[c]!;
      const childRest = structureStarts[c + 1]! - structureStarts[c]!;
      const block = late + childRest;
      if (places.length < block) places = new Int32Array(2 * block);
      for (let k = 0; k < late; k++) {
        rows[inheritedSoFar] = rowIds[idsAt + k]!;
        columns[inheritedSoFar] = columnIds[idsAt + k]!;
        places[k] = inheritedSoFar++;
      }
      for (let k = 0; k < childRest; k++) {
        const place = placeInParent[structureStarts[c]! + k]!;
        places[late + k] = place < own ? place : place + inherited;
      }
      let at = blockStart[c]!;
      for (let k = 0; k < block; k++) {
        const target = places[k]! * size;
        for (let i = 0; i < block; i++) front[target + places[i]!]! += stack[at++]!;
      }
    }
    if (pending.first[f] !== -1) stackTop = lowestBlock(f);

    const eliminated = eliminateFront(front, size, candidates, rows, columns, threshold, smallestAllowed, scratch);
    if (parent[f] === -1 && eliminated < candidates) throw singular(eliminated, size, columns);
    pivots[f] = eliminated;
    delayedTotal += candidates - eliminated;
    const left = size - eliminated;
    const needed = eliminated * (size + left);
    if (stored + needed > store.length) store = grownValues(store, stored, Math.ceil(1.3 * store.length) + needed);
    valueStarts[f] = stored;
    store.set(front.subarray(0, eliminated * size), stored);
    stored += eliminated * size;
    for (let k = 0; k < eliminated; k++) smallestPivot = Math.min(smallestPivot, Math.abs(front[k * size + k]!));
    for (let j = eliminated; j < size; j++) {
      const at = j * size;
      for (let k = 0; k < eliminated; k++) store[stored++] = front[at + k]!;
    }
    if (parent[f] !== -1) {
      if (stackTop + left * left > stack.length) stack = grownValues(stack, stackTop, 2 * stack.length + left * left);
      blockStart[f] = stackTop;
      for (let j = eliminated; j < size; j++) {
        for (let i = eliminated, at = j * size; i < size; i++) stack[stackTop++] = front[at + i]!;
      }
    }
    idCount += size;
    idStarts[f + 1] = idCount;
  }
  valueStarts[frontCount] = stored;
  return {
    symbolic,
    values: store,
    valueStarts,
    rowIds,
    columnIds,
    idStarts,
    pivots,
    rowScale,
    columnScale,
    smallestPivot,
    delayed: delayedTotal,
    scratch: { rows: new Float64Array(n), columns: new Float64Array(n), front: new Float64Array(front.length) },
  };

  function delayedOf(c: number): number {
    return idStarts[c + 1]! - idStarts[c]! - pivots[c]! - (structureStarts[c + 1]! - structureStarts[c]!);
  }

  function lowestBlock(f: number): number {
    let lowest = stackTop;
    for (let c = pending.first[f]!; c !== -1; c = pending.next[c]!) lowest = Math.min(lowest, blockStart[c]!);
    return lowest;
  }

  function assembleEntries(f: number, own: number, inherited: number, size: number): void {
    const { entryStarts, entries, entryRows, entryColumns, pattern } = symbolic;
    const ids = rowIds.subarray(idCount, idCount + size);
    for (let q = entryStarts[f]!; q < entryStarts[f + 1]!; q++) {
      const entry = entries[q]!;
      let row = entryRows[q]!;
      if (row >= own) row += inherited;
      let column = entryColumns[q]!;
      if (column >= own) column += inherited;
      const j = pattern.columnIndices[entry]!;
      front[column * size + row]! += values[entry]! * rowScale[order[ids[row]!]!]! * columnScale[j]!;
    }
  }

  function singular(at: number, size: number, columns: Int32Array): SingularMatrixError {
    let magnitude = 0;
    for (let i = at; i < size; i++) magnitude = Math.max(magnitude, Math.abs(front[at * size + i]!));
    const unknown = order[columns[at]!]!;
    return new SingularMatrixError({
      what: `the matrix is singular to working precision: at unknown ${unknown} the largest remaining pivot is ${magnitude.toExponential(1)} of an equilibrated matrix (limit ${smallestAllowed.toExponential(1)})`,
      remedy: "check that the problem has a unique solution, and that enough unknowns are fixed",
      value: magnitude,
      limit: smallestAllowed,
    });
  }
}

function grown(array: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * array.length, atLeast));
  larger.set(array);
  return larger;
}

function grownValues(array: Float64Array, used: number, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(array.subarray(0, used));
  return larger;
}

function childLists(parent: Int32Array): { first: Int32Array; next: Int32Array } {
  const first = new Int32Array(parent.length).fill(-1);
  const next = new Int32Array(parent.length).fill(-1);
  for (let f = parent.length - 1; f >= 0; f--) {
    const p = parent[f]!;
    if (p === -1) continue;
    next[f] = first[p]!;
    first[p] = f;
  }
  return { first, next };
}
