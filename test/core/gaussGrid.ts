/**
 * Product rule on the sphere, exact for polynomials up to degree 2 * rings - 1: Gauss-Legendre in z by Newton iteration,
 * trapezoid in phi. `points` holds x, y, z of each.
 */
export function gaussGrid(rings: number): { readonly points: Float64Array; readonly weights: Float64Array } {
  const around = 2 * rings;
  const points = new Float64Array(3 * rings * around);
  const weights = new Float64Array(rings * around);
  for (let r = 0; r < rings; r++) {
    let z = Math.cos((Math.PI * (r + 0.75)) / (rings + 0.5));
    let slope = 0;
    for (let iteration = 0; iteration < 20; iteration++) {
      let p = 1;
      let q = 0;
      for (let k = 1; k <= rings; k++) [p, q] = [((2 * k - 1) * z * p - (k - 1) * q) / k, p];
      slope = (rings * (q - z * p)) / (1 - z * z);
      z -= p / slope;
    }
    for (let a = 0; a < around; a++) {
      const phi = (2 * Math.PI * a) / around;
      const s = Math.sqrt(1 - z * z);
      points.set([s * Math.cos(phi), s * Math.sin(phi), z], 3 * (r * around + a));
      weights[r * around + a] = ((2 / ((1 - z * z) * slope * slope)) * 2 * Math.PI) / around;
    }
  }
  return { points, weights };
}
