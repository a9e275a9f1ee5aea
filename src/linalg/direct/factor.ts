import { equilibrate, singularBelow } from "./equilibrate.ts";
import { type Factorization, ownStore } from "./factorization.ts";
import { kernel } from "./kernel/engine.ts";
import { factorInKernel } from "./kernel/factorInKernel.ts";
import { factorPortably } from "./portable.ts";
import type { SymbolicFactorization } from "./symbolic.ts";
import type { FactorTask } from "./task.ts";

export interface PivotOptions {
  /** Least accepted ratio of a pivot to the largest entry of its column, in (0, 1]; default 0.01. */
  readonly pivotThreshold?: number;
  /** Whether WebAssembly is left aside, which is slower and rounds differently. By default it is where there is none, and for small matrices. */
  readonly portable?: boolean;
  /** A factorisation that is no longer needed: its memory is taken, which saves a new one, and it is of no use afterwards. */
  readonly reuse?: Factorization;
}

/** Operations of a factorisation from which on WebAssembly is faster, what it takes to hand over the matrix included. */
export const KERNEL_OPERATIONS = 1e6;

/**
 * Multifrontal LU (Duff and Reid, doi:10.1145/356044.356047) with threshold pivoting that prefers the diagonal; a column without an acceptable pivot is
 * delayed to the parent front.
 *
 * @param values one value an entry of symbolic.pattern
 * @throws SingularMatrixError where no pivot above rounding is left; its value is the pivot's magnitude
 * @throws InputError where the pattern was analysed with elements that are not those of its entries
 */
export function factor(
  symbolic: SymbolicFactorization,
  values: Float64Array,
  { pivotThreshold = 0.01, portable = symbolic.operations < KERNEL_OPERATIONS, reuse }: PivotOptions = {},
): Factorization {
  const task: FactorTask = {
    symbolic,
    values,
    ...equilibrate(symbolic.pattern, values),
    pivotThreshold,
    smallestAllowed: singularBelow(symbolic.order.length),
    reuse: reuse === undefined ? null : ownStore(reuse),
    numbersPerUnknown: 1,
  };
  const engine = portable ? null : kernel();
  return engine === null ? factorPortably(task) : factorInKernel(engine, task);
}
