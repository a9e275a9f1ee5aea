import { factorCholesky, solveCholesky } from "./dense/cholesky.ts";
import { type Constraints, NEGLIGIBLE_PIVOT } from "./linearProgram.ts";

/** Each takes off all but rounding of what is left. */
const RESTORING_PASSES = 3;

/**
 * x moved to A x = b by as small a change as there is, relative to its entries; the slacks of a programme near its optimum are too small to
 * keep these equations to rounding. False, and x as it was, where an entry would become negative.
 */
export function restoreConstraints(constraints: Constraints, b: Float64Array, x: Float64Array): boolean {
  const { rows: m, columns: n } = constraints;
  const normal = new Float64Array(m * m);
  const rest = new Float64Array(m);
  const change = new Float64Array(n);
  const moved = x.slice();
  constraints.gram(x, normal);
  factorCholesky(m, normal, NEGLIGIBLE_PIVOT);
  for (let pass = 0; pass < RESTORING_PASSES; pass++) {
    constraints.multiply(moved, rest);
    for (let i = 0; i < m; i++) rest[i] = b[i]! - rest[i]!;
    solveCholesky(m, normal, rest);
    constraints.multiplyTransposed(rest, change);
    for (let k = 0; k < n; k++) moved[k]! += x[k]! * change[k]!;
  }
  if (!moved.every((value) => value >= 0 && Number.isFinite(value))) return false;
  x.set(moved);
  return true;
}
