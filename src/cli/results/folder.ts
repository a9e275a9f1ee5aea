import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../../core/errors.ts";
import { cannotRead, codeOf } from "../files/errors.ts";
import { requireWritableFolder } from "../files/target.ts";
import type { OutFlags, ResultFormat } from "./options.ts";

/** Where a result is to be written, and in which forms. */
export interface ResultTarget {
  readonly folder: string;
  readonly formats: ReadonlySet<ResultFormat>;
}

/** Names that some command of this program gives to a file of a result. */
const OWN_NAMES = [
  /^(result\.json|model\.yaml|start(-\d+)?\.json|arrays\.npz|(density|husimi)\.pvd)$/,
  /^(steady|evolution|spectrum|check|meanfield|diagnosis|correlation|emission|counting|sensitivity)\.(txt|csv)$/,
  /^(density|path|phases|scan|course|lines)\.csv$/,
  /^(density|husimi)(-t[-+.\de]+)?\.vtu$/,
  /^density-t[-+.\de]+\.csv$/,
];

const isOwn = (name: string): boolean => OWN_NAMES.some((pattern) => pattern.test(name));

/** The files of a result that has a text and these tables. */
export const resultNames = (text: string, ...tables: readonly string[]): string[] => [
  "result.json",
  "model.yaml",
  text,
  ...tables,
  "arrays.npz",
];

/** Names that the user may have given as well: only beside a result.json they are ours. */
const COMMON = new Set(["model.yaml"]);

/**
 * What --out and --format ask for, checked before the work; null where nothing is. `beside` are other files of the same command line, which may lie in the
 * folder, and `names` those that will be written.
 *
 * @throws InputError for a folder that cannot be written or that holds something else than a result, and for formats that there are not
 */
export function resultTarget(
  { out, format }: OutFlags,
  formats: readonly ResultFormat[],
  names: readonly string[],
  beside: readonly (string | undefined)[] = [],
): ResultTarget | null {
  const asked = formatsOf(format, formats);
  if (out === undefined) {
    if (format === undefined) return null;
    throw new InputError({ what: "--format has no folder to write to", remedy: "add --out DIR", value: format });
  }
  requireWritableFolder(out, names);
  requireOwnFolder(out, beside);
  return { folder: out, formats: asked };
}

function formatsOf(text: string | undefined, formats: readonly ResultFormat[]): ReadonlySet<ResultFormat> {
  const given = text === undefined ? [] : text.split(",").map((name) => name.trim());
  const unknown = given.find((name) => !(formats as readonly string[]).includes(name));
  if (unknown === undefined) return new Set(given as ResultFormat[]);
  throw new InputError({
    what:
      unknown === "vtu"
        ? "--format vtu is for a state, and this command has none"
        : `--format has ${JSON.stringify(unknown)}, not ${formats.join(" or ")}`,
    remedy: `write it as in --format ${formats.join(",")}`,
    value: unknown,
    limit: formats,
  });
}

/** A folder that holds a result may be written again, whatever the user has put beside it; any other has to be empty. */
function requireOwnFolder(folder: string, beside: readonly (string | undefined)[]): void {
  const names = namesIn(folder);
  if (names.includes("result.json")) return;
  const given = new Set(
    beside.flatMap((path) =>
      path !== undefined && dirname(resolve(path)) === resolve(folder) ? [basename(path)] : [],
    ),
  );
  const foreign = names.find((name) => !given.has(name) && (!isOwn(name) || COMMON.has(name)));
  if (foreign === undefined) return;
  throw new InputError({
    what: `the folder ${folder} holds ${JSON.stringify(foreign)}, and no result that could be replaced`,
    remedy: "give a folder that is empty or not there yet, or that of an earlier result",
    value: foreign,
  });
}

/** Files of earlier results in a folder which are not among those that are written now. */
export const staleFiles = (folder: string, written: readonly string[]): string[] =>
  namesIn(folder)
    .filter((name) => isOwn(name) && !written.includes(name))
    .map((name) => join(folder, name));

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw cannotRead(folder, error, "a folder to write to");
  }
}
