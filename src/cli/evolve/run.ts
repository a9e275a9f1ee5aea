import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import type { EndState } from "../../roads/endState.ts";
import { endOfEvolution } from "../../roads/evolve/end.ts";
import type { EvolutionStep } from "../../roads/evolve/run.ts";
import { timeGrid } from "../../roads/evolve/timeGrid.ts";
import { STANDARD_INPUT } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { pictureTarget } from "../files/picture.ts";
import { requireDistinctFiles, requireWritableFile } from "../files/target.ts";
import type { OutputFile } from "../files/write.ts";
import { whileWriting } from "../files/writeLock.ts";
import { resultFiles, writtenLine } from "../results/content.ts";
import { toJson } from "../terminal/format.ts";
import { type Io, useColour } from "../terminal/io.ts";
import { createProgress, type Progress } from "../terminal/progress.ts";
import { type Checkpoint, checkpointWriter, readCheckpoint } from "./checkpoint.ts";
import { drawEvolution, pictureStates } from "./draw.ts";
import {
  comparedMethods,
  type DrawingFlags,
  type EvolveFlags,
  outputOf,
  type RunPlace,
  readInput,
  rejectBesideResume,
  runPlace,
} from "./flags.ts";
import { runOf } from "./follow.ts";
import { largestModel, type Prepared, prepare } from "./input.ts";
import { type EvolutionFolder, evolutionFolder } from "./output.ts";
import { type EvolveReport, evolveReport } from "./report.ts";
import { type EvolutionVtu, savedEvolution, vtuSeries } from "./saved.ts";
import { showEarlier, showState } from "./stateLook.ts";
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
      flags,
    );
    return;
  }
  rejectBesideResume(path, given);
  const found = readCheckpoint(flags.resume);
  const output = { ...found.output, ...outputOf({ ...found.output, ...flags }) };
  const kept = found.observables.length - 1;
  const { to, every } = found.input;
  io.onFact?.({ kind: "checkpoint", path: flags.resume, time: timeGrid(to, every)[kept]! });
  const place = runPlace({ ...flags, checkpoint: flags.checkpoint ?? flags.resume });
  await run(io, { ...found, output }, place, flags);
}

/** Goes on behind the times that `start` holds; from the beginning where it holds none. */
async function run(
  io: Io,
  start: Checkpoint,
  { checkpoint, workers }: RunPlace,
  pictureFlags: DrawingFlags,
): Promise<void> {
  const { output } = start;
  let { input } = start;
  const prepared = await prepare(input);
  if (checkpoint !== undefined) requireWritableFile(checkpoint);
  const compared = comparedMethods(pictureFlags);
  const picture = await pictureTarget(pictureFlags);
  const folder = evolutionFolder(output, prepared, {
    atOnce: checkpoint !== undefined,
    io,
    beside: [checkpoint, pictureFlags.plot],
  });
  if (checkpoint !== undefined) {
    const model = input.model.source === STANDARD_INPUT ? [] : [input.model.source];
    requireDistinctFiles([checkpoint, ...(folder?.paths ?? []), ...(start.observables.length === 0 ? model : [])]);
  }
  const observables = [...start.observables];
  const errorEstimate = [...start.errorEstimate];
  const save = checkpoint === undefined ? null : checkpointWriter(checkpoint);
  const last = prepared.times.length - 1;
  const strip = pictureFlags.strip ?? "Q";
  const drawnStates = picture === null ? null : pictureStates(prepared.times, strip);
  const vtu = folder?.target.formats.has("vtu") === true ? vtuSeries() : null;
  const looks = [drawnStates, vtu].flatMap((one) => (one === null ? [] : [one.look]));
  const progress = createProgress(io);
  const keep = (step: EvolutionStep): void => {
    observables[step.index] = step.observables;
    errorEstimate[step.index] = step.errorEstimate;
    // A run that is resumed goes on by the same road, and says why it was begun so.
    input = { ...input, method: step.method, reason: start.input.reason ?? step.reason };
    progress.show(`t = ${step.time} of ${prepared.times[last]}`);
    if (step.density !== null) folder?.keepDensity?.(step.index, step.density.space, step.density.values());
    showState(looks, step);
    if (save === null) return;
    // Together, so that whoever stops the run is told of the checkpoint that is there.
    whileWriting(() => {
      const make = (): Checkpoint => ({ input, output, observables, errorEstimate, snapshot: step.snapshot() });
      if (save(make, step.index === last)) io.onFact?.({ kind: "checkpoint", path: checkpoint!, time: step.time });
    });
  };
  const [report, end] = await guarded(progress, folder, async () => {
    const running = runOf(prepared, {
      density: folder !== null && folder.keepDensity !== null,
      showProgress: progress.show,
      ...(start.observables.length === 0
        ? {}
        : { resume: { index: start.observables.length - 1, snapshot: start.snapshot } }),
      ...defined({ workers }),
      keepsSnapshots: save !== null,
    });
    for await (const step of running) keep(step);
    const found = running.result();
    showEarlier(looks, prepared, found.method, start.observables.length, progress);
    return [
      evolveReport(prepared, { ...found, reason: start.input.reason ?? found.reason }, observables, errorEstimate),
      folder === null ? null : endOfEvolution(largestModel(prepared), prepared.initial, found),
    ] as const;
  });
  const saved =
    folder === null
      ? null
      : await guarded(progress, folder, () =>
          savedFiles(folder, report, prepared, end!, vtu?.series(report.method) ?? { files: {}, missing: [] }),
        );
  const drawn =
    picture === null
      ? []
      : await drawEvolution({ picture, compared, strip }, report, prepared, drawnStates!.states(), progress);
  show(io, report, prepared, folder, output, saved, drawn);
}

/** Files of a result, and what is missing among them. */
interface Saved {
  readonly files: readonly OutputFile[];
  readonly missing: readonly string[];
}

async function savedFiles(
  { target }: EvolutionFolder,
  report: EvolveReport,
  prepared: Prepared,
  end: EndState,
  { files, missing }: EvolutionVtu,
): Promise<Saved> {
  return { files: await resultFiles(target, savedEvolution(report, prepared, end, files)), missing };
}

async function guarded<T>(progress: Progress, folder: EvolutionFolder | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    folder?.discard();
    throw error;
  } finally {
    progress.clear();
  }
}

function finish(io: Io, folder: EvolutionFolder, { files }: Saved): string[] {
  folder.finish(files);
  io.onFact?.({ kind: "written" });
  return files.map(({ path }) => path);
}

function show(
  io: Io,
  report: EvolveReport,
  prepared: Prepared,
  folder: EvolutionFolder | null,
  { json }: Checkpoint["output"],
  saved: Saved | null,
  drawn: readonly string[],
): void {
  const object = `${toJson(report)}\n`;
  const files = folder === null ? [] : whileWriting(() => finish(io, folder, saved!));
  const written = [...files, ...drawn];
  if (json) {
    io.writeOut(object);
    return;
  }
  io.writeOut(evolveTable(report, prepared, pc.createColors(useColour(io, io.outIsTerminal))));
  if (written.length > 0) io.writeOut(`\n${writtenLine(written)}\n`);
  for (const reason of saved?.missing ?? []) io.writeOut(`${reason}\n`);
}
