import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { BlochfemError, InputError } from "../../core/errors.ts";
import { printable } from "../../core/printable.ts";
import { codeOf } from "../files/errors.ts";
import { requireWritableFile, resolveTarget } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";
import { shellWord } from "../process/shellWord.ts";

/** An array of Slurm jobs that solves a sweep in parts. */
export interface SlurmArray {
  /** The command line behind "blochfem sweep", without --slurm. */
  readonly argv: readonly string[];
  readonly parts: number;
  readonly out: string;
}

/** Where the batch script is kept while its jobs run. */
export const scriptPath = (out: string): string => `${out}.sbatch`;

const logPath = ({ out, parts }: SlurmArray, part: number | string): string => `${out}.${part}-of-${parts}.log`;

/** The batch script. Options that a cluster asks for are taken from the environment of sbatch, SBATCH_PARTITION and the like. */
export function batchScript(array: SlurmArray): string {
  const { argv, parts } = array;
  const program = [process.execPath, ...loader(), mainPath()];
  return [
    "#!/bin/bash",
    "#SBATCH --job-name=blochfem-sweep",
    `#SBATCH --array=1-${parts}`,
    "#SBATCH --cpus-per-task=1",
    `exec ${[...program, "sweep", ...argv].map(shellWord).join(" ")} --workers 1 --shard "$SLURM_ARRAY_TASK_ID/${parts}"`,
    "",
  ].join("\n");
}

/** The program itself, from the sources or as it is built. */
const isSource = import.meta.url.endsWith(".ts");
const mainPath = (): string => fileURLToPath(new URL(isSource ? "../main.ts" : "./main.js", import.meta.url));
const loader = (): string[] => (isSource ? ["--import", import.meta.resolve("tsx")] : []);

/**
 * Writes the batch script, submits it and waits for all of its jobs.
 *
 * @throws InputError where there is no sbatch; BlochfemError where it fails, or a job does
 */
export async function runArray(array: SlurmArray): Promise<void> {
  const path = scriptPath(array.out);
  requireWritableFile(path);
  writeFiles([{ path, text: batchScript(array) }]);
  // Not in the script, where a blank would end the name; a % of its own is doubled.
  const log = logPath({ ...array, out: array.out.replaceAll("%", "%%") }, "%a");
  const child = spawn("sbatch", ["--wait", `--output=${log}`, path], { stdio: ["ignore", "ignore", "pipe"] });
  const said = text(child.stderr);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) => reject(cannotStart(error, path)));
    child.on("close", resolve);
  });
  if (status === 0) return;
  const reason = printable((await said).trim().split("\n").at(-1) ?? "");
  throw new BlochfemError({
    what: `the jobs of ${path} ended with code ${status}${reason === "" ? "" : `: ${reason}`}`,
    remedy: `look into ${logPath(array, "*")}; the same command goes on with what the parts have kept`,
    value: status,
  });
}

const cannotStart = (error: Error, path: string): InputError =>
  new InputError({
    what: `sbatch cannot be started: ${codeOf(error) === "ENOENT" ? "there is no such program here" : error.message}`,
    remedy: `give the command on a machine of a Slurm cluster, submit ${path} there, or leave --slurm out`,
    value: "sbatch",
  });

/** Removes the script and what the jobs printed, which nobody needs where all went well. */
export function removeTraces(array: SlurmArray): void {
  const logs = Array.from({ length: array.parts }, (_, k) => logPath(array, k + 1));
  for (const path of [scriptPath(array.out), ...logs]) rmSync(resolveTarget(path).path, { force: true });
}
