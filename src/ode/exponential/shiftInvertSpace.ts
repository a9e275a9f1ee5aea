import { inverseOf } from "../../linalg/dense/solve.ts";
import type { LinearMap } from "../../linalg/linearMap.ts";
import { norm, projectOut, scale } from "../../linalg/vectorKernels.ts";
import { exponentialFlow, type Flow } from "./flow.ts";

/** Orthonormal vectors Q with (1 - pole A)^-1 Q = Q H + q_next e^T, the first of which is the start but for its length. */
export interface ShiftInvertSpace {
  readonly pole: number;
  readonly basis: Float64Array[];
  /** Euclidean norm of the start. */
  readonly length: number;
  /** Columns of H with the entry below them: column j has j + 2 entries. */
  readonly columns: Float64Array[];
  /** Whether nothing leads out of the space but rounding. */
  isInvariant: boolean;
}

/** What projections leave of a vector of the space itself, relative to it. */
const INVARIANT = 32 * Number.EPSILON;

/** Projections that leave less than this share of a vector are done again, because rounding shows in what is left. */
const CANCELLED = 0.7;

/** The space of the start alone. */
export function shiftInvertSpace(start: Float64Array, pole: number): ShiftInvertSpace {
  const length = norm(start);
  const first = start.slice();
  if (length > 0) scale(first, 1 / length);
  return { pole, basis: [first], length, columns: [], isInvariant: length === 0 };
}

/** One vector more; `apply` writes (1 - pole A)^-1 x. */
export function extendSpace(space: ShiftInvertSpace, apply: LinearMap): void {
  const { basis, columns } = space;
  const next = new Float64Array(basis[0]!.length);
  apply(basis.at(-1)!, next);
  const before = norm(next);
  const column = new Float64Array(basis.length + 1);
  let left = before;
  for (
    let last = Number.POSITIVE_INFINITY;
    !(left > CANCELLED * last) && left > INVARIANT * before;
    left = norm(next)
  ) {
    last = left;
    projectOut(next, basis, column);
  }
  columns.push(column);
  if (left <= INVARIANT * before || basis.length === next.length) {
    space.isInvariant = true;
    return;
  }
  column[basis.length] = left;
  scale(next, 1 / left);
  basis.push(next);
}

/**
 * Coefficients of exp(t A) start in the basis, for 0 <= t <= span: of the matrix A_m = (1 - H^-1) / pole.
 *
 * @throws SingularMatrixError where H has no inverse
 */
export function projectedFlow({ pole, columns, length }: ShiftInvertSpace, span: number): Flow {
  const m = columns.length;
  const hessenberg = new Float64Array(m * m);
  for (const [j, column] of columns.entries())
    for (let i = 0; i < Math.min(m, column.length); i++) hessenberg[i * m + j] = column[i]!;
  const matrix = inverseOf(m, hessenberg).map((value, k) => ((k % (m + 1) === 0 ? 1 : 0) - value) / pole);
  const start = new Float64Array(m);
  start[0] = length;
  return exponentialFlow(matrix, m, start, span);
}
