import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { licenses } from "./licenses.ts";

/*
 * The command line as a few files instead of some hundred: finding, reading and linking them was most of the time until a
 * command began. A command that is loaded when it is asked for stays a file of its own.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "dist", "cli");

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  // Threads load a file by its name, which stands beside the one that starts them.
  entryPoints: [
    "src/cli/main.ts",
    "src/cli/process/commandThread.ts",
    "src/sweep/ensembleWorker.ts",
    "src/sweep/sweepWorker.ts",
  ],
  entryNames: "[name]",
  chunkNames: "[name]-[hash]",
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // Identifiers stay: a trace has to be read.
  minifySyntax: true,
  minifyWhitespace: true,
  // Its threads load a file of its own; the other is native, and may not be there.
  external: ["piscina", "@resvg/resvg-js"],
  // What packages in the older format ask for.
  banner: { js: `import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);` },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
writeFileSync(join(folder, "third-party-licenses.txt"), licenses(root, Object.keys(metafile.inputs)));
