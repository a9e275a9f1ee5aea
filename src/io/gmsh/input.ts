import type { FileFormatError } from "../../core/errors.ts";
import { endRecord, errorAtToken, expectRecord, readInteger, readReal, type Scanner } from "./scanner.ts";

/**
 * The numbers of a section, one after the other, in text or in binary. A record is a line in text and nothing in binary.
 * Errors name the line and column of a text, and in a binary file those of the section's beginning and the byte, counted from 0.
 */
export interface MshInput {
  readonly record: (expected: string) => void;
  readonly endRecord: () => void;
  /** An integer of 4 bytes. */
  readonly integer: (expected: string, lowest: number, highest: number) => number;
  /** An integer as wide as the format stores counts, and in version 4.1 tags. */
  readonly size: (expected: string, lowest: number, highest: number) => number;
  /** How many things follow, of at least `bytes` bytes each in binary: never more than the file has room for. */
  readonly count: (expected: string, bytes: number) => number;
  readonly real: (expected: string) => number;
  /** Error at the last number. */
  readonly failure: (what: string, remedy: string, value?: unknown) => FileFormatError;
}

/** Tags may be any integer that a number holds exactly. */
export const anyTag = Number.MAX_SAFE_INTEGER;

const CUT_OFF = "it is cut off: save or copy it again";
const DAMAGED = "correct the number or save the file again";

export function textInput(scanner: Scanner): MshInput {
  const integer: MshInput["integer"] = (expected, lowest, highest) => readInteger(scanner, expected, lowest, highest);
  return {
    record: (expected) => expectRecord(scanner, expected),
    endRecord: () => endRecord(scanner),
    integer,
    size: integer,
    count: (expected) => {
      const count = integer(expected, 0, anyTag);
      // A record takes at least two characters.
      if (2 * count > scanner.text.length) throw noRoom(expected, count, (...parts) => errorAtToken(scanner, ...parts));
      return count;
    },
    real: (expected) => readReal(scanner, expected),
    failure: (what, remedy, value) => errorAtToken(scanner, what, remedy, value),
  };
}

const noRoom = (expected: string, count: number, failure: MshInput["failure"]): FileFormatError =>
  failure(`${expected} is ${count}, more than the file has room for`, CUT_OFF, count);

/** How a binary file stores its numbers. */
export interface BinaryLayout {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  /** Bytes of a count. */
  readonly sizeBytes: 4 | 8;
}

/** Reads from where the scanner stands, whose text has a character for each byte, and moves it along. */
export function binaryInput(scanner: Scanner, { bytes, littleEndian, sizeBytes }: BinaryLayout): MshInput {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let last = scanner.position;
  const failure: MshInput["failure"] = (what, remedy, value) =>
    errorAtToken(scanner, `byte ${last}: ${what}`, remedy, value);
  const take = (expected: string, length: number): number => {
    last = scanner.position;
    if (last + length > bytes.length) throw failure(`the file ends where ${expected} is expected`, CUT_OFF);
    scanner.position = last + length;
    return last;
  };
  const checked = (value: number, expected: string, lowest: number, highest: number): number => {
    if (value >= lowest && value <= highest) return value;
    const range = highest === anyTag ? `an integer from ${lowest}` : `an integer from ${lowest} to ${highest}`;
    throw failure(`${value} stands where ${expected}, ${range}, is expected`, DAMAGED, value);
  };
  const size: MshInput["size"] = (expected, lowest, highest) => {
    const at = take(expected, sizeBytes);
    const value = sizeBytes === 8 ? Number(view.getBigUint64(at, littleEndian)) : view.getUint32(at, littleEndian);
    return checked(value, expected, lowest, highest);
  };
  return {
    record: () => {},
    endRecord: () => {},
    integer: (expected, lowest, highest) =>
      checked(view.getInt32(take(expected, 4), littleEndian), expected, lowest, highest),
    size,
    count: (expected, each) => {
      const count = size(expected, 0, anyTag);
      if (count * each > bytes.length - scanner.position) throw noRoom(expected, count, failure);
      return count;
    },
    real: (expected) => {
      const value = view.getFloat64(take(expected, 8), littleEndian);
      if (Number.isFinite(value)) return value;
      throw failure(`${value} stands where ${expected}, a finite number, is expected`, DAMAGED, value);
    },
    failure,
  };
}
