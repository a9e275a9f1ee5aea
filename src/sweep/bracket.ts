import type { Side } from "./condition.ts";

/** A place between two others on whose sides a condition differs. */
export interface Bracket {
  readonly low: number;
  readonly high: number;
}

/** A place that was looked at. */
export interface Look {
  readonly at: number;
  readonly side: Side;
}

/** Neighbouring places whose sides are known and differ; those in between are of no known side. */
export function changesAmong(looks: readonly Look[]): [Look, Look][] {
  const known = looks.filter(({ side }) => side.sign !== 0).toSorted((a, b) => a.at - b.at);
  return known.flatMap((look, k) =>
    k > 0 && known[k - 1]!.side.sign !== look.side.sign ? [[known[k - 1]!, look] as [Look, Look]] : [],
  );
}

/** As many as halving a range of 1e16 takes, from both sides. */
const MOST_LOOKS = 120;

/** Looks that may be spent on a guess, more than halving takes. */
const SPARE = 4;

/**
 * Narrows a bracket to a width. For a quantity by interpolation between the three looks that are nearest to its zero, next to which both ends are placed: as far from it as it
 * may move yet, and at last by half of the width. That takes some eight looks, and never more than halving and four: what is left of those bounds
 * how far from the middle a look may be, as in the ITP method (I. F. D. Oliveira and R. H. C. Takahashi, doi:10.1145/3423597). Newton's steps would need a derivative each, which takes as long as 2 to 18 looks. A place of no known
 * side stays within the bracket, and both ends are moved towards it: the change is between the ends that are returned, as far as their sides are known.
 *
 * @param look the side of a place; 0 also where there is no answer
 */
export function narrow(start: readonly [Look, Look], width: number, look: (at: number) => Side): Bracket {
  let [low, high] = start;
  /** The places of no known side. */
  let [first, last] = NOWHERE;
  const looks: Look[] = [low, high];
  let [root, moved]: readonly [number | null, number] = [null, (high.at - low.at) / 4];
  let left = Math.ceil(Math.log2(Math.max(1, (high.at - low.at) / width))) + SPARE;
  for (let k = 0; k < MOST_LOOKS && high.at - low.at > width; k++) {
    if (isAtErrors(low) && isAtErrors(high)) break;
    const zero = zeroAmong(looks, low.at, high.at);
    const middle = (low.at + high.at) / 2;
    const reach = Math.max(0, (AIM * width * 2 ** left - (high.at - low.at)) / 2);
    left--;
    const now: number = zero === null || root === null ? moved : Math.abs(zero.at - root);
    // Guesses converge: the next one moves less than this one, at least by as much as this one did.
    const next = now * Math.min(1, now / moved);
    let at = zero === null ? middle : besideZero(zero, low.at, high.at, Math.max(AIM * (width / 2), next));
    if (Math.abs(at - middle) > reach) at = middle + Math.sign(at - middle) * reach;
    [root, moved] = [zero?.at ?? null, Math.max(now, Number.MIN_VALUE)];
    const isInZone = at >= first && at <= last;
    if (first <= last && (isInZone || !(at > low.at && at < high.at))) {
      const [below, above] = [first - low.at, high.at - last];
      // What no look tells apart is wider than the gaps beside it.
      if (Math.max(below, above) <= Math.max(width / 2, (last - first) / 8)) break;
      at = below > above ? (low.at + first) / 2 : (last + high.at) / 2;
    } else if (!(at > low.at && at < high.at)) at = middle;
    if (!(at > low.at && at < high.at)) break;
    const side = look(at);
    looks.push({ at, side });
    if (side.sign === 0) [first, last] = [Math.min(first, at), Math.max(last, at)];
    else if (side.sign === low.side.sign) low = { at, side };
    else high = { at, side };
    if (first <= low.at || last >= high.at) [first, last] = NOWHERE;
  }
  return { low: low.at, high: high.at };
}

/** Of half the width: so that rounding takes no further look. */
const AIM = 0.999;

/** Of the error over the slope, how far from a zero its sign shows; and where an end is as near to it as errors let it be. */
const BEYOND_ERROR = 1.1;
const AT_ERROR = 1.3;

const NOWHERE: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

const isAtErrors = ({ side: { distance, error = 0 } }: Look): boolean =>
  distance !== null && error > 0 && Math.abs(distance) <= AT_ERROR * error;

/** The end that is further from the zero is brought next to it: by a distance, or by what errors hide where that is more. */
function besideZero({ at, hidden }: Zero, low: number, high: number, distance: number): number {
  const beside = Math.max(distance, BEYOND_ERROR * hidden);
  return at - low > high - at ? at - beside : at + beside;
}

interface Zero {
  readonly at: number;
  /** How far around it the error hides the sign. */
  readonly hidden: number;
}

/**
 * Where a quantity is zero, by inverse interpolation of the three looks at which it is smallest, or on a line between two of them; null where that is not within the bracket, or there is no
 * quantity.
 */
function zeroAmong(looks: readonly Look[], low: number, high: number): Zero | null {
  const near = looks
    .flatMap(({ at, side: { distance, error = 0 } }) => (distance === null ? [] : [{ at, distance, error }]))
    .toSorted((a, b) => Math.abs(a.distance) - Math.abs(b.distance))
    .slice(0, 3);
  const [a, b, c] = near;
  if (a === undefined || b === undefined || a.distance === b.distance) return null;
  const isWithin = (at: number): boolean => at > low && at < high;
  // From the smallest on, where the roundings of what is subtracted are small.
  const inverseSlope = (b.at - a.at) / (b.distance - a.distance);
  const hidden = a.error * Math.abs(inverseSlope);
  const line = a.at - a.distance * inverseSlope;
  if (c !== undefined && c.distance !== a.distance && c.distance !== b.distance) {
    const bend = ((c.at - b.at) / (c.distance - b.distance) - inverseSlope) / (c.distance - a.distance);
    const at = line + a.distance * b.distance * bend;
    if (isWithin(at)) return { at, hidden };
  }
  return isWithin(line) ? { at: line, hidden } : null;
}
