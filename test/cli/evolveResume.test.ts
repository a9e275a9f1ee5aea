import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const folder = temporaryFolder();
const root = fileURLToPath(new URL("../..", import.meta.url));
const model = putFile(
  folder,
  "model.yaml",
  "spins: 40\nfield: { formula: ['1.5', '0', '0.1*t'] }\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
);
/** In the ball, where the equation is parabolic. */
const local = putFile(
  folder,
  "local.yaml",
  "spins: 4\nfield: [0.5, 0, 0]\ncollective: { pump: 0.3, decay: 0.3 }\nlocal: { decay: 0.1 }\ninitial: { coherent: [1, 0, 0] }\n",
);

/** Some seconds of work each, with many times. */
const runs: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "finite elements",
    model,
    [
      "--method",
      "fem",
      "--to",
      "0.3",
      "--every",
      "0.01",
      "--mesh",
      "icosphere:1",
      "--degree",
      "3",
      "--tolerance",
      "0.9",
    ],
  ],
  [
    "finite elements in the ball",
    local,
    ["--to", "12", "--every", "0.01", "--mesh", "ball:0", "--degree", "2", "--step", "0.0005", "--tolerance", "0.5"],
  ],
  [
    "flux correction",
    local,
    ["--to", "12", "--every", "0.01", "--mesh", "ball:0", "--scheme", "fluxCorrection", "--step", "0.0005"],
  ],
  ["harmonic moments", model, ["--method", "harmonic", "--to", "16", "--every", "0.05"]],
  ["the density matrix", model, ["--method", "dicke", "--to", "60", "--every", "0.05"]],
  [
    "trajectories",
    model,
    ["--method", "sde", "--to", "8", "--every", "0.05", "--step", "0.001", "--trajectories", "3000"],
  ],
];

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

describe("a run killed at a random moment and resumed", () => {
  it.each(runs)("by %s ends with the bytes of a run that was not stopped", async (road, path, options) => {
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
  });
});
