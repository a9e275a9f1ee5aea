import { FileFormatError } from "../../core/errors.ts";

/** Place in a text whose records are lines of tokens separated by blanks. Lines and columns count from 1. */
export interface Scanner {
  readonly path: string;
  readonly text: string;
  position: number;
  line: number;
  lineStart: number;
  /** Where the last token began. */
  tokenLine: number;
  tokenColumn: number;
}

export function createScanner(text: string, path: string): Scanner {
  return { path, text, position: 0, line: 1, lineStart: 0, tokenLine: 1, tokenColumn: 1 };
}

/** Error at the last token. */
export function errorAtToken(scanner: Scanner, what: string, remedy: string, value?: unknown): FileFormatError {
  return new FileFormatError(scanner.path, scanner.tokenLine, scanner.tokenColumn, { what, remedy, value });
}

const lineFeed = 10;
const carriageReturn = 13;
/** Any of \n, \r\n and, on old Macs, \r ends a line. */
const isLineEnd = (code: number): boolean => code === lineFeed || code === carriageReturn;
/** Blank, tab and the like. */
const isBlank = (code: number): boolean => code <= 32 && !isLineEnd(code);

/** Moves over blank lines to the first token of a record. False at the end of the text. */
export function moveToRecord(scanner: Scanner): boolean {
  const { text } = scanner;
  while (scanner.position < text.length) {
    const code = text.charCodeAt(scanner.position);
    if (isLineEnd(code)) startLine(scanner, scanner.position);
    else if (isBlank(code)) scanner.position++;
    else return true;
  }
  markToken(scanner, scanner.position);
  return false;
}

/** As `moveToRecord`, but a text that ends here is an error. `expected` reads like "a node". */
export function expectRecord(scanner: Scanner, expected: string): void {
  if (moveToRecord(scanner)) return;
  throw errorAtToken(scanner, `the file ends where ${expected} is expected`, "it is cut off: save or copy it again");
}

/** Next token of the line. */
export function readToken(scanner: Scanner, expected: string): string {
  const { text } = scanner;
  let at = scanner.position;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  const start = at;
  markToken(scanner, start);
  while (at < text.length && text.charCodeAt(at) > 32) at++;
  scanner.position = at;
  if (at === start) {
    throw errorAtToken(
      scanner,
      `the line ends where ${expected} is expected`,
      "the record is incomplete: save the file again",
    );
  }
  return text.slice(start, at);
}

/** Checks that nothing is left on the line, and moves to the next one. */
export function endRecord(scanner: Scanner): void {
  const { text } = scanner;
  let at = scanner.position;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  scanner.position = at;
  if (at < text.length && !isLineEnd(text.charCodeAt(at))) {
    const rest = readToken(scanner, "the end of the line");
    throw errorAtToken(scanner, `"${shorten(rest)}" is left over at the end of the record`, "remove it", rest);
  }
  if (at < text.length) startLine(scanner, at);
}

/** Moves to the next line, whatever is left on this one. */
export function skipLine(scanner: Scanner): void {
  const { text } = scanner;
  let at = scanner.position;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
  if (at < text.length) startLine(scanner, at);
  else scanner.position = at;
}

function markToken(scanner: Scanner, position: number): void {
  scanner.tokenLine = scanner.line;
  scanner.tokenColumn = position - scanner.lineStart + 1;
}

/** Behind the end of a line at `end`. */
function startLine(scanner: Scanner, end: number): void {
  const { text } = scanner;
  const pair = text.charCodeAt(end) === carriageReturn && text.charCodeAt(end + 1) === lineFeed;
  scanner.position = end + (pair ? 2 : 1);
  scanner.line++;
  scanner.lineStart = scanner.position;
}

/** Integer from `lowest` to `highest`. */
export function readInteger(scanner: Scanner, expected: string, lowest: number, highest: number): number {
  const token = readToken(scanner, expected);
  const value = /^[+-]?\d+$/.test(token) ? Number(token) : Number.NaN;
  if (!(value >= lowest && value <= highest)) {
    const range =
      highest === Number.MAX_SAFE_INTEGER ? `an integer from ${lowest}` : `an integer from ${lowest} to ${highest}`;
    throw errorAtToken(
      scanner,
      `"${shorten(token)}" stands where ${expected}, ${range}, is expected`,
      "correct the number or save the file again",
      token,
    );
  }
  return value;
}

/** Finite decimal number. */
export function readReal(scanner: Scanner, expected: string): number {
  const token = readToken(scanner, expected);
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(token) ? Number(token) : Number.NaN;
  if (!Number.isFinite(value)) {
    throw errorAtToken(
      scanner,
      `"${shorten(token)}" stands where ${expected}, a finite number, is expected`,
      "correct the number or save the file again",
      token,
    );
  }
  return value;
}

export const shorten = (token: string): string => (token.length > 40 ? `${token.slice(0, 40)}...` : token);

/** Text from where the scanner stands to the end of its line. */
export function restOfLine(scanner: Scanner): string {
  const { text, position } = scanner;
  let end = position;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
  scanner.position = end;
  return text.slice(position, end).trim();
}
