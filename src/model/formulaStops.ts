import { ResourceLimitError } from "../core/errors.ts";
import type { Series } from "./formula/enclosure.ts";
import type { Expression } from "./formula/operations.ts";
import { seriesOf } from "./formula/series.ts";
import { bends, type Enclose, gradedStops, type Meter, type Piece, polynomialPieces } from "./smoothPieces.ts";

/** Angle by which the part of a field that no piece of polynomial shows may turn a spin, in all; and in one piece. */
const HIDDEN_ANGLE = 1e-11;
const HIDDEN_IN_PIECE = 1e-15;

/** The same, relative to the field: what rounding hides. */
const HIDDEN_SHARE = 1e-13;

/** Processor time of a look at one interval. */
const SECONDS_PER_LOOK = 4e-5;

/** Looks before it is judged how many will be needed, and how far above the limit that has to be. */
const CERTAIN_LOOKS = 20_000;
const HOPELESS = 100;

/** An angle by which a field turns a spin within the resolution of the clock that says: it is not integrable there. */
const TURN_AT_POLE = 1e-4;

/** Larger values are on the way to an overflow. */
const LARGEST_AT_POLE = 1e290;

export interface FormulaRun {
  readonly expressions: readonly Expression[];
  readonly components: readonly ((time: number) => number)[];
  /** Makes the error for a component without a finite value at a time. */
  readonly notFinite: (component: number, what: string) => Error;
  /** Places that divide the interval in any case. */
  readonly breaks: readonly number[];
}

/**
 * Times strictly between `from` and `to` at which steps should end, so that none passes over what a field of formulas does.
 *
 * Found by interval arithmetic on the syntax trees, not by sampling: between two stops the field is made of a few polynomials of
 * degree below 8, and what these miss turns a spin by less than HIDDEN_ANGLE, but for rounding. However narrow a pulse is, it is
 * found, down to what a clock of double precision tells apart.
 *
 * @throws what `notFinite` makes, for the first time at which a component is not finite; ResourceLimitError where looking at the
 *   field alone would take longer than `maximumSeconds`
 */
export function formulaStops(run: FormulaRun, from: number, to: number, maximumSeconds: number): readonly number[] {
  if (!(to > from)) return [];
  const enclose: Enclose = (middle, radius) =>
    run.expressions.map((expression) => seriesOf(expression, middle, radius));
  const limit = Math.ceil(maximumSeconds / SECONDS_PER_LOOK);
  let looks = 0;
  const meter: Meter = (reached) => {
    looks++;
    if (looks <= Math.min(limit, CERTAIN_LOOKS)) return;
    const expected = (looks * (to - from)) / (reached - from);
    // What is narrow may stand at the beginning: hopeless is only what is far above the limit.
    if (looks > limit || expected > HOPELESS * limit) throw tooManyPieces(expected, limit, to);
  };
  const stops: number[] = [];
  const inner = run.breaks.filter((time) => time > from && time < to);
  let start = from;
  for (const end of [...inner, to]) {
    const corners = bends(enclose, start, end, meter, (piece) => requireIntegrable(run, piece));
    for (const { from: corner, to: after } of [...corners, { from: end, to: end }]) {
      if (corner > start) {
        const piece = { from: start, to: corner };
        requireFew(expectedPieces(enclose, piece, to - from), limit, to);
        const average = HIDDEN_ANGLE / (to - from);
        const allowed = { average, relative: HIDDEN_SHARE, single: HIDDEN_IN_PIECE };
        stops.push(...gradedStops(start, polynomialPieces(enclose, piece, allowed, meter)));
      }
      const place = corner / 2 + after / 2;
      if (place > from && place < to) stops.push(place);
      start = after;
    }
  }
  return stops;
}

/** Throws where a component has no finite value in a narrow piece, or is so large that it turns a spin there. */
function requireIntegrable({ components, notFinite }: FormulaRun, { from, to }: Piece): void {
  const width = to - from;
  for (const [k, component] of components.entries()) {
    // Not at the ends, nor in the middle, where a quotient that has a limit may be 0/0.
    const values = [component(from + 0.3 * width), component(from + 0.7 * width)];
    const allFinite = values.every(Number.isFinite);
    if (allFinite && Math.max(...values.map(Math.abs)) * width <= TURN_AT_POLE) continue;
    const isPole = allFinite && !values.some((value) => Math.abs(value) > LARGEST_AT_POLE);
    const fault = isPole ? "has a pole" : values.some(Number.isNaN) ? "has no value" : "is infinite";
    throw notFinite(k, `it ${fault} at t = ${roundest(from, to)}`);
  }
}

/** The number with the fewest digits between two. */
function roundest(from: number, to: number): number {
  if (from <= 0 && to >= 0) return 0;
  const middle = from / 2 + to / 2;
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded >= from && rounded <= to) return rounded;
  }
  return middle;
}

/** Points at which the time is looked for in which the field changes. */
const PROBES = 64;

/** Pieces in that time: 25 in a period of a cosine. */
const PIECES_PER_TIME = 4;

/** An estimate, of a fast field that goes on for long: the fastest sixteenth of the probes, which a pulse can hit, does not count. */
function expectedPieces(enclose: Enclose, { from, to }: Piece, whole: number): number {
  const width = (to - from) / PROBES;
  const found = Array.from({ length: PROBES }, (_, k) => {
    const series = enclose(from + (k + 0.37) * width, 0);
    return Math.max(...series.map((one) => width / changeTime(one, HIDDEN_ANGLE / whole)));
  }).sort((a, b) => a - b);
  const counted = found.slice(0, PROBES - PROBES / 16);
  return (PIECES_PER_TIME * PROBES * counted.reduce((sum, one) => sum + one, 0)) / counted.length;
}

/** About the time in which a function changes, from its Taylor coefficients at a point: 1/w for cos(w t). */
function changeTime({ coefficients }: Series, negligible: number): number {
  const [value, slope, second, third] = coefficients
    .slice(0, 4)
    .map(([low, high]) => Math.max(Math.abs(low), Math.abs(high)));
  if (value! <= negligible && slope! <= negligible) return Number.POSITIVE_INFINITY;
  const time = (a: number, b: number): number => (b > 0 ? Math.sqrt(a / b) : Number.POSITIVE_INFINITY);
  return Math.max(time(value!, 2 * second!), time(slope!, 6 * third!));
}

function requireFew(pieces: number, limit: number, to: number): void {
  if (pieces > limit) throw tooManyPieces(pieces, limit, to);
}

const tooManyPieces = (pieces: number, limit: number, to: number): ResourceLimitError =>
  new ResourceLimitError({
    what: `up to t = ${to} the field changes so often that it has ${count(pieces)} pieces to step through, above the limit of ${limit}`,
    remedy: `shorten the time, or leave out what oscillates that fast${
      Number.isFinite(pieces) ? `, or raise maximumSeconds to ${Math.ceil(1.2 * pieces * SECONDS_PER_LOOK)}` : ""
    }`,
    value: pieces,
    limit,
  });

const count = (pieces: number): string => (Number.isFinite(pieces) ? `about ${pieces.toPrecision(2)}` : "countless");
