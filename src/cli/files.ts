import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { BlochfemError, InputError } from "../core/errors.ts";

/** The text of a file. Throws InputError where it cannot be read; `kind` says in the message what it should be. */
export function readText(path: string, kind: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError({
      what: `cannot read ${path}: ${reason(error)}`,
      remedy: `give the path of ${kind}`,
      value: path,
    });
  }
}

export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes all files or none: each under a temporary name first, then all are renamed. Missing folders are made. `stale` are
 * files of an earlier run that the new ones do not replace; they are removed.
 * Throws InputError where a path cannot be written, BlochfemError where the disk fails.
 */
export function writeFiles(files: readonly OutputFile[], stale: readonly string[] = []): void {
  const temporary = files.map(({ path }) => `${path}.${process.pid}.tmp`);
  // With a handler in place Ctrl-C waits until the files are complete: everything here is synchronous.
  const wait = (): void => {};
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, wait);
  let current = "";
  try {
    files.forEach(({ path, text }, k) => {
      current = path;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(temporary[k]!, text);
    });
    files.forEach(({ path }, k) => {
      current = path;
      renameSync(temporary[k]!, path);
    });
    for (const path of stale) rmSync(path, { force: true });
  } catch (error) {
    for (const path of temporary) rmSync(path, { force: true });
    throw cannotWrite(current, error);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, wait);
  }
}

/** Throws InputError where `folder` could not be made or written into, so that a long solve does not end in that error. */
export function requireWritableFolder(folder: string): void {
  let path = resolve(folder);
  for (;;) {
    try {
      if (!statSync(path).isDirectory()) throw Object.assign(new Error("it is no folder"), { code: "ENOTDIR" });
      accessSync(path, constants.W_OK | constants.X_OK);
      return;
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw cannotWrite(folder, error);
      path = dirname(path);
    }
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

/** What the user can mend by another path, as opposed to a disk that is full or fails. */
const PATH_CODES = new Set([
  "ENOENT",
  "EACCES",
  "EPERM",
  "EROFS",
  "EISDIR",
  "ENOTDIR",
  "EEXIST",
  "ENAMETOOLONG",
  "ELOOP",
]);

function cannotWrite(path: string, error: unknown): BlochfemError {
  const what = `cannot write ${path}: ${reason(error)}`;
  return PATH_CODES.has(codeOf(error))
    ? new InputError({ what, remedy: "give a path that can be written", value: path })
    : new BlochfemError({ what, remedy: "make room, or give a path on another disk", value: path });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "a part of the path is no folder",
  ENOSPC: "no space is left",
};

const reason = (error: unknown): string => REASONS[codeOf(error)] ?? (error as Error).message;
