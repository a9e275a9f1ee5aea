import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { InitialState } from "../../model/initialState.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import type { CostLimits } from "../../roads/choice.ts";
import { type Diagnosis, diagnose } from "../../roads/diagnose.ts";
import { initialReport, initialStateOf, readInitialText } from "../arguments/initial.ts";
import { type ModelText, parseProblem, readModelText } from "../arguments/problem.ts";
import { scanOption } from "../arguments/scanOption.ts";
import type { CommandContext } from "../context.ts";
import { type PictureFlags, type PictureTarget, pictureTarget, writePicture } from "../files/picture.ts";
import { requireWritableFile } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";

import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { certificateJson } from "./certificateJson.ts";
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
  readonly picture: PictureFlags;
  readonly limits: Partial<CostLimits>;
  readonly json: boolean;
}

/** `blochfem diagnose`. Throws the library's errors. */
export async function runDiagnose({ io }: CommandContext, args: DiagnoseArguments): Promise<void> {
  const { certify, seconds, band, to, every, limits } = args;
  const scan = args.scan === undefined ? undefined : scanOption(args.scan);
  const text = await readModelText(io, args.path);
  const problem = await parseProblem(text);
  const initial = startOf(args, problem, text);
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
  const written = await writeResults(args.certificate, picture, found, initial, text.source);
  if (written.length > 0) io.onFact?.({ kind: "written" });
  if (args.json) {
    io.writeOut(`${toJson(report)}\n`);
    return;
  }
  io.writeOut(diagnosisTable(found, text.source, initial, pc.createColors(useColour(io, io.outIsTerminal))));
  if (written.length > 0) io.writeOut(`\nWrote ${written.join(", ")}\n`);
}

/** The state that is judged or followed: that of the model file only where something is followed. */
function startOf(
  { initial, to, every }: DiagnoseArguments,
  problem: Problem,
  { source }: ModelText,
): InitialState | undefined {
  if (initial === undefined && to === undefined && every === undefined) return undefined;
  return initialStateOf(problem, source, initial === undefined ? undefined : readInitialText(initial));
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
