import { readdirSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { nodePoints } from "../../fem/nodePoints.ts";
import { startsAsPoints } from "../../fem/startingPoints.ts";
import { densityCsv } from "../../io/densityCsv.ts";
import { evolutionTable } from "../../io/observableColumns.ts";
import { csvText } from "../../io/table.ts";
import type { AnySpace } from "../../roads/domain.ts";
import { cannotRead, codeOf } from "../files/errors.ts";
import { requireWritableFolder } from "../files/target.ts";
import { type OutputFile, stageFiles } from "../files/write.ts";
import type { Io } from "../terminal/io.ts";
import type { Prepared } from "./input.ts";
import type { EvolveReport } from "./report.ts";
import { evolveTable } from "./table.ts";

/** The folder of --out. */
export interface EvolutionFolder {
  /** P at a time; null where it is not asked for. */
  readonly keepDensity: ((index: number, space: AnySpace, density: Float64Array) => void) | null;
  /** Every file that may be written. */
  readonly paths: readonly string[];
  /** Puts everything in its place, or nothing. Returns the paths of what does not belong to one time. */
  readonly finish: (report: EvolveReport, json: string) => string[];
  /** Leaves the folder as it was; with a checkpoint, densities of times that it holds stay. */
  readonly discard: () => void;
}

const NAMES = ["result.json", "evolution.txt", "evolution.csv"];
const DENSITY_FILE = /^density-t[-+.\de]+\.csv$/;

/**
 * Files of a run. A run that can go on from a checkpoint writes each density when it comes, because the second part of the run
 * will not compute it again; others show all files at their end together. `densities`: whether P is asked for.
 * Throws InputError where one of them could not be written.
 */
export function evolutionFolder(
  folder: string,
  prepared: Prepared,
  { densities, atOnce, io }: { readonly densities: boolean; readonly atOnce: boolean; readonly io: Io },
): EvolutionFolder {
  const { times, initial, problem } = prepared;
  // A delta has no values at points.
  const hasValues = (time: number): boolean => time !== 0 || !startsAsPoints(initial, problem.model.spins);
  const names = densities ? times.filter(hasValues).map(densityName) : [];
  requireWritableFolder(folder, [...NAMES, ...names]);
  const old = densities ? existing(folder).filter((name) => DENSITY_FILE.test(name) && !names.includes(name)) : [];
  const stale = old.map((name) => join(folder, name));
  const staged = stageFiles();
  io.onFact?.({ kind: "staging", folder });
  let points: { readonly space: AnySpace; readonly at: Float64Array } | null = null;
  const keepDensity = (index: number, space: AnySpace, density: Float64Array): void => {
    const time = times[index]!;
    if (!hasValues(time)) return;
    if (points?.space !== space) points = { space, at: nodePoints(space) };
    staged.add({ path: join(folder, densityName(time)), text: densityCsv(points.at, density) });
    if (atOnce) staged.commit(stale.splice(0));
  };
  const finish = (report: EvolveReport, json: string): string[] => {
    const { observables, errorEstimate } = report;
    const table = evolveTable(report, prepared, pc.createColors(false));
    const texts = [json, table, csvText(evolutionTable(report.times, observables, errorEstimate))];
    const files: OutputFile[] = NAMES.map((name, k) => ({ path: join(folder, name), text: texts[k]! }));
    for (const file of files) staged.add(file);
    staged.commit(stale);
    return files.map(({ path }) => path);
  };
  const paths = [...NAMES, ...names].map((name) => join(folder, name));
  return { paths, keepDensity: densities ? keepDensity : null, finish, discard: staged.discard };
}

const densityName = (time: number): string => `density-t${time}.csv`;

function existing(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw cannotRead(folder, error, "a folder to write to");
  }
}
