import { z } from "zod";
import type { CheckParameters } from "./issues.ts";

/** What is wrong with a value, or null. */
export type Check<Value> = (value: Value) => CheckParameters | null;

/** A check of this library as one of zod's, with its words as `params`: see `explainIssues`. */
export function checkedBy<Value>(check: Check<Value>): z.core.CheckFn<Value> {
  return (context) => {
    const parameters = check(context.value);
    if (parameters === null) return;
    const message = `${parameters.what}; ${parameters.remedy}`;
    const path = [...(parameters.path ?? [])];
    context.issues.push({ code: "custom", input: context.value, message, path, params: { ...parameters } });
  };
}

/** A finite number (zod admits no other) for which `check` finds nothing wrong. -0 becomes 0, so that equal models print equal. */
export function checkedNumber(check: Check<number>) {
  return z
    .number()
    .check(checkedBy(check))
    .transform((value) => value + 0);
}

/** A vector of three finite numbers for which `check` finds nothing wrong. */
export function checkedVector(check: Check<readonly [number, number, number]> = () => null) {
  const component = () => checkedNumber(() => null);
  return z.tuple([component(), component(), component()]).check(checkedBy(check));
}
