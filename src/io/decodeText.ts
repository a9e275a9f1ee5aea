import { type ErrorParts, FileFormatError } from "../core/errors.ts";

const REMEDY = "save it as UTF-8";

/**
 * The text in the bytes of a file in UTF-8, without a byte order mark. `path` is what messages call it.
 * Throws FileFormatError where they are UTF-16 or UTF-32, another encoding, or no text at all.
 */
export function decodeText(bytes: Uint8Array, path: string): string {
  const fail = (at: number, parts: ErrorParts): FileFormatError => {
    const { line, column } = placeOf(bytes, at);
    return new FileFormatError(path, line, column, parts);
  };
  const wide = wideEncoding(bytes);
  if (wide !== null) throw fail(0, { what: `the text is in ${wide}`, remedy: REMEDY, value: wide });
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw fail(zero, { what: "there is a byte 0, as in no text", remedy: "give a text file", value: 0 });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const at = firstInvalid(bytes);
    const value = bytes[at]!;
    throw fail(at, {
      what: `the byte 0x${value.toString(16)} is not UTF-8: the text is in another encoding`,
      remedy: REMEDY,
      value,
    });
  }
}

/** By its mark, or by the zeros beside its first letters. */
export function wideEncoding(bytes: Uint8Array): string | null {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  if (a === 0 && b === 0 && d !== 0) return "UTF-32";
  if (a !== 0 && b === 0 && c === 0 && d === 0) return "UTF-32";
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "UTF-32" : "UTF-16";
  if (a === 0xfe && b === 0xff) return "UTF-16";
  return (a !== 0 && b === 0 && c !== 0 && d === 0) || (a === 0 && b !== 0 && c === 0 && d !== 0) ? "UTF-16" : null;
}

/** Where the first byte stands that belongs to no character. */
function firstInvalid(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  // A prefix that ends inside a character is not invalid yet: the decoder of a stream waits for the rest.
  const valid = (end: number): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (valid(middle)) good = middle;
    else bad = middle;
  }
  return Math.min(good, bytes.length - 1);
}

function placeOf(bytes: Uint8Array, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let k = 0; k < at; k++) {
    if (bytes[k] !== 10) continue;
    line++;
    start = k + 1;
  }
  return { line, column: at - start + 1 };
}
