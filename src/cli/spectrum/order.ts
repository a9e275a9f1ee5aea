/** An eigenvalue with an estimate of its error. */
export interface Mode {
  readonly real: number;
  readonly imaginary: number;
  readonly error: number;
}

type Key = (mode: Mode) => number;

const modulus: Key = ({ real, imaginary }) => Math.hypot(real, imaginary);
const rate: Key = ({ real }) => Math.abs(real);
const frequency: Key = ({ imaginary }) => Math.abs(imaginary);
const conjugateLast: Key = ({ imaginary }) => -Math.sign(imaginary);

/**
 * The `count` modes nearest to zero, by |real part|, then |imaginary part|; of a pair the positive imaginary part first.
 * Numbers closer than `tie` count as equal, so that methods that differ by less order (and cut) alike.
 */
export function leadingModes(modes: readonly Mode[], count: number, tie: number): readonly Mode[] {
  const nearest = orderBy(modes, [modulus, rate, conjugateLast], tie).slice(0, count);
  return orderBy(nearest, [rate, frequency, conjugateLast], tie);
}

/** By the first key; within each row of neighbours that are closer than `tie`, by the next one. */
function orderBy(modes: readonly Mode[], [key, ...others]: readonly Key[], tie: number): readonly Mode[] {
  if (key === undefined) return modes;
  const rows: Mode[][] = [];
  for (const mode of modes.toSorted((a, b) => key(a) - key(b))) {
    const row = rows.at(-1);
    if (row !== undefined && key(mode) - key(row.at(-1)!) <= tie) row.push(mode);
    else rows.push([mode]);
  }
  return rows.flatMap((row) => orderBy(row, others, tie));
}

/** The least rate that is not zero to its error: null where there is none. */
export function relaxationGap(modes: readonly Mode[]): number | null {
  const rates = modes.filter((mode) => rate(mode) > mode.error).map(rate);
  return rates.length === 0 ? null : Math.min(...rates);
}
