import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { faultsOf, SIZE_LIMIT, sizeOf } from "./inspect.ts";
import { buildLibrary } from "./library.ts";
import { makeReference } from "./reference.ts";

/*
 * `npm run site`: the book of docs/, the library that its samples import, the reference of all exports and, where it has been built, the explorer, as
 * files that any web server serves, in out/site. `npm run site -- --base /blochfem/` builds it for a folder of a host.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = join(root, "out/site");

const at = process.argv.indexOf("--base");
const base = at < 0 ? "/" : (process.argv[at + 1] ?? "");
if (!/^\/([\w.-]+\/)*$/.test(base)) {
  throw new Error(`--base ${base} is no folder of a host; it begins and ends with a slash, as /blochfem/`);
}

rmSync(site, { recursive: true, force: true });
await makeReference();
await build(join(root, "docs"), { base });
await buildLibrary(join(site, "lib"));
// The picture of the first page is named by its place, not imported.
for (const name of ["cover-light.svg", "cover-dark.svg"]) {
  cpSync(join(root, "docs/gallery", name), join(site, "gallery", name));
}
const explorer = join(root, "dist/explorer");
if (existsSync(join(explorer, "index.html"))) cpSync(explorer, join(site, "explorer"), { recursive: true });
else console.log("Without the explorer: npm run build makes it.");

const faults = faultsOf(site, base);
const size = sizeOf(site);
if (size > SIZE_LIMIT) faults.push(`the site has ${(size / 1e6).toFixed(1)} MB, and the limit is ${SIZE_LIMIT / 1e6}`);
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exitCode = 1;
}
console.log(`out/site: ${(size / 1e6).toFixed(1)} MB`);
