import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, vi } from "vitest";
import { capture, temporaryFolder } from "./capture.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const folder = temporaryFolder();
const root = fileURLToPath(new URL("../..", import.meta.url));
const lasting = (options: readonly string[], factor: number): readonly string[] =>
  options.map((value, k) => (options[k - 1] === "--to" ? String(factor * Number(value)) : value));

/** Kills a run at a random moment behind its second checkpoint; null where it had ended by then. */
async function killed(argv: readonly string[], file: string): Promise<{ readonly delay: number } | null> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(root, "src/cli/main.ts"), ...argv, "--checkpoint", file],
    { cwd: root },
  );
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_, signal) => resolve(signal)));
  const printed = text(child.stdout);
  const age = (): number => (existsSync(file) ? statSync(file).mtimeMs : 0);
  while (age() === 0 && child.exitCode === null) await setTimeout(5);
  const first = age();
  // Behind the second checkpoint there is something that the resumed run must not do again.
  while (age() === first && child.exitCode === null) await setTimeout(5);
  const delay = 300 * Math.random();
  await setTimeout(delay);
  child.kill("SIGKILL");
  if ((await ended) !== "SIGKILL") return null;
  expect({ delay, printed: await printed }).toEqual({ delay, printed: "" });
  return { delay };
}

/** Road, model file, options: some seconds of work with many times. */
export type Run = readonly [string, string, readonly string[]];

/** Kills a run at a random moment, resumes it, and compares with one that was not stopped. */
export async function expectResumed(...[road, path, options]: Run): Promise<void> {
  // A fast machine is given more to do.
  for (let factor = 1; ; factor *= 3) {
    const argv = ["evolve", path, ...lasting(options, factor), "--json"];
    const file = join(folder, `${road} ${factor}.checkpoint`);
    const found = await killed(argv, file);
    if (found === null && factor < 100) continue;
    expect(found).not.toBeNull();
    const resumed = await capture(["evolve", "--resume", file]);
    expect(resumed).toMatchObject({ code: 0, error: "" });
    expect({ ...found, ...(await capture(argv)) }).toEqual({ ...found, ...resumed });
    return;
  }
}
