import type { Field } from "./drive.ts";
import { gradedStops } from "./smoothPieces.ts";

/** Parts of an interval between which a function is looked at in any case. */
const FIRST_SAMPLES = 1024;

/** What is narrower than this share of an interval and falls between samples is not seen. */
export const NARROWEST_SHARE = 1e-6;

/** Deviation from a straight line, in units of the largest value, at which a part is halved. */
const STRAIGHT = 1e-3;

/**
 * Times strictly between `from` and `to` at which steps should end in a field of which nothing is known but its values. It is
 * sampled, finer where it bends: unlike a formula it can hide what is narrower than a thousandth of the interval.
 */
export function sampledStops(field: Field, from: number, to: number): readonly number[] {
  if (!(to > from)) return [];
  const ends: number[] = [];
  const narrowest = (to - from) * NARROWEST_SHARE;
  const at = (k: number): number => (k === FIRST_SAMPLES ? to : from + ((to - from) * k) / FIRST_SAMPLES);
  const first = Array.from({ length: FIRST_SAMPLES + 1 }, (_, k) => field(at(k)));
  const largest = first.reduce((most, value) => Math.max(most, ...value.map(Math.abs)), 0);
  const refine = (a: number, b: number, atA: ReturnType<Field>, atB: ReturnType<Field>): void => {
    const middle = a / 2 + b / 2;
    const seen = field(middle);
    const isStraight = seen.every((value, k) => Math.abs(value - (atA[k]! + atB[k]!) / 2) <= STRAIGHT * largest);
    if (isStraight || b - a <= narrowest) {
      ends.push(b);
      return;
    }
    refine(a, middle, atA, seen);
    refine(middle, b, seen, atB);
  };
  for (let k = 0; k < FIRST_SAMPLES; k++) refine(at(k), at(k + 1), first[k]!, first[k + 1]!);
  // Where the field is straight all over the samples are no reason to stop.
  return ends.length === FIRST_SAMPLES ? [] : gradedStops(from, ends);
}
