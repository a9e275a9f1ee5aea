import { InputError } from "../core/errors.ts";

/** @throws InputError where the two numbers of spins differ */
export function requireSameSpins(expected: number, found: number): void {
  if (expected === found) return;
  throw new InputError({
    what: `the state has ${found} spins and the model ${expected}`,
    remedy: "build the state for the model's number of spins",
    value: found,
    limit: expected,
  });
}
