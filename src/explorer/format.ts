import { numberText } from "../plot/axes/axis.ts";

/* Numbers as they stand on the page. */

/** More are in the files. */
const [MOST_DECIMALS, MOST_DIGITS] = [9, 8];
/** Of numbers without an error. */
const PLAIN_DIGITS = 6;

/** The digits of a value that its error leaves meaningful; the last is at the place of the error's first. Markup. */
export function valueText(value: number, error: number | null): string {
  if (!Number.isFinite(value)) return "–";
  if (error === null) return plainText(value);
  const places = error > 0 ? Math.ceil(-Math.log10(error)) : Number.POSITIVE_INFINITY;
  const size = Math.abs(value);
  const before = size >= 10 ? Math.floor(Math.log10(size)) : 0;
  const decimals = Math.max(0, Math.min(MOST_DECIMALS - before, places));
  if (size >= 1e7 || (size > 0 && size < 1e-4 && size > error)) {
    const digits = Math.max(1, Math.min(MOST_DIGITS, places + Math.floor(Math.log10(size)) + 1));
    return powerText(value.toExponential(digits - 1));
  }
  // Adding 0 makes -0 a 0, before digits are cut off and after.
  const text = value.toFixed(decimals);
  return withMinus(/^-0\.?0*$/.test(text) ? text.slice(1) : text);
}

/** An error, never less than it is: one digit, rounded up. Markup. */
export function errorText(error: number): string {
  if (error === 0) return "exact";
  const exponent = Math.floor(Math.log10(error));
  const digit = Math.ceil(Number((error / 10 ** exponent).toPrecision(12)));
  const [first, power] = digit >= 10 ? [1, exponent + 1] : [digit, exponent];
  if (power >= -2 && power <= 2) return numberText(Number((first * 10 ** power).toPrecision(1)));
  return first === 1 ? `10^{${numberText(power)}}` : `${first}·10^{${numberText(power)}}`;
}

/** A number of which no error is known. Markup. */
export function plainText(value: number, digits = PLAIN_DIGITS): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return powerText(value.toExponential(Math.min(digits, 4) - 1));
  return numberText(Number(value.toPrecision(digits)) + 0);
}

const powerText = (text: string): string => {
  const [mantissa, exponent] = text.split("e") as [string, string];
  return `${withMinus(mantissa)}·10^{${numberText(Number(exponent))}}`;
};

const withMinus = (text: string): string => text.replace("-", "−");

/** Markup as plain text, for where there is none: 10^{−3} is 10⁻³. */
export const withoutMarkup = (markup: string): string =>
  markup
    .replaceAll("*", "")
    .replace(/\^\{([^}]*)\}/g, (_, inside: string) => [...inside].map((one) => SUPERSCRIPTS[one] ?? one).join(""))
    .replace(/_\{([^}]*)\}/g, "$1");

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  "−": "⁻",
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
};
