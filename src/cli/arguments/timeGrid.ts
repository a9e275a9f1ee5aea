import { InputError } from "../../core/errors.ts";
import { numberOption } from "./common.ts";

const MAXIMUM_TIMES = 1_000_000;

/** Digits of a multiple of the interval: 3 x 0.1 is 0.3 for whoever reads it. */
const DIGITS = 12;

/**
 * 0, every, 2 every, ..., to; the last interval is shorter where `to` is no multiple of `every`. Throws InputError where they
 * are not positive, or there are more than a million times.
 */
export function timeGrid(to: number, every: number): readonly number[] {
  requirePositive("--to", to);
  requirePositive("--every", every);
  const intervals = Math.ceil((to / every) * (1 - 10 ** -DIGITS));
  if (intervals >= MAXIMUM_TIMES) {
    throw new InputError({
      what: `--every ${every} up to --to ${to} gives ${intervals + 1} times, above ${MAXIMUM_TIMES}`,
      remedy: "give a larger --every",
      value: every,
      limit: to / MAXIMUM_TIMES,
    });
  }
  return Array.from({ length: intervals + 1 }, (_, k) =>
    k === intervals ? to : Number((k * every).toPrecision(DIGITS)),
  );
}

/** Ascending times from "0.25,1,3". Throws InputError for anything else. */
export function timesOption(option: string, text: string): readonly number[] {
  const times = text.split(",").map((part) => numberOption(option, part, "0.25,1,3"));
  for (const [k, time] of times.entries()) {
    const before = k === 0 ? 0 : times[k - 1]!;
    if (k === 0 ? time >= 0 : time > before) continue;
    throw new InputError({
      what: `${option} is "${text}", which does not ascend from 0 on`,
      remedy: `write it as in ${option} 0.25,1,3`,
      value: text,
      limit: before,
    });
  }
  return times;
}

/** A value of --max-step. Throws InputError where it is no time above 0. */
export function maximumStepOption(text: string): number {
  const step = numberOption("--max-step", text, "0.01");
  requirePositive("--max-step", step);
  return step;
}

function requirePositive(option: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new InputError({ what: `${option} is ${value}, not above 0`, remedy: "give a time > 0", value, limit: 0 });
}
