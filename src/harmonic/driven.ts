import type { SparsityPattern } from "../linalg/sparse.ts";
import { type ReducedStructure, reduceStructure } from "./reduced.ts";

/** Structures that are remembered: those of models in which other rates or components of the field vanish. */
const REMEMBERED = 4;

/**
 * The equations of the unknowns that the first one drives, directly or not: the others vanish in the steady state. With a field along x they
 * are half of all, as y -> -y turns P into itself up to a sign; without a field across z those with m = 0. Zeros of a generator are no
 * entries, and generators with the same zeros share one structure.
 */
export function drivenStructures(pattern: SparsityPattern): (values: Float64Array) => ReducedStructure {
  const known: { readonly support: Uint8Array; readonly structure: ReducedStructure }[] = [];
  return (values) => {
    const support = Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
    const found = known.find((one) => one.support.every((present, k) => present === support[k]));
    if (found !== undefined) return found.structure;
    const driven = drivenUnknowns(pattern, support);
    const structure = reduceStructure(
      pattern,
      (unknown) => driven[unknown] === 1,
      (entry) => support[entry] === 1,
    );
    if (known.push({ support, structure }) > REMEMBERED) known.shift();
    return structure;
  };
}

/** 1 for the unknowns that are reached from the first along the entries of a support. */
function drivenUnknowns({ rows, rowStarts, columnIndices }: SparsityPattern, support: Uint8Array): Uint8Array {
  const starts = new Int32Array(rows + 1);
  for (const column of columnIndices) starts[column + 1]!++;
  for (let i = 0; i < rows; i++) starts[i + 1]! += starts[i]!;
  const ends = starts.slice(0, rows);
  const targets = new Int32Array(columnIndices.length);
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++)
      if (support[k] === 1) targets[ends[columnIndices[k]!]!++] = i;
  }
  const driven = new Uint8Array(rows);
  const queue = new Int32Array(rows);
  driven[0] = 1;
  for (let taken = 0, count = 1; taken < count; taken++) {
    const from = queue[taken]!;
    for (let k = starts[from]!; k < ends[from]!; k++) {
      const to = targets[k]!;
      if (driven[to] === 1) continue;
      driven[to] = 1;
      queue[count++] = to;
    }
  }
  return driven;
}
