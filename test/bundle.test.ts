import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { spinModel } from "blochfem";
import { steadyState } from "blochfem/fem";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

import packageJson from "../package.json" with { type: "json" };

const root = fileURLToPath(new URL("..", import.meta.url));

interface Bundle {
  readonly code: string;
  /** Packages with at least one byte in the bundle. */
  readonly packages: readonly string[];
  /** Files of src/ with at least one byte in the bundle. */
  readonly sources: readonly string[];
  /** Bytes in the bundle, by file, the largest first. */
  readonly bytes: readonly (readonly [path: string, bytes: number])[];
}

/** What a browser gets from a script that imports the library's root. A node: import fails the build. */
async function bundle(script: string, minify = false): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, resolveDir: root, sourcefile: "page.ts", loader: "ts" },
    absWorkingDir: root,
    platform: "browser",
    format: "iife",
    globalName: "page",
    bundle: true,
    minify,
    target: "es2022",
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
    bytes: used.map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const).sort((a, b) => b[1] - a[1]),
  };
}

/** A page with all that may be imported there: sweeps run in threads of Node.js. */
const WHOLE = Object.keys(packageJson.exports)
  .filter((path) => path !== "./package.json" && path !== "./sweep")
  .map((path) => `export * from "blochfem${path.slice(1)}";`)
  .join("\n");

/** A page that solves on the sphere by two methods, beside the mean field. */
const CORE = `
  export { spinModel } from "blochfem";
  export { steadyState } from "blochfem/fem";
  export { steadyHarmonics } from "blochfem/harmonic";
  export { fixedPoints } from "blochfem/model";`;

/** All that the whole library may bring along: its packages, and what those need. */
const ALLOWED = new Set([
  ...["delaunator", "robust-predicates"],
  ...["gl-matrix", "yaml", "fflate"],
  ...["ml-matrix", "is-any-array", "ml-array-max", "ml-array-min", "ml-array-rescale"],
  ...["ml-sparse-matrix", "ml-hash-table", "binary-search", "num-sort"],
]);

/** Only readers of model files need the parser of YAML. */
const PARSERS = ["yaml"];

describe("the library in a browser", () => {
  it("takes no builtin module of Node and no package of the command line", async () => {
    const { code, packages, sources } = await bundle(WHOLE);
    expect(packages.filter((name) => !ALLOWED.has(name))).toEqual([]);
    expect(packages).toContain("yaml");
    expect(sources.filter((path) => /^src\/(cli|sweep)\//.test(path))).toEqual([]);
    const required = builtinModules.filter((name) => code.includes(`require("${name}")`));
    expect(required).toEqual([]);
    expect(code).not.toMatch(/["']node:/);
  });

  it("leaves the parser and the other roads out of a page that only solves", async () => {
    const { packages, sources } = await bundle(
      `export { spinModel } from "blochfem"; export { steadyState } from "blochfem/fem";`,
    );
    expect(packages.filter((name) => PARSERS.includes(name))).toEqual([]);
    expect(sources.filter((path) => /^src\/(dicke|harmonic|sde|io)\//.test(path))).toEqual([]);
  });

  it("is small: a page that solves on the sphere by two methods loads less than 96 KB, of which 12 solve at any N what is not parabolic and 17 are the sparse kernel", async () => {
    const { code, bytes } = await bundle(CORE, true);
    const kilobytes = gzipSync(code, { level: 9 }).length / 1000;
    const heaviest = bytes.slice(0, 12).map(([path, count]) => `${count} ${path}`);
    expect(kilobytes, `the heaviest, in bytes before compression:\n${heaviest.join("\n")}`).toBeLessThan(96);
  });

  it("finds the same bits where there is nothing but the language and a clock", async () => {
    const script = `
      import { spinModel } from "blochfem";
      import { steadyState } from "blochfem/fem";
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
