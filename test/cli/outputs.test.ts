import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const model = putFile(
  folder,
  "model.yaml",
  "spins: 4\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
);
const evolve = ["evolve", model, "--to", "1", "--every", "0.5", "--method", "dicke"];
const steady = ["steady", model, "--method", "dicke"];

const refused = async (argv: readonly string[], message: RegExp): Promise<void> => {
  const { code, out, error } = await capture(argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(error).toMatch(/^error: [^\n]+\n$/);
  expect(error).toMatch(message);
};

describe("an output", () => {
  it.each([
    ["steady", [...steady, "--out"]],
    ["evolve", [...evolve, "--out"]],
    ["a checkpoint", [...evolve, "--checkpoint"]],
    ["meanfield", ["meanfield", model, "--out"]],
    ["mesh", ["mesh", "icosphere:0", "--out"]],
  ])("of %s needs a name and a place for it", async (_, argv) => {
    await refused([...argv, ""], /empty name; /);
    await refused([...argv, join(model, "below")], /a part of the path is no folder/);
    await refused([...argv, join(folder, "n".repeat(300))], /the name is too long/);
  });

  it.each([
    ["result.json", steady],
    ["evolution.csv", evolve],
    ["path.csv", ["meanfield", model]],
  ])("that would replace %s, a pipe, is refused before the work", async (name, argv) => {
    const out = join(folder, `out-${name}`);
    mkdirSync(out);
    execFileSync("mkfifo", [join(out, name)]);
    await refused([...argv, "--out", out], /it is a named pipe, which writing would replace/);
    expect(readdirSync(out)).toEqual([name]);
    expect(lstatSync(join(out, name)).isFIFO()).toBe(true);
  });

  it("leaves a device alone and writes through a link", async () => {
    for (const argv of [
      [...evolve, "--checkpoint"],
      ["mesh", "icosphere:0", "--out"],
    ]) {
      await refused([...argv, "/dev/full"], /it is a device/);
      expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
    }
    const link = join(folder, "link");
    symlinkSync(join(folder, "behind"), link);
    expect(await capture([...evolve, "--checkpoint", link])).toMatchObject({ code: 0, error: "" });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "behind"), "utf8")).toContain("blochfem checkpoint");
  });

  it("is not two things at once", async () => {
    const out = join(folder, "twice");
    await refused([...evolve, "--out", out, "--checkpoint", join(out, "result.json")], /are the same file/);
    const text = readFileSync(model, "utf8");
    await refused([...evolve, "--checkpoint", model], /are the same file/);
    expect(readFileSync(model, "utf8")).toBe(text);
  });
});

describe("densities in time", () => {
  const argv = [
    "evolve",
    model,
    "--to",
    "1",
    "--every",
    "0.5",
    "--mesh",
    "icosphere:1",
    "--degree",
    "3",
    "--tolerance",
    "0.1",
  ];

  it("appear together with the rest, or not at all", async () => {
    const out = join(folder, "densities");
    mkdirSync(out);
    writeFileSync(join(out, "density-t7.csv"), "old");
    mkdirSync(join(out, "density-t0.5.csv"));
    await refused([...argv, "--density", "--out", out], /density-t0\.5\.csv: it is a folder/);
    expect(readdirSync(out).sort()).toEqual(["density-t0.5.csv", "density-t7.csv"]);
    const done = await capture([...argv, "--density", "--out", join(folder, "fresh")]);
    expect(done).toMatchObject({ code: 0, error: "" });
    expect(readdirSync(join(folder, "fresh")).sort()).toEqual([
      "density-t0.5.csv",
      "density-t1.csv",
      "evolution.csv",
      "evolution.txt",
      "model.yaml",
      "result.json",
    ]);
  });
});
