import { InputError } from "../../core/errors.ts";
import { inCode, type Named } from "../selectRoads.ts";

/** A range of frequencies. */
export interface FrequencyRange {
  readonly from: number;
  readonly to: number;
  /** At least 2, or 1 where both ends are the same. */
  readonly points: number;
}

const MOST_POINTS = 100_000;

/** Digits of a frequency: -3 + 3 x 0.1 is -2.7 for whoever reads it. */
const DIGITS = 12;

/** Evenly spaced frequencies, both ends among them. Throws InputError where the range is none. */
export function frequencyGrid({ from, to, points }: FrequencyRange, named: Named = inCode): readonly number[] {
  if (!(to > from || (to === from && points === 1))) {
    throw new InputError({
      what: `${named("from")} ${from} is not below ${named("to")} ${to}`,
      remedy: "give the lowest frequency first",
      value: from,
      limit: to,
    });
  }
  const least = to === from ? 1 : 2;
  if (!(Number.isInteger(points) && points >= least && points <= MOST_POINTS)) {
    throw new InputError({
      what: `${named("points")} is ${points}, not a whole number from ${least} to ${MOST_POINTS}`,
      remedy: `write it as in ${named("points")} 400`,
      value: points,
      limit: MOST_POINTS,
    });
  }
  return Array.from({ length: points }, (_, k) => {
    if (k === 0) return from;
    return k === points - 1 ? to : Number((from + (k * (to - from)) / (points - 1)).toPrecision(DIGITS));
  });
}
