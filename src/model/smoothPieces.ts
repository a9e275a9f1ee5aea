import { ORDER, type Series } from "./formula/enclosure.ts";
import { isFiniteInterval } from "./formula/interval.ts";

/** Functions of t, enclosed on the times from middle - radius to middle + radius. */
export type Enclose = (middle: number, radius: number) => readonly Series[];

/** Part of an interval of times. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** Called with the end of what has been looked at, after each look: throws where it becomes too much. */
export type Meter = (reached: number) => void;

/** Times this close are the same to a clock at `time`. */
export const resolution = (time: number): number =>
  32 * Number.EPSILON * Math.max(Math.abs(time), Number.MIN_VALUE / Number.EPSILON);

/** Looks at an interval and, where `isDone` says no, at its halves, from the left to the right. */
function bisect(from: number, to: number, isDone: (middle: number, radius: number) => boolean, meter: Meter): void {
  const ends = [to];
  let start = from;
  while (ends.length > 0) {
    const end = ends.at(-1)!;
    const middle = start / 2 + end / 2;
    if (isDone(middle, end / 2 - start / 2)) {
      start = end;
      ends.pop();
    } else ends.push(middle);
    meter(start);
  }
}

/** Whether the functions are smooth and finite there, as far as their enclosures tell. */
const isSmooth = (found: readonly Series[]): boolean =>
  found.every(({ bends, coefficients }) => !bends && isFiniteInterval(coefficients[0]!));

/**
 * Where functions may bend, jump or have no value: narrow pieces, ascending, outside of which they are smooth.
 *
 * Intervals are halved until the enclosure of the functions excludes all three, or until they are as narrow as the clock allows;
 * `onNarrow` sees these, and may throw.
 */
export function bends(
  enclose: Enclose,
  from: number,
  to: number,
  meter: Meter,
  onNarrow: (piece: Piece) => void,
): readonly Piece[] {
  const narrowest = resolution(Math.max(Math.abs(from), Math.abs(to)));
  const found: { from: number; to: number }[] = [];
  const add = (piece: Piece): void => {
    onNarrow(piece);
    const last = found.at(-1);
    if (last !== undefined && piece.from <= last.to + narrowest) last.to = piece.to;
    else found.push({ ...piece });
  };
  const checkStart = (start: number): void => {
    // What bends where two intervals meet is smooth in either of them.
    const half = narrowest / 2;
    if (start === from || start <= (found.at(-1)?.to ?? from)) return;
    if (!isSmooth(enclose(start, half))) add({ from: start - half, to: start + half });
  };
  bisect(
    from,
    to,
    (middle, radius) => {
      const isDone = isSmooth(enclose(middle, radius));
      if (isDone) checkStart(middle - radius);
      if (isDone || 2 * radius > narrowest) return isDone;
      add({ from: middle - radius, to: middle + radius });
      return true;
    },
    meter,
  );
  return found;
}

/** What a polynomial may miss of a function: as an average over a whole interval, relative to its values, and within one piece. */
export interface Allowance {
  readonly average: number;
  readonly relative: number;
  readonly single: number;
}

/**
 * Cuts an interval in which functions are smooth into pieces on each of which they are polynomials of degree below ORDER, but for what
 * is allowed: on such a piece no pulse can hide from a few samples. Ends of the pieces, ascending.
 */
export function polynomialPieces(
  enclose: Enclose,
  { from, to }: Piece,
  { average, relative, single }: Allowance,
  meter: Meter,
): readonly number[] {
  const ends: number[] = [];
  const narrowest = resolution(Math.max(Math.abs(from), Math.abs(to)));
  bisect(
    from,
    to,
    (middle, radius) => {
      const isDone =
        2 * radius <= narrowest ||
        enclose(middle, radius).every((series) => {
          const [low, high] = series.coefficients[0]!;
          const missed = missedByPolynomial(series, radius);
          return (
            missed <= Math.max(average, relative * Math.max(Math.abs(low), Math.abs(high))) ||
            2 * radius * missed <= single
          );
        });
      if (isDone) ends.push(middle + radius);
      return isDone;
    },
    meter,
  );
  ends[ends.length - 1] = to;
  return ends;
}

/** Taylor's remainder, whichever degree has the least. */
function missedByPolynomial({ coefficients }: Series, radius: number): number {
  let least = Number.POSITIVE_INFINITY;
  let power = 1;
  for (let k = 0; k <= ORDER; k++) {
    const [low, high] = coefficients[k]!;
    const missed = (high / 2 - low / 2) * power;
    if (missed < least) least = missed;
    power *= radius;
  }
  return least;
}

/** A stop may be this many times the narrowest piece beside it away from the last one: steps may grow, not leap. */
const GRADING = 8;

/** Those of the ends of pieces from which on no interval is longer than GRADING of the narrowest piece in it. */
export function gradedStops(from: number, ends: readonly number[]): readonly number[] {
  const stops: number[] = [];
  let start = from;
  let narrowest = Number.POSITIVE_INFINITY;
  let last = from;
  for (const end of ends) {
    narrowest = Math.min(narrowest, end - last);
    if (end - start > GRADING * narrowest) {
      if (last > start) stops.push(last);
      start = last;
      narrowest = end - last;
    }
    last = end;
  }
  return stops;
}
