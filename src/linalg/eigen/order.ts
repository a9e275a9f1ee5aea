/** An eigenvalue with an estimate of its absolute error. */
export interface Eigenvalue {
  readonly real: number;
  readonly imaginary: number;
  readonly error: number;
}

type Key = (value: Eigenvalue) => number;

const rate: Key = ({ real }) => Math.abs(real);
const frequency: Key = ({ imaginary }) => Math.abs(imaginary);

export interface ListRequest {
  readonly count: number;
  /** A place of the complex plane; those of least |real part| where it is null. */
  readonly near: readonly [number, number] | null;
  /** Largest |imaginary part| that is listed; null for any. */
  readonly highest: number | null;
  /** Numbers closer than this count as equal, so that roads that differ by less order (and cut) alike. */
  readonly tie: number;
}

/**
 * The first `count` eigenvalues of a real matrix in the one order of every road: smallest |real part| first, then smallest
 * |imaginary part|, of a conjugate pair the positive imaginary part first; with `near`, smallest distance to that place or to
 * its mirror image before these. A pair is never cut: its other half comes on top of the count.
 *
 * @param values those with imaginary part < 0 may be missing or not: each pair is taken from its positive half
 */
export function leadingEigenvalues<Value extends Eigenvalue>(
  values: readonly Value[],
  { count, near, highest, tie }: ListRequest,
): readonly Value[] {
  const upper = values.filter(({ imaginary }) => imaginary >= 0 && (highest === null || imaginary <= highest + tie));
  const keys = near === null ? [rate, frequency] : [distanceTo(near), rate, frequency];
  const listed: Value[] = [];
  for (const value of orderBy(upper, keys, tie)) {
    if (listed.length >= count) break;
    listed.push(value);
    if (value.imaginary > 0) listed.push({ ...value, imaginary: -value.imaginary });
  }
  return listed;
}

/** The distance to a place or to its complex conjugate, whichever is nearer. */
export const distanceTo =
  ([re, im]: readonly [number, number]): Key =>
  ({ real, imaginary }) =>
    Math.hypot(real - re, Math.abs(imaginary) - Math.abs(im));

/** By the first key; within each row of neighbours that are closer than `tie`, by the next one. */
function orderBy<Value extends Eigenvalue>(
  values: readonly Value[],
  [key, ...others]: readonly Key[],
  tie: number,
): readonly Value[] {
  if (key === undefined) return values;
  const rows: Value[][] = [];
  for (const value of values.toSorted((a, b) => key(a) - key(b))) {
    const row = rows.at(-1);
    if (row !== undefined && key(value) - key(row.at(-1)!) <= tie) row.push(value);
    else rows.push([value]);
  }
  return rows.flatMap((row) => orderBy(row, others, tie));
}
