/**
 * Least eigenvalue of a symmetric 3 x 3 matrix xx, yy, zz, xy, xz, yz, from below: by the trigonometric formula (O. K. Smith, 1961,
 * doi:10.1145/355578.366316), less what rounding does to it where two eigenvalues meet.
 */
export function leastOfThree(m: ArrayLike<number>): number {
  const [xx, yy, zz, xy, xz, yz] = [m[0]!, m[1]!, m[2]!, m[3]!, m[4]!, m[5]!];
  const mean = (xx + yy + zz) / 3;
  const [a, b, c] = [xx - mean, yy - mean, zz - mean];
  const size = Math.sqrt((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) / 6);
  if (size === 0) return mean;
  const determinant = a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz);
  const cosine = Math.max(-1, Math.min(1, determinant / (2 * size * size * size)));
  const least = mean + 2 * size * Math.cos((Math.acos(cosine) + 2 * Math.PI) / 3);
  return least - 1e-13 * (Math.abs(mean) + size) - rounding(cosine) * size;
}

/** What the determinant may lose, in units of the cube of the size. */
const LOST = 1e-14;

/** The arc cosine turns a rounding u of its argument into u / sqrt(1 - cosine^2), at most sqrt(2 u) at the ends. */
const rounding = (cosine: number): number => LOST / Math.sqrt(Math.max(LOST / 2, 1 - cosine * cosine));
