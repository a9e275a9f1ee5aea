import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type OutputChunk, type Plugin, type RolldownOptions, rolldown } from "rolldown";
import { licenses } from "./licenses.ts";
import { pageModules } from "./pageModules.ts";
import { withoutUnnamedMethods } from "./unnamedMethods.ts";
import { unreached } from "./unreached.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "src", "explorer");
const ENTRIES = ["main", "worker"] as const;

/** Packages as modules, of which only what is used comes along; their main files are not. */
const alias = Object.fromEntries(
  ["ml-matrix", "ml-sparse-matrix"].map((name) => [name, join(root, "node_modules", name, "src", "index.js")]),
);

/**
 * The explorer in a folder, as static files that any web server can serve: the page with its style, and the workers, which share what both need of the
 * library. It is bundled twice: what is left when methods that nothing names are gone needs less of the rest. Returns the modules that each script holds.
 */
export async function buildExplorerPage(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const whole = await bundled(
    {
      input: Object.fromEntries(ENTRIES.map((name) => [name, join(source, `${name}.ts`)])),
      resolve: { alias },
      plugins: [denseKernel, unreached(root)],
      treeshake: { moduleSideEffects: false },
    },
    false,
  );
  const pruned = new Map(whole.map(({ fileName, code }) => [fileName, withoutUnnamedMethods(code, knowsPackages)]));
  const chunks = await bundled(
    {
      input: Object.fromEntries(ENTRIES.map((name) => [name, `${PRUNED}${name}.js`])),
      plugins: [textsOf(pruned)],
    },
    true,
  );
  for (const { fileName, code } of chunks) writeFileSync(join(folder, fileName), code);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/explorer/style.css"],
    outdir: folder,
    ...pageModules,
    splitting: false,
    metafile: true,
  });
  for (const file of ["index.html", "icon.svg"]) copyFileSync(join(source, file), join(folder, file));
  const modules = new Map(
    whole.map(({ name, moduleIds }) => [`${name}.js`, moduleIds.map((id) => id.slice(root.length))]),
  );
  const inputs = [...[...modules.values()].flat(), ...Object.keys(metafile.inputs)];
  writeFileSync(join(folder, "third-party-licenses.txt"), licenses(root, inputs));
  return modules;
}

async function bundled(options: RolldownOptions, minified: boolean): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({ cwd: root, platform: "browser", ...options });
  const { output } = await bundle.generate({
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: minified ? "shared-[hash].js" : "[name].js",
    comments: { legal: false },
    minify: minified && { mangle: { toplevel: true }, compress: { target: "es2022" } },
  });
  await bundle.close();
  return output.filter((one): one is OutputChunk => one.type === "chunk");
}

/** What takes an instance of a class of these packages names one of them, or the class that passes on the sparse one. */
export const knowsPackages = (path: string): boolean =>
  /from "ml-|\bMlSparseMatrix\b/.test(readFileSync(join(root, path), "utf8"));

/** Marks texts of the first bundle. */
const PRUNED = "pruned:";

const textsOf = (texts: ReadonlyMap<string, string>): Plugin => ({
  name: "texts",
  resolveId: (id) => (id.startsWith(PRUNED) ? id : `${PRUNED}${id.slice(id.lastIndexOf("/") + 1)}`),
  load: (id) => ({ code: texts.get(id.slice(PRUNED.length))!, moduleType: "js" }),
});

/** The code of the kernels as characters instead of in base 64, in which gzip sees no bytes: 3 KB less. */
const denseKernel: Plugin = {
  name: "dense kernel",
  load(path) {
    const [, name] = /\/linalg\/direct\/kernel\/(code|complexCode)\.ts$/.exec(path) ?? [];
    if (name === undefined) return null;
    const digits = [...readFileSync(path, "utf8").matchAll(/^ {2}"([A-Za-z0-9+/=]+)",$/gm)]
      .map(([, one]) => one)
      .join("");
    const bytes = Buffer.from(digits, "base64").toString("latin1");
    return { code: `export const ${name} = btoa(${JSON.stringify(bytes)});`, moduleType: "js" };
  },
};
