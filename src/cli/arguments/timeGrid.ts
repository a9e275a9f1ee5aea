import { InputError } from "../../core/errors.ts";
import { numberOption, positiveOption } from "./common.ts";

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
export const maximumStepOption = (text: string): number => positiveOption("--max-step", text, "0.01");
