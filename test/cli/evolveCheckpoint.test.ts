import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";
import { decaying, putModel } from "./models.ts";

const folder = temporaryFolder();

const model = putModel(folder, decaying);

const grid = ["--to", "1", "--every", "0.25"];

describe("a checkpoint", () => {
  const argv = ["evolve", model, ...grid, "--method", "harmonic", "--json"];

  it("of an ended run prints its result again", async () => {
    const file = join(folder, "ended.checkpoint");
    const first = await capture([...argv, "--checkpoint", file]);
    expect(first).toMatchObject({ code: 0, error: "" });
    expect(existsSync(`${file}.tmp`)).toBe(false);
    expect(await capture(["evolve", "--resume", file])).toEqual(first);
  });

  it("needs no file of the first run", async () => {
    const file = join(folder, "stdin.checkpoint");
    const first = await capture(["evolve", "-", ...argv.slice(2), "--checkpoint", file], {
      standardInput: readFileSync(model, "utf8"),
    });
    expect(await capture(["evolve", "--resume", file])).toEqual(first);
  });

  it("that is damaged, cut or of another version is refused", async () => {
    const file = join(folder, "damaged.checkpoint");
    await capture([...argv, "--checkpoint", file]);
    const text = readFileSync(file, "utf8");
    const refused = async (changed: string): Promise<string> => {
      const { code, out, error } = await capture(["evolve", "--resume", putFile(folder, "changed", changed)]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      return error;
    };
    expect(await refused(text.replace('"every":0.25', '"every":0.26'))).toMatch(/is damaged/);
    expect(await refused(text.slice(0, -100))).toMatch(/is damaged/);
    expect(await refused(text.slice(0, 20))).toMatch(/is no checkpoint/);
    expect(await refused(text.replace(/blochfem \d+\.\d+\.\d+/, "blochfem 99.0.0"))).toMatch(
      /was written by blochfem 99\.0\.0, this is blochfem .*; end the run with that version/,
    );
  });
});
