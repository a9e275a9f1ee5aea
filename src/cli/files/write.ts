import * as nodeFileSystem from "node:fs";
import { dirname, resolve } from "node:path";
import { cannotWrite, codeOf } from "./errors.ts";
import { resolveTarget, sameFile } from "./target.ts";
import { temporaryName } from "./temporary.ts";
import { whileWriting } from "./writeLock.ts";

export interface OutputFile {
  readonly path: string;
  /** Bytes of what is no text. */
  readonly text: string | Uint8Array;
}

/** What the writer uses of a file system; tests hand in one that fails. */
export type FileSystem = Pick<
  typeof nodeFileSystem,
  | "closeSync"
  | "copyFileSync"
  | "fchmodSync"
  | "fchownSync"
  | "fsyncSync"
  | "linkSync"
  | "mkdirSync"
  | "openSync"
  | "readSync"
  | "renameSync"
  | "rmdirSync"
  | "rmSync"
  | "writeSync"
>;

/** Files that are complete on the disk under temporary names, and are put in their places together. */
export interface StagedFiles {
  /** A file that was added before is replaced. Throws as `writeFiles`, and then discards. */
  readonly add: (file: OutputFile) => void;
  /** Replaces all targets and removes the files `stale`, or does neither. Throws as `writeFiles`. */
  readonly commit: (stale?: readonly string[]) => void;
  /** Leaves everything as it was. */
  readonly discard: () => void;
}

/**
 * Writes all files or none. Each is written whole under a temporary name beside its target, flushed to the disk and read back;
 * only then are all renamed, and where one cannot be, those before it get their old contents again. Missing folders are made.
 * `stale` are files of an earlier run that the new ones do not replace; they are removed.
 * Throws InputError where a path cannot be written, BlochfemError where the disk is full or fails.
 */
export function writeFiles(
  files: readonly OutputFile[],
  stale: readonly string[] = [],
  system: FileSystem = nodeFileSystem,
): void {
  whileWriting(() => {
    const staged = stagedFiles(system);
    for (const file of files) staged.add(file);
    staged.commit(stale);
  });
}

interface Staged {
  readonly path: string;
  readonly target: string;
  readonly temporary: string;
  readonly exists: boolean;
}

/** An empty set of staged files. */
export function stageFiles(system: FileSystem = nodeFileSystem): StagedFiles {
  const staged = stagedFiles(system);
  return { ...staged, commit: (stale) => whileWriting(() => staged.commit(stale)) };
}

function stagedFiles(system: FileSystem): StagedFiles {
  const staged: Staged[] = [];
  const undo: (() => void)[] = [];
  const discard = (): void => {
    for (const step of undo.splice(0).reverse()) attempt(step);
    staged.length = 0;
  };
  const guarded = (path: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      discard();
      throw cannotWrite(path, error);
    }
  };
  return {
    discard,
    add: ({ path, text }) =>
      guarded(path, () => {
        const { path: target, found } = resolveTarget(path);
        const earlier = staged.findIndex((other) => other.target === target);
        if (earlier >= 0 && staged[earlier]!.path !== path) throw sameFile(path, staged[earlier]!.path);
        makeFolder(dirname(target), system, undo);
        const temporary = temporaryName(target, "new");
        undo.push(() => system.rmSync(temporary, { force: true }));
        writeWhole(temporary, Buffer.from(text), found, system);
        if (earlier < 0) staged.push({ path, target, temporary, exists: found !== null });
      }),
    commit: (stale = []) => {
      // One file needs no copy of the old one: its renaming is the last thing that can fail.
      const several = staged.length + stale.length > 1;
      const copies: string[] = [];
      for (const { path, target, temporary, exists } of staged) {
        guarded(path, () => {
          if (exists && several) copies.push(keepOld(target, system, undo));
          else if (!exists) undo.push(() => system.rmSync(target, { force: true }));
          system.renameSync(temporary, target);
        });
      }
      for (const path of stale) {
        guarded(path, () => {
          const { path: target, found } = resolveTarget(path);
          if (found === null) return;
          copies.push(keepOld(target, system, undo));
          system.rmSync(target);
        });
      }
      for (const copy of copies) attempt(() => system.rmSync(copy, { force: true }));
      const changed = [...staged.map(({ target }) => target), ...stale.map((path) => resolve(path))];
      for (const folder of new Set(changed.map(dirname))) attempt(() => flush(folder, system));
      undo.length = 0;
      staged.length = 0;
    },
  };
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // What cannot be tidied up must not hide the error that made it necessary.
  }
}

function makeFolder(folder: string, system: FileSystem, undo: (() => void)[]): void {
  const first = system.mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  const made = resolve(first);
  undo.push(() => {
    // Only empty folders go: another program may have put something in.
    for (let at = resolve(folder); at.length >= made.length; at = dirname(at)) system.rmdirSync(at);
  });
}

/** A second name, or else a copy, of the old contents of a target; undoing puts them back. */
function keepOld(target: string, system: FileSystem, undo: (() => void)[]): string {
  const copy = temporaryName(target, "old");
  system.rmSync(copy, { force: true });
  try {
    system.linkSync(target, copy);
  } catch {
    system.copyFileSync(target, copy);
  }
  undo.push(() => {
    system.renameSync(copy, target);
    // Two names of one file: renaming then does nothing.
    system.rmSync(copy, { force: true });
  });
  return copy;
}

/** Permissions and owner are those of the file that will be replaced, where there is one. */
function writeWhole(path: string, bytes: Buffer, old: nodeFileSystem.Stats | null, system: FileSystem): void {
  system.rmSync(path, { force: true });
  // Not through a link that somebody put there.
  const file = system.openSync(path, "wx");
  try {
    if (old !== null) {
      attempt(() => system.fchownSync(file, old.uid, old.gid));
      attempt(() => system.fchmodSync(file, old.mode & 0o7777));
    }
    let done = 0;
    while (done < bytes.length) {
      const written = system.writeSync(file, bytes, done, bytes.length - done);
      if (written <= 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
      done += written;
    }
    flushFile(file, system);
  } finally {
    system.closeSync(file);
  }
  requireSame(path, bytes, system);
}

/** Some file systems cannot flush, and say so. */
const CANNOT_FLUSH = new Set(["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

function flushFile(file: number, system: FileSystem): void {
  try {
    system.fsyncSync(file);
  } catch (error) {
    if (!CANNOT_FLUSH.has(codeOf(error))) throw error;
  }
}

/** A new name reaches the disk with its folder. */
function flush(folder: string, system: FileSystem): void {
  const file = system.openSync(folder, "r");
  try {
    system.fsyncSync(file);
  } finally {
    system.closeSync(file);
  }
}

const READ_BYTES = 1 << 20;

/** Throws where the file does not hold these bytes, however the file system reported their writing. */
function requireSame(path: string, bytes: Buffer, system: FileSystem): void {
  const file = system.openSync(path, "r");
  try {
    const buffer = Buffer.alloc(Math.min(READ_BYTES, bytes.length + 1));
    let at = 0;
    for (;;) {
      const count = system.readSync(file, buffer, 0, buffer.length, null);
      if (count === 0) break;
      if (!buffer.subarray(0, count).equals(bytes.subarray(at, at + count))) break;
      at += count;
    }
    if (at !== bytes.length) {
      throw Object.assign(new Error(`the file holds other bytes than were written, from byte ${at} on`), { code: "" });
    }
  } finally {
    system.closeSync(file);
  }
}
