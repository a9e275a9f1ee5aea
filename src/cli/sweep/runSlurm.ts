import { rmSync } from "node:fs";
import { InputError } from "../../core/errors.ts";
import { sweepProblem } from "../../sweep/sweep.ts";
import { numberOption } from "../arguments/common.ts";
import { readModelText } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { requireWritableFile, resolveTarget } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";
import { shellWord } from "../process/shellWord.ts";
import type { SweepFlags } from "./flags.ts";
import { formatOf } from "./formats.ts";
import { headerOf, requireSame } from "./journal.ts";
import { lockFile } from "./lock.ts";
import { merged } from "./merge.ts";
import { journalPath, writtenText } from "./output.ts";
import { readSweep } from "./request.ts";
import { removeTraces, runArray, type SlurmArray, scriptPath } from "./slurm.ts";

/**
 * `blochfem sweep --slurm`: parts as an array of jobs, then one table.
 *
 * @param argv the command line behind "sweep"
 * @throws InputError where the options make no sense or there is no Slurm; BlochfemError where jobs fail
 */
export async function runSlurm(
  context: CommandContext,
  path: string,
  flags: SweepFlags,
  argv: readonly string[],
): Promise<void> {
  const { io } = context;
  const { parts, out } = arrayOf(path, flags);
  const format = formatOf(out);
  requireWritableFile(out);
  const { model, request } = await readSweep(await readModelText(io, path), flags);
  // What is wrong is said here, and not by as many jobs.
  const header = headerOf(sweepProblem(model, request, (option) => `--${option}`));
  const array: SlurmArray = { argv: withoutSlurm(argv), parts, out };
  const then = `when they have ended, blochfem sweep merge ${shellWord(out)}.*-of-${parts}.part --out ${shellWord(out)} makes the table`;
  io.onFact?.({ kind: "jobs", path: scriptPath(out), then });
  const unlock = lockFile(scriptPath(out));
  try {
    await runArray(array);
  } finally {
    unlock();
  }
  const paths = Array.from({ length: parts }, (_, k) => journalPath(out, { part: k + 1, of: parts }));
  const found = merged(paths);
  requireSame(paths[0]!, found, header);
  writeFiles([{ path: out, text: await format(found.header, found.rows) }]);
  io.onFact?.({ kind: "written" });
  for (const part of paths) rmSync(resolveTarget(part).path, { force: true });
  removeTraces(array);
  io.writeOut(writtenText(out, found.rows));
  if (found.rows.every((row) => "error" in row)) context.setExitCode(EXIT_NUMERICAL);
}

/** More jobs than any cluster takes in one array by default. */
const MOST_PARTS = 1000;

function arrayOf(path: string, { slurm, shard, out, json, plot }: SweepFlags): Pick<SlurmArray, "parts" | "out"> {
  const parts = numberOption("--slurm", slurm!, "8");
  const fault =
    !Number.isInteger(parts) || parts < 1 || parts > MOST_PARTS
      ? (["--slurm", `is ${slurm}, not a number of jobs from 1 to ${MOST_PARTS}`, "write it as in --slurm 8"] as const)
      : shard !== undefined
        ? (["--slurm", "does not go with --shard, which each of its jobs is given", "leave one of them out"] as const)
        : json === true || plot !== undefined
          ? (["--slurm", `does not go with --${json === true ? "json" : "plot"}`, "give --out FILE alone"] as const)
          : path === "-"
            ? (["--slurm", "needs a model file: jobs have no standard input", "give the path of one"] as const)
            : null;
  if (fault === null && out !== undefined) return { parts, out };
  const [option, what, remedy] = fault ?? ["--slurm", "has no file to write to", "add --out FILE"];
  throw new InputError({ what: `${option} ${what}`, remedy, value: slurm });
}

/** What the jobs are given: all but the option that starts them. */
function withoutSlurm(argv: readonly string[]): string[] {
  const rest = argv.filter((word) => !word.startsWith("--slurm="));
  const at = rest.indexOf("--slurm");
  return at < 0 ? rest : [...rest.slice(0, at), ...rest.slice(at + 2)];
}
