import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { headlineSpins, physicsExamples } from "../bench/models.ts";
import { markdownTable, plainTable, showSeconds } from "../bench/table.ts";
import { steady } from "../src/roads/steady.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const root = fileURLToPath(new URL("..", import.meta.url));

async function bench(...args: string[]): Promise<string> {
  const { BLOCHFEM_PEERS: _, ...env } = process.env;
  const command = ["--import", "tsx", "bench/main.ts", ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, env });
  return stdout;
}

/** Cells of the Markdown table under a bold title, the heading first. */
function cellsUnder(title: string, markdown: string): string[][] {
  const [, after] = markdown.split(`**${title}**`);
  const lines = after!.split("\n").filter((line) => line.startsWith("|") && !/^[|:-]+$/.test(line));
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the benchmark", () => {
  test("prints the steps of the direct solver", async () => {
    const output = await bench("--quick", "--section", "solver", "--markdown");
    const [columns, ...rows] = cellsUnder("Processor milliseconds by step", output);
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ["sphere, degree 1", "642"],
      ["sphere, degree 4", "642"],
    ]);
    for (const row of rows) {
      expect(row).toHaveLength(columns!.length);
      for (const cell of row.slice(4)) expect(Number(cell)).toBeGreaterThan(0);
    }
  });

  test("prints the stages of the sphere problem in Markdown, and without peers how to get them", async () => {
    const output = await bench("--quick", "--section", "sphere", "--markdown");
    const [columns, ...rows] = cellsUnder("Seconds by stage", output);
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ["1", "2,562"],
      ["4", "2,562"],
    ]);
    for (const name of ["assembly", "analysis", "factorisation", "solve", "total", "peak MB"]) {
      const column = columns!.indexOf(name);
      for (const row of rows) expect(Number(row[column]), `${name}: ${row[column]}`).toBeGreaterThan(0);
    }
    // Moments converge as h^(2p); these meshes give 2e-5 and 1e-9, independent of the machine. A wrong model or
    // normalisation gives 0.01 or more.
    const errors = rows.map((row) => Number(row[columns!.indexOf("error of means")]));
    expect(errors[0]).toBeLessThan(1e-3);
    expect(errors[1]).toBeLessThan(1e-6);
    expect(output).toContain("--peers DIR");
  });

  test("compares the roads of the ball with each other and with what peers print; a peer that fails is named", async () => {
    const folder = mkdtempSync(join(tmpdir(), "blochfem-peers-"));
    try {
      // Stands for a peer: the exact means to seven decimals, and 8 s.
      const printed = { total_s: 8, solve_s: 8, peak_mb: 50, err: null, observables: [0, 0.0592698, -0.0097378] };
      writeFileSync(join(folder, "l_scipy.py"), `console.log(${JSON.stringify(JSON.stringify(printed))})`);
      const output = await bench("--quick", "--section", "ball", "--markdown", "--peers", folder, "--python", "node");
      const rows = output.split("\n").filter((line) => line.startsWith("| 20, "));
      const cells = new Map(
        rows
          .map((row) =>
            row
              .slice(6, -2)
              .split(" | ")
              .map((cell) => cell.trim()),
          )
          .map(([name, ...figures]) => [name, figures]),
      );
      const [large] = output.split("\n").filter((line) => /^\| 3,777 /.test(line));
      expect(large).toMatch(/ direct \|/);
      expect(Number(large!.split("|").at(-2))).toBeLessThan(1e-12);
      expect([...cells.keys()]).toEqual([
        "blochfem, solid harmonics",
        "blochfem, Dicke basis",
        "blochfem, finite elements",
        "PIQS, power",
        "scipy",
      ]);
      // seconds, times the first, first run, peak MB, error: the exact roads agree to their 1e-10, elements to their estimate.
      for (const [name, limit] of [
        ["blochfem, solid harmonics", 1e-9],
        ["blochfem, Dicke basis", 1e-9],
        ["blochfem, finite elements", 1e-5],
        ["scipy", 1e-7],
      ] as const) {
        const error = Number(cells.get(name)!.at(-1));
        expect(error, name).toBeGreaterThan(0);
        expect(error, name).toBeLessThan(limit);
      }
      // Another model or normalisation would be off by 1e-3 or more, the printed digits are by 1e-8.
      expect(Number(cells.get("scipy")!.at(-1))).toBeGreaterThan(1e-9);
      expect(Number(cells.get("scipy")![1]) * Number(cells.get("blochfem, solid harmonics")![0])).toBeCloseTo(8, 0);
      expect(cells.get("PIQS, power")![0]).toBe("failed");
      expect(output).toMatch(/PIQS, power failed: .+/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("names a section that it does not know", async () => {
    await expect(bench("--section", "cube")).rejects.toThrow(/cube.*sphere/s);
  });
});

describe("the table of the README", () => {
  const markdown = readFileSync(join(root, "README.md"), "utf8");
  const rows = markdown
    .split("\n")
    .filter((line) => physicsExamples.some(({ name }) => line.startsWith(`| ${name} |`)))
    .map((line) => line.slice(2, -2).split(" | "));

  test("is that of the benchmark", () => {
    expect(rows.map(([name]) => name)).toEqual(physicsExamples.map(({ name }) => name));
    expect(markdown).toContain(`| N | ${headlineSpins.map((spins) => spins.toLocaleString("en-US")).join(" | ")} |`);
  });

  test.each(physicsExamples)("has error estimates that $name keeps: a million spins", ({ name, model }) => {
    const cell = rows.find(([label]) => label === name)!.at(-1)!;
    const { mean, square, cross } = steady(model(1e6)).errorEstimate;
    // Printed with one digit; what is from rounding may differ from one processor to another.
    expect(Math.max(...mean, ...square, ...cross)).toBeLessThan(2 * Number(/, (\S+)$/.exec(cell)![1]));
  });
});

describe("its tables", () => {
  const table = { title: "T", columns: ["name", "s"], rows: [["a", "1.5"]], notes: ["A note."] };

  test("are Markdown with numbers to the right, or plain columns", () => {
    expect(markdownTable(table)).toBe("**T**\n\nA note.\n\n| name |   s |\n|------|----:|\n| a    | 1.5 |");
    expect(plainTable(table)).toBe("T\n-\nname     s\na      1.5\nA note.");
  });

  test("show seconds with about three digits", () => {
    expect([0.00123, 0.0456, 0.789, 1.234, 98.7, 123.4, Number.NaN].map(showSeconds)).toEqual([
      "0.0012",
      "0.046",
      "0.789",
      "1.23",
      "98.7",
      "123",
      "-",
    ]);
  });
});
