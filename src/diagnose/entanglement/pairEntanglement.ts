import { concurrence } from "../../state/blocks/concurrence.ts";
import { type FewSpinState, twoSpinState } from "../../state/blocks/reduced.ts";
import { type Hermitian, hermitianSpectrum } from "./hermitianSpectrum.ts";
import type { PairCorrelations } from "./pairCorrelations.ts";

/** A number with a bound of what it is off by. */
export interface Measured {
  readonly value: number;
  readonly errorBound: number;
}

export interface PairEntanglement {
  readonly concurrence: Measured;
  /** Sum of the magnitudes of the negative eigenvalues of the partial transpose; of a state of two spins it has one at most. */
  readonly negativity: Measured;
  /** Of the partial transpose. */
  readonly leastEigenvalue: Measured;
}

/** Of matrices of order 4 and their decompositions. */
const ROUNDING = 32 * Number.EPSILON;

/**
 * Concurrence and negativity of any two of the spins; either is positive exactly where the two are entangled.
 *
 * Errors, E being the trace norm of what the state of the two is off by: the least eigenvalue of the partial transpose moves by at most the
 * Hilbert-Schmidt norm. The concurrence l_1 - l_2 - l_3 - l_4, l the singular values of R = sqrt(rho)^T (sigma_y x sigma_y) sqrt(rho), moves by at most the
 * trace norm of the change of R, so by 2 |d sqrt(rho)|_2, which is at most sqrt(E) (R. T. Powers and E. Stormer, doi:10.1007/BF01645492), and at most
 * E/sqrt(p), p the least eigenvalue of rho on the space that the state cannot leave.
 *
 * @param symmetric whether the state is in the symmetric subspace: the singlet is then empty
 * @param traceNorm another bound of E, where one is known
 */
export function pairEntanglement(
  pair: PairCorrelations,
  symmetric: boolean,
  traceNorm: number | null,
): PairEntanglement {
  const state = twoSpinState(pair.spins, pair.moments);
  const populations = hermitianSpectrum(state).values;
  const negative = populations.reduce((sum, value) => sum - Math.min(0, value), 0);
  // |d rho|_1 <= 2 |d rho|_2, and products of Pauli matrices are orthogonal.
  const own = Math.hypot(Math.SQRT2 * pair.meanError, pair.correlationError);
  const error = Math.min(own, traceNorm ?? own) + ROUNDING;
  const moved = error + negative;
  const least = symmetric ? leastInTriplet(state) : populations[0]!;
  const rootError = Math.min(Math.sqrt(moved), least > 0 ? moved / Math.sqrt(least) : Number.POSITIVE_INFINITY);
  const transposed = hermitianSpectrum(transposeSecond(state)).values[0]!;
  return {
    concurrence: { value: concurrence(state), errorBound: 2 * rootError + ROUNDING },
    negativity: { value: Math.max(0, -transposed), errorBound: error },
    leastEigenvalue: { value: transposed, errorBound: error },
  };
}

/** Of a state of two spins without singlet, in the triplet. */
function leastInTriplet({ real, imaginary }: FewSpinState): number {
  const half = Math.SQRT1_2;
  const triplet = [
    [1, 0, 0, 0],
    [0, half, half, 0],
    [0, 0, 0, 1],
  ];
  const project = (matrix: Float64Array): Float64Array =>
    Float64Array.from({ length: 9 }, (_, at) => {
      const [left, right] = [triplet[Math.floor(at / 3)]!, triplet[at % 3]!];
      return matrix.reduce((sum, value, k) => sum + left[Math.floor(k / 4)]! * value * right[k % 4]!, 0);
    });
  return hermitianSpectrum({ order: 3, real: project(real), imaginary: project(imaginary) }).values[0]!;
}

/** The partial transpose: entry (a, b; c, d) becomes (a, d; c, b). */
function transposeSecond({ real, imaginary }: FewSpinState): Hermitian {
  const transposed = (matrix: Float64Array): Float64Array =>
    Float64Array.from({ length: 16 }, (_, at) => {
      const [row, column] = [at >> 2, at & 3];
      return matrix[4 * ((row & 2) | (column & 1)) + ((column & 2) | (row & 1))]!;
    });
  return { order: 4, real: transposed(real), imaginary: transposed(imaginary) };
}
