import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseSvg, textsOf } from "../plot/parseSvg.ts";
import { capture } from "./capture.ts";

const folder = mkdtempSync(join(tmpdir(), "blochfem-plot-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const model = join(folder, "a_model.yaml");
writeFileSync(model, "spins: 3\nfield: [0.5, 0, 0]\ncollective: { decay: 1 }\ninitial: { coherent: [1, 0, 0] }\n");

describe("--plot", () => {
  it.each([
    ["steady", []],
    ["evolve", ["--to", "1", "--every", "0.5"]],
    ["spectrum", []],
    ["meanfield", []],
    ["diagnose", []],
    ["emission", ["--points", "5"]],
    ["correlate", ["--to", "1", "--every", "0.5"]],
    ["counting", []],
    ["sensitivity", ["--by", "field.x"]],
    ["check", ["--at", "0.5", "--trajectories", "1000"]],
  ] as const)("of %s writes an SVG file into a folder that is made", async (command, options) => {
    const path = join(folder, command, "new", "picture.svg");
    const { code, out, error } = await capture([command, model, ...options, "--plot", path]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out).toContain(`Wrote ${path}`);
    expect(textsOf(readFileSync(path, "utf8"))).toContainEqual(expect.stringMatching(/a_model\.yaml$/));
  });

  it("by a name that ends in .png is an image of 600 dots per inch", async () => {
    const path = join(folder, "picture.PNG");
    expect((await capture(["meanfield", model, "--plot", path, "--dark"])).code).toBe(0);
    const bytes = readFileSync(path);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    // 86 mm.
    expect(Math.abs(bytes.readUInt32BE(16) - (600 * 86) / 25.4)).toBeLessThan(1);
  });

  it("on a dark ground has other colours", async () => {
    const path = join(folder, "dark.svg");
    expect((await capture(["meanfield", model, "--plot", path, "--dark", "--json"])).code).toBe(0);
    const [ground] = parseSvg(readFileSync(path, "utf8")).children.flatMap((child) =>
      typeof child !== "string" && child.name === "rect" ? [child.attributes.fill] : [],
    );
    expect(ground).toBe("#101418");
  });

  it("with another ending, and --dark without it, are mistakes that are told before the work", async () => {
    const other = await capture(["steady", model, "--plot", join(folder, "picture.pdf")]);
    expect(other.code).toBe(2);
    expect(other.error).toMatch(/ends in neither \.svg nor \.png/);
    expect(existsSync(join(folder, "picture.pdf"))).toBe(false);
    const dark = await capture(["steady", model, "--dark"]);
    expect(dark.code).toBe(2);
    expect(dark.error).toMatch(/add --plot FILE/);
  });
});
