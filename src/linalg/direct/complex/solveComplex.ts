import { InputError } from "../../../core/errors.ts";
import { permuteIn, permuteOut, requireFitting, solve, solveTransposed } from "../triangular.ts";
import type { ComplexFactorization } from "./factorComplex.ts";
import type { ComplexVectors } from "./matrix.ts";

/** A right-hand side is real where it has no imaginary part. */
export interface ComplexRightHandSide {
  readonly real: Float64Array;
  readonly imaginary?: Float64Array;
}

/**
 * x with A x = b, for one right-hand side or several, one behind the other; arrays of solution and right-hand side may be the same.
 *
 * @throws InputError where the lengths do not fit, or the memory of the factors went to another matrix
 */
export function solveComplex(
  factorization: ComplexFactorization,
  rightHandSide: ComplexRightHandSide,
  solution: ComplexVectors,
): void {
  substitute(factorization, rightHandSide, solution, false);
}

/** x with A^T x = b, nothing conjugated; otherwise as `solveComplex`. */
export function solveComplexTransposed(
  factorization: ComplexFactorization,
  rightHandSide: ComplexRightHandSide,
  solution: ComplexVectors,
): void {
  substitute(factorization, rightHandSide, solution, true);
}

function substitute(
  { symbolic, factors }: ComplexFactorization,
  { real, imaginary }: ComplexRightHandSide,
  solution: ComplexVectors,
  isTransposed: boolean,
): void {
  requireFitting(symbolic, factors, real, solution.real);
  requireEqual(real, imaginary);
  requireEqual(real, solution.imaginary);
  const n = symbolic.order.length;
  const part = (block: Float64Array, at: number): Float64Array => block.subarray(at, at + n);
  const { store } = factors;
  const both = new Float64Array(store === null ? 2 * n : 0);
  for (let at = 0; at < real.length; at += n) {
    const [re, im] = [part(real, at), imaginary === undefined ? null : part(imaginary, at)];
    const [x, y] = [part(solution.real, at), part(solution.imaginary, at)];
    if (store === null) {
      // The transposed real form belongs to the conjugate of A^T.
      const sign = isTransposed ? -1 : 1;
      for (let i = 0; i < n; i++) {
        both[2 * i] = re[i]!;
        both[2 * i + 1] = im === null ? 0 : sign * im[i]!;
      }
      if (isTransposed) solveTransposed(factors, both, both);
      else solve(factors, both, both);
      for (let i = 0; i < n; i++) {
        x[i] = both[2 * i]!;
        y[i] = sign * both[2 * i + 1]!;
      }
      continue;
    }
    const { rowScale, columnScale } = factors;
    const [entering, leaving] = isTransposed ? [store.columns, store.rows] : [store.rows, store.columns];
    const [enteringScale, leavingScale] = isTransposed ? [columnScale, rowScale] : [rowScale, columnScale];
    permuteIn(symbolic.order, enteringScale, re, entering, 0, 2);
    permuteIn(symbolic.order, enteringScale, im, entering, 1, 2);
    store.substitute(symbolic.frontCount, 2 * factors.valueStarts[symbolic.frontCount]!, isTransposed, false);
    permuteOut(symbolic.order, leavingScale, leaving, 0, 2, x);
    permuteOut(symbolic.order, leavingScale, leaving, 1, 2, y);
  }
}

function requireEqual(real: Float64Array, other: Float64Array | undefined): void {
  if (other === undefined || other.length === real.length) return;
  throw new InputError({
    what: `there are ${real.length} real parts and ${other.length} imaginary parts`,
    remedy: "every array has one number an unknown and right-hand side",
    value: other.length,
    limit: real.length,
  });
}
