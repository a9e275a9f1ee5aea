import { SingularMatrixError } from "../../core/errors.ts";
import { equilibrate, singularBelow } from "./equilibrate.ts";
import type { Factorization } from "./factorization.ts";
import { type Children, childrenOf } from "./forest.ts";
import { eliminateFront, type FrontScratch, frontScratch } from "./frontal.ts";
import type { SymbolicFactorization } from "./symbolic.ts";

export interface PivotOptions {
  /** Least accepted ratio of a pivot to the largest entry of its column, in (0, 1]; default 0.01. */
  readonly pivotThreshold?: number;
}

/** A factorisation under way: arrays grow where delayed pivots need it. */
interface Work {
  readonly symbolic: SymbolicFactorization;
  readonly values: Float64Array;
  readonly rowScale: Float64Array;
  readonly columnScale: Float64Array;
  /** Fronts whose blocks each front takes. */
  readonly children: Children;
  store: Float64Array<ArrayBuffer>;
  stored: number;
  readonly valueStarts: Float64Array;
  rowIds: Int32Array<ArrayBuffer>;
  columnIds: Int32Array<ArrayBuffer>;
  idCount: number;
  readonly idStarts: Int32Array;
  readonly pivots: Int32Array;
  /** Blocks that wait for their parent lie on a stack: in postorder a front's children are on top. */
  stack: Float64Array<ArrayBuffer>;
  stackTop: number;
  readonly blockStarts: Float64Array;
  front: Float64Array<ArrayBuffer>;
  places: Int32Array;
  readonly scratch: FrontScratch;
}

/** The front in hand: its order, and how many of its columns may be eliminated, own ones and those that children delayed. */
interface Front {
  readonly own: number;
  readonly inherited: number;
  readonly candidates: number;
  readonly size: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
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
  { pivotThreshold = 0.01 }: PivotOptions = {},
): Factorization {
  const n = symbolic.order.length;
  const smallestAllowed = singularBelow(n);
  const work = startWork(symbolic, values);
  let smallestPivot = Number.POSITIVE_INFINITY;
  let delayed = 0;
  for (let f = 0; f < symbolic.frontCount; f++) {
    const front = openFront(work, f);
    assembleEntries(work, f, front);
    assembleChildren(work, f, front);
    const { size, candidates, rows, columns } = front;
    const eliminated = eliminateFront(
      work.front,
      size,
      candidates,
      rows,
      columns,
      pivotThreshold,
      smallestAllowed,
      work.scratch,
    );
    if (symbolic.parent[f] === -1 && eliminated < candidates) throw singular(work, eliminated, front, smallestAllowed);
    for (let k = 0; k < eliminated; k++) smallestPivot = Math.min(smallestPivot, Math.abs(work.front[k * size + k]!));
    delayed += candidates - eliminated;
    storeFactors(work, f, size, eliminated);
    if (symbolic.parent[f] !== -1) pushBlock(work, f, size, eliminated);
    work.idCount += size;
    work.idStarts[f + 1] = work.idCount;
  }
  work.valueStarts[symbolic.frontCount] = work.stored;
  const { store, valueStarts, rowIds, columnIds, idStarts, pivots, rowScale, columnScale } = work;
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
    delayed,
    scratch: { rows: new Float64Array(n), columns: new Float64Array(n), front: new Float64Array(work.front.length) },
  };
}

function startWork(symbolic: SymbolicFactorization, values: Float64Array): Work {
  const { frontCount, parent, structure, order, largestFront, factorSize } = symbolic;
  return {
    symbolic,
    values,
    ...equilibrate(symbolic.pattern, values),
    children: childrenOf(parent),
    store: new Float64Array(factorSize),
    stored: 0,
    valueStarts: new Float64Array(frontCount + 1),
    rowIds: new Int32Array(structure.length + order.length),
    columnIds: new Int32Array(structure.length + order.length),
    idCount: 0,
    idStarts: new Int32Array(frontCount + 1),
    pivots: new Int32Array(frontCount),
    stack: new Float64Array(Math.max(1024, largestFront ** 2)),
    stackTop: 0,
    blockStarts: new Float64Array(frontCount),
    front: new Float64Array(largestFront ** 2),
    places: new Int32Array(largestFront),
    scratch: frontScratch(),
  };
}

/** Columns that a front left to its parent. */
const delayedOf = ({ symbolic: { structureStarts }, idStarts, pivots }: Work, c: number): number =>
  idStarts[c + 1]! - idStarts[c]! - pivots[c]! - (structureStarts[c + 1]! - structureStarts[c]!);

/** Zeros of the right size, and the numbers of rows and columns but those that children delayed. */
function openFront(work: Work, f: number): Front {
  const { firstPivot, structureStarts, structure } = work.symbolic;
  const own = firstPivot[f + 1]! - firstPivot[f]!;
  const structureStart = structureStarts[f]!;
  const rest = structureStarts[f + 1]! - structureStart;
  let inherited = 0;
  for (let c = work.children.first[f]!; c !== -1; c = work.children.next[c]!) inherited += delayedOf(work, c);
  const candidates = own + inherited;
  const size = candidates + rest;
  if (work.front.length < size * size) work.front = new Float64Array(size * size);
  else work.front.fill(0, 0, size * size);
  if (work.idCount + size > work.rowIds.length) {
    work.rowIds = grown(work.rowIds, work.idCount + size);
    work.columnIds = grown(work.columnIds, work.idCount + size);
  }
  const rows = work.rowIds.subarray(work.idCount, work.idCount + size);
  const columns = work.columnIds.subarray(work.idCount, work.idCount + size);
  for (let k = 0; k < own; k++) rows[k] = columns[k] = firstPivot[f]! + k;
  for (let k = 0; k < rest; k++) rows[candidates + k] = columns[candidates + k] = structure[structureStart + k]!;
  return { own, inherited, candidates, size, rows, columns };
}

function assembleEntries(work: Work, f: number, { own, inherited, size, rows }: Front): void {
  const { entryStarts, entries, entryRows, entryColumns, pattern, order } = work.symbolic;
  const { front, values, rowScale, columnScale } = work;
  for (let q = entryStarts[f]!; q < entryStarts[f + 1]!; q++) {
    const entry = entries[q]!;
    let row = entryRows[q]!;
    if (row >= own) row += inherited;
    let column = entryColumns[q]!;
    if (column >= own) column += inherited;
    const j = pattern.columnIndices[entry]!;
    front[column * size + row]! += values[entry]! * rowScale[order[rows[row]!]!]! * columnScale[j]!;
  }
}

/** Adds the blocks of the children, and takes them from the stack. */
function assembleChildren(work: Work, f: number, { own, inherited, size, rows, columns }: Front): void {
  const { structureStarts, placeInParent } = work.symbolic;
  const { front, stack, rowIds, columnIds } = work;
  let inheritedSoFar = own;
  for (let c = work.children.first[f]!; c !== -1; c = work.children.next[c]!) {
    const late = delayedOf(work, c);
    const idsAt = work.idStarts[c]! + work.pivots[c]!;
    const childRest = structureStarts[c + 1]! - structureStarts[c]!;
    const block = late + childRest;
    if (work.places.length < block) work.places = new Int32Array(2 * block);
    const { places } = work;
    for (let k = 0; k < late; k++) {
      rows[inheritedSoFar] = rowIds[idsAt + k]!;
      columns[inheritedSoFar] = columnIds[idsAt + k]!;
      places[k] = inheritedSoFar++;
    }
    for (let k = 0; k < childRest; k++) {
      const place = placeInParent[structureStarts[c]! + k]!;
      places[late + k] = place < own ? place : place + inherited;
    }
    let at = work.blockStarts[c]!;
    work.stackTop = Math.min(work.stackTop, at);
    for (let k = 0; k < block; k++) {
      const target = places[k]! * size;
      for (let i = 0; i < block; i++) front[target + places[i]!]! += stack[at++]!;
    }
  }
}

/** The eliminated columns, and the eliminated rows to the right of them. */
function storeFactors(work: Work, f: number, size: number, eliminated: number): void {
  const { front } = work;
  const needed = eliminated * (2 * size - eliminated);
  if (work.stored + needed > work.store.length) {
    work.store = grownValues(work.store, work.stored, Math.ceil(1.3 * work.store.length) + needed);
  }
  const { store } = work;
  work.pivots[f] = eliminated;
  work.valueStarts[f] = work.stored;
  store.set(front.subarray(0, eliminated * size), work.stored);
  let at = work.stored + eliminated * size;
  for (let j = eliminated; j < size; j++) {
    for (let k = 0; k < eliminated; k++) store[at++] = front[j * size + k]!;
  }
  work.stored = at;
}

/** What is left waits for the parent. */
function pushBlock(work: Work, f: number, size: number, eliminated: number): void {
  const { front } = work;
  const left = size - eliminated;
  if (work.stackTop + left * left > work.stack.length) {
    work.stack = grownValues(work.stack, work.stackTop, 2 * work.stack.length + left * left);
  }
  const { stack } = work;
  work.blockStarts[f] = work.stackTop;
  let at = work.stackTop;
  for (let j = eliminated; j < size; j++) {
    for (let i = eliminated; i < size; i++) stack[at++] = front[j * size + i]!;
  }
  work.stackTop = at;
}

function singular({ front, symbolic }: Work, at: number, { size, columns }: Front, limit: number): SingularMatrixError {
  let magnitude = 0;
  for (let i = at; i < size; i++) magnitude = Math.max(magnitude, Math.abs(front[at * size + i]!));
  const unknown = symbolic.order[columns[at]!]!;
  return new SingularMatrixError({
    what: `the matrix is singular to working precision: at unknown ${unknown} the largest remaining pivot is ${magnitude.toExponential(1)} of an equilibrated matrix (limit ${limit.toExponential(1)})`,
    remedy: "check that the problem has a unique solution, and that enough unknowns are fixed",
    value: magnitude,
    limit,
  });
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
