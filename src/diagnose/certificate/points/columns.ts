import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../../core/sphericalHarmonics.ts";
import { type StripMatrix, stripMatrix } from "../../../linalg/dense/strips.ts";
import { multipoleIndex } from "../../../state/blocks/multipoles.ts";

/** Calls `use` with the number of each point (3 numbers each) and the b_a there, a the layout of the multipoles; the array is used again. */
export function forEachPoint(
  degree: number,
  points: Float64Array,
  use: (k: number, functions: Float64Array) => void,
): void {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  const functions = new Float64Array((degree + 1) ** 2);
  const unit = Math.sqrt(4 * Math.PI);
  for (let k = 0; k < points.length / 3; k++) {
    evaluateHarmonics(degree, points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!, real, imaginary);
    for (let l = 0; l <= degree; l++) {
      functions[l * l] = unit * real[harmonicIndex(l, 0)]!;
      for (let m = 1; m <= l; m++) {
        const at = multipoleIndex(l, m);
        functions[at] = unit * Math.SQRT2 * real[harmonicIndex(l, m)]!;
        functions[at + 1] = unit * Math.SQRT2 * imaginary[harmonicIndex(l, m)]!;
      }
    }
    use(k, functions);
  }
}

/** The matrix whose column k holds the b_a of point k, a one of `components`. */
export function pointColumns(degree: number, components: Int32Array, points: Float64Array): StripMatrix {
  const columns = points.length / 3;
  const matrix = stripMatrix(components.length, columns);
  forEachPoint(degree, points, (k, functions) => {
    for (let i = 0; i < components.length; i++)
      matrix.values[4 * ((i >> 2) * columns + k) + (i & 3)] = functions[components[i]!]!;
  });
  return matrix;
}
