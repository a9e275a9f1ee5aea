import { ConvergenceError } from "../../core/errors.ts";

export interface EigenvalueList {
  /** Conjugates are neighbours, the one with positive imaginary part first. */
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Steps an eigenvalue may take on average; two or three is what it usually takes. */
const STEPS_PER_EIGENVALUE = 30;
/** After so many steps without a deflation a shift from elsewhere breaks a cycle. */
const EXCEPTIONAL = 10;

/**
 * Eigenvalues of a real upper Hessenberg matrix by the implicit double-shift QR iteration (J. G. F. Francis,
 * doi:10.1093/comjnl/4.4.332), exact for a matrix within some eps |H|. A small subdiagonal entry is dropped where that moves
 * the eigenvalues by rounding alone (M. Ahues and F. Tisseur, LAPACK working note 122).
 *
 * @param h row-major, order x order, overwritten
 * @throws ConvergenceError where the iteration does not end
 */
export function hessenbergEigenvalues(h: Float64Array, order: number): EigenvalueList {
  const real = new Float64Array(order);
  const imaginary = new Float64Array(order);
  let last = order - 1;
  let stepsLeft = STEPS_PER_EIGENVALUE * Math.max(10, order);
  let stepsHere = 0;
  const smallest = smallestNormal(h);
  while (last >= 0) {
    const first = deflate(h, order, last, smallest);
    if (first === last) {
      real[last] = h[last * order + last]!;
      imaginary[last] = 0;
      last--;
      stepsHere = 0;
    } else if (first === last - 1) {
      twoByTwo(h, order, last, real, imaginary);
      last -= 2;
      stepsHere = 0;
    } else {
      if (stepsLeft-- === 0) throw endless(order, h[last * order + last - 1]!);
      stepsHere++;
      francisStep(h, order, first, last, stepsHere % EXCEPTIONAL === 0);
    }
  }
  return { real, imaginary };
}

/** Entries below this are zero beside the matrix, whatever stands next to them. */
function smallestNormal(h: Float64Array): number {
  let largest = 0;
  for (const value of h) largest = Math.max(largest, Math.abs(value));
  return Math.max(Number.MIN_VALUE, largest * Number.EPSILON ** 2);
}

/** Row where the unreduced block that ends at `last` begins; drops the negligible entry before it. */
function deflate(h: Float64Array, n: number, last: number, smallest: number): number {
  for (let k = last; k > 0; k--) {
    const below = Math.abs(h[k * n + k - 1]!);
    const here = h[k * n + k]!;
    const before = h[(k - 1) * n + k - 1]!;
    let size = Math.abs(here) + Math.abs(before);
    if (size === 0) {
      if (k > 1) size += Math.abs(h[(k - 1) * n + k - 2]!);
      if (k < last) size += Math.abs(h[(k + 1) * n + k]!);
    }
    let drop = below <= smallest;
    if (!drop && below <= Number.EPSILON * size) {
      const above = Math.abs(h[(k - 1) * n + k]!);
      const [most, least] = below > above ? [below, above] : [above, below];
      const difference = Math.abs(before - here);
      const larger = Math.max(Math.abs(here), difference);
      const smaller = Math.min(Math.abs(here), difference);
      const sum = larger + most;
      drop = (least * most) / sum <= Math.max(smallest, Number.EPSILON * ((smaller * larger) / sum));
    }
    if (!drop) continue;
    h[k * n + k - 1] = 0;
    return k;
  }
  return 0;
}

/** Eigenvalues of the trailing 2 x 2 block. */
function twoByTwo(h: Float64Array, n: number, last: number, real: Float64Array, imaginary: Float64Array): void {
  const a = h[(last - 1) * n + last - 1]!;
  const d = h[last * n + last]!;
  const product = h[(last - 1) * n + last]! * h[last * n + last - 1]!;
  const half = (a - d) / 2;
  const discriminant = half * half + product;
  const root = Math.sqrt(Math.abs(discriminant));
  if (discriminant < 0) {
    real[last - 1] = real[last] = d + half;
    imaginary[last - 1] = root;
    imaginary[last] = -root;
    return;
  }
  // The larger root first, the other from their product: no cancellation.
  const shift = half + (half >= 0 ? root : -root);
  real[last - 1] = d + shift;
  real[last] = shift === 0 ? d : d - product / shift;
  imaginary[last - 1] = imaginary[last] = 0;
}

/** One double step on the rows and columns first..last; what lies outside the block is left as it is. */
function francisStep(h: Float64Array, n: number, first: number, last: number, exceptional: boolean): void {
  const { begin, column } = startOf(h, n, first, last, exceptional);
  let [x, y, z] = column;
  for (let i = begin + 2; i <= last; i++) {
    h[i * n + i - 2] = 0;
    if (i > begin + 2) h[i * n + i - 3] = 0;
  }
  for (let k = begin; k < last; k++) {
    const three = k + 2 <= last;
    if (k > begin) {
      x = h[k * n + k - 1]!;
      y = h[(k + 1) * n + k - 1]!;
      z = three ? h[(k + 2) * n + k - 1]! : 0;
    }
    const size = Math.abs(x) + Math.abs(y) + Math.abs(z);
    if (size === 0) continue;
    x /= size;
    y /= size;
    z /= size;
    const length = (x >= 0 ? 1 : -1) * Math.sqrt(x * x + y * y + z * z);
    if (k > begin) {
      h[k * n + k - 1] = -length * size;
      h[(k + 1) * n + k - 1] = 0;
      if (three) h[(k + 2) * n + k - 1] = 0;
    } else if (k > first) h[k * n + k - 1] = -h[k * n + k - 1]!;
    x += length;
    const reflection = { p: x / length, q: y / length, r: z / length, y: y / x, z: z / x };
    reflectRows(h, n, k, last, three, reflection);
    reflectColumns(h, n, k, first, Math.min(last, k + 3), three, reflection);
  }
}

/**
 * Row where a step may begin, below two small entries in a row, and the first column of (H - s1)(H - s2) there up to a factor, from
 * differences to the shifts, so that small eigenvalues of a graded matrix are not lost beside large ones.
 */
function startOf(
  h: Float64Array,
  n: number,
  first: number,
  last: number,
  exceptional: boolean,
): { readonly begin: number; readonly column: readonly [number, number, number] } {
  let one = h[last * n + last]!;
  let two = h[(last - 1) * n + last - 1]!;
  let product = h[last * n + last - 1]! * h[(last - 1) * n + last]!;
  if (exceptional) {
    const size = Math.abs(h[last * n + last - 1]!) + Math.abs(h[(last - 1) * n + last - 2]!);
    one = two = one + 0.75 * size;
    product = -0.4375 * size * size;
  }
  for (let m = last - 2; ; m--) {
    const here = h[m * n + m]!;
    const next = h[(m + 1) * n + m + 1]!;
    const below = h[(m + 1) * n + m]!;
    const [r, s] = [one - here, two - here];
    let x = (r * s - product) / below + h[m * n + m + 1]!;
    let y = next - here - r - s;
    let z = h[(m + 2) * n + m + 1]!;
    const size = Math.abs(x) + Math.abs(y) + Math.abs(z);
    x /= size;
    y /= size;
    z /= size;
    if (m === first) return { begin: m, column: [x, y, z] };
    const before = h[(m - 1) * n + m - 1]!;
    const small = Math.abs(h[m * n + m - 1]!) * (Math.abs(y) + Math.abs(z));
    if (small <= Number.EPSILON * Math.abs(x) * (Math.abs(before) + Math.abs(here) + Math.abs(next))) {
      return { begin: m, column: [x, y, z] };
    }
  }
}

/** 1 - (p, q, r)^T (1, y, z), which is symmetric. */
interface Reflection {
  readonly p: number;
  readonly q: number;
  readonly r: number;
  readonly y: number;
  readonly z: number;
}

/** Rows k, k + 1 and, where `three`, k + 2, from column k on. */
function reflectRows(h: Float64Array, n: number, k: number, last: number, three: boolean, by: Reflection): void {
  const { p, q, r, y, z } = by;
  const [a, b, c] = [k * n, (k + 1) * n, (k + 2) * n];
  if (three) {
    for (let j = k; j <= last; j++) {
      const sum = h[a + j]! + y * h[b + j]! + z * h[c + j]!;
      h[a + j]! -= sum * p;
      h[b + j]! -= sum * q;
      h[c + j]! -= sum * r;
    }
    return;
  }
  for (let j = k; j <= last; j++) {
    const sum = h[a + j]! + y * h[b + j]!;
    h[a + j]! -= sum * p;
    h[b + j]! -= sum * q;
  }
}

/** Columns k, k + 1 and, where `three`, k + 2, in rows first to end. */
function reflectColumns(
  h: Float64Array,
  n: number,
  k: number,
  first: number,
  end: number,
  three: boolean,
  { p, q, r, y, z }: Reflection,
): void {
  for (let i = first; i <= end; i++) {
    const at = i * n + k;
    let sum = p * h[at]! + q * h[at + 1]!;
    if (three) {
      sum += r * h[at + 2]!;
      h[at + 2]! -= sum * z;
    }
    h[at + 1]! -= sum * y;
    h[at]! -= sum;
  }
}

const endless = (order: number, left: number): ConvergenceError =>
  new ConvergenceError({
    what: `the QR iteration for ${order} eigenvalues did not end in ${STEPS_PER_EIGENVALUE * Math.max(10, order)} steps: an entry ${left.toExponential(1)} below the diagonal is left`,
    remedy: "a small change of a parameter of the model lets it go on",
    value: left,
    limit: STEPS_PER_EIGENVALUE * Math.max(10, order),
  });
