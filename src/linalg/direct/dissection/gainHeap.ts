/** Vertices by gain, the largest on top; each knows its slot, so that its gain may change and it may leave. */
export interface GainHeap {
  readonly vertices: Int32Array;
  /** Slot of each vertex, -1 where it is not in the heap. */
  readonly slots: Int32Array;
  /** Of each vertex; `reorder` after a change. */
  readonly gains: Int32Array;
  size: number;
}

export const gainHeap = (vertexCount: number): GainHeap => ({
  vertices: new Int32Array(vertexCount),
  slots: new Int32Array(vertexCount).fill(-1),
  gains: new Int32Array(vertexCount),
  size: 0,
});

export function push(heap: GainHeap, vertex: number): void {
  heap.vertices[heap.size] = vertex;
  rise(heap, heap.size++);
}

export function remove(heap: GainHeap, vertex: number): void {
  const slot = heap.slots[vertex]!;
  if (slot < 0) return;
  heap.slots[vertex] = -1;
  const last = heap.vertices[--heap.size]!;
  if (last === vertex) return;
  heap.vertices[slot] = last;
  rise(heap, slot);
  sink(heap, heap.slots[last]!);
}

/** After a change of the vertex's gain. */
export function reorder(heap: GainHeap, vertex: number): void {
  const slot = heap.slots[vertex]!;
  if (slot < 0) return;
  rise(heap, slot);
  sink(heap, heap.slots[vertex]!);
}

export function clear(heap: GainHeap): void {
  for (let k = 0; k < heap.size; k++) heap.slots[heap.vertices[k]!] = -1;
  heap.size = 0;
}

function rise({ vertices, slots, gains }: GainHeap, slot: number): void {
  const vertex = vertices[slot]!;
  const gain = gains[vertex]!;
  let at = slot;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const above = vertices[up]!;
    if (gains[above]! >= gain) break;
    vertices[at] = above;
    slots[above] = at;
    at = up;
  }
  vertices[at] = vertex;
  slots[vertex] = at;
}

function sink({ vertices, slots, gains, size }: GainHeap, slot: number): void {
  const vertex = vertices[slot]!;
  const gain = gains[vertex]!;
  let at = slot;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= size) break;
    if (down + 1 < size && gains[vertices[down + 1]!]! > gains[vertices[down]!]!) down++;
    const below = vertices[down]!;
    if (gains[below]! <= gain) break;
    vertices[at] = below;
    slots[below] = at;
    at = down;
  }
  vertices[at] = vertex;
  slots[vertex] = at;
}
