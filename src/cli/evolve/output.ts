import { basename, join } from "node:path";
import { defined } from "../../core/defined.ts";
import { nodePoints } from "../../fem/nodePoints.ts";
import { startsAsPoints } from "../../fem/startingPoints.ts";
import { densityCsv } from "../../io/densityCsv.ts";
import type { AnySpace } from "../../roads/domain.ts";
import { type OutputFile, stageFiles } from "../files/write.ts";
import { type ResultTarget, resultTarget, staleFiles } from "../results/folder.ts";
import type { Io } from "../terminal/io.ts";
import type { EvolveOutput } from "./checkpoint.ts";
import type { Prepared } from "./input.ts";

/** The folder of --out. */
export interface EvolutionFolder {
  readonly target: ResultTarget;
  /** P at a time; null where it is not asked for. */
  readonly keepDensity: ((index: number, space: AnySpace, density: Float64Array) => void) | null;
  /** Every file that may be written. */
  readonly paths: readonly string[];
  /** Puts everything in its place, or nothing. */
  readonly finish: (files: readonly OutputFile[]) => void;
  /** Leaves the folder as it was; with a checkpoint, densities of times that it holds stay. */
  readonly discard: () => void;
}

const NAMES = [
  "result.json",
  "model.yaml",
  "evolution.txt",
  "evolution.csv",
  "arrays.npz",
  "density.pvd",
  "husimi.pvd",
];

/**
 * Files of a run. A run that can go on from a checkpoint writes each density when it comes, because the second part of the run
 * will not compute it again; others show all files at their end together. `beside` are other files of the command line. null where no folder is asked for.
 * Throws InputError where one of them could not be written.
 */
export function evolutionFolder(
  { out, format, density: densities }: EvolveOutput,
  prepared: Prepared,
  {
    atOnce,
    io,
    beside,
  }: { readonly atOnce: boolean; readonly io: Io; readonly beside: readonly (string | undefined)[] },
): EvolutionFolder | null {
  const { times, initial, problem } = prepared;
  // A delta has no values at points.
  const hasValues = (time: number): boolean => time !== 0 || !startsAsPoints(initial, problem.model.spins);
  const csvNames = densities ? times.filter(hasValues).map(densityName) : [];
  const target = resultTarget(defined({ out, format }), ["npz", "vtu"], [...NAMES, ...csvNames], beside);
  if (target === null) return null;
  const { folder } = target;
  const vtuNames = target.formats.has("vtu")
    ? times.flatMap((time) => [vtuName("density", time), vtuName("husimi", time)])
    : [];
  const written = [...csvNames, ...vtuNames];
  // What an earlier run of more times left; the rest is looked at when everything is there.
  const stale = staleFiles(folder, [...NAMES, ...written]);
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
  const finish = (files: readonly OutputFile[]): void => {
    for (const file of files) staged.add(file);
    const names = [...csvNames, ...files.map(({ path }) => basename(path))];
    staged.commit(staleFiles(folder, names));
  };
  const paths = [...NAMES, ...written].map((name) => join(folder, name));
  return { target, paths, keepDensity: densities ? keepDensity : null, finish, discard: staged.discard };
}

const densityName = (time: number): string => `density-t${time}.csv`;

export const vtuName = (name: "density" | "husimi", time: number): string => `${name}-t${time}.vtu`;
