import type { CompressedGraph } from "./graph.ts";

/** Where a pattern comes from: the union of dense blocks, one an element, each with a place. It makes the analysis faster and the factors smaller. */
export interface PatternElements {
  /** Unknowns of each element, `size` an element. */
  readonly unknowns: Uint32Array;
  readonly size: number;
  /** A point of each element, three coordinates. */
  readonly places: Float64Array;
}

export interface PlacedGroups extends CompressedGraph {
  /** Three coordinates of each group: the mean of its elements. */
  readonly places: Float64Array;
  readonly incidence: Incidence;
}

/** Which groups are in which elements. */
export interface Incidence {
  /** The groups of each element, without repetition: groups[starts[e]] .. */
  readonly starts: Int32Array;
  readonly groups: Int32Array;
  /** The elements of each group: elementsOf[groupStarts[g]] .. */
  readonly groupStarts: Int32Array;
  readonly elementsOf: Int32Array;
}

/**
 * Unknowns of the same elements, as those inside one cell or on one edge, are a group; groups of one element are neighbours.
 *
 * @returns null where the blocks are not the pattern: an unknown without elements, or another number of entries
 */
export function groupElements(elements: PatternElements, unknowns: number, entries: number): PlacedGroups | null {
  const { groupOf, count } = groupsOf(elements, unknowns);
  if (groupOf === null) return null;
  const weights = new Int32Array(count);
  for (const group of groupOf) weights[group]!++;
  const incidence = groupsOfElements(elements, groupOf, count);
  const { graph, entries: found } = groupGraph(incidence, weights);
  if (found !== entries) return null;
  return { graph, groupOf, weights, places: meanPlaces(incidence, elements.places, count), incidence };
}

/** Unknowns whose elements have the same sums of scrambled numbers belong together. */
function groupsOf(
  { unknowns: members, size }: PatternElements,
  n: number,
): { readonly groupOf: Int32Array | null; readonly count: number } {
  const counts = new Int32Array(n);
  const first = new Int32Array(n).fill(-1);
  const signature = new Int32Array(n);
  const other = new Int32Array(n);
  for (let at = 0, element = 0; at < members.length; element++) {
    const a = Math.imul(element + 1, 0x2c1b3c6d) ^ ((element + 1) << 13);
    const b = Math.imul(element ^ 0x55555555, 0x297a2d39);
    for (let k = 0; k < size; k++, at++) {
      const i = members[at]!;
      if (!(i < n)) return { groupOf: null, count: 0 };
      if (first[i] === -1) first[i] = at - k;
      counts[i]!++;
      signature[i] = (signature[i]! + a) | 0;
      other[i] = (other[i]! + b) ^ 0;
    }
  }
  // Unknowns of one group have the same first element: there they look for each other.
  const groupOf = new Int32Array(n).fill(-1);
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (groupOf[i] !== -1) continue;
    const start = first[i]!;
    if (start === -1) return { groupOf: null, count: 0 };
    for (let k = start; k < start + size; k++) {
      const j = members[k]!;
      if (groupOf[j] !== -1 || first[j] !== start || counts[j] !== counts[i]) continue;
      if (signature[j] === signature[i] && other[j] === other[i]) groupOf[j] = count;
    }
    count++;
  }
  return { groupOf, count };
}

function groupsOfElements({ unknowns, size }: PatternElements, groupOf: Int32Array, count: number): Incidence {
  const elements = unknowns.length / size;
  const starts = new Int32Array(elements + 1);
  const groups = new Int32Array(unknowns.length);
  const mark = new Int32Array(count).fill(-1);
  let top = 0;
  for (let e = 0, at = 0; e < elements; e++) {
    for (let k = 0; k < size; k++) {
      const group = groupOf[unknowns[at++]!]!;
      if (mark[group] === e) continue;
      mark[group] = e;
      groups[top++] = group;
    }
    starts[e + 1] = top;
  }
  const found = groups.slice(0, top);
  return { starts, groups: found, ...elementsOfGroups(starts, found, count) };
}

function elementsOfGroups(
  starts: Int32Array,
  groups: Int32Array,
  count: number,
): Pick<Incidence, "groupStarts" | "elementsOf"> {
  const groupStarts = new Int32Array(count + 1);
  for (const group of groups) groupStarts[group + 1]!++;
  for (let g = 0; g < count; g++) groupStarts[g + 1]! += groupStarts[g]!;
  const cursor = groupStarts.slice(0, count);
  const elementsOf = new Int32Array(groups.length);
  for (let e = 0; e + 1 < starts.length; e++) {
    for (let q = starts[e]!, end = starts[e + 1]!; q < end; q++) elementsOf[cursor[groups[q]!]!++] = e;
  }
  return { groupStarts, elementsOf };
}

/** Neighbours of each group, and the entries of the matrix that they stand for. */
function groupGraph(
  { starts, groups, groupStarts, elementsOf }: Incidence,
  weights: Int32Array,
): { readonly graph: CompressedGraph["graph"]; readonly entries: number } {
  const count = weights.length;
  let room = 0;
  for (let e = 0; e + 1 < starts.length; e++) room += (starts[e + 1]! - starts[e]!) ** 2;
  const graphStarts = new Int32Array(count + 1);
  const neighbours = new Int32Array(room);
  const mark = new Int32Array(count).fill(-1);
  let top = 0;
  let entries = 0;
  for (let g = 0; g < count; g++) {
    mark[g] = g;
    let reach = weights[g]!;
    for (let k = groupStarts[g]!; k < groupStarts[g + 1]!; k++) {
      const e = elementsOf[k]!;
      for (let q = starts[e]!, end = starts[e + 1]!; q < end; q++) {
        const h = groups[q]!;
        if (mark[h] === g) continue;
        mark[h] = g;
        neighbours[top++] = h;
        reach += weights[h]!;
      }
    }
    graphStarts[g + 1] = top;
    entries += weights[g]! * reach;
  }
  return { graph: { starts: graphStarts, neighbours: neighbours.slice(0, top) }, entries };
}

function meanPlaces({ groupStarts, elementsOf }: Incidence, places: Float64Array, count: number): Float64Array {
  const mean = new Float64Array(3 * count);
  for (let g = 0; g < count; g++) {
    let [x, y, z] = [0, 0, 0];
    for (let k = groupStarts[g]!; k < groupStarts[g + 1]!; k++) {
      const at = 3 * elementsOf[k]!;
      x += places[at]!;
      y += places[at + 1]!;
      z += places[at + 2]!;
    }
    const share = groupStarts[g + 1]! - groupStarts[g]!;
    mean[3 * g] = x / share;
    mean[3 * g + 1] = y / share;
    mean[3 * g + 2] = z / share;
  }
  return mean;
}
