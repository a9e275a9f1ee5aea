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

/**
 * Narrows a bracket to a width: by the ITP method for a quantity, which interpolates and needs no more looks than halving and one (I. F. D. Oliveira and
 * R. H. C. Takahashi, doi:10.1145/3423597), by halving for a statement. A place of no known side stays within the bracket, and both ends are moved towards it: the
 * change is between the ends that are returned, as far as their sides are known.
 *
 * @param look the side of a place; 0 also where there is no answer
 */
export function narrow(start: readonly [Look, Look], width: number, look: (at: number) => Side): Bracket {
  let [low, high] = start;
  const range = high.at - low.at;
  /** The places of no known side. */
  let [first, last] = NOWHERE;
  // Looks that may be interpolated ones: one more than halving takes.
  let left = Math.ceil(Math.log2(Math.max(1, range / width))) + 1;
  for (let k = 0; k < MOST_LOOKS && high.at - low.at > width; k++) {
    let at: number;
    if (first <= last) {
      const [below, above] = [first - low.at, high.at - last];
      // What no look tells apart is wider than the gaps beside it.
      if (Math.max(below, above) <= Math.max(width / 2, (last - first) / 8)) break;
      at = below > above ? (low.at + first) / 2 : (last + high.at) / 2;
    } else {
      at = interpolated(low, high, range, AIM * width * 2 ** left);
      left--;
    }
    if (!(at > low.at && at < high.at)) break;
    const side = look(at);
    if (side.sign === 0) {
      [first, last] = [Math.min(first, at), Math.max(last, at)];
      continue;
    }
    if (side.sign === low.side.sign) low = { at, side };
    else high = { at, side };
    if (first <= low.at || last >= high.at) [first, last] = NOWHERE;
  }
  return { low: low.at, high: high.at };
}

/** Of the width: so that rounding takes no further look. */
const AIM = 0.999;

const NOWHERE: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** kappa_1 of the method times the first range, where kappa_2 = 2: how far a place is moved from the interpolated one towards the middle. */
const TRUNCATION = 0.2;

/** @param reach the longest bracket that so many halvings as are left bring to the width */
function interpolated(low: Look, high: Look, range: number, reach: number): number {
  const middle = (low.at + high.at) / 2;
  const [a, b] = [low.side.distance, high.side.distance];
  if (a === null || b === null) return middle;
  const length = high.at - low.at;
  const falsi = (b * low.at - a * high.at) / (b - a);
  const away = Math.sign(middle - falsi);
  const step = (TRUNCATION * length ** 2) / range;
  const truncated = step <= Math.abs(middle - falsi) ? falsi + away * step : middle;
  const radius = Math.max(0, (reach - length) / 2);
  return Math.abs(truncated - middle) <= radius ? truncated : middle - away * radius;
}
