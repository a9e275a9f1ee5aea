import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parts } from "../../docs/.vitepress/theme/parts.ts";
import { pageModules } from "../pageModules.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The library as modules for a page, one for each part that can be imported there; what several need is in files beside them, loaded once. */
export async function buildLibrary(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: parts.map((part) => ({ in: part === "index" ? "src/index.ts" : `src/${part}/index.ts`, out: part })),
    outdir: folder,
    chunkNames: "shared-[hash]",
    ...pageModules,
  });
}
