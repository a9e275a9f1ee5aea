import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { decodeText } from "../../io/decodeText.ts";
import { cannotRead } from "./errors.ts";

/** The text of a file. Throws as `readBytes`, and FileFormatError where it is not UTF-8. */
export const readText = (path: string, kind: string): string => decodeText(readBytes(path, kind), path);

/** The bytes of a file. Throws InputError where it cannot be read; `kind` says in the message what it should be. */
export function readBytes(path: string, kind: string): Buffer {
  try {
    const file = openSync(path, "r");
    try {
      // A folder opens, and reading from a device such as /dev/zero would never end.
      const found = fstatSync(file);
      if (found.isCharacterDevice() && !isTerminalOrNull(path)) throw new Error("it is a device, not a file");
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw cannotRead(path, error, kind);
  }
}

/** Devices that people give on purpose: /dev/stdin of a terminal, and nothing at all. */
const isTerminalOrNull = (path: string): boolean =>
  /^\/(dev\/(stdin|tty|null|fd\/\d+)|proc\/self\/fd\/\d+)$/.test(path);
