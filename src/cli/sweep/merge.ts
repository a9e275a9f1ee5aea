import { InputError } from "../../core/errors.ts";
import type { SweepRow } from "../../sweep/row.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { requireWritableFile } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";
import { formatOf } from "./formats.ts";
import { type Journal, readJournal, requireSame } from "./journal.ts";
import { writtenText } from "./output.ts";

/** `blochfem sweep merge`: parts of a sweep as one table. Throws InputError where a point is in none of them. */
export async function runMerge(context: CommandContext, paths: readonly string[], out: string): Promise<void> {
  const format = formatOf(out);
  requireWritableFile(out);
  const { header, rows } = merged(paths);
  writeFiles([{ path: out, text: await format(header, rows) }]);
  context.io.onFact?.({ kind: "written" });
  context.io.writeOut(writtenText(out, rows));
  if (rows.every((row) => "error" in row)) context.setExitCode(EXIT_NUMERICAL);
}

/** The rows of all parts by their index. Throws InputError where they are of several sweeps, or not all of one. */
export function merged(paths: readonly string[]): Journal {
  const parts = paths.map((path) => ({ path, ...readJournal(path) }));
  const [first] = parts;
  const known = new Map<number, SweepRow>();
  for (const { path, header, rows } of parts) {
    requireSame(path, { header, rows }, first!.header);
    for (const row of rows) known.set(row.index, row);
  }
  const { points } = first!.header;
  const missing = points - known.size;
  if (missing > 0) {
    let index = 0;
    while (known.has(index)) index++;
    throw new InputError({
      what: `${missing} of ${points} points are in none of the files, the first is number ${index}`,
      remedy: "run the parts that are missing or were stopped again, with the same --shard, and name all files",
      value: missing,
      limit: points,
    });
  }
  return { header: first!.header, rows: [...known.values()].sort((a, b) => a.index - b.index) };
}
