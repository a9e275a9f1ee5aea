export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What a reader must know of the figures; one paragraph each. */
  readonly notes?: readonly string[];
}

/** Numbers to the right under their heading; the first column to the left. */
export function markdownTable({ title, columns, rows, notes = [] }: Table): string {
  const widths = columnWidths([columns, ...rows]);
  const line = (cells: readonly string[]): string => `| ${align(cells, widths).join(" | ")} |`;
  const rule = widths.map((width, k) => (k === 0 ? `${"-".repeat(width)}-` : `-${"-".repeat(Math.max(width, 1))}`));
  const ruled = rule.map((dashes, k) => (k === 0 ? dashes : `${dashes}:`)).join("|");
  const body = rows.length === 0 ? [] : [line(columns), `|-${ruled}|`, ...rows.map(line)];
  return [`**${title}**`, ...notes, body.join("\n")].filter((part) => part !== "").join("\n\n");
}

export function plainTable({ title, columns, rows, notes = [] }: Table): string {
  const widths = columnWidths([columns, ...rows]);
  const line = (cells: readonly string[]): string => align(cells, widths).join("   ").trimEnd();
  const body = rows.length === 0 ? [] : [line(columns), ...rows.map(line)];
  return [title, "-".repeat(title.length), ...body, ...notes].join("\n");
}

const columnWidths = (lines: readonly (readonly string[])[]): number[] =>
  lines[0]!.map((_, k) => Math.max(...lines.map((cells) => cells[k]!.length)));

const align = (cells: readonly string[], widths: readonly number[]): string[] =>
  cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)));

/** Three significant digits. */
export const showSeconds = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return "-";
  if (seconds >= 100) return seconds.toFixed(0);
  return seconds >= 1 ? seconds.toPrecision(3) : seconds.toFixed(seconds < 0.01 ? 4 : 3);
};

export const showMegabytes = (megabytes: number): string => (Number.isFinite(megabytes) ? megabytes.toFixed(0) : "-");

export const showError = (error: number): string => (Number.isFinite(error) ? error.toExponential(1) : "-");

export const showCount = (count: number): string => count.toLocaleString("en-US");
