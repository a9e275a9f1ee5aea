/**
 * Orthonormal polynomials on the triangle (0,0), (1,0), (0,1) (Dubiner, doi:10.1007/BF01060030), by recursions in x and y
 * that have no singular point:
 *
 *     phi_ij = c_ij q_i(x, y) P_j^(2i+1,0)(2y - 1),   q_i = P_i(u / t) t^i,   u = 2x + y - 1,   t = 1 - y
 *
 * ordered by total degree. `values` gets count numbers, `gradients` 2 a polynomial.
 *
 * One function in spite of its length: two nested recursions carry a dozen numbers, and nothing is to be allocated at a point.
 */
export function orthonormalTriangle(
  degree: number,
  x: number,
  y: number,
  values: Float64Array,
  gradients: Float64Array,
): void {
  const u = 2 * x + y - 1;
  const t = 1 - y;
  const s = 2 * y - 1;
  let q = 1;
  let qx = 0;
  let qy = 0;
  let below = 0;
  let belowX = 0;
  let belowY = 0;
  for (let i = 0; i <= degree; i++) {
    const a = 2 * i + 1;
    let p = 1;
    let ps = 0;
    let pBelow = 0;
    let psBelow = 0;
    for (let j = 0; i + j <= degree; j++) {
      const total = i + j;
      const at = (total * (total + 1)) / 2 + j;
      const scale = Math.sqrt(2 * a * (total + 1));
      values[at] = scale * q * p;
      gradients[2 * at] = scale * qx * p;
      gradients[2 * at + 1] = scale * (qy * p + 2 * q * ps);
      const n = j + 1;
      let next: number;
      let nextS: number;
      if (j === 0) {
        next = ((a + 2) * s + a) / 2;
        nextS = (a + 2) / 2;
      } else {
        const c = 2 * n + a;
        const denominator = 2 * n * (n + a) * (c - 2);
        const slope = ((c - 1) * c * (c - 2)) / denominator;
        const constant = ((c - 1) * a * a) / denominator;
        const previous = (2 * (n + a - 1) * (n - 1) * c) / denominator;
        next = (slope * s + constant) * p - previous * pBelow;
        nextS = (slope * s + constant) * ps + slope * p - previous * psBelow;
      }
      pBelow = p;
      psBelow = ps;
      p = next;
      ps = nextS;
    }
    const up = (2 * i + 1) / (i + 1);
    const down = i / (i + 1);
    const nextQ = up * u * q - down * t * t * below;
    const nextX = up * (2 * q + u * qx) - down * t * t * belowX;
    const nextY = up * (q + u * qy) - down * (t * t * belowY - 2 * t * below);
    below = q;
    belowX = qx;
    belowY = qy;
    q = nextQ;
    qx = nextX;
    qy = nextY;
  }
}
