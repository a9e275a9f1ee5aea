import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { missingModules, python } from "../io/python/python.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

// numpy is installed by the first of these on a machine for tests.
vi.setConfig({ testTimeout: 600_000 });

const folder = temporaryFolder();
const model = putFile(folder, "model.yaml", "spins: 4\nfield: [0.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n");
const sweep = (...argv: string[]) =>
  capture(["sweep", model, "--vary", "collective.pump=1,0.5,-1", "--workers", "1", ...argv]);

it("a table for numpy has the columns of the one as text", async ({ skip }) => {
  const why = missingModules({ numpy: "python3-numpy" });
  if (why !== null) skip(why);
  const [csv, npz] = ["table.csv", "table.npz"].map((name) => join(folder, name)) as [string, string];
  for (const out of [csv, npz]) expect(await sweep("--out", out)).toMatchObject({ code: 0, error: "" });
  const [found] = python<Record<string, { values: (number | string | null)[] }>>("readNpz", [npz]);
  const [head, ...rows] = readFileSync(csv, "utf8").trimEnd().split("\n");
  const columns = head!.split(",");
  expect(Object.keys(found!)).toEqual(columns);
  // The point that fails has an error, with a comma in it, in the place of numbers.
  for (const [k, key] of columns.slice(0, -2).entries()) {
    if (key === "method") continue;
    const cells = rows.map((row) => row.split(",")[k]!);
    expect(found![key]!.values.map((value) => (value === null ? "" : String(value)))).toEqual(
      cells.map((cell) => (cell === "-0" ? "0" : cell)),
    );
  }
  expect(found!.method!.values).toEqual([expect.any(String), expect.any(String), ""]);
  expect(found!.error!.values.at(-1)).toMatch(/collective\.pump/);
});

it("a second process on the same file is refused while the first is at work, and takes over from one that is gone", async () => {
  const out = join(folder, "locked.csv");
  const lock = `${out}.part.lock`;
  writeFileSync(lock, `${hostname()} ${process.ppid}\n`);
  const { code, error } = await sweep("--out", out);
  expect(code).toBe(2);
  expect(error).toContain(`process ${process.ppid} is at work on ${out}.part; wait for it, or stop it`);
  expect(existsSync(out)).toBe(false);
  // No process has such a number, and of another machine nobody can tell.
  for (const owner of [`${hostname()} 4194305`, "elsewhere 1", ""]) {
    writeFileSync(lock, `${owner}\n`);
    expect(await sweep("--out", out)).toMatchObject({ code: 0 });
    expect(existsSync(lock)).toBe(false);
  }
  const slurm = join(folder, "slurm.csv");
  writeFileSync(`${slurm}.sbatch.lock`, `${hostname()} ${process.ppid}\n`);
  expect((await sweep("--out", slurm, "--slurm", "2")).error).toMatch(/is at work on .*slurm\.csv\.sbatch/);
});
