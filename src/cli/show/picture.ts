import { BlochfemError, FileFormatError, InputError } from "../../core/errors.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { type SavedFacts, savedState } from "../../io/savedState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import type { Check } from "../../roads/check/report.ts";
import type { Correlation } from "../../roads/correlation.ts";
import type { Counting } from "../../roads/counting.ts";
import { needsBall } from "../../roads/domain.ts";
import type { Emission } from "../../roads/emission.ts";
import type { MeanField } from "../../roads/meanField.ts";
import type { Sensitivities } from "../../roads/sensitivities.ts";
import type { ChosenSpectrum } from "../../roads/spectrum.ts";
import type { EvolveReport } from "../evolve/report.ts";
import type { SavedResult } from "./run.ts";

/** A result, ready to be drawn. */
interface Drawable {
  /** With its model as the library has it. */
  readonly found: SavedResult & { readonly model: SpinModel };
  readonly source: string;
  readonly theme: SvgTheme;
  /** The whole file. */
  readonly text: string;
  readonly name: string;
}

/** How what each command keeps is drawn. */
const DRAWINGS: Readonly<Record<string, (drawable: Drawable) => Promise<string>>> = {
  steady: async ({ found, source, theme, text, name }) => {
    const { steadyPicture } = await import("../../plot/steady.ts");
    // What is kept of a start is how it is written.
    const { initial: _, ...facts } = found as unknown as SavedFacts;
    return steadyPicture(savedState(facts, text, name), source, theme);
  },
  evolve: async ({ found, source, theme, text, name }) => {
    const { evolutionPicture } = await import("../../plot/evolution.ts");
    const { method, times, observables, errorEstimate, reason } = found as unknown as EvolveReport;
    const { model } = found;
    const last = { method, model, reason, observables: observables.at(-1)!, errorEstimate: errorEstimate.at(-1)! };
    const snapshots = found.state === null ? [] : [{ time: times.at(-1)!, state: savedState(last, text, name) }];
    return evolutionPicture({ model, method, times, observables, errorEstimate, snapshots }, source, theme);
  },
  spectrum: async ({ found, source, theme }) => {
    const { spectrumPicture } = await import("../../plot/spectrum.ts");
    const domain = needsBall(found.model, undefined) ? "ball" : "sphere";
    return spectrumPicture({ ...(found as unknown as ChosenSpectrum), domain }, source, theme);
  },
  check: async ({ found, source, theme }) =>
    (await import("../../plot/check.ts")).checkPicture(found as unknown as Check, source, theme),
  meanfield: async ({ found, source, theme }) =>
    (await import("../../plot/meanField.ts")).meanFieldPicture(found as unknown as MeanField, source, theme),
  correlate: async ({ found, source, theme }) =>
    (await import("../../plot/light/correlate.ts")).correlationPicture(found as unknown as Correlation, source, theme),
  emission: async ({ found, source, theme }) =>
    (await import("../../plot/light/emission.ts")).emissionPicture(found as unknown as Emission, source, theme),
  counting: async ({ found, source, theme }) =>
    (await import("../../plot/light/counting.ts")).countingPicture(found as unknown as Counting, source, theme),
  sensitivity: async ({ found, source, theme }) =>
    (await import("../../plot/light/sensitivity.ts")).sensitivityPicture(
      found as unknown as Sensitivities,
      source,
      theme,
    ),
};

/**
 * The picture of a command from what it kept.
 *
 * @throws InputError for a command whose picture needs more than that, FileFormatError where the file is damaged
 */
export async function savedPicture(result: SavedResult, text: string, name: string, theme: SvgTheme): Promise<string> {
  const { command, source } = result;
  const drawing = Object.hasOwn(DRAWINGS, command) ? DRAWINGS[command]! : null;
  if (drawing === null)
    throw new InputError({
      what: `the result of ${command} does not keep what its picture is drawn from`,
      remedy: `run ${command} again with --plot, on the model.yaml beside it`,
      value: command,
    });
  const model = parseModelFile(JSON.stringify(result.model ?? null), name);
  try {
    return await drawing({ found: { ...result, model }, source, theme, text, name });
  } catch (error) {
    if (error instanceof BlochfemError || !(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new FileFormatError(name, 1, 1, {
      what: `a part of the result of ${command} is missing or damaged`,
      remedy: "restore the file, or run the command again",
      value: name,
    });
  }
}
