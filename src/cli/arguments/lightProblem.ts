import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import type { TableColumn } from "../../io/table.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type WrittenModel, writtenModel } from "../../model/writtenModel.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import { LIGHT_TOLERANCE, type LightOptions, lightRoads } from "../../roads/light/options.ts";
import type { LightRoad } from "../../roads/light/road.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { writeResult, writtenLine } from "../results/content.ts";
import { resultNames, resultTarget } from "../results/folder.ts";
import type { OutFlags } from "../results/options.ts";
import { fullLimits } from "../results/settings.ts";
import { savedStart } from "../results/start.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import { describeExpansion } from "./expansionText.ts";
import type { NamedStart } from "./initial.ts";
import { comparisonLines } from "./lightComparison.ts";
import { describeModel } from "./modelText.ts";
import { type ModelText, readModelText } from "./problem.ts";

/** What a command about light was asked for. */
export interface LightArguments<Options extends LightOptions> {
  readonly path: string;
  readonly options: Options;
  readonly json: boolean;
  readonly out: OutFlags;
  readonly picture: PictureFlags;
}

/** What stands in every report. */
export interface RoadReport extends Omit<LightRoad, "model"> {
  readonly model: WrittenModel;
}

/** What stands in every report about light. */
export interface LightReport extends RoadReport {
  /** "decay", "pump" or an operator. */
  readonly channel: string;
}

/** Of an answer. */
export const roadReport = ({ model, method, reason, band, space, expansion, check }: LightRoad): RoadReport => ({
  model: writtenModel(model),
  method,
  reason,
  ...defined({ band, space, expansion, check }),
});

/** Of an answer about light. */
export const lightReport = (found: LightRoad, options: LightOptions): LightReport => ({
  ...roadReport(found),
  channel: channelName(options),
});

const channelName = ({ channel = "decay" }: LightOptions): string =>
  typeof channel === "string" ? channel : JSON.stringify(channel);

/** Draws what was found, as SVG. */
export type LightPicture<Found> = (found: Found, title: string, theme: SvgTheme) => string;

/** Reads the model, asks, and prints a report as JSON or as the lines of `table`. Throws the library's errors. */
export async function runLight<Options extends LightOptions, Found extends LightRoad, Report extends RoadReport>(
  { io, setExitCode }: CommandContext,
  { path, options, json, out, picture: flags }: LightArguments<Options>,
  {
    command,
    name,
    subject,
    ask,
    report: reportOf,
    table,
    columns,
    picture: drawing,
    start,
  }: {
    /** "emission", and what the files of a result are called. */
    readonly command: string;
    readonly name: string;
    /** "emission spectrum". */
    readonly subject: string;
    readonly ask: (model: SpinModel, options: Options) => Found;
    readonly report: (found: Found) => Report;
    readonly table: (report: Report) => readonly string[];
    /** The numbers of the table, and of others by the names of their files. */
    readonly columns: (report: Report) => Readonly<Record<string, readonly TableColumn[]>>;
    readonly picture: () => Promise<LightPicture<Found>>;
    /** The state that it begins with; absent or null where that is the steady state. */
    readonly start?: (text: ModelText) => Promise<NamedStart | null>;
  },
): Promise<void> {
  lightRoads(options, (name) => `--${name}`);
  const { source, text } = await readModelText(io, path);
  const model = parseModelFile(text, source);
  const target = resultTarget(out, ["npz"], resultNames(`${name}.txt`, `${name}.csv`), [flags.plot]);
  const picture = await pictureTarget(flags);
  const progress = createProgress(io);
  const from = (await start?.({ source, text })) ?? null;
  const state = from === null ? {} : { state: from.state };
  let found: Found;
  try {
    found = ask(model, {
      ...options,
      ...state,
      onProgress: (method) => progress.show(`${subject}, ${ROAD_NAMES[method]}`),
    });
  } finally {
    progress.clear();
  }
  const { check } = found;
  if (check?.agrees === false) setExitCode(EXIT_NUMERICAL);
  const report = reportOf(found);
  const printed = (colours: ReturnType<typeof pc.createColors>): string => {
    const title = `${subject[0]!.toUpperCase()}${subject.slice(1)} of ${source}, ${ROAD_NAMES[report.method]}`;
    const lines = [colours.bold(title), describeModel(report.model), "", ...table(report)];
    if (check !== undefined) lines.push(...comparisonLines(check, colours));
    return `${lines.join("\n")}\n`;
  };
  const saved = from === null ? null : savedStart(from.state, from.texts);
  const written =
    target === null
      ? []
      : await writeResult(target, {
          command,
          source,
          settings: { tolerance: LIGHT_TOLERANCE, ...options, limits: fullLimits(options.limits) },
          seed: null,
          report,
          table: printed(pc.createColors(false)),
          tableName: `${name}.txt`,
          model: modelYaml(model, saved === null ? {} : { initial: saved.initial }),
          tables: columns(report),
          others: { ...saved?.files },
        });
  if (picture !== null) {
    const draw = await drawing();
    written.push(...writePicture(picture, draw(found, source, picture.theme)));
  }
  if (written.length > 0) io.onFact?.({ kind: "written" });
  if (json) {
    io.writeOut(`${toJson(report)}\n`);
    return;
  }
  io.writeOut(printed(pc.createColors(useColour(io, io.outIsTerminal))));
  if (written.length > 0) io.writeOut(`\n${writtenLine(written)}\n`);
}

/** Facts that stand under every table. */
export const spaceFacts = ({ reason, band, space, expansion }: RoadReport): string[][] => [
  ["method", reason],
  ...(band === undefined ? [] : [["band", `degrees up to ${band}`]]),
  ...(space === undefined ? [] : [["space", `${space.mesh}, degree ${space.degree}`]]),
  ...(expansion === undefined ? [] : [["space", describeExpansion(expansion)]]),
];

/** Those, of light. */
export const roadFacts = (report: LightReport): string[][] => [["channel", report.channel], ...spaceFacts(report)];
