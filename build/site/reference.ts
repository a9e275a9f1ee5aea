import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The reference of all exports as pages of the book, in docs/api, as `npm run docs:api` writes it. Rejects where typedoc warns. */
export function makeReference(): Promise<void> {
  return new Promise((resolve, reject) => {
    const argv = [join(root, "node_modules/typedoc/bin/typedoc")];
    const typedoc = spawn(process.execPath, argv, { cwd: root, stdio: "inherit" });
    typedoc.on("error", reject);
    typedoc.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`typedoc ended with ${code}`))));
  });
}
