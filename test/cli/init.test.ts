import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseModelFile } from "../../src/io/modelFile.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();

describe("blochfem init", () => {
  it("lists every example with a sentence", async () => {
    const { code, out } = await capture(["init", "--json"]);
    const { examples } = JSON.parse(out) as { examples: readonly { name: string; about: string }[] };
    expect(code).toBe(0);
    expect(examples.map(({ name }) => name)).toContain("superradiantLaser");
    for (const { name, about } of examples) expect(about, name).toMatch(/^[A-Z].{15,}\.$/);
    expect((await capture(["init"])).out).toMatch(/^fig2a +Resonance fluorescence with collective dephasing/m);
  });

  it("writes one that other commands read, and overwrites nothing", async () => {
    const path = join(folder, "new", "mine.yaml");
    const { code, out } = await capture(["init", "fig2a", "--out", path]);
    expect({ code, out }).toEqual({ code: 0, out: `Wrote ${path}; run blochfem steady ${path}\n` });
    expect(parseModelFile(readFileSync(path, "utf8"), path)).toMatchObject({ spins: 40, field: [0.5, 0, 0] });
    const again = await capture(["init", "fig2b", "--out", path]);
    expect(again).toMatchObject({ code: 2, out: "" });
    expect(again.error).toMatch(/mine\.yaml is there already; give another name with --out, or remove it first\n$/);
    expect(parseModelFile(readFileSync(path, "utf8"), path)).toMatchObject({ field: [0.5, 0, 0] });
  });

  it.each<[string[], RegExp]>([
    [["init", "fig2"], /there is no example "fig2"; did you mean fig2a\?/],
    [["init", "../package"], /there is no example "\.\.\/package"; blochfem init lists all/],
    [["init", "--out", "x.yaml"], /--out x\.yaml is given without an example to write/],
  ])("says what is wrong: %j", async (argv, message) => {
    const { code, out, error } = await capture(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(message);
  });
});

describe("a command without a model", () => {
  it.each(["steady", "spectrum", "diagnose"])("%s shows a model file that runs", async (name) => {
    const { code, out, error } = await capture([name]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/^error: missing required argument 'MODEL'\n\nMODEL is a file with the spins/);
    const yaml = error.split("\n").filter((line) => /^ {2}(spins|field|collective):/.test(line));
    const model = putFile(folder, "shown.yaml", `${yaml.join("\n")}\n`);
    expect((await capture(["steady", model, "--method", "harmonic", "--json"])).code).toBe(0);
    expect(Math.max(...error.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
