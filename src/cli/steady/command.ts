import { join } from "node:path";
import pc from "picocolors";
import type { SteadyOptions, SteadyProgress } from "../../fem/steady.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { parseMeshSpec } from "../../mesh/spec.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { CommandContext } from "../context.ts";
import { densityElements } from "../exactRoads.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { requireWritableFolder } from "../files/target.ts";
import { type OutputFile, writeFiles } from "../files/write.ts";
import { brief, toJson } from "../format.ts";
import { type Io, useColour } from "../io.ts";
import { type MeshInput, readMesh } from "../meshInput.ts";
import { readModelText } from "../problem.ts";
import { createProgress, type Progress } from "../progress.ts";
import { compareRoads, type Method, parabolicityOf, type SteadyReport, steadyReport } from "./report.ts";
import { type NodalDensity, type RoadResult, solveDicke, solveFem, solveHarmonic, solvePositive } from "./roads.ts";
import { steadyTable } from "./table.ts";

export type SteadyScheme = "galerkin" | "fluxCorrection";

export interface SteadyArguments {
  readonly path: string;
  readonly method: Method;
  readonly mesh: string;
  readonly degree: number | undefined;
  readonly tolerance: number | undefined;
  readonly check: boolean;
  readonly band: number | "none" | undefined;
  readonly scheme: SteadyScheme;
  readonly json: boolean;
  readonly out: string | undefined;
}

/** `blochfem steady`: reads, solves, prints, writes. Throws the library's errors. */
export async function runSteady(context: CommandContext, args: SteadyArguments): Promise<void> {
  const { io } = context;
  const { source, text } = await readModelText(io, args.path);
  const model = parseModelFile(text, source);
  const spec = parseMeshSpec(args.mesh);
  const mesh = spec.kind === "auto" ? null : readMesh(spec);
  if (args.out !== undefined) requireWritableFolder(args.out, OUTPUT_NAMES);

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
  const diffusion = parabolicityOf(model);
  const dickeText = `Dicke basis: ${densityElements(model)} unknowns`;
  if (args.method === "dicke") {
    progress.show(dickeText);
    const remedy = hasLocalRates(model)
      ? "use --method fem or harmonic"
      : "use --method fem, which does not grow with N";
    return { report: steadyReport(model, diffusion, solveDicke(model, remedy), null), density: null };
  }
  // First the road with the memory limit: it refuses at once.
  if (args.check) progress.show(dickeText);
  const dicke = args.check ? solveDicke(model, "leave --check out") : null;
  const { report, density } =
    args.method === "harmonic" ? byHarmonics(model, args, progress) : byElements(model, mesh, args, progress);
  const check = dicke === null ? null : compareRoads(report, dicke);
  return { report: steadyReport(model, diffusion, report, check), density };
}

function byElements(model: SpinModel, mesh: MeshInput | null, args: SteadyArguments, progress: Progress): RoadResult {
  const { degree, tolerance, band, scheme } = args;
  if (scheme === "fluxCorrection") {
    progress.show("flux correction");
    return solvePositive(model, mesh);
  }
  const options: SteadyOptions = {
    ...(degree === undefined ? {} : { degree }),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(band === undefined ? {} : { band }),
    onProgress: (step) => progress.show(describeStep(step, mesh?.name)),
  };
  return solveFem(model, mesh, options);
}

function byHarmonics(model: SpinModel, { tolerance, band }: SteadyArguments, progress: Progress): RoadResult {
  progress.show("harmonic moments");
  const options = {
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(band === undefined ? {} : { band: band === "none" ? model.spins : band }),
  };
  return { report: solveHarmonic(model, options), density: null };
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

const OUTPUT_NAMES = ["steady.json", "steady.txt", "density.csv"];

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
