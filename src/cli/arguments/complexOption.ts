import { InputError } from "../../core/errors.ts";

const NUMBER = "(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?";
const REAL = new RegExp(`^([+-]?${NUMBER})$`);
const IMAGINARY = new RegExp(`^([+-]?)(${NUMBER})?\\*?[ij]$`);
const BOTH = new RegExp(`^([+-]?${NUMBER})([+-])(${NUMBER})?\\*?[ij]$`);

/** Real and imaginary part of "1.0i", "-0.5+1.0i", "2" or "-i". Throws InputError for anything else. */
export function placeOption(option: string, text: string): readonly [number, number] {
  const compact = text.replace(/\s+/g, "");
  const place = parsed(compact);
  if (place?.every(Number.isFinite)) return place;
  throw new InputError({
    what: `${option} is ${JSON.stringify(text)}, not a complex number`,
    remedy: `write it as in ${option} 1.0i, ${option} -0.5+1.0i or ${option} -2`,
    value: text,
  });
}

function parsed(text: string): readonly [number, number] | null {
  const real = REAL.exec(text);
  if (real !== null) return [Number(real[1]), 0];
  const imaginary = IMAGINARY.exec(text);
  if (imaginary !== null) return [0, Number(`${imaginary[1]}${imaginary[2] ?? "1"}`)];
  const both = BOTH.exec(text);
  if (both !== null) return [Number(both[1]), Number(`${both[2]}${both[3] ?? "1"}`)];
  return null;
}
