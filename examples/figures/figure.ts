import type { SvgTheme } from "../../src/plot/theme.ts";

/** A computed figure: drawing it needs no more computation, so that every theme shows the same numbers. */
export interface Figure {
  /** File name without theme and extension. */
  readonly name: string;
  readonly draw: (theme: SvgTheme) => string;
  /** What was computed and chosen, to be read beside the picture. */
  readonly table: readonly string[];
}

/** Rows of cells as lines with aligned columns: the first column to the left, numbers to the right. */
export function alignedTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "),
  );
}
