/** A value with the decimals that its error leaves meaningful, "0.8697765084 ± 3.1e-10" in two parts. */
export interface ValueText {
  readonly value: string;
  readonly error: string;
}

/** Beyond these a number of order 1, and of any size, has no further digits in a double. */
const MAXIMUM_DECIMALS = 15;
const MAXIMUM_DIGITS = 16;

/** Sizes between these are read more easily without an exponent. */
const SMALLEST_IN_FULL = 1e-4;
const LARGEST_IN_FULL = 1e7;

/** `estimate` of the absolute error; 0 means exact. The last digit shown is at the place of the estimate's first. */
export function valueWithError(value: number, estimate: number): ValueText {
  return {
    value: knownDigits(value, estimate),
    error: estimate > 0 ? `± ${estimate.toExponential(1)}` : "exact",
  };
}

/** How many decimals and digits of a number there is room for. */
export interface DigitLimits {
  readonly leastDecimals?: number;
  readonly mostDecimals?: number;
  /** With an exponent. */
  readonly mostDigits?: number;
}

/** Of numbers whose further digits are in a file. */
export const READABLE_DIGITS: DigitLimits = { mostDecimals: 10, mostDigits: 8 };

/** The digits of a value that its error leaves meaningful; with an exponent where leading or trailing zeros would take their place. */
export function knownDigits(value: number, estimate: number, limits: DigitLimits = {}): string {
  const { leastDecimals = 0, mostDecimals = MAXIMUM_DECIMALS, mostDigits = MAXIMUM_DIGITS } = limits;
  const size = Math.abs(value);
  const known = size > 0 && size > estimate && size < Number.POSITIVE_INFINITY;
  if (known && (size < SMALLEST_IN_FULL || size >= LARGEST_IN_FULL)) {
    const places = estimate > 0 ? Math.ceil(-Math.log10(estimate)) : Number.POSITIVE_INFINITY;
    const digits = places + Math.floor(Math.log10(size)) + 1;
    return withExponent(value, Math.max(1, Math.min(mostDigits, digits)));
  }
  return fixed(value, Math.max(leastDecimals, Math.min(mostDecimals, decimalsOf(estimate))));
}

const withExponent = (value: number, digits: number): string => value.toExponential(digits - 1).replace("e+", "e");

/** How many decimals an error leaves meaningful. */
export const decimalsOf = (estimate: number): number =>
  estimate > 0 ? Math.max(0, Math.min(MAXIMUM_DECIMALS, Math.ceil(-Math.log10(estimate)))) : MAXIMUM_DECIMALS;

/** Fixed decimals, without the sign of a zero. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}

/**
 * Text in columns, two blanks apart. Columns named in `decimal` are aligned at the decimal point, the others on the left.
 * No blanks at the end of a line.
 */
export function alignColumns(rows: readonly (readonly string[])[], decimal: readonly number[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const padded = rows.map((row) => [...row]);
  for (let column = 0; column < columns; column++) {
    if (decimal.includes(column)) alignPoints(padded, column);
    const width = Math.max(...padded.map((row) => row[column]?.length ?? 0));
    for (const row of padded) if (row[column] !== undefined) row[column] = row[column].padEnd(width);
  }
  return padded.map((row) => row.join("  ").trimEnd());
}

/** Most characters of a line: a terminal of 80 columns holds it. */
const LINE_LENGTH = 79;

export const fitsLine = (text: string): boolean => text.length <= LINE_LENGTH;

/** Names and what is known of them in two columns. A text too long for its line goes on below, behind a comma or a semicolon where there is one. */
export function factLines(facts: readonly (readonly string[])[]): string[] {
  const room = LINE_LENGTH - 2 - Math.max(...facts.map(([name]) => name!.length));
  const rows = facts.flatMap(([name, text]) => fold(text!, room).map((line, k) => [k === 0 ? name! : "", line]));
  return alignColumns(rows, []);
}

/**
 * Lines of at most `room` characters: at commas outside brackets, else between words, as what is longer than two lines is. A text that has its own lines
 * keeps them.
 */
function fold(text: string, room: number): string[] {
  if (text.length <= room || text.includes("\n")) return [text];
  if (text.length > 2 * room) return fill(text.split(" "), room);
  const parts = text.split(/(?<=[,;]) (?![^(]*\))/);
  return fill(
    parts.flatMap((part) => (part.length <= room ? [part] : fill(part.split(" "), room))),
    room,
  );
}

/** As many parts on a line as there is room for. */
function fill(parts: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + part.length <= room) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  return lines;
}

/** Only cells that are numbers take part; a heading stays where it is. */
function alignPoints(rows: string[][], column: number): void {
  const numeric = rows.filter((row) => /^-?\d+(\.\d+)?(e-?\d+)?$/.test(row[column] ?? ""));
  const before = (text: string): number => /^-?\d+/.exec(text)![0].length;
  const width = Math.max(0, ...numeric.map((row) => before(row[column]!)));
  for (const row of numeric) row[column] = " ".repeat(width - before(row[column]!)) + row[column]!;
}

/**
 * JSON with a key a line and lists on one line. Throws RangeError for a number that JSON cannot hold: it would turn into
 * null without a word.
 */
export function toJson(value: unknown, indent = ""): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`${value} in a JSON report`);
  if (Array.isArray(value)) return `[${value.map((entry) => toJson(entry, indent)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${toJson(entry, inner)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}

/** "relaxationGap" as a column of numbers is called: relaxation_gap. */
export const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
