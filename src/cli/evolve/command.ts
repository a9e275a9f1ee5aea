import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import pc from "picocolors";
import { InputError } from "../../core/errors.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { EvolutionSnapshot } from "../../state/evolution.ts";
import type { Observables } from "../../state/moments.ts";
import type { CommandContext } from "../context.ts";
import { type AnySpace, nodePositions } from "../elements.ts";
import { requireWritableFolder, writeFiles } from "../files.ts";
import { toJson } from "../format.ts";
import { type Io, useColour } from "../io.ts";
import { observablesCsv } from "../observableColumns.ts";
import { createProgress, type Progress } from "../progress.ts";
import { type Checkpoint, checkpointWriter, readCheckpoint } from "./checkpoint.ts";
import { type EvolveFlags, outputOf, type RunPlace, readInput, rejectBesideResume, runPlace } from "./flags.ts";
import { type Prepared, prepare } from "./input.ts";
import { type EvolveReport, evolveReport } from "./report.ts";
import { followRoad } from "./roads.ts";
import { evolveTable } from "./table.ts";

export type { EvolveFlags } from "./flags.ts";

/** `blochfem evolve`; `given` are the options on the command line. Throws the library's errors. */
export async function runEvolve(
  { io }: CommandContext,
  path: string | undefined,
  flags: EvolveFlags,
  given: readonly string[],
): Promise<void> {
  if (flags.resume === undefined) {
    const input = await readInput(io, path, flags, given);
    await run(
      io,
      { input, output: outputOf(flags), observables: [], errorEstimate: [], snapshot: {} },
      runPlace(flags),
    );
    return;
  }
  rejectBesideResume(path, given);
  const found = readCheckpoint(flags.resume);
  const output = { ...found.output, ...outputOf({ ...found.output, ...flags }) };
  await run(io, { ...found, output }, runPlace({ ...flags, checkpoint: flags.checkpoint ?? flags.resume }));
}

/** Goes on behind the times that `start` holds; from the beginning where it holds none. */
async function run(io: Io, start: Checkpoint, { checkpoint, workers }: RunPlace): Promise<void> {
  const { input, output } = start;
  const prepared = await prepare(input);
  if (output.out !== undefined) requireWritableFolder(output.out);
  if (checkpoint !== undefined) requireWritableFolder(dirname(checkpoint));
  const observables = [...start.observables];
  const errorEstimate = [...start.errorEstimate];
  const save = checkpoint === undefined ? null : checkpointWriter(checkpoint);
  const last = prepared.times.length - 1;
  const progress = createProgress(io);
  const keep = (index: number, seen: Observables, error: ErrorEstimate, snapshot: EvolutionSnapshot): void => {
    observables[index] = seen;
    errorEstimate[index] = error;
    save?.(() => ({ input, output, observables, errorEstimate, snapshot }), index === last);
  };
  const densities = output.density ? densityWriter(output.out!, prepared) : null;
  const report = await guarded(progress, async () => {
    const facts = await followRoad(prepared, {
      onPoint: keep,
      onProgress: progress.show,
      ...(densities === null ? {} : { onDensity: densities }),
      ...(start.observables.length === 0
        ? {}
        : { resume: { index: start.observables.length - 1, snapshot: start.snapshot } }),
      ...(workers === undefined ? {} : { workers }),
      keepsSnapshots: save !== null,
    });
    return evolveReport(prepared, observables, errorEstimate, facts);
  });
  show(io, report, prepared, output);
}

async function guarded<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    progress.clear();
  }
}

function show(io: Io, report: EvolveReport, prepared: Prepared, { json, out }: Checkpoint["output"]): void {
  const object = `${toJson(report)}\n`;
  const written = out === undefined ? [] : writeResult(out, report, prepared, object);
  if (json) {
    io.writeOut(object);
    return;
  }
  io.writeOut(evolveTable(report, prepared, pc.createColors(useColour(io, io.outIsTerminal))));
  if (written.length > 0) io.writeOut(`\nWrote ${written.join(", ")}\n`);
}

/** Returns the paths that were written. */
function writeResult(folder: string, report: EvolveReport, prepared: Prepared, json: string): string[] {
  const { times, observables, errorEstimate } = report;
  const files = [
    { path: join(folder, "evolution.json"), text: json },
    { path: join(folder, "evolution.txt"), text: evolveTable(report, prepared, pc.createColors(false)) },
    { path: join(folder, "evolution.csv"), text: observablesCsv(times, observables, errorEstimate) },
  ];
  writeFiles(files);
  return files.map(({ path }) => path);
}

const DENSITY_FILE = /^density-t[-+.\de]+\.csv$/;

/** Returns a function that writes P at a time; densities of an earlier run are removed first. */
function densityWriter(
  folder: string,
  { times, initial }: Prepared,
): (index: number, space: AnySpace, density: Float64Array) => void {
  const nameOf = (time: number): string => `density-t${time}.csv`;
  const names = new Set(times.map(nameOf));
  const stale = existing(folder).filter((name) => DENSITY_FILE.test(name) && !names.has(name));
  let points: { readonly space: AnySpace; readonly at: Float64Array } | null = null;
  return (index, space, density) => {
    // A delta has no values at points.
    if (times[index] === 0 && initial.kind !== "thermal") return;
    if (points?.space !== space) points = { space, at: nodePositions(space) };
    const { at } = points;
    const lines = ["x,y,z,P"];
    density.forEach((value, k) => {
      lines.push(`${at[3 * k]},${at[3 * k + 1]},${at[3 * k + 2]},${value}`);
    });
    writeFiles(
      [{ path: join(folder, nameOf(times[index]!)), text: `${lines.join("\n")}\n` }],
      stale.splice(0).map((name) => join(folder, name)),
    );
  };
}

function existing(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new InputError({
      what: `cannot read the folder ${folder}: ${(error as Error).message}`,
      remedy: "give another --out",
      value: folder,
    });
  }
}
