import { InputError } from "../core/errors.ts";

/** @throws InputError where the trace is not 1 within 1e-10 */
export function requireTrace(found: number): void {
  if (Math.abs(found - 1) <= 1e-10) return;
  throw new InputError({
    what: `the trace of the density matrix is ${found}, not 1`,
    remedy: "divide it by its trace",
    value: found,
    limit: 1,
  });
}
