/** A = U diag(values) V^T with values descending: column k of `left` (rows x columns) and of `right` (columns x columns), row-major. */
export interface SingularValues {
  readonly values: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

const MAXIMUM_SWEEPS = 60;

/**
 * Singular values of a small dense matrix (row-major, rows >= columns), by one-sided Jacobi rotations: M. R. Hestenes, J. SIAM 6, 51 (1958),
 * doi:10.1137/0106005. Small singular values are as exact relative to themselves as the columns allow. A column of `left` whose singular
 * value is 0 is completed to a unit vector orthogonal to the others; of one far below rounding it may not be orthogonal to them.
 */
export function singularValues(rows: number, columns: number, matrix: ArrayLike<number>): SingularValues {
  // In units of the largest entry squares neither overflow nor vanish.
  let unit = 0;
  for (let k = 0; k < rows * columns; k++) unit = Math.max(unit, Math.abs(matrix[k]!));
  const u = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => (unit === 0 ? 0 : matrix[i * columns + j]! / unit)),
  );
  const v = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: columns }, (_, i) => (i === j ? 1 : 0)),
  );
  for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < columns; p++)
      for (let q = p + 1; q < columns; q++) turned = orthogonalize(u[p]!, u[q]!, v[p]!, v[q]!) || turned;
    if (!turned) break;
  }
  const norms = u.map((column) => Math.hypot(...column));
  const order = norms.map((_, k) => k).sort((i, j) => norms[j]! - norms[i]!);
  const left = new Float64Array(rows * columns);
  const right = new Float64Array(columns * columns);
  const done: Float64Array[] = [];
  for (const [k, from] of order.entries()) {
    const direction = norms[from] === 0 ? complement(rows, done) : u[from]!.map((value) => value / norms[from]!);
    done.push(direction);
    for (let i = 0; i < rows; i++) left[i * columns + k] = direction[i]!;
    for (let i = 0; i < columns; i++) right[i * columns + k] = v[from]![i]!;
  }
  return { values: Float64Array.from(order, (k) => unit * norms[k]!), left, right };
}

/** Turns two columns until they are orthogonal; false where they are. */
function orthogonalize(x: Float64Array, y: Float64Array, vx: Float64Array, vy: Float64Array): boolean {
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    xx += x[i]! * x[i]!;
    yy += y[i]! * y[i]!;
    xy += x[i]! * y[i]!;
  }
  if (xy === 0 || Math.abs(xy) <= Number.EPSILON * Math.sqrt(xx) * Math.sqrt(yy)) return false;
  const theta = (yy - xx) / (2 * xy);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(1, theta));
  const c = 1 / Math.hypot(1, t);
  turn(x, y, c, t * c);
  turn(vx, vy, c, t * c);
  return true;
}

function turn(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const a = x[i]!;
    const b = y[i]!;
    x[i] = c * a - s * b;
    y[i] = s * a + c * b;
  }
}

/** A unit vector orthogonal to fewer than `size` orthonormal ones: the axis that is farthest from them, made orthogonal twice. */
function complement(size: number, others: readonly Float64Array[]): Float64Array {
  const inside = Array.from({ length: size }, (_, i) => others.reduce((sum, vector) => sum + vector[i]! ** 2, 0));
  const axis = inside.indexOf(Math.min(...inside));
  const found = Float64Array.from({ length: size }, (_, i) => (i === axis ? 1 : 0));
  for (let pass = 0; pass < 2; pass++) {
    for (const vector of others) {
      const along = vector.reduce((sum, value, i) => sum + value * found[i]!, 0);
      for (let i = 0; i < size; i++) found[i]! -= along * vector[i]!;
    }
  }
  const norm = Math.hypot(...found);
  return found.map((value) => value / norm);
}
