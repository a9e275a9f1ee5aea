import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import type { Check } from "../../roads/check/report.ts";
import { check, NO_INITIAL_STATE } from "../../roads/check.ts";
import { runEnsembleInWorkers } from "../../sweep/ensemblePool.ts";
import { describeInitial, initialReport, initialStateOf, readInitialText } from "../arguments/initial.ts";
import { describeModel } from "../arguments/modelText.ts";
import { parseProblem, readModelText, withStartFiles } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { writeResult, writtenLine } from "../results/content.ts";
import { resultNames, resultTarget } from "../results/folder.ts";
import type { OutFlags } from "../results/options.ts";
import { savedStart } from "../results/start.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { checkColumns } from "./columns.ts";
import { checkTable } from "./table.ts";

export interface CheckArguments {
  readonly path: string;
  /** undefined: the default ones, where there is an initial state. */
  readonly times: readonly number[] | undefined;
  readonly initial: string | undefined;
  readonly maximumStep: number | undefined;
  readonly maximumSeconds: number | undefined;
  readonly trajectories: number | undefined;
  readonly seed: number | undefined;
  readonly json: boolean;
  readonly out: OutFlags;
  readonly picture: PictureFlags;
}

/** `blochfem check`. Throws the library's errors. */
export async function runCheck(context: CommandContext, args: CheckArguments): Promise<void> {
  const { io } = context;
  const { times, maximumStep, maximumSeconds, trajectories, seed } = args;
  const text = withStartFiles(await readModelText(io, args.path));
  const problem = await parseProblem(text);
  const { model, drive } = problem;
  const timed = times !== undefined || args.initial !== undefined || problem.initial !== undefined;
  const option = args.initial === undefined ? undefined : readInitialText(args.initial);
  const initial = timed ? initialStateOf(problem, text.source, option) : undefined;
  const target = resultTarget(args.out, ["npz"], resultNames("check.txt", "check.csv"), [args.picture.plot]);
  const picture = await pictureTarget(args.picture);
  const progress = createProgress(io);
  let found: Check;
  try {
    found = await check(
      model,
      {
        ...defined({ initial, field: drive, at: times, maximumStep, maximumSeconds, trajectories, seed }),
        pool: runEnsembleInWorkers,
        onProgress: progress.show,
      },
      (name) => `--${name}`,
    );
  } finally {
    progress.clear();
  }
  const noStart = `Not compared in time: ${text.source} names no initial state; give --initial x,y,z.`;
  const report: Check = { ...found, notes: found.notes.map((note) => (note === NO_INITIAL_STATE ? noStart : note)) };
  const object = {
    ...report,
    model: writtenModel(model),
    initial: initial === undefined ? null : initialReport(initial),
  };
  const table = (colours: ReturnType<typeof pc.createColors>): string => {
    const heading = [
      colours.bold(`Check of ${text.source}`),
      describeModel(writtenModel(model), drive),
      ...(initial === undefined ? [] : [`from ${describeInitial(initial)}`]),
      "",
    ];
    return `${[...heading, ...checkTable(report, colours)].join("\n")}\n`;
  };
  const written: string[] = [];
  if (target !== null) {
    const start = initial === undefined ? null : savedStart(initial, (option ?? text).files ?? {});
    const { trajectories: count, seed: used } = report.statistics;
    written.push(
      ...(await writeResult(target, {
        command: "check",
        source: text.source,
        settings: { ...defined({ at: times, maximumStep, maximumSeconds }), trajectories: count },
        seed: used,
        report: object,
        table: table(pc.createColors(false)),
        tableName: "check.txt",
        model: modelYaml(model, { ...defined({ drive }), ...(start === null ? {} : { initial: start.initial }) }),
        tables: { "check.csv": checkColumns(report) },
        others: start?.files ?? {},
      })),
    );
  }
  if (picture !== null) {
    const { checkPicture } = await import("../../plot/check.ts");
    written.push(...writePicture(picture, checkPicture(report, text.source, picture.theme)));
  }
  if (written.length > 0) io.onFact?.({ kind: "written" });
  if (args.json) io.writeOut(`${toJson(object)}\n`);
  else {
    io.writeOut(table(pc.createColors(useColour(io, io.outIsTerminal))));
    if (written.length > 0) io.writeOut(`\n${writtenLine(written)}\n`);
  }
  if (!report.agrees) context.setExitCode(EXIT_NUMERICAL);
}
