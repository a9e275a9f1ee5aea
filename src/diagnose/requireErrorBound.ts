import { InputError } from "../core/errors.ts";

/** @throws InputError for a bound that is negative or no number */
export function requireErrorBound(error: number): void {
  if (error >= 0 && Number.isFinite(error)) return;
  throw new InputError({
    what: `${error} is no bound of an error`,
    remedy: "give a number from 0 on",
    value: error,
    limit: 0,
  });
}
