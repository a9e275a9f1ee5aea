import { InputError } from "../../core/errors.ts";
import { inCode, type Named } from "../selectRoads.ts";

const MAXIMUM_TIMES = 1_000_000;

/** Digits of a multiple of the interval: 3 x 0.1 is 0.3 for whoever reads it. */
const DIGITS = 12;

/**
 * 0, every, 2 every, ..., to; the last interval is shorter where `to` is no multiple of `every`. Throws InputError where they
 * are not positive, or there are more than a million times.
 */
export function timeGrid(to: number, every: number, named: Named = inCode): readonly number[] {
  requirePositive(named("to"), to);
  requirePositive(named("every"), every);
  const intervals = Math.ceil((to / every) * (1 - 10 ** -DIGITS));
  if (intervals >= MAXIMUM_TIMES) {
    throw new InputError({
      what: `${named("every")} ${every} up to ${named("to")} ${to} gives ${intervals + 1} times, above ${MAXIMUM_TIMES}`,
      remedy: `give a larger ${named("every")}`,
      value: every,
      limit: to / MAXIMUM_TIMES,
    });
  }
  return Array.from({ length: intervals + 1 }, (_, k) =>
    k === intervals ? to : Number((k * every).toPrecision(DIGITS)),
  );
}

/** Throws InputError for a time that is not above 0; `name` is what messages call it. */
function requirePositive(name: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new InputError({ what: `${name} is ${value}, not above 0`, remedy: "give a time > 0", value, limit: 0 });
}
