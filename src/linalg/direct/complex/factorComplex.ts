import { equilibrate, singularBelow } from "../equilibrate.ts";
import { KERNEL_OPERATIONS, type PivotOptions } from "../factor.ts";
import { type Factorization, ownStore } from "../factorization.ts";
import { complexKernel } from "../kernel/complexEngine.ts";
import { factorInKernel } from "../kernel/factorInKernel.ts";
import { factorPortably } from "../portable.ts";
import type { SymbolicFactorization } from "../symbolic.ts";
import { blockValues, doubledAnalysis } from "./blockForm.ts";
import type { ComplexMatrix } from "./matrix.ts";

/** LU of a complex matrix; opaque as a `Factorization`, and serves one caller at a time. */
export interface ComplexFactorization {
  readonly symbolic: SymbolicFactorization;
  /** Smallest pivot, |re| + |im|, of the scaled matrix, whose entries are of unit size. */
  readonly smallestPivot: number;
  /** Number of pivots taken in a later front than planned, for stability. */
  readonly delayed: number;
  /** In WebAssembly each entry is a complex number. Without, they are those of the real form of twice the order. */
  readonly factors: Factorization;
}

export interface ComplexPivotOptions extends Omit<PivotOptions, "reuse"> {
  readonly reuse?: ComplexFactorization;
}

/** A complex operation is four real ones. */
const REAL_OPERATIONS = 4;

/**
 * LU of a complex matrix on the analysis of its pattern, as `factor` of a real one: complex fronts in WebAssembly, or, without it and for small matrices, the fronts of
 * the real form, where each unknown counts twice.
 *
 * @throws SingularMatrixError where no pivot above rounding is left; its value is the pivot's magnitude
 * @throws ResourceLimitError where the fronts do not fit into memory; InputError as `factor`
 */
export function factorComplex(
  symbolic: SymbolicFactorization,
  matrix: ComplexMatrix,
  {
    pivotThreshold = 0.01,
    portable = REAL_OPERATIONS * symbolic.operations < KERNEL_OPERATIONS,
    reuse,
  }: ComplexPivotOptions = {},
): ComplexFactorization {
  const common = { pivotThreshold, smallestAllowed: singularBelow(symbolic.order.length) };
  const engine = portable ? null : complexKernel();
  if (engine !== null) {
    const factors = factorInKernel(engine, {
      ...common,
      symbolic,
      values: interleaved(matrix),
      ...equilibrate(symbolic.pattern, magnitudes(matrix)),
      reuse: reuse === undefined ? null : ownStore(reuse.factors),
      numbersPerUnknown: 1,
    });
    // Without a memory of their own they cannot be substituted with.
    if (factors.store !== null) return described(symbolic, factors);
  }
  const doubled = doubledAnalysis(symbolic);
  const values = blockValues(matrix);
  const factors = factorPortably({
    ...common,
    symbolic: doubled,
    values,
    ...equilibrate(doubled.pattern, values),
    reuse: null,
    numbersPerUnknown: 2,
  });
  return described(symbolic, factors);
}

const described = (symbolic: SymbolicFactorization, factors: Factorization): ComplexFactorization => ({
  symbolic,
  smallestPivot: factors.smallestPivot,
  delayed: factors.delayed,
  factors,
});

function interleaved({ real, imaginary }: ComplexMatrix): Float64Array {
  const values = new Float64Array(2 * real.length);
  for (let k = 0; k < real.length; k++) {
    values[2 * k] = real[k]!;
    values[2 * k + 1] = imaginary[k]!;
  }
  return values;
}

const magnitudes = ({ real, imaginary }: ComplexMatrix): Float64Array =>
  real.map((value, k) => Math.abs(value) + Math.abs(imaginary[k]!));
