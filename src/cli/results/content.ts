import { basename, join } from "node:path";
import { type NumpyArrays, npzBytes, tableArrays } from "../../io/numpy/npz.ts";
import { type StoredState, storedState } from "../../io/resultFile.ts";
import { csvText, type TableColumn } from "../../io/table.ts";
import type { EndState } from "../../roads/endState.ts";
import { type OutputFile, writeFiles } from "../files/write.ts";
import { toJson } from "../terminal/format.ts";
import { packageVersion } from "../version.ts";
import { type ResultTarget, staleFiles } from "./folder.ts";

/** What is kept of a command's answer. */
export interface ResultContent {
  /** The command: "steady". */
  readonly command: string;
  /** What the model file was called. */
  readonly source: string;
  /** The options as they were taken, those that were chosen by default too. */
  readonly settings: object;
  /** Of random numbers; null where there are none. */
  readonly seed: number | null;
  /** What --json prints. */
  readonly report: object;
  /** Where another run can start from. */
  readonly end?: EndState;
  /** The table for people, with a line break at its end. */
  readonly table: string;
  /** Name of the text file of the table: "steady.txt". */
  readonly tableName: string;
  /** The model as a file that repeats it. */
  readonly model: string;
  /** Tables of numbers by the names of their files, "steady.csv"; the first is that of what the table for people shows. */
  readonly tables: Readonly<Record<string, readonly TableColumn[]>>;
  /** Other files, by their names. */
  readonly others?: Readonly<Record<string, string | Uint8Array>>;
  /** For numpy, besides the tables, made where they are asked for. */
  readonly arrays?: () => NumpyArrays;
}

/** result.json: what --json prints, behind what it was made by and before what makes it whole. */
export function resultJson({ command, source, settings, seed, report, end, table }: ResultContent): string {
  const head = { version: packageVersion(), command, source, settings, seed };
  const lines = table.trimEnd().split("\n");
  return `${toJson({ ...head, ...report, ...(end === undefined ? {} : stateKeys(end)), table: lines })}\n`;
}

/** The state, so that an evolution can start from it, or why there is none. */
const stateKeys = ({
  state,
  missing,
}: EndState): { readonly state: StoredState | null; readonly stateMissing?: string } =>
  state === null ? { state: null, stateMissing: missing } : { state: storedState(state) };

/** The files of a result, but for those that belong to single times. */
export async function resultFiles(target: ResultTarget, content: ResultContent): Promise<OutputFile[]> {
  const { tables, others = {}, arrays, tableName, table, model } = content;
  const texts: [string, string | Uint8Array][] = [
    ["result.json", resultJson(content)],
    ["model.yaml", model],
    [tableName, table],
    ...Object.entries(tables).map(([name, columns]) => [name, csvText(columns)] as [string, string]),
    ...Object.entries(others),
  ];
  if (target.formats.has("npz")) texts.push(["arrays.npz", await npzBytes(allArrays(tables, arrays?.() ?? {}))]);
  return texts.map(([name, text]) => ({ path: join(target.folder, name), text }));
}

/** Columns of several tables may have equal names: then those of the later ones have the name of the table before them. */
function allArrays(tables: ResultContent["tables"], own: NumpyArrays): NumpyArrays {
  const found: Record<string, NumpyArrays[string]> = { ...own };
  for (const [name, columns] of Object.entries(tables)) {
    const prefix = name.slice(0, name.indexOf("."));
    for (const [key, array] of Object.entries(tableArrays(columns)))
      found[key in found ? `${prefix}_${key}` : key] = array;
  }
  return found;
}

/** Writes all files of a result, or none, and removes those of an earlier one. Returns the paths. Throws as `writeFiles`. */
export async function writeResult(target: ResultTarget, content: ResultContent): Promise<string[]> {
  const files = await resultFiles(target, content);
  const names = files.map(({ path }) => basename(path));
  writeFiles(files, staleFiles(target.folder, names));
  return files.map(({ path }) => path);
}

/** Files that a line names one by one. */
const MOST_NAMED = 12;

/** "Wrote ...", with a series of files by its first and last. */
export function writtenLine(paths: readonly string[]): string {
  const series = paths.filter((path) => /-t[-+.\de]+\.vtu$/.test(path));
  if (series.length < MOST_NAMED) return `Wrote ${paths.join(", ")}`;
  const rest = paths.filter((path) => !series.includes(path));
  return `Wrote ${rest.join(", ")} and ${series.length} files from ${series[0]} to ${series.at(-1)}`;
}
