/** All numbers from the first to the second; infinite where nothing is known. */
export type Interval = readonly [low: number, high: number];

export const everything: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** NaN is what inf - inf and 0 inf leave: nothing is known then. */
const interval = (low: number, high: number): Interval =>
  Number.isNaN(low) || Number.isNaN(high) ? everything : [low, high];

export const hull = (a: Interval, b: Interval): Interval => interval(Math.min(a[0], b[0]), Math.max(a[1], b[1]));

/** What both hold; either where they seem to have nothing in common, as rounding can make of it. */
export function meet(a: Interval, b: Interval): Interval {
  const low = Math.max(a[0], b[0]);
  const high = Math.min(a[1], b[1]);
  return low <= high ? [low, high] : a;
}

export const contains = ([low, high]: Interval, value: number): boolean => low <= value && value <= high;

export const isFiniteInterval = ([low, high]: Interval): boolean => Number.isFinite(low) && Number.isFinite(high);

export const add = (a: Interval, b: Interval): Interval => interval(a[0] + b[0], a[1] + b[1]);

export const scale = (a: Interval, factor: number): Interval =>
  factor >= 0 ? interval(factor * a[0], factor * a[1]) : interval(factor * a[1], factor * a[0]);

export function multiply(a: Interval, b: Interval): Interval {
  // Exact zeros stay zeros beside what is unbounded: a coefficient that is not there.
  if ((a[0] === 0 && a[1] === 0) || (b[0] === 0 && b[1] === 0)) return [0, 0];
  const [p, q, r, s] = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]];
  return interval(Math.min(p, q, r, s), Math.max(p, q, r, s));
}

export function divide(a: Interval, b: Interval): Interval {
  return contains(b, 0) ? everything : multiply(a, [1 / b[1], 1 / b[0]]);
}

/** Of a function that goes up everywhere. */
export const rising = (call: (x: number) => number, a: Interval): Interval => interval(call(a[0]), call(a[1]));

/** x^n for a whole n >= 0. */
export function wholePower([low, high]: Interval, n: number): Interval {
  const [a, b] = [low ** n, high ** n];
  if (n % 2 === 1) return interval(a, b);
  return interval(contains([low, high], 0) ? (n === 0 ? 1 : 0) : Math.min(a, b), Math.max(a, b));
}

export function cosine([low, high]: Interval): Interval {
  if (!(high - low < 2 * Math.PI)) return [-1, 1];
  const [a, b] = [Math.cos(low), Math.cos(high)];
  // cos is 1 at even multiples of pi, and -1 at odd ones.
  const first = Math.ceil(low / Math.PI);
  const last = Math.floor(high / Math.PI);
  const holds = (parity: number): boolean => first <= last && (last > first || Math.abs(first % 2) === parity);
  return interval(holds(1) ? -1 : Math.min(a, b), holds(0) ? 1 : Math.max(a, b));
}

export const sine = (a: Interval): Interval => cosine([a[0] - Math.PI / 2, a[1] - Math.PI / 2]);
