import { join } from "node:path";
import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import type { Problem } from "../../io/modelFile.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import { type MeanField, type MeanFieldOptions, meanField } from "../../roads/meanField.ts";
import { pointOption } from "../arguments/pointOption.ts";
import { parseProblem, readModelText } from "../arguments/problem.ts";
import { scanOption } from "../arguments/scanOption.ts";
import type { CommandContext } from "../context.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { requireWritableFolder } from "../files/target.ts";
import { type OutputFile, writeFiles } from "../files/write.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { meanFieldTable } from "./table.ts";

export interface MeanFieldArguments {
  readonly path: string;
  readonly from: string | undefined;
  readonly to: number | undefined;
  readonly every: number | undefined;
  readonly scan: readonly string[] | undefined;
  readonly json: boolean;
  readonly out: string | undefined;
  readonly picture: PictureFlags;
}

/** `blochfem meanfield`. Throws the library's errors. */
export async function runMeanField({ io }: CommandContext, args: MeanFieldArguments): Promise<void> {
  const scan = args.scan === undefined ? undefined : scanOption(args.scan);
  const text = await readModelText(io, args.path);
  const problem = await parseProblem(text);
  if (problem.drive !== undefined) {
    throw new InputError({
      what: `${movingName(problem.drive)} of ${text.source} depends on time, and fixed points need a constant one`,
      remedy: "give constant values, or evolve the model in time",
      value: problem.drive.source,
    });
  }
  const from = startOf(args, problem, text.source);
  if (args.out !== undefined) requireWritableFolder(args.out, OUTPUT_NAMES);
  const picture = await pictureTarget(args.picture);
  const options = defined({ from, to: args.to, every: args.every, scan });
  const report = meanField(problem.model, options, (name) => `--${name}`);
  const json = `${toJson({ ...report, model: writtenModel(report.model) })}\n`;
  const table = (colour: boolean): string => meanFieldTable(report, text.source, pc.createColors(colour));
  const written = args.out === undefined ? [] : writeResult(args.out, report, json, table(false));
  if (picture !== null) {
    const { meanFieldPicture } = await import("../../plot/meanField.ts");
    written.push(...writePicture(picture, meanFieldPicture(report, text.source, picture.theme)));
  }
  if (written.length > 0) io.onFact?.({ kind: "written" });
  if (args.json) {
    io.writeOut(json);
    return;
  }
  io.writeOut(table(useColour(io, io.outIsTerminal)));
  if (written.length > 0) io.writeOut(`\nWrote ${written.join(", ")}\n`);
}

/** The first of what depends on time. */
const movingName = (drive: NonNullable<Problem["drive"]>): string =>
  "parameters" in drive && !drive.drivesField ? [...drive.parameters.keys()][0]! : "the field";

/** Where a path that is asked for begins. Throws InputError where neither the option nor the file says it. */
function startOf(
  { from, to, every }: MeanFieldArguments,
  { initial }: Problem,
  source: string,
): MeanFieldOptions["from"] {
  if (from !== undefined) return pointOption("--from", from);
  if (to === undefined && every === undefined) return undefined;
  if (initial?.kind === "coherent") return initial.direction;
  throw new InputError({
    what: `${source} names no coherent initial state`,
    remedy: "give --from x,y,z",
    value: source,
  });
}

const OUTPUT_NAMES = ["meanfield.json", "meanfield.txt", "path.csv", "phases.csv"];

/** Returns the paths that were written; parts of an earlier run that were not asked for now are removed. */
function writeResult(folder: string, report: MeanField, json: string, table: string): string[] {
  const files: OutputFile[] = [
    { path: join(folder, "meanfield.json"), text: json },
    { path: join(folder, "meanfield.txt"), text: table },
  ];
  const stale: string[] = [];
  const add = (name: string, text: string | null): void => {
    if (text === null) stale.push(join(folder, name));
    else files.push({ path: join(folder, name), text });
  };
  add("path.csv", report.path === undefined ? null : pathCsv(report.path));
  add("phases.csv", report.scan === undefined ? null : phasesCsv(report.scan));
  writeFiles(files, stale);
  return files.map(({ path }) => path);
}

const pathCsv = ({ times, positions }: NonNullable<MeanField["path"]>): string =>
  `${["t,x,y,z", ...times.map((time, k) => [time, ...positions[k]!].join(","))].join("\n")}\n`;

function phasesCsv({ axes, labels, stable, spirals }: NonNullable<MeanField["scan"]>): string {
  const lines = [[...axes.map(({ parameter }) => parameter), "phase", "stable", "spirals"].join(",")];
  for (const [i, first] of axes[0]!.values.entries()) {
    for (const [j, second] of axes[1]!.values.entries()) {
      lines.push([first, second, labels[i]![j], stable[i]![j], spirals[i]![j]].join(","));
    }
  }
  return `${lines.join("\n")}\n`;
}
