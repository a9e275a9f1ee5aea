/** What a cell of a table may hold; null where there is nothing. */
export type Cell = number | string | boolean | null;

/** A column: `cells` has one entry a row. */
export interface TableColumn {
  readonly key: string;
  readonly cells: readonly Cell[];
}

/**
 * A table as CSV: RFC 4180, with the line breaks of Unix. Numbers read back to the same bits; null is an empty cell.
 *
 * @param columns of equal length, one at least
 */
export function csvText(columns: readonly TableColumn[]): string {
  const rows = columns[0]!.cells.length;
  const lines = Array.from({ length: rows }, (_, k) => columns.map(({ cells }) => cellText(cells[k]!)).join(","));
  return `${[columns.map(({ key }) => cellText(key)).join(","), ...lines].join("\n")}\n`;
}

function cellText(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
