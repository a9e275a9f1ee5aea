import { join } from "node:path";
import pc from "picocolors";
import { parabolicity } from "../../diagnose/parabolicity.ts";
import type { SteadyOptions, SteadyProgress } from "../../fem/steady.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { parseMeshSpec } from "../../mesh/spec.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { type OutputFile, readText, requireWritableFolder, writeFiles } from "../files.ts";
import { brief, toJson } from "../format.ts";
import { type Io, useColour } from "../io.ts";
import { type MeshInput, readMesh } from "../meshInput.ts";
import { createProgress, type Progress } from "../progress.ts";
import { compareRoads, type Method, type SteadyReport, steadyReport } from "./report.ts";
import { type NodalDensity, solveDicke, solveFem } from "./roads.ts";
import { steadyTable } from "./table.ts";

export interface SteadyArguments {
  readonly path: string;
  readonly method: Method;
  readonly mesh: string;
  readonly degree: number | undefined;
  readonly tolerance: number | undefined;
  readonly check: boolean;
  readonly band: number | "none" | undefined;
  readonly json: boolean;
  readonly out: string | undefined;
}

/** `blochfem steady`: reads, solves, prints, writes. Throws the library's errors. */
export async function runSteady(context: CommandContext, args: SteadyArguments): Promise<void> {
  const { io } = context;
  const source = args.path === "-" ? "<stdin>" : args.path;
  const text = args.path === "-" ? await io.readStandardInput() : readText(args.path, "a model file");
  const model = parseModelFile(text, source);
  const spec = parseMeshSpec(args.mesh);
  const mesh = spec.kind === "auto" ? null : readMesh(spec);
  if (args.out !== undefined) requireWritableFolder(args.out);

  const progress = createProgress(io);
  let solved: Solved;
  try {
    solved = solve(model, mesh, args, progress);
  } finally {
    progress.clear();
  }
  const { report, density } = solved;
  const json = `${toJson(report)}\n`;
  const written = args.out === undefined ? [] : writeResult(args.out, report, source, json, density);
  if (args.json) io.writeOut(json);
  else printTable(io, report, source, written);
  if (report.check !== undefined && !report.check.agrees) context.setExitCode(EXIT_NUMERICAL);
}

interface Solved {
  readonly report: SteadyReport;
  readonly density: NodalDensity | null;
}

function solve(model: SpinModel, mesh: MeshInput | null, args: SteadyArguments, progress: Progress): Solved {
  const diffusion = parabolicity(model);
  const dickeText = `Dicke basis: ${(model.spins + 1) ** 2} unknowns`;
  if (args.method === "dicke") {
    progress.show(dickeText);
    const road = solveDicke(model, "use --method fem, which does not grow with N");
    return { report: steadyReport(model, diffusion, road, null), density: null };
  }
  const { degree, tolerance, band } = args;
  const options: SteadyOptions = {
    ...(degree === undefined ? {} : { degree }),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(band === undefined ? {} : { band }),
    onProgress: (step) => progress.show(describeStep(step, mesh?.name)),
  };
  if (!args.check) {
    const { report, density } = solveFem(model, mesh, options);
    return { report: steadyReport(model, diffusion, report, null), density };
  }
  // First the road with the memory limit: it refuses at once.
  progress.show(dickeText);
  const dicke = solveDicke(model, "leave --check out");
  const { report, density } = solveFem(model, mesh, options);
  return { report: steadyReport(model, diffusion, report, compareRoads(report, dicke)), density };
}

/** What changes stands first: the end of a long line is cut. */
function describeStep({ mesh, degree, unknowns, estimate }: SteadyProgress, name = mesh): string {
  const reached = estimate === null ? "" : `, error ${brief(estimate, 2)} so far`;
  return `degree ${degree}, ${unknowns} unknowns${reached}; ${name}`;
}

function printTable(io: Io, report: SteadyReport, source: string, written: readonly string[]): void {
  io.writeOut(steadyTable(report, source, pc.createColors(useColour(io, io.outIsTerminal))));
  if (written.length > 0) io.writeOut(`\nWrote ${written.join(", ")}\n`);
}

/** Returns the paths that were written. */
function writeResult(
  folder: string,
  report: SteadyReport,
  source: string,
  json: string,
  density: NodalDensity | null,
): string[] {
  const csv = join(folder, "density.csv");
  const files: OutputFile[] = [
    { path: join(folder, "steady.json"), text: json },
    { path: join(folder, "steady.txt"), text: steadyTable(report, source, pc.createColors(false)) },
  ];
  if (density !== null) files.push({ path: csv, text: densityCsv(density) });
  writeFiles(files, density === null ? [csv] : []);
  return files.map(({ path }) => path);
}

/** "x,y,z,P", one node a line, decimals that read back to the same bits. */
function densityCsv({ points, values }: NodalDensity): string {
  const lines = ["x,y,z,P"];
  values.forEach((value, k) => {
    lines.push(`${points[3 * k]},${points[3 * k + 1]},${points[3 * k + 2]},${value}`);
  });
  return `${lines.join("\n")}\n`;
}
