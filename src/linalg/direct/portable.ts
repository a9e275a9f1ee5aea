import { type Factorization, solveScratch } from "./factorization.ts";
import { eliminateFront, type FrontScratch, frontScratch } from "./frontal.ts";
import { type FactorTask, singularFront, unknownEntry } from "./task.ts";

/** A factorisation under way: arrays grow where delayed pivots need it. */
interface Work extends FactorTask {
  /** Of `scaledByColumns`. */
  readonly transposed: Float64Array;
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
  /** Place in the front in hand of each position that is in it. */
  readonly places: Int32Array;
  /** Places of the rows of a child's block. */
  childPlaces: Int32Array;
  readonly scratch: FrontScratch;
}

/** The front in hand: its order, and how many of its columns may be eliminated, own ones and those that children delayed. */
interface Front {
  readonly own: number;
  readonly candidates: number;
  readonly size: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Multifrontal LU without WebAssembly: the same pivots and fronts, on arrays that grow. */
export function factorPortably(task: FactorTask): Factorization {
  const { symbolic, pivotThreshold, smallestAllowed } = task;
  const n = symbolic.order.length;
  const work = startWork(task);
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
    if (symbolic.parent[f] === -1 && eliminated < candidates) {
      const column = work.front.subarray(eliminated * size + eliminated, (eliminated + 1) * size);
      throw singularFront(task, column, columns[eliminated]!);
    }
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
    scratch: solveScratch(n, Math.sqrt(work.front.length)),
    store: null,
    generation: 0,
  };
}

function startWork(task: FactorTask): Work {
  const { frontCount, structure, order, largestFront, factorSize, stackSize } = task.symbolic;
  return {
    ...task,
    transposed: scaledByColumns(task),
    store: new Float64Array(factorSize),
    stored: 0,
    valueStarts: new Float64Array(frontCount + 1),
    rowIds: new Int32Array(structure.length + order.length),
    columnIds: new Int32Array(structure.length + order.length),
    idCount: 0,
    idStarts: new Int32Array(frontCount + 1),
    pivots: new Int32Array(frontCount),
    stack: new Float64Array(Math.max(1024, stackSize)),
    stackTop: 0,
    blockStarts: new Float64Array(frontCount),
    front: new Float64Array(largestFront ** 2),
    places: new Int32Array(order.length),
    childPlaces: new Int32Array(largestFront),
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
  for (let c = work.symbolic.children.first[f]!; c !== -1; c = work.symbolic.children.next[c]!)
    inherited += delayedOf(work, c);
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
  for (let k = 0; k < own; k++) {
    rows[k] = columns[k] = firstPivot[f]! + k;
    work.places[firstPivot[f]! + k] = k;
  }
  for (let k = 0; k < rest; k++) {
    rows[candidates + k] = columns[candidates + k] = structure[structureStart + k]!;
    work.places[structure[structureStart + k]!] = candidates + k;
  }
  return { own, candidates, size, rows, columns };
}

/** Scaled entries by columns, where the column is eliminated before the row; elsewhere 0. */
function scaledByColumns({ symbolic, values, rowScale, columnScale }: FactorTask): Float64Array {
  const { pattern, byColumns, position } = symbolic;
  const cursor = byColumns.columnStarts.slice();
  const scaled = new Float64Array(values.length);
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!, end = pattern.rowStarts[i + 1]!; k < end; k++) {
      const j = pattern.columnIndices[k]!;
      const at = cursor[j]!++;
      if (byColumns.rowIndices[at] !== i) throw unknownEntry(symbolic);
      if (position[j]! < position[i]!) scaled[at] = values[k]! * rowScale[i]! * columnScale[j]!;
    }
  }
  return scaled;
}

/** Adds the entries whose row or column is eliminated here, the other one here or later. */
function assembleEntries(work: Work, f: number, { own, size, rows }: Front): void {
  const { pattern, byColumns, order, position, firstPivot } = work.symbolic;
  const { front, values, places, rowScale, columnScale, transposed } = work;
  const first = firstPivot[f]!;
  for (let p = first; p < first + own; p++) {
    const i = order[p]!;
    for (let k = pattern.rowStarts[i]!, end = pattern.rowStarts[i + 1]!; k < end; k++) {
      const j = pattern.columnIndices[k]!;
      const q = position[j]!;
      if (q < first) continue;
      const place = places[q]!;
      if (rows[place] !== q) throw unknownEntry(work.symbolic);
      front[place * size + p - first]! += values[k]! * rowScale[i]! * columnScale[j]!;
    }
    for (let k = byColumns.columnStarts[i]!, end = byColumns.columnStarts[i + 1]!; k < end; k++) {
      const q = position[byColumns.rowIndices[k]!]!;
      if (q < first + own) continue;
      const place = places[q]!;
      if (rows[place] !== q) throw unknownEntry(work.symbolic);
      front[(p - first) * size + place]! += transposed[k]!;
    }
  }
}

/** Adds the blocks of the children, and takes them from the stack. */
function assembleChildren(work: Work, f: number, { own, size, rows, columns }: Front): void {
  const { structureStarts, structure } = work.symbolic;
  const { front, stack, rowIds, columnIds } = work;
  let inheritedSoFar = own;
  for (let c = work.symbolic.children.first[f]!; c !== -1; c = work.symbolic.children.next[c]!) {
    const late = delayedOf(work, c);
    const idsAt = work.idStarts[c]! + work.pivots[c]!;
    const childRest = structureStarts[c + 1]! - structureStarts[c]!;
    const block = late + childRest;
    if (work.childPlaces.length < block) work.childPlaces = new Int32Array(2 * block);
    const places = work.childPlaces;
    for (let k = 0; k < late; k++) {
      rows[inheritedSoFar] = rowIds[idsAt + k]!;
      columns[inheritedSoFar] = columnIds[idsAt + k]!;
      places[k] = inheritedSoFar++;
    }
    for (let k = 0; k < childRest; k++) places[late + k] = work.places[structure[structureStarts[c]! + k]!]!;
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
