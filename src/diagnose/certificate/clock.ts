import { InputError } from "../../core/errors.ts";

/**
 * How many of the seconds for a certificate are left, counted from now on.
 *
 * @throws InputError for what is no number from 0 on
 */
export function clock(seconds: number): () => number {
  if (!(seconds >= 0)) {
    throw new InputError({
      what: `${seconds} seconds are given for a certificate`,
      remedy: "give a number from 0 on",
      value: seconds,
      limit: 0,
    });
  }
  const end = performance.now() + 1000 * seconds;
  return () => (end - performance.now()) / 1000;
}
