import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import type { Problem } from "../../io/modelFile.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import type { InitialState } from "../../model/initialState.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import type { CostLimits } from "../../roads/choice.ts";
import { type Diagnosis, diagnose } from "../../roads/diagnose.ts";
import { type InitialText, initialReport, initialStateOf, readInitialText } from "../arguments/initial.ts";
import { type ModelText, parseProblem, readModelText, withStartFiles } from "../arguments/problem.ts";
import { scanOption } from "../arguments/scanOption.ts";
import type { CommandContext } from "../context.ts";
import { type PictureFlags, type PictureTarget, pictureTarget, writePicture } from "../files/picture.ts";
import { requireWritableFile } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";
import { writeResult, writtenLine } from "../results/content.ts";
import { resultNames, resultTarget } from "../results/folder.ts";
import type { OutFlags } from "../results/options.ts";
import { savedStart } from "../results/start.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { certificateJson } from "./certificateJson.ts";
import { diagnosisTables } from "./columns.ts";
import { diagnosisReport } from "./report.ts";
import { diagnosisTable } from "./table.ts";

export interface DiagnoseArguments {
  readonly path: string;
  readonly initial: string | undefined;
  readonly certify: boolean;
  readonly certificate: string | undefined;
  readonly seconds: number | undefined;
  readonly band: number | undefined;
  readonly to: number | undefined;
  readonly every: number | undefined;
  readonly scan: readonly string[] | undefined;
  readonly out: OutFlags;
  readonly picture: PictureFlags;
  readonly limits: Partial<CostLimits>;
  readonly json: boolean;
}

/** `blochfem diagnose`. Throws the library's errors. */
export async function runDiagnose({ io }: CommandContext, args: DiagnoseArguments): Promise<void> {
  const { certify, seconds, band, to, every, limits } = args;
  const scan = args.scan === undefined ? undefined : scanOption(args.scan);
  const text = withStartFiles(await readModelText(io, args.path));
  const problem = await parseProblem(text);
  const option = args.initial === undefined ? undefined : readInitialText(args.initial);
  const initial = startOf(args, problem, text, option);
  const names = resultNames("diagnosis.txt", "diagnosis.csv", "course.csv", "scan.csv");
  const target = resultTarget(args.out, ["npz"], names, [args.certificate, args.picture.plot]);
  if (args.certificate !== undefined) requireWritableFile(args.certificate);
  const picture = await pictureTarget(args.picture);
  const progress = createProgress(io);
  let found: Diagnosis;
  try {
    found = diagnose(
      problem.model,
      {
        certify,
        limits,
        onProgress: progress.show,
        ...defined({ initial, seconds, band, to, every, scan, field: to === undefined ? undefined : problem.drive }),
      },
      (name) => `--${name}`,
    );
  } finally {
    progress.clear();
  }
  const report = diagnosisReport(found);
  const table = (colours: ReturnType<typeof pc.createColors>): string =>
    diagnosisTable(found, text.source, initial, colours);
  const start = initial === undefined ? null : savedStart(initial, (option ?? text).files ?? {});
  const kept =
    target === null
      ? []
      : await writeResult(target, {
          command: "diagnose",
          source: text.source,
          settings: defined({ certify, certificate: args.certificate, seconds, band, to, every, limits }),
          seed: null,
          report: report as object,
          table: table(pc.createColors(false)),
          tableName: "diagnosis.txt",
          model: modelYaml(problem.model, {
            ...defined({ drive: problem.drive }),
            ...(start === null ? {} : { initial: start.initial }),
          }),
          tables: diagnosisTables(found),
          others: start?.files ?? {},
        });
  const drawn = await writeResults(args.certificate, picture, found, initial, text.source);
  const written = [...kept, ...drawn];
  if (written.length > 0) io.onFact?.({ kind: "written" });
  if (args.json) {
    io.writeOut(`${toJson(report)}\n`);
    return;
  }
  io.writeOut(table(pc.createColors(useColour(io, io.outIsTerminal))));
  if (written.length > 0) io.writeOut(`\n${writtenLine(written)}\n`);
}

/** The state that is judged or followed: that of the model file only where something is followed. */
function startOf(
  { initial, to, every }: DiagnoseArguments,
  problem: Problem,
  { source }: ModelText,
  option: InitialText | undefined,
): InitialState | undefined {
  if (initial === undefined && to === undefined && every === undefined) return undefined;
  return initialStateOf(problem, source, option);
}

/** Returns the paths that were written. */
async function writeResults(
  path: string | undefined,
  picture: PictureTarget | null,
  found: Diagnosis,
  initial: InitialState | undefined,
  source: string,
): Promise<string[]> {
  const files: { path: string; text: string }[] = [];
  if (path !== undefined && found.certificate != null) {
    const file = {
      model: writtenModel(found.model),
      ...(initial === undefined ? {} : { initial: initialReport(initial) }),
      certificate: certificateJson(found.certificate, found.state!.domain),
    };
    files.push({ path, text: `${toJson(file)}\n` });
  }
  // A proof that was sought for minutes is there, whatever there is to draw.
  writeFiles(files);
  const written = files.map((file) => file.path);
  if (picture !== null) {
    const { diagnosisPicture } = await import("../../plot/diagnosis.ts");
    written.push(...writePicture(picture, diagnosisPicture(found, source, picture.theme)));
  }
  return written;
}
