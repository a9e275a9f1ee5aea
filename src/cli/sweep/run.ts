import { InputError } from "../../core/errors.ts";
import { requireWorkers } from "../../sweep/pool.ts";
import type { SweepRow } from "../../sweep/row.ts";
import { pointsOf, type SweepOptions, sweep, sweepProblem } from "../../sweep/sweep.ts";
import { numberOption } from "../arguments/common.ts";
import { readModelText } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL, failureOf } from "../exitCodes.ts";
import { pictureTarget, writePicture } from "../files/picture.ts";
import { requireWritableFile } from "../files/target.ts";
import type { Io } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { progressBar } from "./bar.ts";
import type { SweepFlags } from "./flags.ts";
import { formatOf } from "./formats.ts";
import { headerOf, lineOf, openJournal } from "./journal.ts";
import { lockFile } from "./lock.ts";
import { finish, journalPath, writtenText } from "./output.ts";
import { readSweep } from "./request.ts";
import { sweepTable } from "./summary.ts";

const named = (option: string): string => `--${option}`;

/** `blochfem sweep`. Throws the library's errors; one of a point is in its row. */
export async function runSweep(context: CommandContext, path: string, flags: SweepFlags): Promise<void> {
  const { io } = context;
  const { out } = flags;
  const format = out === undefined ? null : formatOf(out);
  const shard = shardOption(flags);
  const workers = workersOption(flags);
  const text = await readModelText(io, path);
  const { model, request } = await readSweep(text, flags);
  const problem = sweepProblem(model, request, named);
  const header = headerOf(problem);
  const picture = await pictureTarget(flags);
  const draw = picture === null ? null : await import("./picture.ts");
  if (draw !== null) {
    if (shard !== null) throw plotOfPart(flags.plot);
    draw.requireDrawable(problem);
  }
  if (out !== undefined) requireWritableFile(out);
  const place = out === undefined ? null : journalPath(out, shard);
  const unlock = place === null ? null : lockFile(place);
  let watch: Watch | null = null;
  let rows: readonly SweepRow[];
  try {
    const journal = place === null ? null : openJournal(place, header);
    const known = journal?.known ?? [];
    const shown = watchOf(io, pointsOf(problem, shard ?? undefined).length, known, place);
    watch = shown;
    rows = await sweep(
      model,
      request,
      {
        ...(workers === null ? {} : { workers }),
        ...(shard === null ? {} : { shard }),
        known,
        describe: (error) => failureOf(error).message,
        onRow: (row) => {
          journal?.append(row);
          shown.add(row);
        },
      },
      named,
    );
  } finally {
    watch?.clear();
    unlock?.();
  }
  const read = rows.map((row) => JSON.parse(lineOf(row)) as SweepRow);
  const drawn =
    picture === null ? [] : writePicture(picture, draw!.pictureOf(problem, header, read, text.source, picture.theme));
  if (out !== undefined && shard === null) {
    await finish(out, place!, format!, { header, rows: read });
    io.onFact?.({ kind: "written" });
  }
  if (flags.json === true) io.writeOut(read.map((row) => `${lineOf(row)}\n`).join(""));
  else if (out === undefined) io.writeOut(sweepTable(header, read));
  else io.writeOut(writtenText(shard === null ? out : place!, read));
  if (drawn.length > 0 && flags.json !== true) io.writeOut(`Wrote ${drawn.join(", ")}\n`);
  if (shard !== null && place !== null && flags.json !== true) {
    io.writeOut(`Put the parts together with: blochfem sweep merge ${out}.*-of-${shard.of}.part --out ${out}\n`);
  }
  // What the other parts have says whether the sweep has an answer.
  if (shard === null && read.every((row) => "error" in row)) context.setExitCode(EXIT_NUMERICAL);
}

const plotOfPart = (plot: string | undefined): InputError =>
  new InputError({
    what: "--plot does not go with --shard, which has a part of the points",
    remedy: "leave one of them out",
    value: plot,
  });

function shardOption({ shard, out }: SweepFlags): NonNullable<SweepOptions["shard"]> | null {
  if (shard === undefined) return null;
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(shard.trim())?.map(Number) ?? [];
  if (part === undefined || of === undefined || part < 1 || part > of) {
    throw new InputError({
      what: `--shard is "${shard}", not one of N parts`,
      remedy: "write it as --shard 1/8 to --shard 8/8, one run each",
      value: shard,
    });
  }
  if (out !== undefined) return { part, of };
  throw new InputError({ what: "--shard has no file to keep its rows in", remedy: "add --out FILE", value: shard });
}

function workersOption({ workers }: SweepFlags): number | null {
  if (workers === undefined) return null;
  const threads = numberOption("--workers", workers, "2");
  requireWorkers(threads);
  return threads;
}

interface Watch {
  readonly add: (row: SweepRow) => void;
  readonly clear: () => void;
}

/** Shows how far a sweep is, and tells what is kept to whoever stops it. */
function watchOf(io: Io, total: number, known: readonly SweepRow[], place: string | null): Watch {
  const progress = createProgress(io);
  const start = performance.now();
  let [done, failed] = [known.length, known.filter((row) => "error" in row).length];
  const tell = (): void => {
    if (place !== null) io.onFact?.({ kind: "sweep", path: place, done, total });
    const seconds = (performance.now() - start) / 1000;
    progress.show(progressBar({ done, total, failed, solved: done - known.length, seconds }));
  };
  tell();
  return {
    add: (row) => {
      done++;
      if ("error" in row) failed++;
      tell();
    },
    clear: progress.clear,
  };
}
