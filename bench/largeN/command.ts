import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { median } from "../measure.ts";
import { drivenModel } from "../models.ts";
import type { BenchContext } from "../section.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";

/** What is read of the object that `blochfem steady --json` prints. */
interface SteadyOutput {
  readonly space: { readonly mesh: string; readonly degree: number; readonly unknowns: number };
  readonly errorEstimate: Readonly<Record<"mean" | "square" | "cross", readonly number[]>>;
  readonly seconds: { readonly total: number };
}

interface CommandRun {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly output: string;
}

const problems = [40, 10_000, 1_000_000].flatMap((spins) => [0.5, 1.5].map((fieldX) => ({ spins, fieldX })));

/** `blochfem steady` as a user runs it: a process of its own, default settings, from the start of Node to the printed result. */
export async function commandTable({ quick, rounds, progress }: BenchContext): Promise<Table> {
  const rows: string[][] = [];
  for (const { spins, fieldX } of quick ? problems.slice(0, 1) : problems) {
    progress(`blochfem steady, N = ${spins}, B_x = ${fieldX}`);
    const runs: CommandRun[] = [];
    for (let round = 0; round < rounds; round++) runs.push(await runSteady(spins, fieldX));
    const outputs = runs.map(({ output }) => JSON.parse(output) as SteadyOutput);
    const { space, errorEstimate } = outputs[0]!;
    rows.push([
      showCount(spins),
      String(fieldX),
      space.mesh.replace(/ around.*$/, ""),
      String(space.degree),
      showCount(space.unknowns),
      showSeconds(median(runs.map(({ seconds }) => seconds))),
      showSeconds(median(outputs.map(({ seconds }) => seconds.total))),
      showMegabytes(median(runs.map(({ peakMegabytes }) => peakMegabytes))),
      showError(Math.max(...Object.values(errorEstimate).flat())),
    ]);
  }
  const empty = await runCommand(["--version"]);
  return {
    title: "`blochfem steady MODEL`, k_z = k_+ = 1, default tolerance 1e-8",
    columns: ["N", "B_x", "mesh", "degree", "unknowns", "command s", "library s", "peak MB", "error estimate"],
    rows,
    notes: [
      `The whole command from source, medians of ${rounds} run${rounds === 1 ? "" : "s"}; \`blochfem --version\` alone takes ${showSeconds(empty.seconds)} s. Mesh and degree are those of the reported solution; "library s" includes all solutions tried on the way.`,
    ],
  };
}

async function runSteady(spins: number, fieldX: number): Promise<CommandRun> {
  const folder = mkdtempSync(join(tmpdir(), "blochfem-bench-"));
  try {
    const model = join(folder, "model.json");
    writeFileSync(model, JSON.stringify(drivenModel(spins, fieldX)));
    return await runCommand(["steady", model, "--json"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function runCommand(args: readonly string[]): Promise<CommandRun> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      "--import",
      new URL("./peakMemory.ts", import.meta.url).href,
      here("../../src/cli/main.ts"),
      ...args,
    ],
    { stdio: ["ignore", "pipe", "inherit", "pipe"] },
  );
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  const [output, peak, code] = await Promise.all([text(child.stdout!), text(child.stdio[3] as Readable), ended]);
  if (code !== 0) throw new Error(`blochfem ${args[0]} ended with code ${code}`);
  return { seconds: (performance.now() - started) / 1000, peakMegabytes: Number(peak), output };
}
