import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { median } from "../measure.ts";
import { drivenModel, headlineSpins, physicsExamples } from "../models.ts";
import type { BenchContext } from "../section.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";

/** What is read of the object that `blochfem steady --json` prints. */
interface SteadyOutput {
  readonly method: string;
  readonly space?: { readonly mesh: string; readonly degree: number; readonly unknowns: number };
  readonly errorEstimate: Readonly<Record<"mean" | "square" | "cross", readonly number[]>>;
  readonly seconds: { readonly total: number };
}

/** Of first and second moments: that of the purity is beside them. */
const largestError = ({ errorEstimate: { mean, square, cross } }: SteadyOutput): number =>
  Math.max(...mean, ...square, ...cross);

export interface CommandRun {
  readonly seconds: number;
  readonly processorSeconds: number;
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
    for (let round = 0; round < rounds; round++) runs.push(await runSteady(drivenModel(spins, fieldX)));
    const outputs = runs.map(({ output }) => JSON.parse(output) as SteadyOutput);
    const { space } = outputs[0]!;
    rows.push([
      showCount(spins),
      String(fieldX),
      space!.mesh.replace(/ around.*$/, ""),
      String(space!.degree),
      showCount(space!.unknowns),
      showSeconds(median(runs.map(({ seconds }) => seconds))),
      showSeconds(median(outputs.map(({ seconds }) => seconds.total))),
      showMegabytes(median(runs.map(({ peakMegabytes }) => peakMegabytes))),
      showError(largestError(outputs[0]!)),
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

/** The README's table: what four models cost from 100 spins to a million. */
export async function headlineTable({ quick, rounds, progress }: BenchContext): Promise<Table> {
  const columns = quick ? headlineSpins.slice(0, 1) : headlineSpins;
  const rows: string[][] = [];
  for (const { name, model } of physicsExamples) {
    const cells: string[] = [];
    for (const spins of columns) {
      progress(`${name}, N = ${spins}`);
      const runs: CommandRun[] = [];
      for (let round = 0; round < rounds; round++) runs.push(await runSteady(model(spins)));
      const output = JSON.parse(runs[0]!.output) as SteadyOutput;
      const seconds = median(runs.map(({ processorSeconds }) => processorSeconds));
      cells.push(`${showSeconds(seconds)} s, ${largestError(output).toExponential(0)}, ${output.method}`);
    }
    rows.push([name, ...cells]);
  }
  const empty = await runCommand(["--version"]);
  return {
    title: "`blochfem steady MODEL` by N: processor seconds, error estimate, method",
    columns: ["model", ...columns.map(showCount)],
    rows,
    notes: [
      `Processor seconds of the whole command from source, medians of ${rounds} run${rounds === 1 ? "" : "s"}, of which \`blochfem --version\` alone takes ${showSeconds(empty.processorSeconds)}; the largest error estimate of first and second moments.`,
    ],
  };
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const source = here("../../src/cli/main.ts");

/** `blochfem steady` on a model; `program` is the command, from source unless told. */
export async function runSteady(
  steadyModel: SpinModel,
  options: readonly string[] = [],
  program = source,
): Promise<CommandRun> {
  const folder = mkdtempSync(join(tmpdir(), "blochfem-bench-"));
  try {
    const model = join(folder, "model.json");
    writeFileSync(model, JSON.stringify(steadyModel));
    return await runCommand(["steady", model, "--json", ...options], program);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runCommand(args: readonly string[], program = source): Promise<CommandRun> {
  // What reads TypeScript, which a built program does without.
  const loader = program.endsWith(".ts") ? process.execArgv : [];
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...loader, "--import", new URL("./usage.mjs", import.meta.url).href, program, ...args],
    { stdio: ["ignore", "pipe", "inherit", "pipe"] },
  );
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  const [output, peak, code] = await Promise.all([text(child.stdout!), text(child.stdio[3] as Readable), ended]);
  if (code !== 0) throw new Error(`blochfem ${args[0]} ended with code ${code}`);
  const [peakMegabytes, processorSeconds] = peak.split(" ").map(Number) as [number, number];
  return { seconds: (performance.now() - started) / 1000, processorSeconds, peakMegabytes, output };
}
