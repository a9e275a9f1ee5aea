import { Matrix, solve } from "ml-matrix";

/** Numerator coefficients of the [13/13] Pade approximant of exp; the denominator has them with alternating signs. */
const PADE = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
  670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
];

/** 1-norm up to which the [13/13] approximant is exact to double precision. */
const PADE_LIMIT = 5.371920351148152;

/**
 * exp of a small dense matrix, by scaling, Pade approximation and squaring (N. J. Higham, SIAM J. Matrix Anal. Appl. 26,
 * 1179 (2005), doi:10.1137/04061101X). The argument is left as it is.
 */
export function denseExponential(matrix: Matrix): Matrix {
  const squarings = Math.max(0, Math.ceil(Math.log2(oneNorm(matrix) / PADE_LIMIT)));
  const a = Matrix.mul(matrix, 2 ** -squarings);
  const identity = Matrix.eye(a.rows);
  const a2 = a.mmul(a);
  const a4 = a2.mmul(a2);
  const a6 = a4.mmul(a2);
  const combine = (c6: number, c4: number, c2: number, c0: number): Matrix =>
    Matrix.mul(a6, c6).add(Matrix.mul(a4, c4)).add(Matrix.mul(a2, c2)).add(Matrix.mul(identity, c0));
  const odd = a.mmul(
    a6.mmul(combine(PADE[13]!, PADE[11]!, PADE[9]!, 0)).add(combine(PADE[7]!, PADE[5]!, PADE[3]!, PADE[1]!)),
  );
  const even = a6.mmul(combine(PADE[12]!, PADE[10]!, PADE[8]!, 0)).add(combine(PADE[6]!, PADE[4]!, PADE[2]!, PADE[0]!));
  let result = solve(Matrix.sub(even, odd), Matrix.add(even, odd));
  for (let k = 0; k < squarings; k++) result = result.mmul(result);
  return result;
}

function oneNorm(matrix: Matrix): number {
  let norm = 0;
  for (let j = 0; j < matrix.columns; j++) {
    let sum = 0;
    for (let i = 0; i < matrix.rows; i++) sum += Math.abs(matrix.get(i, j));
    norm = Math.max(norm, sum);
  }
  return norm;
}
