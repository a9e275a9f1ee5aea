import { synthesizeHarmonics } from "../../../core/harmonicSynthesis.ts";
import { harmonicCount, harmonicIndex } from "../../../core/sphericalHarmonics.ts";
import { multipoleIndex } from "../../../state/blocks/multipoles.ts";

/** T = sum_a y_a b_a on the sphere, b_a as in scale.ts: the first coefficient is its mean. */
export interface SpherePolynomial {
  readonly degree: number;
  readonly coefficients: Float64Array;
  /** Values at points, 3 numbers each. */
  readonly values: (points: Float64Array) => Float64Array;
  /** Bound of the rounding of a value. */
  readonly rounding: number;
}

/** Error of b_a at a point in units of its bound sqrt(2l + 1): a recursion of l steps; and the coordinates are rounded. */
export const functionError = (degree: number): number => 8 * (degree + 1) * Number.EPSILON;

export function spherePolynomial(degree: number, coefficients: Float64Array): SpherePolynomial {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  const unit = Math.sqrt(4 * Math.PI);
  let size = 0;
  for (let l = 0; l <= degree; l++) {
    let squares = coefficients[l * l]! ** 2;
    real[harmonicIndex(l, 0)] = unit * coefficients[l * l]!;
    for (let m = 1; m <= l; m++) {
      const at = multipoleIndex(l, m);
      real[harmonicIndex(l, m)] = unit * Math.SQRT1_2 * coefficients[at]!;
      imaginary[harmonicIndex(l, m)] = unit * Math.SQRT1_2 * coefficients[at + 1]!;
      squares += coefficients[at]! ** 2 + coefficients[at + 1]! ** 2;
    }
    size += Math.sqrt((2 * l + 1) * squares);
  }
  return {
    degree,
    coefficients,
    values: (points) => {
      const values = new Float64Array(points.length / 3);
      synthesizeHarmonics(degree, real, imaginary, points, values);
      return values;
    },
    rounding: 2 * functionError(degree) * size,
  };
}
