import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import type { TableColumn } from "../../io/table.ts";
import { type WrittenModel, writtenModel } from "../../model/writtenModel.ts";
import { densityElements } from "../../roads/domain.ts";
import { type AnySpectrumOptions, checkedSpectrumOptions } from "../../roads/spectrum/options.ts";
import { type ChosenSpectrum, spectrum } from "../../roads/spectrum.ts";
import { SPECTRUM_TOLERANCE } from "../../state/spectrum.ts";
import { readModelText } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { writeResult, writtenLine } from "../results/content.ts";
import { resultNames, resultTarget } from "../results/folder.ts";
import type { OutFlags } from "../results/options.ts";
import { fullLimits } from "../results/settings.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import { spectrumTable } from "./table.ts";

export interface SpectrumArguments {
  readonly path: string;
  readonly options: Omit<AnySpectrumOptions, "onProgress">;
  readonly json: boolean;
  readonly out: OutFlags;
  readonly picture: PictureFlags;
}

/** The object that `blochfem spectrum --json` prints. */
export interface SpectrumReport
  extends Pick<
    ChosenSpectrum,
    | "eigenvalues"
    | "errorEstimate"
    | "method"
    | "reason"
    | "relaxationGap"
    | "searched"
    | "band"
    | "functions"
    | "space"
    | "expansion"
  > {
  readonly model: WrittenModel;
  /** How many eigenvalues are zero, in all. */
  readonly zeros: number;
  /** What is conserved besides the trace; null where there is nothing. */
  readonly conserved: string | null;
}

/** The list as numbers: both of a pair, in the order of the report. */
const spectrumColumns = ({ eigenvalues, errorEstimate }: SpectrumReport): TableColumn[] => [
  { key: "re", cells: eigenvalues.map(([re]) => re) },
  { key: "im", cells: eigenvalues.map(([, im]) => im) },
  { key: "error", cells: errorEstimate },
];

/** `blochfem spectrum`. Throws the library's errors. */
export async function runSpectrum({ io }: CommandContext, args: SpectrumArguments): Promise<void> {
  const { source, text } = await readModelText(io, args.path);
  const model = parseModelFile(text, source);
  const target = resultTarget(args.out, ["npz"], resultNames("spectrum.txt", "spectrum.csv"), [args.picture.plot]);
  const picture = await pictureTarget(args.picture);
  const progress = createProgress(io);
  let found: ChosenSpectrum;
  try {
    const options: AnySpectrumOptions = {
      ...args.options,
      onProgress: (method, step) =>
        progress.show(`eigenvalues, ${ROAD_NAMES[method]}${step === "" ? "" : `: ${step}`}`),
    };
    found = spectrum(
      model,
      checkedSpectrumOptions(options, (name) => `--${name}`),
    );
  } finally {
    progress.clear();
  }
  const {
    eigenvalues,
    errorEstimate,
    method,
    reason,
    relaxationGap,
    searched,
    zeros,
    band,
    functions,
    space,
    expansion,
  } = found;
  const report: SpectrumReport = {
    eigenvalues,
    errorEstimate,
    model: writtenModel(model),
    method,
    reason,
    relaxationGap,
    zeros: zeros.count,
    conserved: zeros.conserved,
    searched,
    ...defined({ band, functions, space, expansion }),
  };
  const colours = pc.createColors(useColour(io, io.outIsTerminal));
  const all = args.options.sector === undefined ? densityElements(model, found.domain === "ball") : 0;
  const title = { source, near: args.options.near ?? null, domain: found.domain, all };
  const table = (bold: (text: string) => string): string => spectrumTable(report, title, bold);
  const written =
    target === null
      ? []
      : await writeResult(target, {
          command: "spectrum",
          source,
          settings: { tolerance: SPECTRUM_TOLERANCE, ...args.options, limits: fullLimits(args.options.limits) },
          seed: null,
          report,
          table: table(String),
          tableName: "spectrum.txt",
          model: modelYaml(model),
          tables: { "spectrum.csv": spectrumColumns(report) },
        });
  if (picture !== null) {
    const { spectrumPicture } = await import("../../plot/spectrum.ts");
    written.push(...writePicture(picture, spectrumPicture(found, source, picture.theme)));
  }
  if (written.length > 0) io.onFact?.({ kind: "written" });
  io.writeOut(args.json ? `${toJson(report)}\n` : table(colours.bold));
  if (written.length > 0 && !args.json) io.writeOut(`\n${writtenLine(written)}\n`);
}
