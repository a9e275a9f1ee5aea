import type { SparseMatrix } from "../sparse.ts";

/**
 * The strongly connected components of the graph of a matrix, entries that are zero left out: an order of the unknowns in which
 * the matrix is block triangular, with these blocks on its diagonal (R. Tarjan, doi:10.1137/0201010). The eigenvalues of a
 * matrix are those of its blocks, and what couples the blocks does not enter: symmetries that the unknowns respect and
 * processes that lead one way only fall out by themselves.
 *
 * @returns the unknowns of each block, ascending
 */
export function stronglyConnected({ pattern, values }: SparseMatrix): Int32Array[] {
  const { rows, rowStarts, columnIndices } = pattern;
  const index = new Int32Array(rows).fill(-1);
  const lowest = new Int32Array(rows);
  const open = new Uint8Array(rows);
  const cursor = rowStarts.slice(0, rows);
  const stack = new Int32Array(rows);
  const path = new Int32Array(rows);
  const blocks: Int32Array[] = [];
  let [visited, onStack] = [0, 0];
  for (let root = 0; root < rows; root++) {
    if (index[root] !== -1) continue;
    let depth = 0;
    path[0] = root;
    while (depth >= 0) {
      const node = path[depth]!;
      if (index[node] === -1) {
        index[node] = lowest[node] = visited++;
        open[node] = 1;
        stack[onStack++] = node;
      }
      const next = nextNeighbour(node);
      if (next >= 0) {
        path[++depth] = next;
        continue;
      }
      if (lowest[node] === index[node]) onStack = close(node);
      depth--;
      if (depth >= 0) lowest[path[depth]!] = Math.min(lowest[path[depth]!]!, lowest[node]!);
    }
  }
  return blocks;

  /** A neighbour that has not been visited, or -1; those that have been and are open lower `lowest`. */
  function nextNeighbour(node: number): number {
    while (cursor[node]! < rowStarts[node + 1]!) {
      const k = cursor[node]!++;
      if (values[k] === 0) continue;
      const to = columnIndices[k]!;
      if (index[to] === -1) return to;
      if (open[to] === 1) lowest[node] = Math.min(lowest[node]!, index[to]!);
    }
    return -1;
  }

  function close(node: number): number {
    let from = onStack;
    do open[stack[--from]!] = 0;
    while (stack[from] !== node);
    blocks.push(stack.slice(from, onStack).sort());
    return from;
  }
}
