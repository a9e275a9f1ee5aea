/**
 * Clebsch-Gordan coefficients of two spins, of which one is as exact as another: `table(k)[a * (2 jB + 1) + b]` is
 * <jA mA; jB mB|j m> for j = jA + jB - k, mA = jA - a, mB = jB - b and m = mA + mB, so that m is row a + b - k of block j.
 */
export interface Coupling {
  readonly twiceA: number;
  readonly twiceB: number;
  /** Of all values of j = jA + jB - k, k = 0 .. min(2 jA, 2 jB), or of the first `count`. */
  readonly tables: readonly Float64Array[];
}

/**
 * For fixed m the coefficients of one j are an eigenvector of J^2 = JA^2 + JB^2 + 2 JA.JB, tridiagonal in mA, whose eigenvalue
 * j(j + 1) is known exactly. Signs are such that J_- leads from one m to the next.
 *
 * @param count how many j to do, from the largest on
 */
export function coupling(twiceA: number, twiceB: number, count = Math.min(twiceA, twiceB) + 1): Coupling {
  const tables = Array.from({ length: count }, (_, k) => couplingTable(twiceA, twiceB, k));
  return { twiceA, twiceB, tables };
}

function couplingTable(twiceA: number, twiceB: number, k: number): Float64Array {
  const width = twiceB + 1;
  const table = new Float64Array((twiceA + 1) * width);
  const twiceJ = twiceA + twiceB - 2 * k;
  for (let sum = k; sum <= twiceA + twiceB - k; sum++) {
    const first = Math.max(0, sum - twiceB);
    const last = Math.min(twiceA, sum);
    const diagonal: number[] = [];
    const off: number[] = [];
    for (let a = first; a <= last; a++) {
      const b = sum - a;
      // Four times j(j + 1) - <J^2>: whole numbers, without rounding.
      const four =
        twiceJ * (twiceJ + 2) - twiceA * (twiceA + 2) - twiceB * (twiceB + 2) - 2 * (twiceA - 2 * a) * (twiceB - 2 * b);
      diagonal.push(-four / 4);
      if (a < last) off.push(lowering(twiceA, a) * lowering(twiceB, b - 1));
    }
    const vector = nullVector(diagonal, off);
    const sign = sum === k ? Math.sign(vector[0]!) : signFromAbove(twiceA, twiceB, table, sum, first, vector);
    for (let a = first; a <= last; a++) table[a * width + sum - a] = sign * vector[a - first]!;
  }
  return table;
}

/** <a + 1|J_-|a>. */
const lowering = (twiceSpin: number, a: number): number => Math.sqrt((a + 1) * (twiceSpin - a));

/** The sign that gives `vector` a positive overlap with J_- of the vector before it. */
function signFromAbove(
  twiceA: number,
  twiceB: number,
  table: Float64Array,
  sum: number,
  first: number,
  vector: Float64Array,
): number {
  let overlap = 0;
  for (const [i, value] of vector.entries()) {
    const a = first + i;
    const b = sum - a;
    if (a > 0) overlap += value * lowering(twiceA, a - 1) * table[(a - 1) * (twiceB + 1) + b]!;
    if (b > 0) overlap += value * lowering(twiceB, b - 1) * table[a * (twiceB + 1) + b - 1]!;
  }
  return overlap < 0 ? -1 : 1;
}

/** Beyond it values are scaled down: their squares stay finite. */
const HIGH = 1e140;

/**
 * The unit vector v with T v = 0, T symmetric, tridiagonal, singular, with nothing zero beside the diagonal. The recursion is
 * stable from both edges towards the middle, where v is large; the two halves are joined where they leave the least residual.
 */
function nullVector(diagonal: readonly number[], off: readonly number[]): Float64Array {
  const n = diagonal.length;
  const down = recursion(diagonal, off);
  const up = recursion([...diagonal].reverse(), [...off].reverse()).reverse();
  const above = new Float64Array(n);
  const below = new Float64Array(n);
  for (let i = 0, total = 0; i < n; i++) above[i] = total += down[i]! ** 2;
  for (let i = n - 1, total = 0; i >= 0; i--) below[i] = total += up[i]! ** 2;
  let join = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0; r < n; r++) {
    if (down[r] === 0 || up[r] === 0) continue;
    let gap = diagonal[r]!;
    if (r > 0) gap += (off[r - 1]! * down[r - 1]!) / down[r]!;
    if (r + 1 < n) gap += (off[r]! * up[r + 1]!) / up[r]!;
    const residual = Math.abs(gap) / Math.sqrt(above[r]! / down[r]! ** 2 + below[r]! / up[r]! ** 2 - 1);
    if (residual >= least) continue;
    least = residual;
    join = r;
  }
  const vector = Float64Array.from({ length: n }, (_, i) => (i <= join ? down[i]! / down[join]! : up[i]! / up[join]!));
  const scale = 1 / Math.sqrt(above[join]! / down[join]! ** 2 + below[join]! / up[join]! ** 2 - 1);
  return vector.map((value) => value * scale);
}

/** Row by row from the first entry, 1. */
function recursion(diagonal: readonly number[], off: readonly number[]): Float64Array {
  const values = new Float64Array(diagonal.length);
  values[0] = 1;
  for (let i = 0; i + 1 < values.length; i++) {
    const before = i > 0 ? off[i - 1]! * values[i - 1]! : 0;
    values[i + 1] = -(diagonal[i]! * values[i]! + before) / off[i]!;
    if (Math.abs(values[i + 1]!) > HIGH) for (let k = 0; k <= i + 1; k++) values[k]! /= HIGH;
  }
  return values;
}
