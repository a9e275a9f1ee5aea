import { InputError } from "../../core/errors.ts";
import { losesInteger } from "../../core/exactInteger.ts";
import type { MoebiusGrading } from "../../mesh/mesh.ts";
import type { CostLimits } from "../../roads/choice.ts";

/** The number in the text of an option. Throws InputError for anything that is not one finite number. */
export function numberOption(option: string, text: string, example: string): number {
  const value = Number(text);
  if (losesInteger(text, value)) throw roundedInteger(option, text, value);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InputError({
    what: `${option} is "${text}", not a number`,
    remedy: `write it as in ${option} ${example}`,
    value: text,
  });
}

/** What a method may be predicted to take, from --max-seconds and --max-memory. */
export function limitsOf(flags: { readonly maxSeconds?: string; readonly maxMemory?: string }): Partial<CostLimits> {
  const { maxSeconds, maxMemory } = flags;
  return {
    ...(maxSeconds === undefined ? {} : { seconds: positiveOption("--max-seconds", maxSeconds, "600") }),
    ...(maxMemory === undefined ? {} : { bytes: 2 ** 20 * positiveOption("--max-memory", maxMemory, "4096") }),
  };
}

/** A number above 0. Throws InputError for anything else. */
export function positiveOption(option: string, text: string, example: string): number {
  const value = numberOption(option, text, example);
  if (value > 0) return value;
  throw new InputError({
    what: `${option} is ${value}, not above 0`,
    remedy: `write it as in ${option} ${example}`,
    value,
    limit: 0,
  });
}

/** "x,y,z:scale": the centre and the scale of a grading, on the sphere or in the ball. Throws InputError for another form. */
export function gradingOption(text: string): MoebiusGrading {
  const numbers = /^([^,:]+),([^,:]+),([^,:]+):([^,:]+)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (numbers.length === 4 && numbers.every(Number.isFinite)) {
    const [x, y, z, scale] = numbers as [number, number, number, number];
    return { centre: [x, y, z], scale };
  }
  throw new InputError({
    what: `--grade is "${text}", not a direction and a scale`,
    remedy: "write it as in --grade 0,-0.5,0.866:16",
    value: text,
  });
}

const roundedInteger = (option: string, text: string, value: number): InputError =>
  new InputError({
    what: `${option} is ${text}, which no double holds: it would become ${value}`,
    remedy: "give a whole number up to 2^53 = 9007199254740992",
    value: text,
    limit: 2 ** 53,
  });
