import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { build, transformSync } from "esbuild";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { SteadyReport } from "../src/cli/steady/report.ts";
import { temporaryFolder } from "./cli/capture.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = temporaryFolder();
const consumer = join(folder, "consumer");

/** Standard output of a program. Throws all that it wrote where it fails. */
function execute(program: string, argv: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, argv, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0)
    throw new Error(`${program} ${argv.join(" ")} ended with ${status}: ${error ?? ""}\n${stdout}${stderr}`);
  return stdout;
}

const packageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
};

/** What may be imported: "blochfem", "blochfem/mesh", ... */
const entries = Object.keys(packageJson.exports)
  .filter((path) => path !== "./package.json")
  .map((path) => `blochfem${path.slice(1)}`);
/** Sweeps need threads of Node.js. */
const inPages = entries.filter((entry) => entry !== "blochfem/sweep");

let packed: readonly string[] = [];
let archive = "";

describe("the packed tarball, installed into an empty folder", () => {
  beforeAll(() => {
    const [tarball] = JSON.parse(
      execute("npm", ["pack", "--json", "--silent", "--pack-destination", folder], root),
    ) as [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
    packed = tarball.files.map(({ path }) => path);
    archive = join(folder, tarball.filename);
    mkdirSync(consumer);
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
    execute("npm", ["install", ...quiet, archive], consumer);
  });

  it("holds what runs, its types, the examples and the meshes, and no sources or tests", () => {
    for (const path of ["dist/index.js", "dist/index.d.ts", "dist/cli/main.js", "examples/fig2a.yaml", "LICENSE"]) {
      expect(packed).toContain(path);
    }
    for (const path of [
      "meshes/icosphere-3.msh",
      "examples/library.ts",
      "docs/models.md",
      "CHANGELOG.md",
      "CITATION.cff",
    ]) {
      expect(packed).toContain(path);
    }
    expect(packed.filter((path) => /^(src|test|bench|scripts|\.ci)\//.test(path))).toEqual([]);
    expect(packed.filter((path) => path.startsWith("dist/") && !/\.(js|d\.ts)$/.test(path))).toEqual([
      "dist/cli/third-party-licenses.txt",
      "dist/explorer/icon.svg",
      "dist/explorer/index.html",
      "dist/explorer/style.css",
      "dist/explorer/third-party-licenses.txt",
      "dist/third-party-licenses.txt",
    ]);
  });

  it("runs blochfem steady on the model of the README, checked by the Dicke road", () => {
    const yaml = "spins: 40\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1, decay: 0 }\n";
    writeFileSync(join(consumer, "model.yaml"), yaml);
    const { status, stdout, stderr } = spawnSync(
      join(consumer, "node_modules/.bin/blochfem"),
      ["steady", "model.yaml", "--check", "--json", "--out", "result"],
      { cwd: consumer, encoding: "utf8", shell: process.platform === "win32" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const report = JSON.parse(stdout) as SteadyReport;
    expect(report.check!.agrees).toBe(true);
    // What is kept is what is printed, and the state, settings and version beside it.
    const kept = JSON.parse(readFileSync(join(consumer, "result", "result.json"), "utf8")) as Record<string, unknown>;
    expect(kept.state).toBeDefined();
    expect(kept).toMatchObject(JSON.parse(stdout));
  });

  it("finds its own version and the meshes that it brings", () => {
    const blochfem = join(consumer, "node_modules/.bin/blochfem");
    expect(execute(blochfem, ["--version"], consumer)).toBe(`${packageJson.version}\n`);
    const mesh = execute(blochfem, ["mesh", "node_modules/blochfem/meshes/icosphere-3.msh"], consumer);
    expect(mesh).toMatch(/^vertices +642$/m);
  });

  it("is found well formed by publint, and its types right for every way to resolve modules", () => {
    const bin = (name: string): string => join(root, "node_modules", ".bin", name);
    execute(bin("publint"), [archive, "--strict"], root);
    // ES modules alone: CommonJS loads them by import() or, from Node 20.19 on, by require. `--no-definitely-typed` asks no registry.
    execute(bin("attw"), [archive, "--profile", "esm-only", "--no-definitely-typed", "--no-emoji"], root);
  });

  it("finds the files of its threads, and its version for a checkpoint", () => {
    const blochfem = join(consumer, "node_modules/.bin/blochfem");
    const yaml = "spins: 4\nfield: [0.8, 0, 0]\ncollective: { dephasing: 1, pump: 0.5, decay: 0.5 }\n";
    writeFileSync(join(consumer, "parabolic.yaml"), yaml);
    const found = execute(blochfem, ["check", "parabolic.yaml", "--trajectories", "1000", "--json"], consumer);
    const { states } = JSON.parse(found) as { readonly states: readonly { readonly leftOut: readonly unknown[] }[] };
    expect(states.map(({ leftOut }) => leftOut)).toEqual([[]]);
    const run = [
      "evolve",
      "parabolic.yaml",
      "--initial",
      "1,0,0",
      "--to",
      "0.2",
      "--every",
      "0.1",
      "--checkpoint",
      "kept",
    ];
    execute(blochfem, run, consumer);
    expect(readFileSync(join(consumer, "kept"), "utf8")).toMatch(/"program":"blochfem \d+\.\d+\.\d+"/);
  });

  it("is imported by plain Node", () => {
    const script = `
      import { spinModel } from "blochfem";
      import { steadyDicke } from "blochfem/dicke";
      import { cellCount, icosphere } from "blochfem/mesh";
      const { observables } = steadyDicke(spinModel({ spins: 2, collective: { decay: 1 } }));
      console.log(JSON.stringify({ cells: cellCount(icosphere(1)), mean: observables.mean }));`;
    writeFileSync(join(consumer, "use.mjs"), script);
    const found = JSON.parse(execute(process.execPath, ["use.mjs"], consumer));
    expect(found.cells).toBe(80);
    // The steady state of decay alone is the lowest Dicke state; the Dicke road is exact to rounding.
    expect(found.mean[2]).toBeCloseTo(-1, 10);
  });

  it("is required by CommonJS", () => {
    writeFileSync(join(consumer, "use.cjs"), `console.log(typeof require("blochfem/mesh").icosphere);`);
    expect(execute(process.execPath, ["--no-warnings", "use.cjs"], consumer)).toBe("function\n");
  });

  it("is bundled for a browser, all but sweeps", async () => {
    const contents = inPages.map((entry) => `export * from "${entry}";`).join("\n");
    const { warnings } = await build({
      stdin: { contents, resolveDir: consumer },
      platform: "browser",
      format: "esm",
      bundle: true,
      write: false,
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
  });

  it("brings a script for pages without a bundler that holds every export but of sweeps, and solves there", () => {
    const names = JSON.parse(
      execute(
        process.execPath,
        [
          "--input-type=module",
          "--eval",
          `const all = await Promise.all(${JSON.stringify(inPages)}.map((entry) => import(entry)));
          console.log(JSON.stringify(all.flatMap(Object.keys)));`,
        ],
        consumer,
      ),
    ) as readonly string[];
    const context = vm.createContext({ performance: { now: () => 0 } });
    const script = readFileSync(join(consumer, "node_modules/blochfem/dist/blochfem.iife.js"), "utf8");
    vm.runInContext(script, context);
    expect([...(vm.runInContext("Object.keys(blochfem)", context) as string[])].sort()).toEqual(
      [...new Set(names)].sort(),
    );
    const z = vm.runInContext(
      `const { spinModel, steady } = blochfem;
      steady(spinModel({ spins: 2, collective: { decay: 1 } })).observables.mean[2]`,
      context,
    );
    expect(z).toBeCloseTo(-1, 8);
  });

  it("brings an example that runs as it is", () => {
    const source = readFileSync(join(consumer, "node_modules/blochfem/examples/library.ts"), "utf8");
    // Plain Node of the oldest version takes no types.
    writeFileSync(join(consumer, "library.mjs"), transformSync(source, { loader: "ts" }).code);
    expect(execute(process.execPath, ["library.mjs"], consumer)).toMatch(/^entropy 0\.150956917$/m);
  });

  it("keeps its other files to itself", () => {
    writeFileSync(join(consumer, "deep.mjs"), `import "blochfem/dist/fem/steady.js";`);
    const { status, stderr } = spawnSync(process.execPath, ["deep.mjs"], { cwd: consumer, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  describe("its types", () => {
    const compile = (name: string, text: string, options: object): { status: number | null; stdout: string } => {
      writeFileSync(join(consumer, name), text);
      const compilerOptions = { noEmit: true, strict: true, target: "es2022", types: [], ...options };
      writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [name] }));
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      return spawnSync(process.execPath, [tsc, "--project", "."], { cwd: consumer, encoding: "utf8" });
    };

    const NODE = { module: "nodenext", lib: ["es2022"] };

    it.each([
      ["node16", "node16"],
      ["nodenext", "nodenext"],
      ["esnext", "bundler"],
    ])("need nothing but the language: module %s, resolution %s, their own files checked too", (module, resolution) => {
      const { status, stdout } = compile(
        "right.mts",
        `${entries.map((entry, k) => `export * as entry${k} from "${entry}";`).join("\n")}
        import { spinModel, steady } from "blochfem";
        import { type SteadyState, steadyState } from "blochfem/fem";
        const model = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
        const state: SteadyState = steadyState(model, { tolerance: 1e-6 });
        export const inversions: readonly number[] = [state.observables.mean[2], steady(model).observables.mean[2]];`,
        {
          module,
          moduleResolution: resolution,
          lib: ["es2022"],
          skipLibCheck: false,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
        },
      );
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    });

    it.each([
      ["spinModel({ spins: 4, filed: [1, 0, 0] });", /TS2561: .*'filed'.*'field'/s],
      ["spinModel({ spins: 4, collective: { pmup: 1 } });", /TS2353: .*'pmup'/],
      ["spinModel({ field: [1, 0, 0] });", /TS2345: .*'spins' is missing/s],
      ["spinModel({ spins: 4, field: [1, 0] });", /TS2322/],
      ["steady(spinModel({ spins: 4 }), { tolerance: 'small' });", /Type 'string' is not assignable to type 'number'/],
    ])("refuse %s", (use, expected) => {
      const { status, stdout } = compile("wrong.mts", `import { spinModel, steady } from "blochfem";\n${use}`, NODE);
      expect(status).not.toBe(0);
      expect(stdout).toMatch(expected);
    });
  });
});
