import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

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
  entryPoints: ["src/cli/main.ts", "src/cli/process/commandThread.ts", "src/sweep/ensembleWorker.ts"],
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
  // Its threads load a file of its own.
  external: ["piscina"],
  // What packages in the older format ask for.
  banner: { js: `import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);` },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
writeFileSync(join(folder, "third-party-licenses.txt"), licenses(Object.keys(metafile.inputs)));

/** The licences of the packages that stand in the files, which have to come with them. */
function licenses(inputs: readonly string[]): string {
  const packages = new Set(
    inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  return [...packages].sort().map(licenseOf).join("\n\n");
}

function licenseOf(path: string): string {
  const place = join(root, path);
  const { name, version, license } = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const file = readdirSync(place).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file === undefined ? "" : readFileSync(join(place, file), "utf8").trim()}\n`;
}
