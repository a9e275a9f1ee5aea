import { bent, constant, type Series } from "./enclosure.ts";
import { hull, type Interval, rising, scale } from "./interval.ts";
import { negated, sum } from "./smoothSeries.ts";

export function extremum(a: Series, b: Series, name: "min" | "max"): Series {
  const [low, high] = name === "max" ? [a, b] : [b, a];
  const [x, y] = [low.coefficients[0]!, high.coefficients[0]!];
  const pick = name === "max" ? Math.max : Math.min;
  if (x[1] <= y[0]) return b;
  if (y[1] <= x[0]) return a;
  const range: Interval = [pick(x[0], y[0]), pick(x[1], y[1])];
  return bent(range, pick(a.middle, b.middle), hull(a.coefficients[1]!, b.coefficients[1]!));
}

function absolute(u: Series): Series {
  const [low, high] = u.coefficients[0]!;
  if (low >= 0) return u;
  if (high <= 0) return negated(u);
  return bent([0, Math.max(-low, high)], Math.abs(u.middle), hull(u.coefficients[1]!, scale(u.coefficients[1]!, -1)));
}

/** A function that is constant but for jumps, and does not go down. */
const stairs =
  (call: (x: number) => number) =>
  (u: Series): Series => {
    const range = rising(call, u.coefficients[0]!);
    return range[0] === range[1] ? constant(range[0]) : bent(range, call(u.middle));
  };

/** 1, 0, or null where an interval does not tell. */
type Truth = 1 | 0 | null;

const truth = ([low, high]: Interval): Truth => (low > 0 || high < 0 ? 1 : low === 0 && high === 0 ? 0 : null);

const verdict = (found: Truth, middle: number): Series => (found === null ? bent([0, 1], middle) : constant(found));

const comparison =
  (isTrue: (difference: Interval) => Truth, at: (difference: number) => boolean) =>
  (a: Series, b: Series): Series => {
    const difference = sum(a, negated(b));
    return verdict(isTrue(difference.coefficients[0]!), at(difference.middle) ? 1 : 0);
  };

const opposite = (found: Truth): Truth => (found === null ? null : found === 1 ? 0 : 1);
const below = ([low, high]: Interval): Truth => (high < 0 ? 1 : low >= 0 ? 0 : null);
const atMost = ([low, high]: Interval): Truth => (high <= 0 ? 1 : low > 0 ? 0 : null);

export const PIECEWISE: ReadonlyMap<string, (a: Series, b: Series) => Series> = new Map([
  ["abs", absolute],
  ["sign", stairs(Math.sign)],
  ["step", stairs((x) => (x >= 0 ? 1 : 0))],
  ["floor", stairs(Math.floor)],
  ["<", comparison(below, (x) => x < 0)],
  ["<=", comparison(atMost, (x) => x <= 0)],
  [
    ">",
    comparison(
      (x) => opposite(atMost(x)),
      (x) => x > 0,
    ),
  ],
  [
    ">=",
    comparison(
      (x) => opposite(below(x)),
      (x) => x >= 0,
    ),
  ],
  [
    "==",
    comparison(
      (x) => opposite(truth(x)),
      (x) => x === 0,
    ),
  ],
  ["!=", comparison(truth, (x) => x !== 0)],
  ["!", (a: Series) => verdict(opposite(truth(a.coefficients[0]!)), a.middle === 0 ? 1 : 0)],
  [
    "&&",
    (a: Series, b: Series) => {
      const [p, q] = [truth(a.coefficients[0]!), truth(b.coefficients[0]!)];
      return verdict(p === 0 || q === 0 ? 0 : p === 1 && q === 1 ? 1 : null, a.middle !== 0 && b.middle !== 0 ? 1 : 0);
    },
  ],
  [
    "||",
    (a: Series, b: Series) => {
      const [p, q] = [truth(a.coefficients[0]!), truth(b.coefficients[0]!)];
      return verdict(p === 1 || q === 1 ? 1 : p === 0 && q === 0 ? 0 : null, a.middle !== 0 || b.middle !== 0 ? 1 : 0);
    },
  ],
]);

export function choice(condition: Series, whereTrue: Series, whereFalse: Series): Series {
  const found = truth(condition.coefficients[0]!);
  if (found !== null) return found === 1 ? whereTrue : whereFalse;
  const middle = condition.middle !== 0 ? whereTrue.middle : whereFalse.middle;
  return bent(hull(whereTrue.coefficients[0]!, whereFalse.coefficients[0]!), middle);
}
