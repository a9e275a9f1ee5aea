import { extname } from "node:path";
import { InputError } from "../../core/errors.ts";
import { npzBytes, tableArrays } from "../../io/numpy/npz.ts";
import { csvText } from "../../io/table.ts";
import type { SweepRow } from "../../sweep/row.ts";
import { tableOf } from "./columns.ts";
import { lineOf, type SweepHeader } from "./journal.ts";

/** What a finished sweep is written as. */
export type SweepFormat = (header: SweepHeader, rows: readonly SweepRow[]) => string | Promise<Uint8Array>;

const FORMATS: Readonly<Record<string, SweepFormat>> = {
  ".csv": (header, rows) => csvText(tableOf(header, rows).columns),
  ".npz": (header, rows) => npzBytes(tableArrays(tableOf(header, rows).columns)),
  ".jsonl": (_, rows) => rows.map((row) => `${lineOf(row)}\n`).join(""),
};

/** The format of a file by the end of its name. Throws InputError for any other. */
export function formatOf(path: string): SweepFormat {
  const end = extname(path).toLowerCase();
  if (Object.hasOwn(FORMATS, end)) return FORMATS[end]!;
  const names = Object.keys(FORMATS);
  throw new InputError({
    what: `--out ${path} ends in none of ${names.join(", ")}`,
    remedy:
      "name a file that does: a table for anything, arrays for numpy, or an object a line with all that was found",
    value: path,
    limit: names,
  });
}
