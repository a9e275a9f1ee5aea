import { rmSync } from "node:fs";
import type { SweepRow } from "../../sweep/row.ts";
import type { SweepOptions } from "../../sweep/sweep.ts";
import { resolveTarget } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";
import { whileWriting } from "../files/writeLock.ts";
import type { SweepFormat } from "./formats.ts";
import type { Journal } from "./journal.ts";
import { failureLines } from "./summary.ts";

/** Writes the table, and removes the rows that it holds. */
export async function finish(
  out: string,
  journal: string,
  format: SweepFormat,
  { header, rows }: Journal,
): Promise<void> {
  const text = await format(header, rows);
  whileWriting(() => {
    writeFiles([{ path: out, text }]);
    rmSync(resolveTarget(journal).path, { force: true });
  });
}

/** What was written, and what failed. */
export function writtenText(path: string, rows: readonly SweepRow[]): string {
  const failures = failureLines(rows);
  const failed = rows.filter((row) => "error" in row).length;
  const count = `${rows.length} point${rows.length === 1 ? "" : "s"}${failed === 0 ? "" : `, ${failed} of them failed`}`;
  return `${[`Wrote ${path}: ${count}`, ...failures].join("\n")}\n`;
}

/** Where rows are kept until they are all there. */
export const journalPath = (out: string, shard: SweepOptions["shard"] | null): string =>
  shard == null ? `${out}.part` : `${out}.${shard.part}-of-${shard.of}.part`;
