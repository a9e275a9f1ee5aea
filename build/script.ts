import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import packageJson from "../package.json" with { type: "json" };
import { licenses } from "./licenses.ts";

/*
 * The library for pages without a bundler: a script that defines `blochfem`, which holds what the root and all subpaths but that of threads export.
 * A name that two of them give to different things fails the build.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = Object.keys(packageJson.exports)
  .filter((path) => path !== "./package.json" && path !== "./sweep")
  .map((path) => `./src${path.slice(1)}/index.ts`);

const { metafile } = await build({
  absWorkingDir: root,
  stdin: {
    contents: sources.map((source) => `export * from "${source}";`).join("\n"),
    resolveDir: root,
    sourcefile: "script.ts",
    loader: "ts",
  },
  outfile: packageJson.unpkg,
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "blochfem",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  logOverride: { "ambiguous-reexport": "error" },
});
writeFileSync(
  join(root, dirname(packageJson.unpkg), "third-party-licenses.txt"),
  licenses(root, Object.keys(metafile.inputs)),
);
