import { gaussLegendre } from "../../../../fem/quadrature.ts";
import { symmetricEigen } from "../../../../linalg/dense/symmetricEigen.ts";

/**
 * What P is after turning about z: a functional L on polynomials of z up to `degree`, told as masses of both signs at Gauss points,
 * L f = sum_i masses_i f(z_i). White noise has the Gauss weights, with the sum 1.
 */
export interface AxialForm {
  readonly degree: number;
  readonly points: Float64Array;
  readonly weights: Float64Array;
  readonly masses: Float64Array;
}

/** b_l = sqrt(2l + 1) P_l at z, l = 0 .. degree, into `values`, and the derivatives into `slopes` where given. */
export function zonalFunctions(degree: number, z: number, values: Float64Array, slopes?: Float64Array): void {
  let [before, here] = [0, 1];
  let [slopeBefore, slope] = [0, 0];
  for (let l = 0; l <= degree; l++) {
    const root = Math.sqrt(2 * l + 1);
    values[l] = root * here;
    if (slopes !== undefined) slopes[l] = root * slope;
    [slopeBefore, slope] = [slope, slopeBefore + (2 * l + 1) * here];
    [before, here] = [here, ((2 * l + 1) * z * here - l * before) / (l + 1)];
  }
}

/** From m_l = L b_l: the Gauss points are enough for products of two polynomials of the degree. */
export function axialForm(zonal: Float64Array): AxialForm {
  const degree = zonal.length - 1;
  const { points, weights: twice } = gaussLegendre(degree + 1);
  const weights = twice.map((weight) => weight / 2);
  const values = new Float64Array(degree + 1);
  const masses = weights.map((weight, i) => {
    zonalFunctions(degree, points[i]!, values);
    return weight * values.reduce((sum, value, l) => sum + value * zonal[l]!, 0);
  });
  return { degree, points, weights, masses };
}

/** Polynomials of degree 0 .. count - 1 at the Gauss points, orthonormal under the weights times `factor`: row a at a * points.length. */
export function orthonormalAt(form: AxialForm, factor: Float64Array, count: number): Float64Array {
  const { points, weights } = form;
  const n = points.length;
  const rows = new Float64Array(count * n);
  for (let a = 0; a < count; a++) {
    const row = rows.subarray(a * n, (a + 1) * n);
    for (let i = 0; i < n; i++) row[i] = a === 0 ? 1 : points[i]! * rows[(a - 1) * n + i]!;
    // Twice: rounding of the first time is taken off the second.
    for (let b = 0; b < 2 * a; b++) {
      const other = rows.subarray((b % a) * n, ((b % a) + 1) * n);
      let product = 0;
      for (let i = 0; i < n; i++) product += weights[i]! * factor[i]! * other[i]! * row[i]!;
      for (let i = 0; i < n; i++) row[i]! -= product * other[i]!;
    }
    let square = 0;
    for (let i = 0; i < n; i++) square += weights[i]! * factor[i]! * row[i]! ** 2;
    for (let i = 0; i < n; i++) row[i]! /= Math.sqrt(square);
  }
  return rows;
}

/** sum_i masses_i q_a q_b, count x count. */
export function gramAt(rows: Float64Array, count: number, masses: Float64Array): Float64Array {
  const n = masses.length;
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = a; b < count; b++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += masses[i]! * rows[a * n + i]! * rows[b * n + i]!;
      gram[a * count + b] = gram[b * count + a] = sum;
    }
  return gram;
}

/** Least L T of all T >= 0 on [-1, 1] of the degree and of mean 1, and the coefficients of that T over the b_l. */
export interface LeastAxial {
  readonly value: number;
  readonly coefficients: Float64Array;
}

/**
 * Every polynomial that is not negative on [-1, 1] is q^2 + (1 - z^2) r^2 for an even degree, (1 + z) q^2 + (1 - z) r^2 for an odd one (F. Lukacs;
 * G. Szego, Orthogonal Polynomials, theorem 1.21.1), so the least L T is the least eigenvalue of two matrices, and L is that of a P >= 0
 * exactly where both have none below zero (F. Hausdorff, doi:10.1007/BF01175684).
 */
export function leastAxial(form: AxialForm): LeastAxial {
  const { degree, points, weights, masses } = form;
  const half = Math.floor(degree / 2);
  const factors: readonly (readonly [(z: number) => number, number])[] =
    degree % 2 === 0
      ? [
          [() => 1, half + 1],
          [(z) => (1 - z) * (1 + z), half],
        ]
      : [
          [(z) => 1 + z, half + 1],
          [(z) => 1 - z, half + 1],
        ];
  let least = { value: Number.POSITIVE_INFINITY, witness: new Float64Array(0) };
  for (const [factorOf, count] of factors) {
    if (count === 0) continue;
    const factor = points.map(factorOf);
    const rows = orthonormalAt(form, factor, count);
    const gram = gramAt(
      rows,
      count,
      masses.map((mass, i) => mass * factor[i]!),
    );
    const { values, vectors } = symmetricEigen(count, gram);
    if (!(values[0]! < least.value)) continue;
    const witness = points.map((_, i) => {
      let q = 0;
      for (let a = 0; a < count; a++) q += vectors[a * count]! * rows[a * points.length + i]!;
      return factor[i]! * q * q;
    });
    least = { value: values[0]!, witness };
  }
  const coefficients = new Float64Array(degree + 1);
  const functions = new Float64Array(degree + 1);
  for (let i = 0; i < points.length; i++) {
    zonalFunctions(degree, points[i]!, functions);
    for (let l = 0; l <= degree; l++) coefficients[l]! += weights[i]! * least.witness[i]! * functions[l]!;
  }
  return { value: least.value, coefficients };
}
