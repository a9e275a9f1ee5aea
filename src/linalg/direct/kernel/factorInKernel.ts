import type { SingularMatrixError } from "../../../core/errors.ts";
import { type Factorization, solveScratch } from "../factorization.ts";
import { type FactorTask, singularFront, unknownEntry } from "../task.ts";
import { type Kernel, kernel } from "./engine.ts";
import { growStack, openWorkspace, unsigned } from "./workspace.ts";

/** What `begin` and `factor` of kernel/index.ts return. */
const SINGULAR = 1;
const FACTORS_FULL = 2;
const STACK_FULL = 3;
const FRONT_TOO_LARGE = 4;
const UNKNOWN_ENTRY = 5;

/**
 * Multifrontal LU in WebAssembly. The factors leave its memory, which is there for the work alone: they live as long as they are used, and the next
 * factorisation finds the memory free.
 *
 * @returns null where there is no WebAssembly
 * @throws ResourceLimitError where the work does not fit into its memory
 */
export function factorInKernel(task: FactorTask): Factorization | null {
  const engine = kernel();
  if (engine === null) return null;
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
  let values = new Float64Array(symbolic.factorSize);
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
  return {
    symbolic,
    values,
    ...indicesOf(engine, symbolic.frontCount),
    rowScale: task.rowScale,
    columnScale: task.columnScale,
    smallestPivot: variables.smallestPivot!.value,
    delayed: variables.delayed!.value,
    scratch: solveScratch(symbolic.order.length, workspace.largestFront),
  };
}

/** Rows and columns of the fronts, and where their factors begin. */
function indicesOf(
  { memory, variables }: Kernel,
  frontCount: number,
): Pick<Factorization, "rowIds" | "columnIds" | "idStarts" | "pivots" | "valueStarts"> {
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

function singular({ memory, variables }: Kernel, task: FactorTask): SingularMatrixError {
  const frontSize = variables.frontSize!.value;
  const done = variables.eliminated!.value;
  const start = unsigned(variables.front!.value) + done * (variables.frontStride!.value + 8);
  const column = new Float64Array(memory.buffer, start, frontSize - done);
  // Ids of the fronts before are in front of those of this one.
  const idsBefore = new Int32Array(memory.buffer, unsigned(variables.idStarts!.value), variables.current!.value + 1).at(
    -1,
  )!;
  const ids = new Int32Array(memory.buffer, unsigned(variables.columnIds!.value) + 4 * idsBefore, frontSize);
  return singularFront(task, column, ids[done]!);
}
