import { BlochfemError, InputError } from "../../core/errors.ts";

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? "";

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
  "ETXTBSY",
  "ERR_INVALID_ARG_VALUE",
]);

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "a part of the path is no folder",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its symbolic links go round in a circle",
  ETXTBSY: "it is a program that is running",
  ENOSPC: "no space is left",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be too large",
  EIO: "the disk fails",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ERR_INVALID_ARG_VALUE: "it is not a path",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
  ERR_STRING_TOO_LONG: "it is too large",
};

export const reason = (error: unknown): string => REASONS[codeOf(error)] ?? (error as Error).message;

/** InputError where another path helps, BlochfemError where the disk is full or fails; what is no error of the system as it is. */
export function cannotWrite(path: string, error: unknown): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  const what = `cannot write ${path}: ${reason(error)}`;
  return PATH_CODES.has(codeOf(error))
    ? new InputError({ what, remedy: "give a path that can be written", value: path })
    : new BlochfemError({ what, remedy: "make room, or give a path on another disk", value: path });
}

/** `kind` says what the path should name. */
export const cannotRead = (path: string, error: unknown, kind: string): InputError =>
  new InputError({
    what: `cannot read ${path === "" ? "a file without a name" : path}: ${reason(error)}`,
    remedy: `give the path of ${kind}`,
    value: path,
  });
