import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Plugin } from "esbuild";

/*
 * Modules of the library that the explorer imports through others and never calls, since it gives none of the options that lead there. In its bundle their
 * functions throw.
 */

/** Files, and folders with a slash, in src/. */
const UNREACHED: readonly string[] = [
  // scheme: "fluxCorrection", and what only trajectories need.
  "fem/positive/",
  "sde/",
  // An option `from` of steady states.
  "roads/limit/",
  // Meshes by other names, and those that users bring.
  "mesh/sphere/delaunay.ts",
  "mesh/sphere/fibonacci.ts",
  "mesh/sphere/adopt.ts",
  "mesh/ball/adopt.ts",
];

/** @param source folder of the sources */
export const unreached = (source: string): Plugin => ({
  name: "unreached",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const name = relative(source, path).replaceAll("\\", "/");
      if (!UNREACHED.some((one) => (one.endsWith("/") ? name.startsWith(one) : name === one))) return null;
      const names = exportsOf(readFileSync(path, "utf8"));
      const lines = names.map(
        (one) => `export const ${one} = () => { throw new Error("${name} is not in this bundle"); };`,
      );
      return { contents: lines.join("\n"), loader: "ts" };
    });
  },
});

/** Names of the values that a module exports by declarations, which is all that sources of the library do. */
const exportsOf = (text: string): string[] =>
  [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name]) => name!);
