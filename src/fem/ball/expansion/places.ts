/*
 * Functions of three variables with exponents or degrees i, j, k, ordered by total degree: what polynomials and expansions of them have in common.
 */

/** Number of functions of total degree <= degree. */
export const functionCount = (degree: number): number => ((degree + 1) * (degree + 2) * (degree + 3)) / 6;

/** Place of i, j, k: after all of lower total degree. */
export const placeOf = (i: number, j: number, k: number): number =>
  functionCount(i + j + k - 1) + ((j + k) * (j + k + 1)) / 2 + k;

/** i, j, k of each place, 3 numbers each. */
export function degreesUpTo(degree: number): Int32Array {
  const degrees = new Int32Array(3 * functionCount(degree));
  let at = 0;
  for (let n = 0; n <= degree; n++) {
    for (let rest = 0; rest <= n; rest++) {
      for (let k = 0; k <= rest; k++) {
        degrees[at++] = n - rest;
        degrees[at++] = rest - k;
        degrees[at++] = k;
      }
    }
  }
  return degrees;
}
