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
  // Row by row, the columns as the cells have them.
  const rowStarts = new Int32Array(unknowns + 1);
  const seenIn = new Int32Array(unknowns).fill(-1);
  let found = new Int32Array(Math.max(16, cellUnknowns.length * 4));
  let count = 0;
  for (let i = 0; i < unknowns; i++) {
    const end = starts[i + 1]!;
    const room = count + (end - starts[i]!) * size;
    if (room > found.length) {
      const wider = new Int32Array(Math.max(room, 2 * found.length));
      wider.set(found);
      found = wider;
    }
    for (let q = starts[i]!; q < end; q++) {
      const first = slots[q]! - (slots[q]! % size);
      for (let j = first; j < first + size; j++) {
        const column = cellUnknowns[j]!;
        if (seenIn[column] === i) continue;
        seenIn[column] = i;
        found[count++] = column;
      }
    }
    rowStarts[i + 1] = count;
  }
  // The pattern is symmetric: what comes to each column, row after row, are the columns of that row in ascending order.
  const columnIndices = new Int32Array(count);
  cursor.set(rowStarts.subarray(0, unknowns));
  for (let i = 0; i < unknowns; i++) {
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) columnIndices[cursor[found[k]!]!++] = i;
  }
  const scatter = new Int32Array(cellUnknowns.length * size);
  const place = seenIn;
  for (let i = 0; i < unknowns; i++) {
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) place[columnIndices[k]!] = k;
    for (let q = starts[i]!, end = starts[i + 1]!; q < end; q++) {
      const slot = slots[q]!;
      const first = slot - (slot % size);
      for (let j = 0; j < size; j++) scatter[slot * size + j] = place[cellUnknowns[first + j]!]!;
    }
  }
  return { pattern: { rows: unknowns, columns: unknowns, rowStarts, columnIndices }, scatter };
}
