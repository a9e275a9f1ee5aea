/** The children of each member of a forest, as linked lists in ascending order: the first of each, and the next one of the same parent; -1 where there is none. */
export interface Children {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

/** @param parent of each member, -1 at a root */
export function childrenOf(parent: Int32Array): Children {
  const first = new Int32Array(parent.length).fill(-1);
  const next = new Int32Array(parent.length).fill(-1);
  for (let i = parent.length - 1; i >= 0; i--) {
    const p = parent[i]!;
    if (p === -1) continue;
    next[i] = first[p]!;
    first[p] = i;
  }
  return { first, next };
}

/** Depth-first postorder of a forest; children in ascending order. */
export function postorder(parent: Int32Array): Int32Array {
  const n = parent.length;
  const { first, next } = childrenOf(parent);
  const result = new Int32Array(n);
  const stack = new Int32Array(n);
  let size = 0;
  for (let root = 0; root < n; root++) {
    if (parent[root] !== -1) continue;
    let depth = 0;
    stack[0] = root;
    while (depth >= 0) {
      const i = stack[depth]!;
      const child = first[i]!;
      if (child === -1) {
        result[size++] = i;
        depth--;
      } else {
        first[i] = next[child]!;
        stack[++depth] = child;
      }
    }
  }
  return result;
}
