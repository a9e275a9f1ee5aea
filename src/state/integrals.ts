import type { SpinMoments, Vector3 } from "./moments.ts";
import { requireSpins } from "./observables.ts";
import type { SymmetricMatrix3 } from "./squeezing.ts";

/**
 * Spin moments from integrals over a normalised P-function (docs/physics.md, section 5):
 *
 *   2<J_k>/N              = int P r_k
 *   4<J_k^2>/N^2          = 1/N + (1 - 1/N) int P r_k^2
 *   2<{J_k, J_l}>/N^2     = (1 - 1/N) int P r_k r_l          k != l
 *
 * `mean` holds int P r_k, `second` int P r_k^2 (xx, yy, zz) and int P r_k r_l (xy, xz, yz).
 */
export function momentsFromIntegrals(spins: number, mean: Vector3, second: SymmetricMatrix3): SpinMoments {
  requireSpins(spins);
  const noise = 1 / spins;
  const weight = 1 - noise;
  const [xx, yy, zz] = second.square;
  const [xy, xz, yz] = second.cross;
  return {
    mean: [mean[0], mean[1], mean[2]],
    square: [noise + weight * xx, noise + weight * yy, noise + weight * zz],
    cross: [weight * xy, weight * xz, weight * yz],
  };
}

/**
 * Covariance in units of N^2/4, for `observables`, from central integrals int P (r_k - mean_k)(r_l - mean_l):
 * C_kl = delta_kl/N + (1 - 1/N) c_kl - mean_k mean_l / N. Every term is about 1/N, so no digit is lost at large N.
 */
export function covarianceFromIntegrals(spins: number, mean: Vector3, central: SymmetricMatrix3): SymmetricMatrix3 {
  requireSpins(spins);
  const noise = 1 / spins;
  const weight = 1 - noise;
  const diagonal = (k: 0 | 1 | 2) => noise * (1 - mean[k] ** 2) + weight * central.square[k];
  const mixed = (entry: 0 | 1 | 2, k: 0 | 1 | 2, l: 0 | 1 | 2) =>
    weight * central.cross[entry] - noise * mean[k] * mean[l];
  return {
    square: [diagonal(0), diagonal(1), diagonal(2)],
    cross: [mixed(0, 0, 1), mixed(1, 0, 2), mixed(2, 1, 2)],
  };
}
