import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { type WrittenModel, writtenModel } from "../../model/writtenModel.ts";
import { densityElements } from "../../roads/domain.ts";
import { type AnySpectrumOptions, checkedSpectrumOptions } from "../../roads/spectrum/options.ts";
import { type ChosenSpectrum, spectrum } from "../../roads/spectrum.ts";
import { readModelText } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import { spectrumTable } from "./table.ts";

export interface SpectrumArguments {
  readonly path: string;
  readonly options: Omit<AnySpectrumOptions, "onProgress">;
  readonly json: boolean;
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

/** `blochfem spectrum`. Throws the library's errors. */
export async function runSpectrum({ io }: CommandContext, args: SpectrumArguments): Promise<void> {
  const { source, text } = await readModelText(io, args.path);
  const model = parseModelFile(text, source);
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
  if (picture !== null) {
    const { spectrumPicture } = await import("../../plot/spectrum.ts");
    writePicture(picture, spectrumPicture(found, source, picture.theme));
    io.onFact?.({ kind: "written" });
  }
  io.writeOut(args.json ? `${toJson(report)}\n` : spectrumTable(report, title, colours.bold));
  if (picture !== null && !args.json) io.writeOut(`\nWrote ${picture.path}\n`);
}
