import { eigenvaluesNear } from "../linalg/arnoldi.ts";
import { analyze, solve } from "../linalg/lu.ts";
import { infinityNorm, type SparseMatrix, sparseFromTriplets } from "../linalg/sparse.ts";
import { factorUnique } from "../model/factorUnique.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { requireUniqueSteadyState } from "../model/uniqueness.ts";
import { requireModeCount, requireSimpleZero, type Spectrum, withZero } from "../state/spectrum.ts";
import { requireCollective } from "./collective.ts";
import { collectiveLiouvillian } from "./liouvillian.ts";
import { defaultMemoryLimit, requireFactorMemory, requireMatrixMemory } from "./memory.ts";

export interface DickeSpectrumOptions {
  /** Number of eigenvalues, the zero of the steady state included, default 10; one more where a pair would be cut. */
  readonly count?: number;
  /** Accepted relative residual of the inverse, default 1e-12. */
  readonly tolerance?: number;
  /** Memory that the matrix and its factors may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface DickeSpectrum extends Spectrum {
  readonly method: "dicke";
}

/**
 * The eigenvalues nearest to zero of the Liouvillian in the spin-N/2 space, by shift-invert Arnoldi at zero on the traceless
 * matrices, where the Liouvillian is regular if the steady state is unique.
 *
 * @throws InputError for local rates; NotUniqueError where zero is a multiple eigenvalue, exactly or to working precision;
 *   ResourceLimitError where the estimated memory exceeds the limit; ConvergenceError
 */
export function slowestModes(model: SpinModel, options: DickeSpectrumOptions = {}): DickeSpectrum {
  requireCollective(model);
  requireUniqueSteadyState(model);
  const { count = 10, tolerance = 1e-12, memoryLimit = defaultMemoryLimit } = options;
  requireModeCount(count);
  const size = (model.spins + 1) ** 2;
  requireMatrixMemory("the spectrum", model.spins, memoryLimit);
  const matrix = tracelessMatrix(model.spins, collectiveLiouvillian(model));
  const symbolic = analyze(matrix.pattern);
  requireFactorMemory("the spectrum", model.spins, symbolic.factorSize, memoryLimit);
  const factorization = factorUnique(model, symbolic, matrix.values);
  const wanted = Math.min(count, size) - 1;
  const found =
    wanted === 0
      ? null
      : eigenvaluesNear((x, y) => solve(factorization, x, y), size - 1, 0, { count: wanted, tolerance });
  const spectrum = withZero(found);
  requireSimpleZero(model, spectrum, infinityNorm(matrix));
  return { method: "dicke", ...spectrum };
}

/**
 * The Liouvillian on traceless matrices: the unknowns of a packed matrix but the first, with rho_00 = -(rho_11 + ... +
 * rho_NN). It has the eigenvalues of the Liouvillian but the zero of the conserved trace.
 */
function tracelessMatrix(spins: number, { pattern, values }: SparseMatrix): SparseMatrix {
  const rows: number[] = [];
  const columns: number[] = [];
  const entries: number[] = [];
  const add = (row: number, column: number, value: number) => {
    rows.push(row);
    columns.push(column);
    entries.push(value);
  };
  for (let row = 1; row < pattern.rows; row++) {
    for (let k = pattern.rowStarts[row]!; k < pattern.rowStarts[row + 1]!; k++) {
      const column = pattern.columnIndices[k]!;
      const value = values[k]!;
      if (column > 0) add(row - 1, column - 1, value);
      else if (value !== 0)
        for (let population = 1; population <= spins; population++) add(row - 1, population - 1, -value);
    }
  }
  return sparseFromTriplets(pattern.rows - 1, pattern.columns - 1, rows, columns, entries);
}
