import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SteadyReport } from "../../src/cli/steady/report.ts";
import { packageVersion } from "../../src/cli/version.ts";
import { exactModels } from "../reference/exact.ts";
import { capture, captureJson, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();

const fig2b = exactModels.find(
  ({ model }) => model.spins === 40 && model.field[0] === 1.5 && model.collective.pump === 1,
)!;

const model = putFile(folder, "fig2b.json", JSON.stringify(fig2b.model));

const quick = ["--mesh", "icosphere:2", "--degree", "4"];

const solve = (...argv: string[]): Promise<SteadyReport> => captureJson<SteadyReport>("steady", ...argv);

describe("progress", () => {
  it("rewrites one line of a terminal and leaves nothing", async () => {
    const { error } = await capture(["steady", model, ...quick], { terminal: true, columns: 40 });
    const parts = error.split("\r\x1b[2K");
    expect(parts.length).toBeGreaterThan(2);
    expect(parts[1]).toBe("degree 4, 2562 unknowns; icosphere:2");
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(40);
    expect(parts.at(-1)).toBe("");
  });

  it("is cleared before an error", async () => {
    const argv = ["steady", model, "--mesh", "icosphere:0", "--degree", "1", "--tolerance", "1e-8"];
    const { error } = await capture(argv, { terminal: true, environment: { NO_COLOR: "1" } });
    expect(error.split("\r\x1b[2K").at(-1)).toMatch(/^error: [^\n]*\n$/);
  });
});

describe("--out", () => {
  it("writes the object, the table and the density, and nothing else", async () => {
    const out = join(folder, "new", "result");
    const captured = await capture(["steady", model, ...quick, "--out", out]);
    expect(captured.code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["density.csv", "model.yaml", "result.json", "steady.csv", "steady.txt"]);
    const report = JSON.parse(readFileSync(join(out, "result.json"), "utf8")) as SteadyReport;
    expect(report.observables).toEqual((await solve(model, ...quick)).observables);
    const table = readFileSync(join(out, "steady.txt"), "utf8");
    const names = ["result.json", "model.yaml", "steady.txt", "steady.csv", "density.csv"];
    expect(captured.out).toBe(`${table}\nWrote ${names.map((name) => join(out, name)).join(", ")}\n`);

    const [head, ...lines] = readFileSync(join(out, "density.csv"), "utf8").trimEnd().split("\n");
    expect(head).toBe("x,y,z,P");
    expect(lines.length).toBe(2562);
    let largest = 0;
    for (const line of lines) {
      const [x, y, z, value] = line.split(",").map(Number) as [number, number, number, number];
      // Three squares and two sums of numbers of at most 1, each rounded once, after a division that was.
      expect(Math.abs(x * x + y * y + z * z - 1)).toBeLessThan(8 * Number.EPSILON);
      largest = Math.max(largest, value);
    }
    expect(largest).toBeLessThanOrEqual(report.density!.maximum!);
    expect(largest).toBeGreaterThan(report.density!.maximum! / 2);
  });

  it("prints the same object with --json as it writes", async () => {
    const out = join(folder, "json");
    const captured = await capture(["steady", model, ...quick, "--json", "--out", out]);
    // The file also holds what it was made by, the table, and the state that an evolution can start from.
    const written = JSON.parse(readFileSync(join(out, "result.json"), "utf8")) as Record<string, unknown>;
    const { version, command, source, settings, seed, state, table, ...printed } = written;
    expect({ version, command, source, seed }).toEqual({
      version: packageVersion(),
      command: "steady",
      source: model,
      seed: null,
    });
    expect(settings).toMatchObject({ mesh: "icosphere:2", degree: 4, tolerance: 1e-8, limits: { seconds: 120 } });
    expect(state).toMatchObject({ domain: "sphere", spins: 40 });
    expect(`${(table as string[]).join("\n")}\n`).toBe(readFileSync(join(out, "steady.txt"), "utf8"));
    expect(JSON.parse(captured.out)).toEqual(printed);
  });

  it("replaces an earlier result, the density that no longer belongs to it too", async () => {
    const out = join(folder, "again");
    await capture(["steady", model, ...quick, "--out", out]);
    writeFileSync(join(out, "notes.txt"), "mine");
    await capture(["steady", model, "--method", "dicke", "--out", out]);
    expect(readdirSync(out).sort()).toEqual(["model.yaml", "notes.txt", "result.json", "steady.csv", "steady.txt"]);
    expect(JSON.parse(readFileSync(join(out, "result.json"), "utf8"))).toMatchObject({ method: "dicke" });
  });

  it("makes nothing where the solve fails", async () => {
    const out = join(folder, "never");
    const { code } = await capture(["steady", "-", "--out", out], { standardInput: "spins: 3\nfield: [1, 0, 0]\n" });
    expect(code).toBe(1);
    expect(existsSync(out)).toBe(false);
  });
});
