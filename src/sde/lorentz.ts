import type { Vector3 } from "../state/moments.ts";

/**
 * Conformal maps of the sphere as Lorentz matrices (4 x 4, row by row, time first): the direction r is the light ray (1, r),
 * and r -> n / t for (t, n) = matrix (1, r). Composition of maps is multiplication of matrices.
 */

/**
 * Vector field rotation x r + boost - (boost.r) r on the unit sphere. These six-parameter fields are the ones whose flow is
 * conformal: a rotation, and the gradient of boost.r, whose flow is a Moebius grading towards `boost`.
 */
export interface ConformalField {
  readonly rotation: Vector3;
  readonly boost: Vector3;
}

/** Generator of the flow of a field: d(t, n) = (boost.n, boost t + rotation x n), which moves r = n / t by the field. */
export function lorentzGenerator({ rotation, boost }: ConformalField, scale: number): Float64Array {
  const [wx, wy, wz] = [scale * rotation[0], scale * rotation[1], scale * rotation[2]];
  const [qx, qy, qz] = [scale * boost[0], scale * boost[1], scale * boost[2]];
  return Float64Array.of(0, qx, qy, qz, qx, 0, -wz, wy, qy, wz, 0, -wx, qz, -wy, wx, 0);
}

/** product <- left times right, an array of its own; returns it. */
export function multiplyLorentz(left: Float64Array, right: Float64Array, product: Float64Array): Float64Array {
  for (let row = 0; row < 16; row += 4) {
    for (let column = 0; column < 4; column++) {
      product[row + column] =
        left[row]! * right[column]! +
        left[row + 1]! * right[4 + column]! +
        left[row + 2]! * right[8 + column]! +
        left[row + 3]! * right[12 + column]!;
    }
  }
  return product;
}

/**
 * Exponential of a generator: the flow for unit time. Taylor series after halving to entries below 1/4, then squaring; only
 * + - * /, so that the bits are the same in every engine.
 */
export function lorentzExponential(generator: Float64Array): Float64Array {
  let halvings = 0;
  for (let size = generator.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0); size > 0.25; size /= 2)
    halvings++;
  const scaled = generator.map((entry) => entry / 2 ** halvings);
  let result = identity();
  let spare: Float64Array = new Float64Array(16);
  // Horner; the norm is at most 3/4 (three entries a row), and (3/4)^19 / 19! is 3e-20.
  for (let order = 18; order >= 1; order--) {
    multiplyLorentz(scaled, result, spare);
    for (let k = 0; k < 16; k++) result[k] = spare[k]! / order;
    for (let k = 0; k < 16; k += 5) result[k]! += 1;
  }
  for (let k = 0; k < halvings; k++) [result, spare] = [multiplyLorentz(result, result, spare), result];
  return result;
}

function identity(): Float64Array {
  return Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
}
