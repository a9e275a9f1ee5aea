import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * Whole processes: a program that uses the pool from TypeScript, and from compiled JavaScript, must start its threads and end by
 * itself. A process that hangs is ended by the time limit, which is a failure.
 */
const root = fileURLToPath(new URL("../../", import.meta.url));
const limit = 60_000;
let place = "";

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "blochfem-pool-"));
});

afterAll(async () => {
  await rm(place, { recursive: true });
});

/** Every module of the library as JavaScript, each on its own as the build does it, without a check of types. */
async function compile(from: string, to: string): Promise<void> {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  for (const folder of ["core", "linalg", "ode", "mesh", "model", "state", "sde", "sweep"]) {
    for (const file of await readdir(join(from, folder), { recursive: true })) {
      if (!file.endsWith(".ts")) continue;
      await mkdir(dirname(join(to, folder, file)), { recursive: true });
      const source = await readFile(join(from, folder, file), "utf8");
      const { outputText } = ts.transpileModule(source, { compilerOptions });
      await writeFile(join(to, folder, file.replace(/\.ts$/, ".js")), outputText);
    }
  }
  await symlink(join(root, "node_modules"), join(dirname(to), "node_modules"));
  await writeFile(join(dirname(to), "package.json"), '{ "type": "module" }');
}

/** A program that prints a mean of an ensemble from two workers and from this thread, then aborts a run that would take hours. */
function program(library: string, extension: string): string {
  const url = (path: string) => JSON.stringify(pathToFileURL(join(library, `${path}.${extension}`)).href);
  return `
    import { runEnsemble } from ${url("sde/sphere/ensemble")};
    import { runEnsembleInWorkers } from ${url("sweep/ensemblePool")};
    const model = { spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1, decay: 0 }, local: { dephasing: 0, pump: 0, decay: 0 } };
    const initial = { kind: "coherent", direction: [1, 0, 0] };
    const spec = { initial, trajectories: 1500, step: 0.1, seed: 3, scheme: "moebiusWalk", sampling: { kind: "times", times: [1] } };
    const [inWorkers] = await runEnsembleInWorkers(model, spec, { workers: 2 });
    const [here] = runEnsemble(model, { ...spec, times: [1] });
    console.log(inWorkers.observables.mean.join() === here.observables.mean.join() ? "same bits" : "different bits");
    const long = { ...spec, trajectories: 1e7, step: 1e-4 };
    await runEnsembleInWorkers(model, long, { workers: 2, maximumSeconds: 1e9, signal: AbortSignal.timeout(1000) }).catch(({ name }) => console.log(name));
  `;
}

async function run(folder: string, script: string, options: readonly string[]): Promise<string> {
  // From a folder that has no packages: nothing may be looked up from the working directory.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...options, script], {
    cwd: folder,
    timeout: limit,
    killSignal: "SIGKILL",
  });
  return stdout + stderr;
}

describe("a program that uses workers", () => {
  it("runs from TypeScript, and ends after an abort", async () => {
    const script = join(place, "source.mjs");
    await writeFile(script, program(join(root, "src"), "ts"));
    const loader = pathToFileURL(join(root, "node_modules/tsx/dist/loader.mjs")).href;
    expect(await run(place, script, ["--import", loader])).toBe("same bits\nTimeoutError\n");
  });

  it("runs from compiled JavaScript, and ends after an abort", async () => {
    const package_ = join(place, "package");
    await compile(join(root, "src"), join(package_, "dist"));
    const script = join(place, "compiled.mjs");
    await writeFile(script, program(join(package_, "dist"), "js"));
    expect(await run(place, script, [])).toBe("same bits\nTimeoutError\n");
  });
});
