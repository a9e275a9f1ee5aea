/** A value with the decimals that its error leaves meaningful, "0.8697765084 ± 3.1e-10" in two parts. */
export interface ValueText {
  readonly value: string;
  readonly error: string;
}

/** Beyond this a number of order 1 has no further digits in a double. */
const MAXIMUM_DECIMALS = 15;

/** `estimate` of the absolute error; 0 means exact. The last decimal shown is that of the estimate's first digit. */
export function valueWithError(value: number, estimate: number): ValueText {
  const decimals = estimate > 0 ? Math.ceil(-Math.log10(estimate)) : MAXIMUM_DECIMALS;
  return {
    value: fixed(value, Math.max(0, Math.min(MAXIMUM_DECIMALS, decimals))),
    error: estimate > 0 ? `± ${estimate.toExponential(1)}` : "exact",
  };
}

/** Fixed decimals, without the sign of a zero. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}

/** A few significant digits, in whichever notation is shorter: "47.3", "3.2e-9". */
export function brief(value: number, digits = 3): string {
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e6) return String(Number(value.toPrecision(digits)));
  return value.toExponential(digits - 1).replace(/\.?0*e\+?/, "e");
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

/** Only cells that are numbers take part; a heading stays where it is. */
function alignPoints(rows: string[][], column: number): void {
  const numeric = rows.filter((row) => /^-?\d+(\.\d+)?$/.test(row[column] ?? ""));
  const before = (text: string): number => (text.includes(".") ? text.indexOf(".") : text.length);
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
