import { FileFormatError } from "../../core/errors.ts";
import { wideEncoding } from "../decodeText.ts";

/** A file as text to scan, with a character for each byte where its bytes are known. */
export interface GmshSource {
  readonly text: string;
  readonly bytes: Uint8Array | null;
  /** A part of `text` as it was meant. */
  readonly decode: (part: string) => string;
}

const MARK = "\ufeff";

/** Without a byte order mark. Throws FileFormatError for UTF-16 and UTF-32. */
export function gmshSource(file: string | Uint8Array, path: string): GmshSource {
  if (typeof file === "string") {
    return { text: file.startsWith(MARK) ? file.slice(1) : file, bytes: null, decode: (part) => part };
  }
  const wide = wideEncoding(file);
  if (wide !== null) {
    throw new FileFormatError(path, 1, 1, { what: `the text is in ${wide}`, remedy: "save it as UTF-8", value: wide });
  }
  const marked = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf;
  const bytes = marked ? file.subarray(3) : file;
  return { text: oneCharacterPerByte(bytes), bytes, decode: (part) => decodeUtf8(part) };
}

/** Windows-1252, which every engine has, maps each byte to one character; those below 128 to themselves. */
const oneCharacterPerByte = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

function decodeUtf8(part: string): string {
  const encoder = new Map(Array.from({ length: 256 }, (_, byte) => [oneCharacterPerByte(Uint8Array.of(byte)), byte]));
  return new TextDecoder().decode(Uint8Array.from(part, (character) => encoder.get(character) ?? 63));
}
