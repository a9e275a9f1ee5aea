import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { createRandomStream, fillUniform } from "../../src/core/random.ts";
import { capture } from "./capture.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** A sweep as a process, and how its runs are ended. */
export interface KilledSweep {
  readonly argv: readonly string[];
  readonly out: string;
}

const linesIn = (path: string): number => (existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0);

/** Rows without what differs from run to run. */
export const comparable = (text: string): string => text.replace(/"seconds":[^,}]+/g, "");

export const start = ({ argv, out }: KilledSweep, workers: number): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", main, "sweep", ...argv, "--workers", String(workers), "--out", out], {
    stdio: "ignore",
  });

export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });

/** Kills a run as soon as it has kept so many rows more, and `delay` ms. Returns whether it was still running. */
export async function killAfter(sweep: KilledSweep, workers: number, rows: number, delay: number): Promise<boolean> {
  const part = `${sweep.out}.part`;
  const before = linesIn(part);
  const child = start(sweep, workers);
  const end = ended(child);
  while (child.exitCode === null && linesIn(part) < before + rows) await setTimeout(2);
  await setTimeout(delay);
  const running = child.exitCode === null;
  child.kill("SIGKILL");
  await end;
  return running;
}

/** A sweep that is killed at random places, each time with another number of workers, and then let end, has the rows of `whole`. */
export async function expectResumed(sweep: KilledSweep, whole: string, kills: number): Promise<void> {
  const random = new Float64Array(2 * kills);
  fillUniform(createRandomStream(7, 0), random);
  for (let k = 0; k < kills; k++) {
    const running = await killAfter(sweep, 1 + (k % 2), 1 + Math.floor(6 * random[2 * k]!), 30 * random[2 * k + 1]!);
    expect(running).toBe(true);
  }
  const { code, error } = await capture(["sweep", ...sweep.argv, "--workers", "1", "--out", sweep.out]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(comparable(readFileSync(sweep.out, "utf8"))).toBe(comparable(whole));
  expect(existsSync(`${sweep.out}.part`)).toBe(false);
}
