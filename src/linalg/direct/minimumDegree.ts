import { type DegreeWork, degreeWork } from "./degreeWork.ts";
import { compressGraph, type Graph } from "./graph.ts";

/** An elimination order of the vertices by `minimumDegreePositions` of their groups: order[k] is the vertex eliminated k-th. */
export function minimumDegreeOrdering(graph: Graph): Int32Array {
  const { graph: small, groupOf, weights } = compressGraph(graph);
  return expandOrder(minimumDegreePositions(small, weights), groupOf, weights);
}

/** Members of a group follow each other; `position` says when each group goes. */
function expandOrder(position: Int32Array, groupOf: Int32Array, weights: Int32Array): Int32Array {
  const groups = weights.length;
  const offsets = new Int32Array(groups + 1);
  for (let g = 0; g < groups; g++) offsets[position[g]! + 1] = weights[g]!;
  for (let g = 0; g < groups; g++) offsets[g + 1]! += offsets[g]!;
  const order = new Int32Array(groupOf.length);
  for (let i = 0; i < groupOf.length; i++) order[offsets[position[groupOf[i]!]!]!++] = i;
  return order;
}

/**
 * Approximate minimum degree ordering on the quotient graph, with element absorption, mass elimination and merging of
 * indistinguishable vertices (Amestoy, Davis and Duff, doi:10.1137/S0895479894278952).
 *
 * One function in spite of its length: its steps share a dozen arrays that each of them changes in place.
 *
 * @param weights unknowns of each vertex
 * @param position when each vertex is eliminated, overwritten
 */
export function minimumDegreePositions(
  { starts, neighbours }: Graph,
  weights: Int32Array,
  position: Int32Array = new Int32Array(weights.length),
  work: DegreeWork = degreeWork(weights.length, sum(weights)),
): Int32Array {
  const n = weights.length;
  const total = sum(weights);
  // Lists of a live vertex, in place of its original neighbours: first the elements it touches, then its remaining
  // neighbours. An elimination removes at least one entry before it adds one, so the original room always suffices.
  const { elementCount, neighbourCount, weight, mergedInto, degree, head, next, previous } = work;
  // Elements: vertices of element e are pool[elementStart[e]] .. + elementSize[e] - 1.
  const { elementStart, elementSize, elementDegree, elementAlive, outside } = work;
  const { mark, bucketHead, bucketNext, bucketOf, pivots } = work;
  const listLength = starts[n]!;
  if (work.list.length < listLength) work.list = new Int32Array(2 * listLength);
  if (work.pool.length < 2 * listLength + n) work.pool = new Int32Array(Math.max(1024, 4 * listLength + n));
  let { pool } = work;
  const { list } = work;
  for (let k = 0; k < listLength; k++) list[k] = neighbours[k]!;
  head.fill(-1, 0, total + 1);
  for (let i = 0; i < n; i++) {
    // > 0: live vertex; < 0: live and in the element under construction; 0: eliminated or merged.
    weight[i] = weights[i]!;
    mergedInto[i] = next[i] = previous[i] = mark[i] = bucketHead[i] = bucketNext[i] = -1;
    elementCount[i] = elementAlive[i] = outside[i] = 0;
  }
  let pivotCount = 0;
  let poolTop = 0;
  let eliminated = 0;
  let minimum = 0;
  // `outside[e] - stamp` is |L_e \ L_p| once e was touched in this step; stamp grows past every older value.
  let stamp = 1;

  const unlink = (i: number): void => {
    const before = previous[i]!;
    const after = next[i]!;
    if (after !== -1) previous[after] = before;
    if (before !== -1) next[before] = after;
    else head[degree[i]!] = after;
  };
  const link = (i: number): void => {
    const first = head[degree[i]!]!;
    next[i] = first;
    previous[i] = -1;
    if (first !== -1) previous[first] = i;
    head[degree[i]!] = i;
  };

  for (let i = 0; i < n; i++) {
    neighbourCount[i] = starts[i + 1]! - starts[i]!;
    degree[i] = 0;
    for (let k = starts[i]!; k < starts[i + 1]!; k++) degree[i]! += weights[list[k]!]!;
    link(i);
  }

  while (eliminated < total) {
    while (head[minimum] === -1) minimum++;
    const p = head[minimum]!;
    unlink(p);
    let pivotWeight = weight[p]!;
    weight[p] = -pivotWeight;
    if (poolTop + n > pool.length) {
      const larger = new Int32Array(2 * pool.length + n);
      larger.set(pool.subarray(0, poolTop));
      pool = work.pool = larger;
    }

    // The new element: all that p touches, through neighbours or through the elements it absorbs.
    const begin = poolTop;
    let elementWeight = 0;
    const pElements = starts[p]! + elementCount[p]!;
    for (let k = starts[p]!; k < pElements + neighbourCount[p]!; k++) {
      const member = list[k]!;
      const isElement = k < pElements;
      if (isElement && elementAlive[member] === 0) continue;
      const from = isElement ? elementStart[member]! : k;
      const to = isElement ? from + elementSize[member]! : k + 1;
      const source = isElement ? pool : list;
      for (let q = from; q < to; q++) {
        const i = source[q]!;
        const wi = weight[i]!;
        if (wi > 0) {
          elementWeight += wi;
          weight[i] = -wi;
          unlink(i);
          pool[poolTop++] = i;
        }
      }
      if (isElement) elementAlive[member] = 0;
    }
    const end = poolTop;

    // |L_e \ L_p| for every element that touches the new one.
    for (let k = begin; k < end; k++) {
      const i = pool[k]!;
      const wi = -weight[i]!;
      for (let q = starts[i]!, last = q + elementCount[i]!; q < last; q++) {
        const e = list[q]!;
        if (elementAlive[e] === 0) continue;
        outside[e] = outside[e]! >= stamp ? outside[e]! - wi : elementDegree[e]! + stamp - wi;
      }
    }

    // Prune the lists, bound the degrees, eliminate at once what has nothing left outside the new element.
    for (let k = begin; k < end; k++) {
      const i = pool[k]!;
      const from = starts[i]!;
      const middle = from + elementCount[i]!;
      const last = middle + neighbourCount[i]!;
      let q = from;
      let bound = 0;
      let hash = p;
      for (let r = from; r < middle; r++) {
        const e = list[r]!;
        if (elementAlive[e] === 0) continue;
        const rest = outside[e]! - stamp;
        if (rest > 0) {
          bound += rest;
          hash += e;
          list[q++] = e;
        } else elementAlive[e] = 0;
      }
      const firstNeighbour = q;
      for (let r = middle; r < last; r++) {
        const j = list[r]!;
        const wj = weight[j]!;
        if (wj > 0) {
          bound += wj;
          hash += j;
          list[q++] = j;
        }
      }
      if (bound === 0) {
        const wi = -weight[i]!;
        elementWeight -= wi;
        pivotWeight += wi;
        weight[i] = 0;
        mergedInto[i] = p;
        elementCount[i] = 0;
        neighbourCount[i] = 0;
        continue;
      }
      list[q] = list[firstNeighbour]!;
      list[firstNeighbour] = p;
      elementCount[i] = firstNeighbour - from + 1;
      neighbourCount[i] = q - firstNeighbour;
      degree[i] = Math.min(degree[i]!, bound);
      const bucket = hash % n;
      bucketOf[i] = bucket;
      bucketNext[i] = bucketHead[bucket]!;
      bucketHead[bucket] = i;
    }

    // Merge vertices with equal lists.
    for (let k = begin; k < end; k++) {
      const first = pool[k]!;
      if (weight[first] === 0) continue;
      const bucket = bucketOf[first]!;
      let i = bucketHead[bucket]!;
      bucketHead[bucket] = -1;
      for (; i !== -1 && bucketNext[i] !== -1; i = bucketNext[i]!) {
        const length = elementCount[i]! + neighbourCount[i]!;
        for (let q = starts[i]!, last = q + length; q < last; q++) mark[list[q]!] = i;
        let before = i;
        for (let j = bucketNext[i]!; j !== -1; j = bucketNext[j]!) {
          let same = elementCount[j] === elementCount[i] && neighbourCount[j] === neighbourCount[i];
          for (let q = starts[j]!, last = q + length; q < last && same; q++) same = mark[list[q]!] === i;
          if (same) {
            weight[i]! += weight[j]!;
            weight[j] = 0;
            mergedInto[j] = i;
            elementCount[j] = 0;
            neighbourCount[j] = 0;
            bucketNext[before] = bucketNext[j]!;
          } else before = j;
        }
        for (let q = starts[i]!, last = q + length; q < last; q++) mark[list[q]!] = -1;
      }
    }

    // The live members go back to the degree lists.
    eliminated += pivotWeight;
    let keep = begin;
    for (let k = begin; k < end; k++) {
      const i = pool[k]!;
      if (weight[i] === 0) continue;
      const wi = -weight[i]!;
      weight[i] = wi;
      degree[i] = Math.max(0, Math.min(degree[i]! + elementWeight - wi, total - eliminated - wi));
      link(i);
      minimum = Math.min(minimum, degree[i]!);
      pool[keep++] = i;
    }
    poolTop = keep;
    elementStart[p] = begin;
    elementSize[p] = keep - begin;
    elementDegree[p] = elementWeight;
    elementAlive[p] = keep > begin ? 1 : 0;
    weight[p] = 0;
    stamp += total + 1;
    pivots[pivotCount++] = p;
  }

  placeMerged(n, pivotCount, work, position);
  return position;
}

/** Places each pivot's merged vertices right behind it. */
function placeMerged(
  n: number,
  pivotCount: number,
  { pivots, mergedInto, step, stepCounts }: DegreeWork,
  position: Int32Array,
): void {
  step.fill(-1, 0, n);
  stepCounts.fill(0, 0, pivotCount + 1);
  for (let k = 0; k < pivotCount; k++) step[pivots[k]!] = k;
  for (let i = 0; i < n; i++) {
    let root = i;
    while (mergedInto[root] !== -1) root = mergedInto[root]!;
    position[i] = step[root]!;
    stepCounts[step[root]! + 1]!++;
  }
  for (let k = 0; k < pivotCount; k++) stepCounts[k + 1]! += stepCounts[k]!;
  for (let i = 0; i < n; i++) position[i] = stepCounts[position[i]!]!++;
}

const sum = (weights: Int32Array): number => weights.reduce((total, weight) => total + weight, 0);
