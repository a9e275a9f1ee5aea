import { symmetricEigen } from "../../linalg/dense/symmetricEigen.ts";
import type { Vector3 } from "../../state/moments.ts";
import type { PairCorrelations } from "./pairCorrelations.ts";

/** One of the optimal spin squeezing inequalities, over the axes where it is strongest. */
export interface SqueezingInequality {
  /** Number of directions that are squeezed together. */
  readonly directions: 1 | 2 | 3;
  /** Those directions, orthonormal. */
  readonly axes: readonly Vector3[];
  /** Non-negative for every separable state. */
  readonly margin: number;
  readonly errorBound: number;
}

/**
 * The optimal spin squeezing inequalities of G. Toth, C. Knapp, O. Guehne and H. J. Briegel, doi:10.1103/PhysRevA.79.042334, that
 * separable states of N spins obey, whatever their mean spins and in any permutation-symmetric state: <J_x^2> + <J_y^2> + <J_z^2> <= N(N + 2)/4, which all
 * states obey, and (their (b), (c), (d))
 *
 *     Var J_x + Var J_y + Var J_z >= N/2
 *     <J_k^2> + <J_l^2> - N/2 <= (N - 1) Var J_m
 *     (N - 1) (Var J_k + Var J_l) >= <J_m^2> + N (N - 2)/4
 *
 * In the correlations of two spins, Q = T - m m^T with eigenvalues q_1 <= q_2 <= q_3, over all axes at once:
 *
 *     N (q_1 + .. + q_n) >= tr T - 1,       n = 3, 1 and 2.
 *
 * In the symmetric subspace tr T = 1, and n = 1 is violated where any is.
 */
export function squeezingInequalities(pair: PairCorrelations): readonly SqueezingInequality[] {
  const { spins, correlations, meanError, correlationError, traceError } = pair;
  const { mean } = pair.moments;
  const central = correlations.map((value, at) => value - mean[Math.floor(at / 3)]! * mean[at % 3]!);
  const { values, vectors } = symmetricEigen(3, central);
  const excess = correlations[0]! + correlations[4]! + correlations[8]! - 1;
  const length = Math.hypot(...mean);
  const centralError = correlationError + 2 * length * meanError + meanError ** 2;
  const axis = (k: number): Vector3 => [vectors[k]!, vectors[3 + k]!, vectors[6 + k]!];
  return ([1, 2, 3] as const).map((directions) => ({
    directions,
    axes: Array.from({ length: directions }, (_, k) => axis(k)),
    margin:
      spins * values.slice(0, directions).reduce((sum, value) => sum + value, 0) - (traceError === 0 ? 0 : excess),
    // The trace of Q on n directions changes by at most sqrt(n) times its Frobenius norm.
    errorBound: spins * Math.sqrt(directions) * centralError + traceError,
  }));
}
