import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";
import { ended, expectResumed } from "./sweepKill.ts";

const folder = temporaryFolder();
const model = putFile(folder, "model.yaml", "spins: 60\ncollective: { dephasing: 1, pump: 1, decay: 0.3 }\n");
// A density matrix of 60 spins takes a tenth of a second: a run lasts long enough to be killed in its middle.
const argv = [model, "--vary", "field.x=0.5:1.5:20", "--method", "dicke"];

describe("a sweep that is killed", () => {
  it("goes on to the rows of one that is not, by other numbers of workers", async () => {
    const { code, out: whole } = await capture(["sweep", ...argv, "--workers", "1", "--json"]);
    expect(code).toBe(0);
    await expectResumed({ argv, out: join(folder, "killed.jsonl") }, whole, 2);
  });

  it("by Ctrl-C says what it has kept, and how to go on", async () => {
    const out = join(folder, "stopped.jsonl");
    const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", main, "sweep", ...argv, "--out", out, "--workers", "1"]);
    const said = text(child.stderr);
    const end = ended(child);
    for (let lines = 0; lines < 3; await setTimeout(5)) {
      try {
        lines = readFileSync(`${out}.part`, "utf8").split("\n").length;
      } catch {
        // It is not there yet.
      }
    }
    child.kill("SIGINT");
    await end;
    expect(child.exitCode).toBe(130);
    const [, kept] =
      /^stopped; (\d+) of 20 points are kept in .*stopped\.jsonl\.part: the same command goes on\n$/.exec(await said)!;
    expect(readFileSync(`${out}.part`, "utf8").trimEnd().split("\n").length - 1).toBe(Number(kept));
  });
});
