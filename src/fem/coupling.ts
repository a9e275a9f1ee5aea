import type { SparsityPattern } from "../linalg/sparse.ts";

/** Pattern of "two unknowns share a cell", and the place of every entry of every cell's matrix in it (cells x size x size). */
export interface Coupling {
  readonly pattern: SparsityPattern;
  readonly scatter: Int32Array;
}

/** `cellUnknowns`: `size` unknowns a cell. */
export function coupling(unknowns: number, size: number, cellUnknowns: Uint32Array): Coupling {
  const starts = new Int32Array(unknowns + 1);
  for (const unknown of cellUnknowns) starts[unknown + 1]!++;
  for (let i = 0; i < unknowns; i++) starts[i + 1]! += starts[i]!;
  const cursor = starts.slice(0, unknowns);
  // Slots (cell x size + local number) in which each unknown occurs.
  const slots = new Int32Array(cellUnknowns.length);
  for (let slot = 0; slot < cellUnknowns.length; slot++) slots[cursor[cellUnknowns[slot]!]!++] = slot;
  const scatter = new Int32Array(cellUnknowns.length * size);
  const rowStarts = new Int32Array(unknowns + 1);
  const seenIn = new Int32Array(unknowns).fill(-1);
  const place = new Int32Array(unknowns);
  let columns = new Int32Array(Math.max(16, cellUnknowns.length * 4));
  let count = 0;
  for (let i = 0; i < unknowns; i++) {
    const begin = count;
    const room = count + (starts[i + 1]! - starts[i]!) * size;
    if (room > columns.length) {
      const wider = new Int32Array(Math.max(room, 2 * columns.length));
      wider.set(columns);
      columns = wider;
    }
    for (let q = starts[i]!; q < starts[i + 1]!; q++) {
      const first = slots[q]! - (slots[q]! % size);
      for (let j = first; j < first + size; j++) {
        const column = cellUnknowns[j]!;
        if (seenIn[column] === i) continue;
        seenIn[column] = i;
        columns[count++] = column;
      }
    }
    columns.subarray(begin, count).sort();
    for (let k = begin; k < count; k++) place[columns[k]!] = k;
    for (let q = starts[i]!; q < starts[i + 1]!; q++) {
      const first = slots[q]! - (slots[q]! % size);
      for (let j = 0; j < size; j++) scatter[slots[q]! * size + j] = place[cellUnknowns[first + j]!]!;
    }
    rowStarts[i + 1] = count;
  }
  const pattern = { rows: unknowns, columns: unknowns, rowStarts, columnIndices: columns.slice(0, count) };
  return { pattern, scatter };
}
