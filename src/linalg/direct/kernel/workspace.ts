import { ResourceLimitError } from "../../../core/errors.ts";
import type { SymbolicFactorization } from "../symbolic.ts";
import type { FactorTask } from "../task.ts";
import { type Kernel, MOST_PAGES, PAGE } from "./engine.ts";

/** Columns that the kernel eliminates at a time. */
const PANEL = 48;
/** Bytes of factors that are collected before they are taken away, at least. */
const LEAST_FACTORS = 2 ** 20;
/** Bytes between two regions, which nothing writes. */
const GAP = 64;

/** Where everything is in the memory. */
export interface Workspace {
  /** Order of the largest front that there is room for. */
  readonly largestFront: number;
  /** Byte ranges between the regions. */
  readonly gaps: readonly (readonly [from: number, to: number])[];
}

type Region = readonly [name: string, bytes: number];

/** Arrays that stay while matrices of one pattern are factored. */
function analysisArrays(symbolic: SymbolicFactorization): Readonly<Record<string, Int32Array>> {
  const { firstPivot, parent, children, structureStarts, structure, order, position, pattern, byColumns } = symbolic;
  const { rowStarts, columnIndices } = pattern;
  const arrays = { firstPivot, parent, structureStarts, structure, order, position, rowStarts, columnIndices };
  const isSymmetric = byColumns.rowIndices === columnIndices;
  return {
    ...arrays,
    firstChild: children.first,
    nextChild: children.next,
    ...(isSymmetric ? {} : { columnStarts: byColumns.columnStarts, rowIndices: byColumns.rowIndices }),
  };
}

/** The analysis whose arrays are in the memory of each kernel. */
const loaded = new WeakMap<Kernel, WeakRef<SymbolicFactorization>>();

/**
 * Lays out the memory for one matrix, and fills in analysis and values.
 *
 * @param room how many times larger than planned a front may get
 * @throws ResourceLimitError where it takes more than there is
 */
export function openWorkspace(engine: Kernel, task: FactorTask, room: number): Workspace {
  const { symbolic, values, rowScale, columnScale } = task;
  const arrays = analysisArrays(symbolic);
  const doubles: Readonly<Record<string, Float64Array>> = { values, rowScale, columnScale };
  const largestFront = Math.min(symbolic.order.length, Math.ceil(room * symbolic.largestFront));
  const regions: Region[] = [
    ...Object.entries(arrays).map(([name, array]): Region => [name, array.byteLength]),
    ...Object.entries(doubles).map(([name, array]): Region => [name, array.byteLength]),
    ...workRegions(symbolic, 8 * engine.parts, largestFront, room),
  ];
  const { starts, ends, gaps, bytes } = layOut(regions);
  reserve(engine, bytes, symbolic.order.length);
  const { variables, memory } = engine;
  for (const [name, start] of Object.entries(starts)) variables[name]!.value = start;
  for (const name of ["factors", "stack"]) variables[`${name}End`]!.value = ends[name]!;
  variables.columnStarts!.value = starts.columnStarts ?? starts.rowStarts!;
  variables.rowIndices!.value = starts.rowIndices ?? starts.columnIndices!;
  variables.frontCount!.value = symbolic.frontCount;
  variables.frontRoom!.value = largestFront;
  variables.size!.value = symbolic.order.length;
  variables.idRoom!.value = Math.floor((ends.rowIds! - starts.rowIds!) / 4);
  if (loaded.get(engine)?.deref() !== symbolic) {
    for (const [name, array] of Object.entries(arrays)) {
      new Int32Array(memory.buffer, starts[name]!, array.length).set(array);
    }
    loaded.set(engine, new WeakRef(symbolic));
  }
  for (const [name, array] of Object.entries(doubles)) {
    new Float64Array(memory.buffer, starts[name]!, array.length).set(array);
  }
  return { largestFront, gaps };
}

function workRegions(
  symbolic: SymbolicFactorization,
  entryBytes: number,
  largestFront: number,
  room: number,
): Region[] {
  const { order, structure, frontCount, pattern, stackSize } = symbolic;
  const n = order.length;
  const ids = 4 * Math.ceil(room * (structure.length + n));
  return [
    ["transposed", entryBytes * pattern.columnIndices.length],
    ["places", 4 * n],
    ["runs", 8 * n],
    ["childPlaces", 4 * n],
    ["rowIds", ids],
    ["columnIds", ids],
    ["idStarts", 4 * (frontCount + 1)],
    ["pivots", 4 * frontCount],
    ["blocks", 4 * frontCount],
    ["factors", Math.max(LEAST_FACTORS, entryBytes * largestFront ** 2 + 16)],
    ["front", entryBytes * largestFront * (largestFront + 8) + 64],
    ["packing", entryBytes * PANEL * (largestFront + 8)],
    // The last one, because it may grow.
    ["stack", Math.ceil(entryBytes * room * stackSize) + 16],
  ];
}

interface Layout {
  readonly starts: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
  readonly gaps: Workspace["gaps"];
  readonly bytes: number;
}

function layOut(regions: readonly Region[]): Layout {
  const starts: Record<string, number> = {};
  const ends: Record<string, number> = {};
  const gaps: [number, number][] = [[0, GAP]];
  let at = GAP;
  for (const [name, bytes] of regions) {
    starts[name] = at;
    ends[name] = at + 16 * Math.ceil(bytes / 16);
    at = ends[name]! + GAP;
    gaps.push([ends[name]!, at]);
  }
  gaps.pop();
  return { starts, ends, gaps, bytes: ends[regions.at(-1)![0]]! };
}

/** Grows the memory to so many bytes; what it holds stays. */
function reserve({ memory }: Kernel, bytes: number, unknowns: number): void {
  const pages = Math.ceil(bytes / PAGE);
  const missing = pages - memory.buffer.byteLength / PAGE;
  if (missing <= 0) return;
  // The last page is left out, so that no address behind an array is beyond 32 bits.
  if (pages >= MOST_PAGES) throw tooLarge(bytes, unknowns, MOST_PAGES * PAGE);
  try {
    memory.grow(missing);
  } catch {
    throw tooLarge(bytes, unknowns, memory.buffer.byteLength);
  }
}

/** Makes room on the stack for the block of the front in hand. */
export function growStack(engine: Kernel, unknowns: number): void {
  const { variables } = engine;
  const left = variables.frontSize!.value - variables.eliminated!.value;
  const start = unsigned(variables.stack!.value);
  const needed = unsigned(variables.stackTop!.value) + 8 * engine.parts * left ** 2 + 16;
  const end = Math.min(Math.max(needed, start + 1.3 * (needed - start)), (MOST_PAGES - 1) * PAGE);
  reserve(engine, Math.max(end, needed), unknowns);
  variables.stackEnd!.value = 16 * Math.floor(Math.max(end, needed) / 16) + 16;
}

/** Addresses are numbers of 32 bits, which arrive with a sign. */
export const unsigned = (value: number): number => value >>> 0;

const tooLarge = (bytes: number, unknowns: number, limit: number): ResourceLimitError =>
  new ResourceLimitError({
    what: `the fronts of a matrix with ${unknowns} unknowns take ${gibibytes(bytes)} GiB at a time (limit ${gibibytes(limit)} GiB)`,
    remedy: 'use an iterative method ("krylov"), a coarser mesh or a lower degree',
    value: bytes,
    limit,
  });

const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toPrecision(2);
