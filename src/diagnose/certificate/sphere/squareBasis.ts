/**
 * The functions q of which T = |q|^2 is made, T of degree D: spin-weighted harmonics q_JM = sqrt(2J + 1) D^J_{M s}*, J up to D/2, s = 0 for
 * even D, s = 1/2 for odd D, of mean square 1. On a sphere T is a polynomial of degree D for both; half-integer ones are the homogeneous
 * polynomials in the two amplitudes of a spin 1/2 and their conjugates. A partial transpose across floor(D/2) | ceil(D/2) is spanned by them.
 *
 * Coefficients of a witness, even D: those of the real b_J0 = q_J0, b_Jm = sqrt(2) Re q_Jm and sqrt(2) Im q_Jm, J owns 2J + 1 entries from J^2 on
 * in the order m = 0, Re m = 1, Im m = 1, .... Odd D: real and imaginary parts in turn, J owns 2J + 1 pairs from J^2 - 1/4 on, M = -J .. J.
 */
export const squareOrder = (degree: number): number =>
  degree % 2 === 0 ? (degree / 2 + 1) ** 2 : ((degree + 1) * (degree + 3)) / 4;

/** How many numbers tell q. */
export const squareCoefficientCount = (degree: number): number => (degree % 2 === 0 ? 1 : 2) * squareOrder(degree);

/** Place of (J, M), given as whole 2J and 2M, among the q_JM. */
export const squareIndex = (twiceJ: number, twiceM: number): number =>
  twiceJ % 2 === 0 ? (twiceJ / 2) * (twiceJ / 2 + 1) + twiceM / 2 : (twiceJ * twiceJ - 1 + 2 * (twiceJ + twiceM)) / 4;

/** Coefficients of the complex q_JM, in the place `squareIndex`. */
export interface ComplexCoefficients {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** sum c_JM q_JM from the numbers that tell q. */
export function complexCoefficients(degree: number, coefficients: Float64Array): ComplexCoefficients {
  const order = squareOrder(degree);
  const real = new Float64Array(order);
  const imaginary = new Float64Array(order);
  if (degree % 2 !== 0) {
    for (let k = 0; k < order; k++) {
      real[k] = coefficients[2 * k]!;
      imaginary[k] = coefficients[2 * k + 1]!;
    }
    return { real, imaginary };
  }
  for (let l = 0; l <= degree / 2; l++) {
    real[squareIndex(2 * l, 0)] = coefficients[l * l]!;
    for (let m = 1; m <= l; m++) {
      // a sqrt(2) Re q + b sqrt(2) Im q, with q_{l,-m} = (-1)^m conj q_lm.
      const a = Math.SQRT1_2 * coefficients[l * l + 2 * m - 1]!;
      const b = Math.SQRT1_2 * coefficients[l * l + 2 * m]!;
      const sign = m % 2 === 0 ? 1 : -1;
      real[squareIndex(2 * l, 2 * m)] = a;
      imaginary[squareIndex(2 * l, 2 * m)] = -b;
      real[squareIndex(2 * l, -2 * m)] = sign * a;
      imaginary[squareIndex(2 * l, -2 * m)] = sign * b;
    }
  }
  return { real, imaginary };
}
