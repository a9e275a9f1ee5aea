import type { PlacedGroups } from "../elements.ts";

/**
 * Groups whose elements are among those of another group, as an edge's are among those of its ends, follow the others: a separator of the others
 * separates them too, since whatever they touch is in an element of each group that they follow.
 */
export interface PrincipalGroups {
  /** The groups that follow none, as a graph of their own. */
  readonly principal: Pick<PlacedGroups, "graph" | "weights" | "places">;
  /** Number of each group among the principal ones, -1 where it follows. */
  readonly numberOf: Int32Array;
  /** Principal groups (their numbers) that group g follows: leaders[starts[g]] .. */
  readonly starts: Int32Array;
  readonly leaders: Int32Array;
}

/** Where more groups than this share are principal, nothing is gained. */
const MOST_PRINCIPAL = 0.7;

/** Unknowns of a group, in the mean: at degree 2 few groups have more than one, at the boundary. */
const LARGEST_MEAN = 1.1;

/** Elements of so many groups are simplices whose groups are their corners, of which none follows another. */
const CORNERS = 4;

/** @returns null where nearly all groups are principal, or groups are of several unknowns: cuts do not see what follows into a separator, and it would be much */
export function principalGroups({ graph, groupOf, weights, places, incidence }: PlacedGroups): PrincipalGroups | null {
  const count = weights.length;
  const { starts: elementStarts, groups: members, groupStarts, elementsOf } = incidence;
  if (groupOf.length > LARGEST_MEAN * count || members.length <= CORNERS * (elementStarts.length - 1)) return null;
  const shared = new Int32Array(count);
  const seenBy = new Int32Array(count).fill(-1);
  const starts = new Int32Array(count + 1);
  // A group and one that it follows are neighbours.
  const found = new Int32Array(graph.neighbours.length);
  let size = 0;
  const numberOf = new Int32Array(count);
  let principals = 0;
  for (let g = 0; g < count; g++) {
    const own = groupStarts[g + 1]! - groupStarts[g]!;
    const before = size;
    for (let k = groupStarts[g]!; k < groupStarts[g + 1]!; k++) {
      const e = elementsOf[k]!;
      for (let q = elementStarts[e]!, end = elementStarts[e + 1]!; q < end; q++) {
        const h = members[q]!;
        if (groupStarts[h + 1]! - groupStarts[h]! <= own) continue;
        shared[h] = seenBy[h] === g ? shared[h]! + 1 : 1;
        seenBy[h] = g;
        if (shared[h] === own) found[size++] = h;
      }
    }
    numberOf[g] = size > before ? -1 : principals++;
    starts[g + 1] = size;
  }
  if (principals > MOST_PRINCIPAL * count) return null;
  // Whoever leads a leader leads its followers too, so that each has a principal one among its own.
  const leaders = new Int32Array(size);
  const leaderStarts = new Int32Array(count + 1);
  let top = 0;
  for (let g = 0; g < count; g++) {
    for (let k = starts[g]!; k < starts[g + 1]!; k++) {
      const number = numberOf[found[k]!]!;
      if (number !== -1) leaders[top++] = number;
    }
    leaderStarts[g + 1] = top;
  }
  return {
    principal: among(graph, weights, places, numberOf, principals),
    numberOf,
    starts: leaderStarts,
    leaders: leaders.subarray(0, top),
  };
}

function among(
  graph: PlacedGroups["graph"],
  weights: Int32Array,
  places: Float64Array,
  numberOf: Int32Array,
  principals: number,
): PrincipalGroups["principal"] {
  const starts = new Int32Array(principals + 1);
  const neighbours = new Int32Array(graph.neighbours.length);
  const ownWeights = new Int32Array(principals);
  const ownPlaces = new Float64Array(3 * principals);
  let top = 0;
  for (let g = 0; g < numberOf.length; g++) {
    const number = numberOf[g]!;
    if (number === -1) continue;
    ownWeights[number] = weights[g]!;
    for (let d = 0; d < 3; d++) ownPlaces[3 * number + d] = places[3 * g + d]!;
    for (let q = graph.starts[g]!, end = graph.starts[g + 1]!; q < end; q++) {
      const other = numberOf[graph.neighbours[q]!]!;
      if (other !== -1) neighbours[top++] = other;
    }
    starts[number + 1] = top;
  }
  return { graph: { starts, neighbours: neighbours.slice(0, top) }, weights: ownWeights, places: ownPlaces };
}
