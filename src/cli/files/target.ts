import { accessSync, constants, lstatSync, readlinkSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../../core/errors.ts";
import { cannotWrite, codeOf } from "./errors.ts";
import { removeLeftovers } from "./temporary.ts";

/** Where a path leads once its symbolic links are followed. */
export interface Target {
  readonly path: string;
  /** Of the file that is there; null where there is none yet. */
  readonly found: Stats | null;
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * The regular file that writing to `path` replaces or makes: a symbolic link stays, what it names is written, even where that
 * does not exist yet. Throws InputError for an empty path and where the target is anything but a regular file; it is not touched.
 */
export function resolveTarget(path: string): Target {
  if (path.trim() === "") {
    throw new InputError({
      what: "an output has an empty name",
      remedy: "give a path, or leave the option out",
      value: path,
    });
  }
  let at = resolve(path);
  try {
    for (let links = 0; ; links++) {
      const found = lstatOrNull(at);
      if (found === null || found.isFile()) return { path: at, found };
      if (!found.isSymbolicLink()) throw notRegular(path, found);
      if (links === MOST_LINKS) throw Object.assign(new Error(), { code: "ELOOP" });
      at = resolve(dirname(at), readlinkSync(at));
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function lstatOrNull(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function notRegular(path: string, found: Stats): InputError {
  return new InputError({
    what: `cannot write ${path}: it is ${kindOf(found)}, which writing would replace`,
    remedy: "give the path of a regular file or of one that is not there yet",
    value: path,
  });
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  if (found.isSocket()) return "a socket";
  return "a device";
}

/** Throws InputError where the file could not be written, so that a long solve does not end in that error. */
export function requireWritableFile(path: string): void {
  requireFolder(path, dirname(resolveTarget(path).path));
}

/**
 * Throws InputError where `folder` could not be made or written into, or one of the files `names` in it could not be replaced.
 * Removes what a run that was killed left behind there.
 */
export function requireWritableFolder(folder: string, names: readonly string[] = []): void {
  if (folder.trim() === "") {
    throw new InputError({
      what: "the output folder has an empty name",
      remedy: "give a path such as --out result",
      value: folder,
    });
  }
  requireFolder(folder, folder);
  for (const name of names) requireWritableFile(join(folder, name));
}

function requireFolder(named: string, folder: string): void {
  let path = resolve(folder);
  for (;;) {
    try {
      if (!statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
      accessSync(path, constants.W_OK | constants.X_OK);
      removeLeftovers(path);
      return;
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw cannotWrite(named, error);
      path = dirname(path);
    }
  }
}

/** Throws InputError where two of the paths, by themselves or through links, are one file. */
export function requireDistinctFiles(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const target = resolveTarget(path).path;
    const other = seen.get(target);
    if (other !== undefined) throw sameFile(path, other);
    seen.set(target, path);
  }
}

export const sameFile = (path: string, other: string): InputError =>
  new InputError({ what: `${other} and ${path} are the same file`, remedy: "give each its own", value: path });
