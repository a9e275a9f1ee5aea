import { eigenvaluesNear } from "../../linalg/arnoldi.ts";
import { analyze, type Factorization, type SymbolicFactorization, solve } from "../../linalg/lu.ts";
import { entryIndex, infinityNorm, type SparseMatrix } from "../../linalg/sparse.ts";
import { factorUnique } from "../../model/factorUnique.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { requireSpins } from "../../state/observables.ts";
import { requireModeCount, requireSimpleZero, type Spectrum, withZero } from "../../state/spectrum.ts";
import { blockLayout, fullBlockCount, unknownCount } from "./layout.ts";
import { liouvillian } from "./liouvillian.ts";
import { bytesPerFactorValue, bytesPerUnknown, defaultMemoryLimit, requireMemory } from "./memory.ts";

export interface SymmetricSpectrumOptions {
  /** Number of eigenvalues, the zero of the steady state included, default 10; one more where a pair would be cut. */
  readonly count?: number;
  /** Accepted relative residual of the inverse, default 1e-12. */
  readonly tolerance?: number;
  /** Memory that matrix, factors and Krylov vectors may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface SymmetricSpectrum extends Spectrum {
  readonly method: "dicke";
}

/** Place of the shift, relative to field and rates: off the zero eigenvalue, closer to it than to any other that matters. */
const relativeShift = 1e-3;
/** Krylov vectors of one pass of Arnoldi's method. */
const krylovVectors = 150;

/**
 * The eigenvalues nearest to zero of the Liouvillian on permutation-symmetric operators (without local rates: in the
 * symmetric subspace), by shift-invert Arnoldi next to zero.
 *
 * @throws InputError where the number of spins or of eigenvalues is out of range; NotUniqueError where zero is a multiple
 *   eigenvalue, exactly or to working precision; ResourceLimitError where the estimated memory exceeds the limit;
 *   ConvergenceError
 */
export function symmetricSpectrum(model: SpinModel, options: SymmetricSpectrumOptions = {}): SymmetricSpectrum {
  const { spins } = model;
  requireSpins(spins);
  requireUniqueSteadyState(model);
  const { count = 10, tolerance = 1e-12, memoryLimit = defaultMemoryLimit } = options;
  requireModeCount(count);
  const blockCount = hasLocalRates(model) ? fullBlockCount(spins) : 1;
  const fixedBytes = (bytesPerUnknown + 8 * krylovVectors) * unknownCount(spins, blockCount);
  requireMemory("the spectrum", spins, fixedBytes, memoryLimit);
  const layout = blockLayout(spins, { blockCount });
  const matrix = liouvillian(model, layout);
  const symbolic = analyze(matrix.pattern);
  requireMemory("the spectrum", spins, fixedBytes + bytesPerFactorValue * symbolic.factorSize, memoryLimit);

  const shift = relativeShift * largestTerm(model);
  const factorization = factorShifted(model, matrix, symbolic, shift);
  const wanted = Math.min(count, layout.size);
  const found = eigenvaluesNear((x, y) => solve(factorization, x, y), layout.size, shift, {
    count: wanted,
    tolerance,
    maximumDimension: Math.max(krylovVectors, 10 * wanted),
  });
  // The first is zero but for rounding, since the trace is conserved.
  const spectrum = withZero({
    real: found.real.subarray(1),
    imaginary: found.imaginary.subarray(1),
    residuals: found.residuals.subarray(1),
  });
  requireSimpleZero(model, spectrum, infinityNorm(matrix));
  return { method: "dicke", ...spectrum };
}

const largestTerm = ({ field, collective, local }: SpinModel): number =>
  Math.max(...[...field, ...Object.values(collective), ...Object.values(local)].map(Math.abs));

function factorShifted(
  model: SpinModel,
  matrix: SparseMatrix,
  symbolic: SymbolicFactorization,
  shift: number,
): Factorization {
  const values = matrix.values.slice();
  for (let k = 0; k < matrix.pattern.rows; k++) values[entryIndex(matrix.pattern, k, k)]! -= shift;
  return factorUnique(model, symbolic, values);
}
