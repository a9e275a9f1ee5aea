import pc from "picocolors";
import { brief } from "../../core/brief.ts";
import { defined } from "../../core/defined.ts";
import { NotUniqueError } from "../../core/errors.ts";
import { densityCsv } from "../../io/densityCsv.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import { stateArrays } from "../../io/numpy/stateArrays.ts";
import { stateTable } from "../../io/observableColumns.ts";
import { storedState } from "../../io/resultFile.ts";
import { stateVtu } from "../../io/vtu/state.ts";
import { parseMeshSpec } from "../../mesh/spec.ts";
import { limitDependsOnStart } from "../../model/longTimeLimit.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { remedyOf } from "../../model/uniqueness.ts";
import { endOfSteady } from "../../roads/endState.ts";
import type { Steady } from "../../roads/steady/answer.ts";
import {
  type AnySteadyOptions,
  checkedSteadyOptions,
  type RoadProgress,
  STEADY_TOLERANCE,
} from "../../roads/steady/options.ts";
import { steady } from "../../roads/steady.ts";
import { type NamedStart, namedStart } from "../arguments/initial.ts";
import { groupWithoutFile, readMesh } from "../arguments/meshInput.ts";
import { readModelText } from "../arguments/problem.ts";
import { inCommandLineWords } from "../commandLineWords.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { type ResultContent, writeResult, writtenLine } from "../results/content.ts";
import { type ResultTarget, resultTarget } from "../results/folder.ts";
import type { OutFlags } from "../results/options.ts";
import { fullLimits } from "../results/settings.ts";
import { savedStart } from "../results/start.ts";
import { toJson } from "../terminal/format.ts";
import { type Io, useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import { fisherReport } from "./fisher.ts";
import { type CheckReport, compareRoads, type SteadyReport, steadyReport } from "./report.ts";
import { steadyTable } from "./table.ts";

export interface SteadyArguments {
  readonly path: string;
  readonly mesh: string;
  readonly options: Omit<AnySteadyOptions, "mesh" | "onProgress">;
  /** Whether the limit of an initial state is asked for. */
  readonly fromInitial: boolean;
  /** That state in place of the one in the model file. */
  readonly initial: string | undefined;
  readonly check: boolean;
  /** Whether the Fisher information is asked for. */
  readonly fisher: boolean;
  /** Physical group of the mesh file. */
  readonly group: string | undefined;
  readonly json: boolean;
  readonly out: OutFlags;
  readonly picture: PictureFlags;
}

/** `blochfem steady`: reads, solves, prints, writes. Throws the library's errors. */
export async function runSteady(context: CommandContext, args: SteadyArguments): Promise<void> {
  const { io } = context;
  const { source, text } = await readModelText(io, args.path);
  const model = parseModelFile(text, source);
  const spec = parseMeshSpec(args.mesh);
  const mesh = spec.kind === "auto" ? null : readMesh(spec, args.group);
  if (mesh === null && args.group !== undefined) throw groupWithoutFile(args.group);
  const target = resultTarget(args.out, ["npz", "vtu"], OUTPUT_NAMES, [args.picture.plot]);
  const picture = await pictureTarget(args.picture);

  const start = args.fromInitial ? await namedStart(args.initial, { source, text }) : null;
  const from = start?.state ?? null;
  const progress = createProgress(io);
  let report: SteadyReport;
  let state: Steady;
  try {
    const show = (step: RoadProgress): void => progress.show(describeStep(step, mesh?.name));
    const options = {
      ...args.options,
      ...(from === null ? {} : { from }),
      ...(mesh === null ? {} : { mesh: mesh.mesh }),
      onProgress: show,
    };
    state = steady(
      model,
      checkedSteadyOptions(options, (name) => `--${name}`),
    );
    report = steadyReport(state, mesh, args.check ? checkAgainstDicke(state, show) : null);
    if (args.fisher) report = { ...report, fisher: fisherReport(state) };
  } catch (error) {
    throw from === null && error instanceof NotUniqueError ? withStartAdvice(model, error) : error;
  } finally {
    progress.clear();
  }
  const json = `${toJson(report)}\n`;
  const missing: string[] = [];
  const written =
    target === null
      ? []
      : await writeResult(target, contentOf(args, target, { report, source, state, start }, missing));
  if (picture !== null) {
    const { steadyPicture } = await import("../../plot/steady.ts");
    written.push(...writePicture(picture, steadyPicture(state, source, picture.theme)));
  }
  if (written.length > 0) io.onFact?.({ kind: "written" });
  if (args.json) io.writeOut(json);
  else printTable(io, report, source, written, missing);
  if (report.check !== undefined && !report.check.agrees) context.setExitCode(EXIT_NUMERICAL);
}

/** The road that shares no formula with the others; where it is the one that was taken, the harmonic road. */
function checkAgainstDicke(state: Steady, onProgress: (step: RoadProgress) => void): CheckReport {
  const method = state.method === "dicke" ? "harmonic" : "dicke";
  const from = defined({ from: state.initial });
  return compareRoads(state, steady(state.model, { method, onProgress, ...from }));
}

/** Where each initial state has a limit of its own, names the option that asks for it. */
function withStartAdvice(model: SpinModel, error: NotUniqueError): NotUniqueError {
  if (!limitDependsOnStart(model)) return error;
  const { what, value, limit } = error;
  const remedy = `${remedyOf(model)}; or give --from-initial for what an initial state runs into`;
  return new NotUniqueError({ what, remedy, value, limit });
}

/** What changes stands first: the end of a long line is cut. */
function describeStep(step: RoadProgress, name: string | undefined): string {
  if (step.method === "harmonic") return ROAD_NAMES.harmonic;
  if (step.method === "dicke") return `${ROAD_NAMES.dicke}: ${step.unknowns} unknowns`;
  if ("scheme" in step) return "flux correction";
  const { mesh, degree, unknowns, estimate } = step;
  const reached = estimate === null ? "" : `, error ${brief(estimate, 2)} so far`;
  return `degree ${degree}, ${unknowns} unknowns${reached}; ${name ?? mesh}`;
}

function printTable(
  io: Io,
  report: SteadyReport,
  source: string,
  written: readonly string[],
  missing: readonly string[],
): void {
  io.writeOut(steadyTable(report, source, pc.createColors(useColour(io, io.outIsTerminal))));
  if (written.length > 0) io.writeOut(`\n${writtenLine(written)}\n`);
  for (const reason of missing) io.writeOut(`${reason}\n`);
}

const OUTPUT_NAMES = [
  "result.json",
  "model.yaml",
  "steady.txt",
  "steady.csv",
  "density.csv",
  "arrays.npz",
  "density.vtu",
  "husimi.vtu",
];

/** What is kept of a steady state; to `missing` goes what was asked for and is not there. */
function contentOf(
  args: SteadyArguments,
  target: ResultTarget,
  {
    report,
    source,
    state,
    start,
  }: {
    readonly report: SteadyReport;
    readonly source: string;
    readonly state: Steady;
    readonly start: NamedStart | null;
  },
  missing: string[],
): ResultContent {
  const { density, observables, errorEstimate, model } = state;
  const saved = start === null ? null : savedStart(start.state, start.texts);
  const others: Record<string, string | Uint8Array> = { ...saved?.files };
  const shown = density !== null ? { points: density.nodes(), values: density.values } : profileOf(state);
  if (shown !== null) others["density.csv"] = densityCsv(shown.points, shown.values);
  if (target.formats.has("vtu")) {
    const found = stateVtu(state);
    for (const { name, bytes } of found.files) others[`${name}.vtu`] = bytes;
    if (found.missing !== null) missing.push(`Not in the files for ParaView: ${inCommandLineWords(found.missing)}`);
  }
  const end = endOfSteady(state);
  const { mesh, group, fromInitial, check } = args;
  const limits = fullLimits(args.options.limits);
  const settings = {
    mesh,
    ...defined({ group }),
    tolerance: STEADY_TOLERANCE,
    ...args.options,
    limits,
    fromInitial,
    check,
  };
  return {
    command: "steady",
    source,
    settings,
    seed: null,
    report,
    end,
    table: steadyTable(report, source, pc.createColors(false)),
    tableName: "steady.txt",
    model: modelYaml(model, saved === null ? {} : { initial: saved.initial }),
    tables: { "steady.csv": stateTable(observables, errorEstimate) },
    others,
    arrays: () => stateArrays(state, end.state === null ? null : storedState(end.state)),
  };
}

/** P in the half plane beside its axis, where it is known there. */
const profileOf = (state: Steady): { readonly points: Float64Array; readonly values: Float64Array } | null =>
  "profile" in state ? (state.profile()?.nodes() ?? null) : null;
