/** Sum of a_i b_i over the entries of `a`. Four partial sums, because one alone waits for each addition to finish. */
export function dot(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const whole = n - (n % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < n; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

/** Euclidean norm. Entries are taken to be far from the limits of the double range. */
export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** y <- y + factor x. */
export function addScaled(y: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i]! += factor * x[i]!;
}

/** x <- factor x. */
export function scale(x: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i]! *= factor;
}

/**
 * vector <- vector - sum_k (b_k . vector) b_k for orthonormal b_k, four of them at a time: each value of the vector is read once for four products. The
 * overlaps are added to `overlaps`, where given.
 */
export function projectOut(vector: Float64Array, basis: readonly Float64Array[], overlaps: Float64Array | null): void {
  const n = vector.length;
  let k = 0;
  for (; k + 4 <= basis.length; k += 4) {
    const [a, b, c, d] = [basis[k]!, basis[k + 1]!, basis[k + 2]!, basis[k + 3]!];
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    for (let i = 0; i < n; i++) {
      const value = vector[i]!;
      p += a[i]! * value;
      q += b[i]! * value;
      r += c[i]! * value;
      s += d[i]! * value;
    }
    for (let i = 0; i < n; i++) vector[i]! -= p * a[i]! + q * b[i]! + (r * c[i]! + s * d[i]!);
    if (overlaps === null) continue;
    overlaps[k]! += p;
    overlaps[k + 1]! += q;
    overlaps[k + 2]! += r;
    overlaps[k + 3]! += s;
  }
  for (; k < basis.length; k++) {
    const overlap = dot(basis[k]!, vector);
    addScaled(vector, -overlap, basis[k]!);
    if (overlaps !== null) overlaps[k]! += overlap;
  }
}

/** Index of the entry of largest magnitude, of equal ones the first. */
export function indexOfLargest(vector: Float64Array): number {
  let best = 0;
  for (let i = 1; i < vector.length; i++) if (Math.abs(vector[i]!) > Math.abs(vector[best]!)) best = i;
  return best;
}
