import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type WrittenModel, writtenModel } from "../../model/writtenModel.ts";
import type { LightRoad } from "../../roads/light/answer.ts";
import { type LightOptions, lightRoads } from "../../roads/light/options.ts";
import type { CommandContext } from "../context.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import { describeModel } from "./modelText.ts";
import { readModelText } from "./problem.ts";

/** What a command about light was asked for. */
export interface LightArguments<Options extends LightOptions> {
  readonly path: string;
  readonly options: Options;
  readonly json: boolean;
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
export const roadReport = ({ model, method, reason, band, space }: LightRoad): RoadReport => ({
  model: writtenModel(model),
  method,
  reason,
  ...defined({ band, space }),
});

/** Of an answer about light. */
export const lightReport = (found: LightRoad, options: LightOptions): LightReport => ({
  ...roadReport(found),
  channel: channelName(options),
});

const channelName = ({ channel = "decay" }: LightOptions): string =>
  typeof channel === "string" ? channel : JSON.stringify(channel);

/** Reads the model, asks, and prints a report as JSON or as the lines of `table`. Throws the library's errors. */
export async function runLight<Options extends LightOptions, Report extends RoadReport>(
  { io }: CommandContext,
  { path, options, json }: LightArguments<Options>,
  {
    subject,
    ask,
    table,
  }: {
    /** "emission spectrum". */
    readonly subject: string;
    readonly ask: (model: SpinModel, options: Options) => Report;
    readonly table: (report: Report) => readonly string[];
  },
): Promise<void> {
  lightRoads(options, (name) => `--${name}`);
  const { source, text } = await readModelText(io, path);
  const model = parseModelFile(text, source);
  const progress = createProgress(io);
  let report: Report;
  try {
    report = ask(model, { ...options, onProgress: (method) => progress.show(`${subject}, ${ROAD_NAMES[method]}`) });
  } finally {
    progress.clear();
  }
  if (json) {
    io.writeOut(`${toJson(report)}\n`);
    return;
  }
  const { bold } = pc.createColors(useColour(io, io.outIsTerminal));
  const title = bold(`${subject[0]!.toUpperCase()}${subject.slice(1)} of ${source}, ${ROAD_NAMES[report.method]}`);
  io.writeOut(`${[title, describeModel(report.model), "", ...table(report)].join("\n")}\n`);
}

/** Facts that stand under every table. */
export const spaceFacts = ({ reason, band, space }: RoadReport): string[][] => [
  ["method", reason],
  ...(band === undefined ? [] : [["band", `degrees up to ${band}`]]),
  ...(space === undefined ? [] : [["space", `${space.mesh}, degree ${space.degree}`]]),
];

/** Those, of light. */
export const roadFacts = (report: LightReport): string[][] => [["channel", report.channel], ...spaceFacts(report)];
