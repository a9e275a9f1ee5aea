import { renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readyFiles } from "./catalogue.ts";

// Under a temporary name first: a reader never meets half a file.
for (const { file, text } of readyFiles()) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  console.log(`${file}: ${text.length} characters`);
}
