import { cpus } from "node:os";
import { readOptions } from "./options.ts";
import { withoutPeers } from "./peers.ts";
import type { BenchContext } from "./section.ts";
import { markdownTable, plainTable } from "./table.ts";

const { sections, markdown, quick, rounds, peers } = readOptions(process.argv.slice(2));
const show = markdown ? markdownTable : plainTable;
const heading = (text: string): string => (markdown ? `### ${text}` : `${text}\n${"=".repeat(text.length)}`);

console.log(`Node ${process.version}, ${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores.`);
if (peers === null) console.log(`\n${withoutPeers}`);
for (const { name, title, run } of sections) {
  const progress: BenchContext["progress"] = (what) => process.stderr.write(`${name}: ${what}\n`);
  const tables = await run({ quick, rounds, peers, progress });
  console.log(["", heading(title), ...tables.map(show)].join("\n\n"));
}
