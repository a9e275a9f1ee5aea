import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
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

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops at %s in the middle of a solve, and says that nothing was written", async (signal, code) => {
    const out = join(folder, `interrupted-${signal}`);
    // A signal before the program hears them is that of the system: on a loaded machine it starts later. 163,842 unknowns are
    // far more work than starting.
    for (let patience = 1500; ; patience *= 2) {
      const child = start("steady", model, "--mesh", "icosphere:5", "--degree", "4", "--out", out);
      const [error, end] = [text(child.stderr!), ended(child)];
      await setTimeout(patience);
      child.kill(signal);
      const { code: found, signal: by } = await end;
      if (by === signal && patience < 60_000) continue;
      expect(found).toBe(code);
      expect(await error).toBe("stopped; nothing was written\n");
      break;
    }
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "says at %s how to go on from a checkpoint, in the first run and in a resumed one",
    async (signal, code) => {
      const checkpoint = join(folder, `it's ${signal}`);
      const out = join(folder, `density-${signal}`);
      const argv = ["evolve", model, "--initial", "1,0,0", "--to", "2000", "--every", "0.01", "--method", "dicke"];
      let last = -1;
      for (const more of [
        [...argv, "--checkpoint", checkpoint, "--out", out],
        ["evolve", "--resume", checkpoint],
      ]) {
        const child = start(...more);
        const [error, end] = [text(child.stderr!), ended(child)];
        const age = (): number => (existsSync(checkpoint) ? statSync(checkpoint).mtimeMs : 0);
        const before = age();
        while (age() === before && child.exitCode === null) await setTimeout(20);
        child.kill(signal);
        expect(await end).toEqual({ code, signal: null });
        const said = /^stopped at t = ([\d.]+); go on with --resume '(.*)'\n$/.exec(await error)!;
        expect(said[2]).toBe(checkpoint.replace("'", "'\\''"));
        const kept = JSON.parse(readFileSync(checkpoint, "utf8").split("\n")[1]!) as { observables: unknown[] };
        expect(Number(said[1])).toBeCloseTo(0.01 * (kept.observables.length - 1), 9);
        expect(Number(said[1])).toBeGreaterThan(last);
        last = Number(said[1]);
      }
      expect(readdirSync(folder).filter((name) => name.startsWith(".blochfem"))).toEqual([]);
      expect(existsSync(out)).toBe(false);
    },
  );

  it("leaves no densities and no temporary files of a run without a checkpoint", async () => {
    const out = join(folder, "stopped-densities");
    mkdirSync(out);
    const argv = ["evolve", model, "--initial", "1,0,0", "--to", "2000", "--every", "0.01", "--step", "0.01"];
    const child = start(
      ...argv,
      "--mesh",
      "icosphere:1",
      "--degree",
      "2",
      "--tolerance",
      "0.9",
      "--max-seconds",
      "1e5",
      "--density",
      "--out",
      out,
    );
    const [error, end] = [text(child.stderr!), ended(child)];
    while (readdirSync(out).length < 3 && child.exitCode === null) await setTimeout(5);
    child.kill("SIGINT");
    expect(await end).toEqual({ code: 130, signal: null });
    expect(await error).toBe("stopped; nothing was written\n");
    expect(readdirSync(out)).toEqual([]);
  });

  it("says in one line that standard output is full", async () => {
    for (const argv of [
      ["mesh", "icosphere:1"],
      ["steady", "--help"],
    ]) {
      const full = openSync("/dev/full", "w");
      const child = spawn(process.execPath, ["--import", "tsx", join(root, "src/cli/main.ts"), ...argv], {
        cwd: root,
        stdio: ["ignore", full, "pipe"],
      });
      const [error, end] = await Promise.all([text(child.stderr!), ended(child)]);
      closeSync(full);
      expect(end).toEqual({ code: 1, signal: null });
      expect(error).toBe(
        "error: cannot write to standard output: no space is left; make room, or write to another place\n",
      );
    }
  });

  it("says in one line that the memory is at its end", async () => {
    const table = Array.from({ length: 20_000 }, (_, k) => k);
    const file = putFile(
      folder,
      "table.json",
      JSON.stringify({
        spins: 1,
        field: { times: table, values: table.map(() => [0, 0, 1]) },
        initial: { coherent: [1, 0, 0] },
      }),
    );
    const child = spawn(
      process.execPath,
      [
        "--max-old-space-size=40",
        "--import",
        "tsx",
        join(root, "src/cli/main.ts"),
        "evolve",
        file,
        "--to",
        "1",
        "--every",
        "1",
      ],
      { cwd: root },
    );
    const [error, end] = await Promise.all([text(child.stderr!), ended(child)]);
    expect(end).toEqual({ code: 1, signal: null });
    expect(error).toMatch(/^error: the work does not fit into the memory \([^\n]*\n$/);
  });
});
