import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { parseModelFile } from "../../src/io/modelFile.ts";
import { readSources, resolveImports } from "../architecture/sources.ts";
import { capture } from "./capture.ts";

describe("help", () => {
  it.each([
    ["--help"],
    ["steady", "--help"],
    ["evolve", "--help"],
    ["spectrum", "--help"],
    ["correlate", "--help"],
    ["emission", "--help"],
    ["counting", "--help"],
    ["sensitivity", "--help"],
    ["meanfield", "--help"],
    ["check", "--help"],
    ["diagnose", "--help"],
    ["sweep", "--help"],
    ["sweep", "merge", "--help"],
    ["verify", "--help"],
    ["explore", "--help"],
    ["init", "--help"],
    ["mesh", "--help"],
    ["completion", "--help"],
  ])("%s %s fits 80 columns", async (...argv) => {
    const { code, out, error } = await capture(argv.filter((word) => word !== undefined));
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("names every command", async () => {
    const { out } = await capture(["--help"]);
    expect(out).toMatch(/^ {2}steady /m);
    expect(out).toMatch(/^ {2}mesh /m);
  });

  it("shows models that the program reads", async () => {
    const { out } = await capture(["--help"]);
    const example = out.split("\n").filter((line) => /^ {2}(spins|field|collective):/.test(line));
    expect(parseModelFile(example.join("\n"), "help")).toMatchObject({ spins: 40, field: [0.5, 0, 0] });

    const { out: steady } = await capture(["steady", "--help"]);
    const lines = steady.split("\n");
    const from = lines.findIndex((line) => line.startsWith("  spins:"));
    // Explanations stand to the right of the YAML text.
    const yaml = lines.slice(from, from + 10).map((line) => line.slice(0, 26).replace(/: [a-zA-Z].*$/, ":"));
    expect(parseModelFile(yaml.join("\n"), "help")).toEqual({
      spins: 40,
      field: [0.5, 0, 0],
      collective: { dephasing: 1, pump: 1, decay: 0 },
      local: { dephasing: 0, pump: 0, decay: 0 },
    });
  });

  it("is what a bare command line gets, as a mistake", async () => {
    const { code, out, error } = await capture([]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/^Usage: blochfem/);
  });

  it("tells the version of the package", async () => {
    expect(await capture(["--version"])).toEqual({ code: 0, out: `${packageJson.version}\n`, error: "" });
  });

  it("loads no solver", () => {
    const byPath = new Map(readSources().map((source) => [source.path, source]));
    const reached = new Set(["cli/main.ts"]);
    for (const path of reached) {
      for (const target of resolveImports(path, byPath.get(path)!.staticImports)) reached.add(target);
    }
    expect([...reached].filter((path) => !/^(cli|core)\//.test(path))).toEqual([]);
  });
});
