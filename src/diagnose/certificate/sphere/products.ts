import { couplingVector } from "./couplingVector.ts";

/** conj(q_JM) q_KN = sum_l of coefficients times functions of degree l and order N - M. */
export interface Product {
  twiceJ: number;
  twiceM: number;
  twiceK: number;
  twiceN: number;
  /** The l that take part: lowest .. J + K. */
  lowest: number;
  /** By l, from the lowest on; what stands elsewhere is of another product. The array is used again. */
  readonly coefficients: Float64Array;
  /** Bound of |coefficient| and of its neighbours, on which rounding is measured: errors are below ROUNDING_UNITS units of rounding of it. */
  readonly sizes: Float64Array;
}

/** Against exact arithmetic up to 2J = 88 it is below 25 for one factor. */
export const PRODUCT_ROUNDING = 100;

/**
 * Products of all J <= K up to D/2, all M and N (M >= 0 alone where `half` is true): the coefficient is that of
 * sum_l c_l sqrt(4 pi / (2l + 1)) Y_{l, N-M},
 *
 *     c_l = (-1)^(M-s) sqrt((2J + 1)(2K + 1)) <J -M; K N|l, N - M> <J -s; K s|l 0>.
 *
 * `row` is called before each J, and may stop the walk by returning false; then the answer is false.
 */
export function forEachProduct(
  degree: number,
  half: boolean,
  row: (twiceJ: number) => boolean,
  use: (product: Product) => void,
): boolean {
  const parity = degree % 2;
  const coefficients = new Float64Array(degree + 2);
  const sizes = new Float64Array(degree + 2);
  const spin = new Float64Array(degree + 2);
  const spinSize = new Float64Array(degree + 2);
  const product: Product = { twiceJ: 0, twiceM: 0, twiceK: 0, twiceN: 0, lowest: 0, coefficients, sizes };
  for (let twiceJ = parity; twiceJ <= degree; twiceJ += 2) {
    if (!row(twiceJ)) return false;
    for (let twiceK = twiceJ; twiceK <= degree; twiceK += 2) {
      const first = couplingVector(twiceJ, twiceK, parity, parity, spin);
      const highest = (twiceJ + twiceK) / 2;
      envelope(first, highest, spin, spinSize);
      product.twiceJ = twiceJ;
      product.twiceK = twiceK;
      const norm = Math.sqrt((twiceJ + 1) * (twiceK + 1));
      for (let twiceM = half ? 0 : -twiceJ; twiceM <= twiceJ; twiceM += 2) {
        const scale = (twiceM - parity) % 4 === 0 ? norm : -norm;
        for (let twiceN = -twiceK; twiceN <= twiceK; twiceN += 2) {
          const lowest = couplingVector(twiceJ, twiceK, twiceM, twiceN, coefficients);
          envelope(lowest, highest, coefficients, sizes);
          for (let l = lowest; l <= highest; l++) {
            coefficients[l]! *= scale * spin[l]!;
            sizes[l]! *= norm * spinSize[l]!;
          }
          product.twiceM = twiceM;
          product.twiceN = twiceN;
          product.lowest = lowest;
          use(product);
        }
      }
    }
  }
  return true;
}

/** The largest magnitude of each entry and its two neighbours: recursions are exact to rounding of that. */
function envelope(lowest: number, highest: number, values: Float64Array, sizes: Float64Array): void {
  let below = 0;
  let here = Math.abs(values[lowest]!);
  for (let l = lowest; l <= highest; l++) {
    const above = l < highest ? Math.abs(values[l + 1]!) : 0;
    sizes[l] = Math.max(below, here, above);
    below = here;
    here = above;
  }
}
