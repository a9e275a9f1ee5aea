import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { licenses } from "./licenses.ts";
import { pageModules } from "./pageModules.ts";
import { unreached } from "./unreached.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "src", "explorer");

/**
 * The explorer in a folder, as static files that any web server can serve: the page with its style, and the workers, which share what both need of the
 * library. Returns the modules that each script holds bytes of.
 */
export async function buildExplorerPage(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/explorer/main.ts", "src/explorer/worker.ts", "src/explorer/style.css"],
    entryNames: "[name]",
    chunkNames: "[name]-[hash]",
    outdir: folder,
    ...pageModules,
    metafile: true,
    plugins: [unreached(join(root, "src"))],
  });
  for (const file of ["index.html", "icon.svg"]) copyFileSync(join(source, file), join(folder, file));
  writeFileSync(join(folder, "third-party-licenses.txt"), licenses(root, Object.keys(metafile.inputs)));
  return new Map(
    Object.entries(metafile.outputs).map(([path, { inputs }]) => [
      path.slice(path.lastIndexOf("/") + 1),
      Object.entries(inputs).flatMap(([name, { bytesInOutput }]) => (bytesInOutput > 0 ? [name] : [])),
    ]),
  );
}
