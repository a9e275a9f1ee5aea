import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import type { Problem } from "../../io/modelFile.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import type { Cell, TableColumn } from "../../io/table.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import { type MeanField, type MeanFieldOptions, meanField } from "../../roads/meanField.ts";
import { pointOption } from "../arguments/pointOption.ts";
import { parseProblem, readModelText } from "../arguments/problem.ts";
import { scanOption } from "../arguments/scanOption.ts";
import type { CommandContext } from "../context.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { writeResult, writtenLine } from "../results/content.ts";
import { resultNames, resultTarget } from "../results/folder.ts";
import type { OutFlags } from "../results/options.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { meanFieldTable } from "./table.ts";

export interface MeanFieldArguments {
  readonly path: string;
  readonly from: string | undefined;
  readonly to: number | undefined;
  readonly every: number | undefined;
  readonly scan: readonly string[] | undefined;
  readonly json: boolean;
  readonly out: OutFlags;
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
  const names = resultNames("meanfield.txt", "meanfield.csv", "path.csv", "phases.csv");
  const target = resultTarget(args.out, ["npz"], names, [args.picture.plot]);
  const picture = await pictureTarget(args.picture);
  const options = defined({ from, to: args.to, every: args.every, scan });
  const progress = createProgress(io);
  let report: MeanField;
  try {
    report = meanField(problem.model, { ...options, onProgress: progress.show }, (name) => `--${name}`);
  } finally {
    progress.clear();
  }
  const object = { ...report, model: writtenModel(report.model) };
  const table = (colour: boolean): string => meanFieldTable(report, text.source, pc.createColors(colour));
  const written =
    target === null
      ? []
      : await writeResult(target, {
          command: "meanfield",
          source: text.source,
          settings: options,
          seed: null,
          report: object,
          table: table(false),
          tableName: "meanfield.txt",
          model: modelYaml(problem.model),
          tables: tablesOf(report),
        });
  if (picture !== null) {
    const { meanFieldPicture } = await import("../../plot/meanField.ts");
    written.push(...writePicture(picture, meanFieldPicture(report, text.source, picture.theme)));
  }
  if (written.length > 0) io.onFact?.({ kind: "written" });
  if (args.json) {
    io.writeOut(`${toJson(object)}\n`);
    return;
  }
  io.writeOut(table(useColour(io, io.outIsTerminal)));
  if (written.length > 0) io.writeOut(`\n${writtenLine(written)}\n`);
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

/** Its tables of numbers by the names of their files. */
function tablesOf(report: MeanField): Record<string, TableColumn[]> {
  return {
    "meanfield.csv": pointColumns(report),
    ...(report.path === undefined ? {} : { "path.csv": pathColumns(report.path) }),
    ...(report.scan === undefined ? {} : { "phases.csv": phaseColumns(report.scan) }),
  };
}

function pointColumns({ fixedPoints }: MeanField): TableColumn[] {
  const most = Math.max(0, ...fixedPoints.map(({ eigenvalues }) => eigenvalues.length));
  const column = (key: string, pick: (point: MeanField["fixedPoints"][number]) => Cell | undefined): TableColumn => ({
    key,
    cells: fixedPoints.map((point) => pick(point) ?? null),
  });
  return [
    ...(["x", "y", "z"] as const).map((axis, k) => column(axis, ({ position }) => position[k])),
    column("error", ({ positionError }) => positionError),
    column("kind", ({ kind }) => kind),
    ...Array.from({ length: most }, (_, k) => [
      column(`re_${k + 1}`, ({ eigenvalues }) => eigenvalues[k]?.[0]),
      column(`im_${k + 1}`, ({ eigenvalues }) => eigenvalues[k]?.[1]),
    ]).flat(),
  ];
}

const pathColumns = ({ times, positions }: NonNullable<MeanField["path"]>): TableColumn[] => [
  { key: "t", cells: times },
  ...["x", "y", "z"].map((key, k) => ({ key, cells: positions.map((position) => position[k]!) })),
];

function phaseColumns({
  axes: [first, second],
  labels,
  stable,
  spirals,
}: NonNullable<MeanField["scan"]>): TableColumn[] {
  const cells = (pick: (i: number, j: number) => Cell): Cell[] =>
    first.values.flatMap((_, i) => second.values.map((__, j) => pick(i, j)));
  return [
    { key: first.parameter, cells: cells((i) => first.values[i]!) },
    { key: second.parameter, cells: cells((_, j) => second.values[j]!) },
    { key: "phase", cells: cells((i, j) => labels[i]![j]!) },
    { key: "stable", cells: cells((i, j) => stable[i]![j]!) },
    { key: "spirals", cells: cells((i, j) => spirals[i]![j]!) },
  ];
}
