import { dot } from "../linalg/vectorKernels.ts";
import type { SymmetricSix } from "../model/secondOrder/coefficients.ts";
import { covarianceFromIntegrals, momentsFromIntegrals } from "../state/integrals.ts";
import type { SpinMoments, Vector3 } from "../state/moments.ts";
import type { SymmetricMatrix3 } from "../state/squeezing.ts";
import type { MomentFunctionals } from "./functionals.ts";

export interface DensityMoments {
  readonly moments: SpinMoments;
  /** Covariance for `observables`, free of the cancellation that raw moments suffer at large N. */
  readonly covariance: SymmetricMatrix3;
  /** int P (r_k - mean_k)(r_l - mean_l). */
  readonly central: SymmetricSix;
}

/** Moments of a density of mass 1, given by its nodal values. */
export function densityMoments(functionals: MomentFunctionals, density: Float64Array, spins: number): DensityMoments {
  const { centre, mass, first, second } = functionals;
  const integrals = Float64Array.from([mass, ...first, ...second], (functional) => dot(functional, density));
  return momentsOfIntegrals(centre, integrals, spins);
}

/**
 * Moments from the integrals of P times 1, (x - c)_k and (x - c)_k (x - c)_l (xx, yy, zz, xy, xz, yz), 10 numbers, the first
 * of which is 1.
 */
export function momentsOfIntegrals(c: Vector3, integrals: Float64Array, spins: number): DensityMoments {
  const shift = integrals.subarray(1, 4);
  const second = integrals.subarray(4, 10);
  const mean: Vector3 = [c[0] + shift[0]!, c[1] + shift[1]!, c[2] + shift[2]!];
  // int P x_k x_l = int P (x - c)_k (x - c)_l + c_k shift_l + c_l shift_k + c_k c_l.
  const raw = (m: number, k: 0 | 1 | 2, l: 0 | 1 | 2): number =>
    second[m]! + c[k] * shift[l]! + c[l] * shift[k]! + c[k] * c[l];
  const central = (m: number, k: 0 | 1 | 2, l: 0 | 1 | 2): number => second[m]! - shift[k]! * shift[l]!;
  const symmetric = (entry: typeof raw): SymmetricMatrix3 => ({
    square: [entry(0, 0, 0), entry(1, 1, 1), entry(2, 2, 2)],
    cross: [entry(3, 0, 1), entry(4, 0, 2), entry(5, 1, 2)],
  });
  const centred = symmetric(central);
  return {
    moments: momentsFromIntegrals(spins, mean, symmetric(raw)),
    covariance: covarianceFromIntegrals(spins, mean, centred),
    central: [...centred.square, ...centred.cross],
  };
}
