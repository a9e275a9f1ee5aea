/** Room for the three families of factors up to one degree. */
export interface TetrahedronScratch {
  readonly degree: number;
  readonly values: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Number of polynomials of degree <= `degree` in three variables. */
export const tetrahedronBasisSize = (degree: number): number => ((degree + 1) * (degree + 2) * (degree + 3)) / 6;

export function tetrahedronScratch(degree: number): TetrahedronScratch {
  const size = 3 * (degree + 1);
  return {
    degree,
    values: new Float64Array(size),
    first: new Float64Array(size),
    second: new Float64Array(size),
  };
}

/**
 * Orthonormal polynomials on the tetrahedron (0,0,0), (1,0,0), (0,1,0), (0,0,1) (Dubiner, doi:10.1007/BF01060030), by recursions in
 * x, y and z that have no singular point:
 *
 *     phi_ijk = c_ijk Q_i^0(u_1, t_1) Q_j^(2i+1)(u_2, t_2) Q_k^(2i+2j+2)(u_3, 1),   Q_n^a(u, t) = t^n P_n^(a,0)(u / t)
 *     u_1 = 2x + y + z - 1, t_1 = 1 - y - z,   u_2 = 2y + z - 1, t_2 = 1 - z,   u_3 = 2z - 1
 *
 * ordered i, j, k, the last fastest. `values` gets `tetrahedronBasisSize` numbers, `gradients` 3 a polynomial.
 */
export function orthonormalTetrahedron(
  scratch: TetrahedronScratch,
  x: number,
  y: number,
  z: number,
  values: Float64Array,
  gradients: Float64Array,
): void {
  const { degree, values: q, first, second } = scratch;
  const step = degree + 1;
  scaledJacobi(scratch, 0, 0, degree, 2 * x + y + z - 1, 1 - y - z);
  for (let i = 0, at = 0; i <= degree; i++) {
    const a = q[i]!;
    const ax = 2 * first[i]!;
    const ay = first[i]! - second[i]!;
    scaledJacobi(scratch, step, 2 * i + 1, degree - i, 2 * y + z - 1, 1 - z);
    for (let j = 0; i + j <= degree; j++) {
      const b = q[step + j]!;
      const by = 2 * first[step + j]!;
      const bz = first[step + j]! - second[step + j]!;
      scaledJacobi(scratch, 2 * step, 2 * (i + j) + 2, degree - i - j, 2 * z - 1, 1);
      for (let k = 0; i + j + k <= degree; k++, at++) {
        const c = q[2 * step + k]!;
        const cz = 2 * first[2 * step + k]!;
        const scale = Math.sqrt((2 * i + 1) * (2 * (i + j) + 2) * (2 * (i + j + k) + 3));
        values[at] = scale * a * b * c;
        gradients[3 * at] = scale * ax * b * c;
        gradients[3 * at + 1] = scale * (ay * b + a * by) * c;
        // t_1 and u_1 have the same derivatives by z as by y.
        gradients[3 * at + 2] = scale * (ay * b * c + a * bz * c + a * b * cz);
      }
    }
  }
}

/** Q_n^a(u, t) and its derivatives by u and t for n = 0..degree, at `begin`. */
function scaledJacobi(
  { values, first, second }: TetrahedronScratch,
  begin: number,
  a: number,
  degree: number,
  u: number,
  t: number,
): void {
  values[begin] = 1;
  first[begin] = 0;
  second[begin] = 0;
  if (degree === 0) return;
  values[begin + 1] = ((a + 2) * u + a * t) / 2;
  first[begin + 1] = (a + 2) / 2;
  second[begin + 1] = a / 2;
  for (let n = 2; n <= degree; n++) {
    const c = 2 * n + a;
    const denominator = 2 * n * (n + a) * (c - 2);
    const slope = ((c - 1) * c * (c - 2)) / denominator;
    const shift = ((c - 1) * a * a) / denominator;
    const back = (2 * (n + a - 1) * (n - 1) * c) / denominator;
    const at = begin + n;
    const factor = slope * u + shift * t;
    values[at] = factor * values[at - 1]! - back * t * t * values[at - 2]!;
    first[at] = factor * first[at - 1]! + slope * values[at - 1]! - back * t * t * first[at - 2]!;
    second[at] =
      factor * second[at - 1]! + shift * values[at - 1]! - back * (t * t * second[at - 2]! + 2 * t * values[at - 2]!);
  }
}
