import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const root = fileURLToPath(new URL("../..", import.meta.url));
const model = putFile(folder, "model.yaml", "spins: 40\nfield: [1.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n");
const quick = ["--mesh", "icosphere:2", "--degree", "4"];

const start = (...argv: string[]): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", join(root, "src/cli/main.ts"), ...argv], { cwd: root });

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const ended = (child: ChildProcess): Promise<End> =>
  new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });

describe("the process", () => {
  it("prints one JSON object on standard output and nothing else anywhere", async () => {
    const child = start("steady", "-", ...quick, "--json");
    child.stdin!.end("spins: 40\nfield: [1.5, 0, 0]\ncollective: { dephasing: 1, pump: 1 }\n");
    const [out, error, end] = await Promise.all([text(child.stdout!), text(child.stderr!), ended(child)]);
    expect({ error, ...end }).toEqual({ error: "", code: 0, signal: null });
    expect(JSON.parse(out)).toMatchObject({ method: "fem", space: { unknowns: 2562 } });
  });

  it("passes its exit code on", async () => {
    const child = start("steady", join(folder, "missing.yaml"), "--json");
    const [out, error, end] = await Promise.all([text(child.stdout!), text(child.stderr!), ended(child)]);
    expect({ out, ...end }).toEqual({ out: "", code: 2, signal: null });
    expect(error).toMatch(/^error: cannot read [^\n]*\n$/);
  });

  it("is quiet where nobody reads its output", async () => {
    const child = start("steady", model, ...quick);
    child.stdout!.destroy();
    const [error, end] = await Promise.all([text(child.stderr!), ended(child)]);
    expect({ error, ...end }).toEqual({ error: "", code: 0, signal: null });
  });

  it("stops at Ctrl-C in the middle of a solve, with nothing written", async () => {
    const out = join(folder, "interrupted");
    // 163,842 unknowns: far more than a second of work.
    const child = start("steady", model, "--mesh", "icosphere:5", "--degree", "4", "--out", out);
    const end = ended(child);
    await setTimeout(1500);
    child.kill("SIGINT");
    // Dead of the signal, which a shell reports as 130; a loop in a script stops as well.
    expect(await end).toEqual({ code: null, signal: "SIGINT" });
    expect(existsSync(out)).toBe(false);
  });
});
