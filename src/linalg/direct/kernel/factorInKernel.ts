import type { SingularMatrixError } from "../../../core/errors.ts";
import { type Factorization, solveScratch } from "../factorization.ts";
import { type FactorTask, singularFront, unknownEntry } from "../task.ts";
import type { Kernel } from "./engine.ts";
import { type FactorStore, reusedStore, type StoreSize } from "./store.ts";
import { growStack, openWorkspace, unsigned } from "./workspace.ts";

/** What `begin` and `factor` of kernel/factorFronts.ts return. */
const SINGULAR = 1;
const FACTORS_FULL = 2;
const STACK_FULL = 3;
const FRONT_TOO_LARGE = 4;
const UNKNOWN_ENTRY = 5;

/**
 * Multifrontal LU in WebAssembly. The factors go to a memory of their own: they live as long as they are used, and the next factorisation finds that of
 * the work free.
 *
 * @throws ResourceLimitError where the work does not fit into its memory
 */
export function factorInKernel(engine: Kernel, task: FactorTask): Factorization {
  // Delayed pivots make fronts larger than planned, at worst by all that is delayed.
  for (let room = 1.25; ; room *= 1.6) {
    const found = attempt(engine, task, room);
    if (found !== null) return found;
  }
}

/** One factorisation; null where a front is more than `room` times the largest one that was planned. */
function attempt(engine: Kernel, task: FactorTask, room: number): Factorization | null {
  const { symbolic, pivotThreshold, smallestAllowed } = task;
  const workspace = openWorkspace(engine, task, room);
  const { variables } = engine;
  const planned: StoreSize = {
    unknowns: symbolic.order.length,
    fronts: symbolic.frontCount,
    ids: symbolic.structure.length + symbolic.order.length,
    values: engine.parts * symbolic.factorSize,
    largestFront: symbolic.largestFront,
  };
  const store = reusedStore(engine, planned, task.reuse);
  let values = store?.values ?? new Float64Array(planned.values);
  let stored = 0;
  const takeFactors = (): void => {
    const count = (unsigned(variables.factorsTop!.value) - unsigned(variables.factors!.value)) / 8;
    if (stored + count > values.length) {
      const larger = new Float64Array(Math.ceil(1.3 * values.length) + count);
      larger.set(values.subarray(0, stored));
      values = larger;
    }
    values.set(new Float64Array(engine.memory.buffer, unsigned(variables.factors!.value), count), stored);
    stored += count;
    variables.factorsTop!.value = variables.factors!.value;
  };
  let outcome = engine.begin();
  if (outcome === 0) outcome = engine.factor(pivotThreshold, smallestAllowed);
  while (outcome === FACTORS_FULL || outcome === STACK_FULL) {
    if (outcome === FACTORS_FULL) takeFactors();
    else growStack(engine, symbolic.order.length);
    outcome = engine.factor(pivotThreshold, smallestAllowed);
  }
  if (outcome === FRONT_TOO_LARGE) return null;
  if (outcome === UNKNOWN_ENTRY) throw unknownEntry(symbolic);
  if (outcome === SINGULAR) throw singular(engine, task);
  takeFactors();
  const indices = indicesOf(engine, symbolic.frontCount);
  // Pivots that were delayed may have made it more than planned.
  const { largestFront } = workspace;
  const kept =
    variables.delayed!.value === 0 || store === null
      ? store
      : reusedStore(engine, { ...planned, ids: indices.rowIds.length, values: stored, largestFront }, store);
  if (kept !== null && kept.values !== values) kept.values.set(values.subarray(0, stored));
  return {
    symbolic,
    values: kept?.values ?? values,
    ...(kept === null ? indices : moved(indices, kept)),
    rowScale: task.rowScale,
    columnScale: task.columnScale,
    smallestPivot: variables.smallestPivot!.value,
    delayed: variables.delayed!.value,
    scratch: kept ?? solveScratch(symbolic.order.length, largestFront),
    store: kept,
    generation: kept?.generation ?? 0,
  };
}

type Indices = Pick<Factorization, "rowIds" | "columnIds" | "idStarts" | "pivots" | "valueStarts">;

/** The same numbers in a store. */
function moved({ valueStarts, ...indices }: Indices, store: FactorStore): Indices {
  for (const name of ["rowIds", "columnIds", "idStarts", "pivots"] as const) store[name].set(indices[name]);
  const { rowIds, columnIds, idStarts, pivots } = store;
  return { rowIds, columnIds, idStarts, pivots, valueStarts };
}

/** Rows and columns of the fronts, and where their factors begin. */
function indicesOf({ memory, variables }: Kernel, frontCount: number): Indices {
  const copy = (name: string, length: number): Int32Array =>
    new Int32Array(memory.buffer, unsigned(variables[name]!.value), length).slice();
  const idStarts = copy("idStarts", frontCount + 1);
  const pivots = copy("pivots", frontCount);
  const valueStarts = new Float64Array(frontCount + 1);
  for (let f = 0; f < frontCount; f++) {
    const size = idStarts[f + 1]! - idStarts[f]!;
    valueStarts[f + 1] = valueStarts[f]! + pivots[f]! * (2 * size - pivots[f]!);
  }
  const ids = idStarts[frontCount]!;
  return { rowIds: copy("rowIds", ids), columnIds: copy("columnIds", ids), idStarts, pivots, valueStarts };
}

function singular({ parts, memory, variables }: Kernel, task: FactorTask): SingularMatrixError {
  const frontSize = variables.frontSize!.value;
  const done = variables.eliminated!.value;
  const start = unsigned(variables.front!.value) + done * (variables.frontStride!.value + 8 * parts);
  const column = new Float64Array(memory.buffer, start, parts * (frontSize - done));
  // Ids of the fronts before are in front of those of this one.
  const idsBefore = new Int32Array(memory.buffer, unsigned(variables.idStarts!.value), variables.current!.value + 1).at(
    -1,
  )!;
  const ids = new Int32Array(memory.buffer, unsigned(variables.columnIds!.value) + 4 * idsBefore, frontSize);
  return singularFront(task, column, ids[done]!);
}
