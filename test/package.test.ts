import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
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

let packed: readonly string[] = [];

describe("the packed tarball, installed into an empty folder", () => {
  beforeAll(() => {
    const [tarball] = JSON.parse(
      execute("npm", ["pack", "--json", "--silent", "--pack-destination", folder], root),
    ) as [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
    packed = tarball.files.map(({ path }) => path);
    mkdirSync(consumer);
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
    execute("npm", ["install", ...quiet, join(folder, tarball.filename)], consumer);
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
    const { state, ...printed } = JSON.parse(readFileSync(join(consumer, "result", "result.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(state).toBeDefined();
    expect(JSON.parse(stdout)).toEqual(printed);
  });

  it("finds its own version and the meshes that it brings", () => {
    const blochfem = join(consumer, "node_modules/.bin/blochfem");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
    expect(execute(blochfem, ["--version"], consumer)).toBe(`${version}\n`);
    const mesh = execute(blochfem, ["mesh", "node_modules/blochfem/meshes/icosphere-3.msh"], consumer);
    expect(mesh).toMatch(/^vertices +642$/m);
  });

  it("is imported by plain Node", () => {
    const script = `
      import { cellCount, icosphere, spinModel, steadyDicke } from "blochfem";
      const { observables } = steadyDicke(spinModel({ spins: 2, collective: { decay: 1 } }));
      console.log(JSON.stringify({ cells: cellCount(icosphere(1)), mean: observables.mean }));`;
    writeFileSync(join(consumer, "use.mjs"), script);
    const found = JSON.parse(execute(process.execPath, ["use.mjs"], consumer));
    expect(found.cells).toBe(80);
    // The steady state of decay alone is the lowest Dicke state; the Dicke road is exact to rounding.
    expect(found.mean[2]).toBeCloseTo(-1, 10);
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
    const compile = (name: string, text: string): { readonly status: number | null; readonly stdout: string } => {
      writeFileSync(join(consumer, name), text);
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023"];
      return spawnSync(process.execPath, [tsc, ...options, name], { cwd: consumer, encoding: "utf8" });
    };

    it("describe the library to a strict consumer", () => {
      const { status, stdout } = compile(
        "right.mts",
        `import { type SteadyState, spinModel, steadyState } from "blochfem";
        const model = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
        const state: SteadyState = steadyState(model, { tolerance: 1e-6 });
        const inversion: number = state.observables.mean[2];
        export { inversion };`,
      );
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    });

    it("are there at all: a wrong use is refused", () => {
      const { status, stdout } = compile(
        "wrong.mts",
        `import { spinModel, steadyState } from "blochfem";
        export const wrong: string = steadyState(spinModel({ spins: 4 }), { tolerance: "small" });`,
      );
      expect(status).not.toBe(0);
      expect(stdout).toMatch(/TS2322/);
    });
  });
});
