/**
 * Normalised Hermite polynomials h_pq of a complex variable with E|q|^2 = 1, p + q <= degree (K. Ito, doi:10.4099/jjm1924.22.0_63): q h_pq = sqrt(p + 1) h_p+1,q + sqrt(q) h_p,q-1
 * and d h_pq / dq = sqrt(p) h_p-1,q. Of a real density the integrals c_pq = int P h_pq have c_qp = conj c_pq. (p, q) stands at d (d + 1) / 2 + q, d = p + q.
 */
export const hermitePlace = (p: number, q: number): number => ((p + q) * (p + q + 1)) / 2 + q;

/** How many there are up to a degree; of real numbers, of a real density. */
export const hermiteCount = (degree: number): number => ((degree + 1) * (degree + 2)) / 2;

/** Complex numbers, one for each h_pq. */
export interface ComplexValues {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export const complexValues = (degree: number): ComplexValues => ({
  re: new Float64Array(hermiteCount(degree)),
  im: new Float64Array(hermiteCount(degree)),
});

/** Integrals of q P h_pq from those of P h_pq, with nothing above the degree. */
export function timesVariable(degree: number, from: ComplexValues, to: ComplexValues): void {
  const { re, im } = from;
  for (let d = 0, place = 0; d <= degree; d++) {
    for (let q = 0; q <= d; q++, place++) {
      const up = place + d + 1;
      const raised = d < degree ? ROOTS[d - q + 1]! : 0;
      let [x, y] = d < degree ? [raised * re[up]!, raised * im[up]!] : [0, 0];
      if (q > 0) {
        const lowered = ROOTS[q]!;
        x += lowered * re[place - d - 1]!;
        y += lowered * im[place - d - 1]!;
      }
      to.re[place] = x;
      to.im[place] = y;
    }
  }
}

/** The same times the conjugate variable. */
export function timesConjugate(degree: number, from: ComplexValues, to: ComplexValues): void {
  const { re, im } = from;
  for (let d = 0, place = 0; d <= degree; d++) {
    for (let q = 0; q <= d; q++, place++) {
      const up = place + d + 2;
      const raised = d < degree ? ROOTS[q + 1]! : 0;
      let [x, y] = d < degree ? [raised * re[up]!, raised * im[up]!] : [0, 0];
      if (q < d) {
        const lowered = ROOTS[d - q]!;
        x += lowered * re[place - d]!;
        y += lowered * im[place - d]!;
      }
      to.re[place] = x;
      to.im[place] = y;
    }
  }
}

/** Square roots of 0, 1, 2, ...: more than there are degrees. */
const ROOTS = Float64Array.from({ length: 256 }, (_, k) => Math.sqrt(k));

/** h_pq at the place 0: where P is a delta there. */
export function hermiteAtZero(degree: number): Float64Array {
  const values = new Float64Array(hermiteCount(degree));
  // h_pp(0) = (-1)^p, and all others vanish.
  for (let p = 0; 2 * p <= degree; p++) values[hermitePlace(p, p)] = p % 2 === 0 ? 1 : -1;
  return values;
}
