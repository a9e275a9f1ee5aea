import { InputError } from "../../core/errors.ts";
import type { Factorization } from "./factorization.ts";
import { WIDTH } from "./kernel/store.ts";
import { substitutePortably, substituteTransposedPortably } from "./portableSolve.ts";
import type { SymbolicFactorization } from "./symbolic.ts";

/**
 * x with A x = b, for one right-hand side or several: `rightHandSide` and `solution` have one value an unknown, those of the second right-hand side
 * behind those of the first, and so on; they may be the same array. Several take less time together.
 *
 * @throws InputError where the lengths do not fit, or the memory of the factors went to another matrix
 */
export function solve(factorization: Factorization, rightHandSide: Float64Array, solution: Float64Array): void {
  substitute(factorization, rightHandSide, solution, false);
}

/** x with A^T x = b; otherwise as `solve`. */
export function solveTransposed(
  factorization: Factorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
): void {
  substitute(factorization, rightHandSide, solution, true);
}

function substitute(
  factorization: Factorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
  isTransposed: boolean,
): void {
  const { symbolic, store, scratch, rowScale, columnScale } = factorization;
  const n = symbolic.order.length;
  const count = rightHandSide.length / n;
  requireFitting(symbolic, factorization, rightHandSide, solution);
  const [entering, leaving] = isTransposed ? [scratch.columns, scratch.rows] : [scratch.rows, scratch.columns];
  const [enteringScale, leavingScale] = isTransposed ? [columnScale, rowScale] : [rowScale, columnScale];
  for (let at = 0; at < count; ) {
    const isWide = store !== null && count - at > 1;
    const width = isWide ? WIDTH : 1;
    const used = Math.min(width, count - at);
    for (let r = 0; r < width; r++) {
      const from = r < used ? rightHandSide.subarray((at + r) * n, (at + r + 1) * n) : null;
      permuteIn(symbolic.order, enteringScale, from, entering, r, width);
    }
    if (store !== null)
      store.substitute(symbolic.frontCount, factorization.valueStarts[symbolic.frontCount]!, isTransposed, isWide);
    else if (isTransposed) substituteTransposedPortably(factorization);
    else substitutePortably(factorization);
    for (let r = 0; r < used; r++) {
      permuteOut(symbolic.order, leavingScale, leaving, r, width, solution.subarray((at + r) * n, (at + r + 1) * n));
    }
    at += used;
  }
}

/** Values in the order of elimination, scaled, `width` apart; zeros where there is no right-hand side. */
export function permuteIn(
  order: Int32Array,
  scale: Float64Array,
  from: Float64Array | null,
  to: Float64Array,
  offset: number,
  width: number,
): void {
  for (let k = 0, at = offset; k < order.length; k++, at += width) {
    const unknown = order[k]!;
    to[at] = from === null ? 0 : from[unknown]! * scale[unknown]!;
  }
}

export function permuteOut(
  order: Int32Array,
  scale: Float64Array,
  from: Float64Array,
  offset: number,
  width: number,
  to: Float64Array,
): void {
  for (let k = 0, at = offset; k < order.length; k++, at += width) {
    const unknown = order[k]!;
    to[unknown] = from[at]! * scale[unknown]!;
  }
}

/** @throws InputError as `solve` */
export function requireFitting(
  symbolic: SymbolicFactorization,
  { store, generation }: Factorization,
  b: Float64Array,
  x: Float64Array,
): void {
  const n = symbolic.order.length;
  if (b.length !== x.length || b.length % n !== 0) {
    throw new InputError({
      what: `right-hand sides of ${b.length} values and solutions of ${x.length} do not fit a matrix with ${n} unknowns`,
      remedy: `both have ${n} values a right-hand side`,
      value: b.length,
    });
  }
  if (store !== null && store.generation !== generation) {
    throw new InputError({
      what: "the memory of this factorisation was given to another one",
      remedy: "factor the matrix anew, or leave out the option `reuse` where both are needed",
    });
  }
}
