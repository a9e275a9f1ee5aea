import { MlSparseMatrix } from "../linalg/interop.ts";
import { requireSpins } from "../state/observables.ts";

/**
 * Collective spin operators in the Dicke basis |N/2, m>, m = N/2, ..., -N/2: real (N + 1) x (N + 1) matrices.
 * J_x = (J_+ + J_-)/2; J_y = (J_+ - J_-)/(2i) is -i times a real antisymmetric matrix.
 */
export interface SpinOperators {
  readonly spins: number;
  readonly identity: MlSparseMatrix;
  readonly jz: MlSparseMatrix;
  readonly raising: MlSparseMatrix;
  readonly lowering: MlSparseMatrix;
}

/** J_z, J_+ and J_- of `spins` two-level systems in the symmetric subspace. */
export function spinOperators(spins: number): SpinOperators {
  requireSpins(spins);
  const n = spins + 1;
  const jz = new MlSparseMatrix(n, n, { initialCapacity: n });
  const raising = new MlSparseMatrix(n, n, { initialCapacity: n });
  for (let i = 0; i < n; i++) jz.set(i, i, magneticNumber(spins, i));
  for (let i = 1; i < n; i++) raising.set(i - 1, i, Math.sqrt(ladderSquare(spins, i)));
  return { spins, identity: MlSparseMatrix.eye(n), jz, raising, lowering: raising.transpose() };
}

/** m of row i: N/2 - i. */
export const magneticNumber = (spins: number, row: number): number => spins / 2 - row;

/** |<i - 1|J_+|i>|^2 = (N/2 - m)(N/2 + m + 1) with m = N/2 - i; zero at i = 0 and i = N + 1. */
export const ladderSquare = (spins: number, row: number): number => row * (spins + 1 - row);

/** The elements <i - 1|J_+|i> of spin n/2 for i = 0 .. n + 1; the first and the last are zero. `spins`: n, twice the total spin. */
export function ladderElements(spins: number): Float64Array {
  return Float64Array.from({ length: spins + 2 }, (_, row) => Math.sqrt(ladderSquare(spins, row)));
}
