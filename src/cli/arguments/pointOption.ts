import { InputError } from "../../core/errors.ts";

/** "x,y,z" as three numbers. Throws InputError for another form. */
export function pointOption(option: string, text: string): readonly [number, number, number] {
  const parts = text.split(",");
  const numbers = parts.map(Number);
  if (numbers.length === 3 && numbers.every(Number.isFinite) && parts.every((part) => part.trim() !== "")) {
    return numbers as unknown as readonly [number, number, number];
  }
  throw new InputError({
    what: `${option} is "${text}", not three numbers`,
    remedy: `write it as in ${option} 1,0,0`,
    value: text,
  });
}
