import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { spinModel, steadyState } from "../src/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Bundle {
  readonly code: string;
  /** Packages with at least one byte in the bundle. */
  readonly packages: readonly string[];
  /** Files of src/ with at least one byte in the bundle. */
  readonly sources: readonly string[];
}

/** What a browser gets from a script that imports the library's root. A node: import fails the build. */
async function bundle(script: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, resolveDir: root, sourcefile: "page.ts", loader: "ts" },
    absWorkingDir: root,
    platform: "browser",
    format: "iife",
    globalName: "page",
    bundle: true,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const output = Object.values(metafile.outputs)[0]!;
  const used = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const packageOf = (path: string): string | null => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
  return {
    code: outputFiles[0]!.text,
    packages: [...new Set(used.map(([path]) => packageOf(path)).filter((name) => name !== null))].sort(),
    sources: used.map(([path]) => path).filter((path) => path.startsWith("src/")),
  };
}

/** All that the whole library may bring along: its packages, and what those need. */
const ALLOWED = new Set([
  ...["delaunator", "robust-predicates"],
  ...["gl-matrix", "yaml"],
  ...["ml-matrix", "is-any-array", "ml-array-max", "ml-array-min", "ml-array-rescale"],
  ...["ml-sparse-matrix", "ml-hash-table", "binary-search", "num-sort"],
]);

/** Only readers of model files need the parser of YAML. */
const PARSERS = ["yaml"];

describe("the library in a browser", () => {
  it("takes no builtin module of Node and no package of the command line", async () => {
    const { code, packages, sources } = await bundle(`export * from "./src/index.ts";`);
    expect(packages.filter((name) => !ALLOWED.has(name))).toEqual([]);
    expect(packages).toContain("yaml");
    expect(sources.filter((path) => /^src\/(cli|sweep)\//.test(path))).toEqual([]);
    const required = builtinModules.filter((name) => code.includes(`require("${name}")`));
    expect(required).toEqual([]);
    expect(code).not.toMatch(/["']node:/);
  });

  it("leaves the parser and the other roads out of a page that only solves", async () => {
    const { packages, sources } = await bundle(`export { spinModel, steadyState } from "./src/index.ts";`);
    expect(packages.filter((name) => PARSERS.includes(name))).toEqual([]);
    expect(sources.filter((path) => /^src\/(dicke|harmonic|sde|io)\//.test(path))).toEqual([]);
  });

  it("finds the same bits where there is nothing but the language and a clock", async () => {
    const script = `
      import { spinModel, steadyState } from "./src/index.ts";
      export const solve = (text) => JSON.stringify(steadyState(spinModel(JSON.parse(text)), { tolerance: 1e-3 }).observables);`;
    const { code } = await bundle(script);
    const context = vm.createContext({ performance: { now: () => 0 } });
    vm.runInContext(code, context);
    const model = { spins: 5, field: [1.5, 0, 0] as const, collective: { dephasing: 1, pump: 1 } };
    context.text = JSON.stringify(model);
    const there = JSON.parse(vm.runInContext("page.solve(text)", context) as string);
    expect(there).toEqual(steadyState(spinModel(model), { tolerance: 1e-3 }).observables);
  });
});

describe("the check", () => {
  it("fails on a builtin module", async () => {
    await expect(bundle(`import { readFileSync } from "node:fs"; export { readFileSync };`)).rejects.toThrow(/node:fs/);
  });
});
