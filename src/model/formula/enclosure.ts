import { everything, type Interval } from "./interval.ts";

/** Highest Taylor coefficient that is bounded. */
export const ORDER = 8;

/**
 * A function of t on an interval of times, enclosed. For every time tau in it the Taylor coefficient f^(k)(tau)/k! lies in
 * `coefficients[k]`, k = 0 ... ORDER (R. E. Moore, Interval Analysis, 1966, ch. 11), but for rounding, which is not directed.
 */
export interface Series {
  readonly coefficients: readonly Interval[];
  /** At the middle of the interval. */
  readonly middle: number;
  /** Whether f may have a corner or a jump in the interval. Coefficients are then unbounded where it has no derivative. */
  readonly bends: boolean;
}

export const zero: Interval = [0, 0];
export const orders = Array.from({ length: ORDER + 1 }, (_, k) => k);

export const constant = (value: number): Series => ({
  coefficients: orders.map((k) => (k === 0 ? [value, value] : zero)),
  middle: value,
  bends: false,
});

/** A function of which only its range is known, and perhaps that of its slope. */
export const bent = (range: Interval, middle: number, slope: Interval = everything): Series => ({
  coefficients: orders.map((k) => (k === 0 ? range : k === 1 ? slope : everything)),
  middle,
  bends: true,
});

export const combined = (
  parts: readonly Series[],
  middle: number,
  coefficient: (k: number, before: readonly Interval[]) => Interval,
): Series => {
  const coefficients: Interval[] = [];
  for (const k of orders) coefficients.push(coefficient(k, coefficients));
  return { coefficients, middle, bends: parts.some(({ bends }) => bends) };
};

/** sum_{j = from}^{to} (constant + slope j) a_j b_{k - j}. Numbers rather than intervals inside: most of the time is spent here. */
export function convolution(
  a: readonly Interval[],
  b: readonly Interval[],
  k: number,
  [from, to]: readonly [number, number],
  constant = 1,
  slope = 0,
): Interval {
  let low = 0;
  let high = 0;
  for (let j = from; j <= to; j++) {
    const [p, q] = a[j]!;
    const [r, s] = b[k - j]!;
    const weight = constant + slope * j;
    // Exact zeros stay zeros beside what is unbounded: a coefficient that is not there.
    if (weight === 0 || (p === 0 && q === 0) || (r === 0 && s === 0)) continue;
    const [one, two, three, four] = [p * r, p * s, q * r, q * s];
    const least = Math.min(one, two, three, four) * weight;
    const most = Math.max(one, two, three, four) * weight;
    low += weight > 0 ? least : most;
    high += weight > 0 ? most : least;
  }
  return Number.isNaN(low) || Number.isNaN(high) ? everything : [low, high];
}
