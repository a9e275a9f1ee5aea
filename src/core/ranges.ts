/** Digits of a value between the ends: 0.1 and not 0.1 with the rounding of a division. */
const DIGITS = 12;

/** `count` values from `first` to `last`, equal distances apart; one value is `first`. */
export const linearRange = (first: number, last: number, count: number): number[] =>
  range(first, last, count, (k) => first + ((last - first) * k) / (count - 1));

/** `count` values from `first` to `last`, both of one sign, equal ratios apart; one value is `first`. */
export const logarithmicRange = (first: number, last: number, count: number): number[] =>
  range(first, last, count, (k) => first * (last / first) ** (k / (count - 1)));

function range(first: number, last: number, count: number, at: (k: number) => number): number[] {
  return Array.from({ length: count }, (_, k) => {
    if (k === 0) return first;
    return k === count - 1 ? last : Number(at(k).toPrecision(DIGITS));
  });
}
