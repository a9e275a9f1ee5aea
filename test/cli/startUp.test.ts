import { describe, expect, it } from "vitest";
import { readSources, resolveImports } from "../architecture/sources.ts";

/*
 * What a command loads before it begins. Starting is a matter of how much is read, so that is what is held here; a clock would
 * measure the machine.
 */

const sources = new Map(readSources().map((source) => [source.path, source]));

interface Loaded {
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/** All that is loaded with a file, without what it asks for later. */
function loadedWith(entry: string): Loaded {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const path of files) {
    const { staticImports } = sources.get(path)!;
    for (const specifier of staticImports) if (!specifier.startsWith(".")) packages.add(specifier);
    for (const target of resolveImports(path, staticImports)) files.add(target);
  }
  return { files: [...files], packages: [...packages] };
}

const inFolders = ({ files }: Loaded, folders: readonly string[]): readonly string[] =>
  files.filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)));

const COMMANDS = ["check", "completion", "diagnose", "evolve", "meanfield", "mesh", "spectrum", "steady", "verify"];

describe("what is loaded", () => {
  it("for help is the definition of the commands, the errors, and the parser of command lines", () => {
    const loaded = loadedWith("cli/main.ts");
    expect(loaded.files.filter((path) => !/^(core|cli)\//.test(path))).toEqual([]);
    expect(loaded.files.filter((path) => /^cli\/.*\/run\.ts$/.test(path))).toEqual([]);
    expect(loaded.packages.toSorted()).toEqual(["commander", "node:fs", "picocolors"]);
    expect(loaded.files.length).toBeLessThan(40);
  });

  it("for the thread of a command is no more than for help, but the port to the first thread", () => {
    const loaded = loadedWith("cli/process/commandThread.ts");
    expect(loaded.files.filter((path) => !/^(core|cli)\//.test(path))).toEqual([]);
    expect(loaded.packages.toSorted()).toEqual([
      "commander",
      "node:events",
      "node:fs",
      "node:worker_threads",
      "picocolors",
    ]);
  });

  it.each<[string, readonly string[]]>([
    ["steady", ["sde", "sweep", "plot"]],
    ["spectrum", ["sde", "sweep", "plot"]],
    ["meanfield", ["fem", "harmonic", "dicke", "sde", "sweep", "plot", "mesh", "linalg/direct", "linalg/eigen/sparse"]],
    ["mesh", ["fem", "harmonic", "dicke", "sde", "sweep", "plot", "linalg", "ode"]],
    ["evolve", ["plot"]],
    ["check", ["plot"]],
    ["diagnose", ["sweep", "plot"]],
    ["verify", ["sweep", "plot"]],
  ])("for %s is what it needs, and nothing of another command", (command, unneeded) => {
    const loaded = loadedWith(`cli/${command}/run.ts`);
    const others = COMMANDS.filter((other) => other !== command).map((other) => `cli/${other}`);
    expect(inFolders(loaded, [...unneeded, ...others])).toEqual([]);
    // Threads of ensembles come with their library where they are asked for.
    expect(loaded.packages).not.toContain("piscina");
  });
});
