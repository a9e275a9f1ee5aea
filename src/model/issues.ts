import { printable } from "../core/printable.ts";
import { suggestName } from "./nearestName.ts";

/** One thing that is wrong with an input, in the words of the error classes, and where it is. */
export interface InputIssue {
  /** Keys and indices from the root of the input to the value; for an unknown key, up to and including that key. */
  readonly path: Path;
  /** An unknown key and a missing value have no value to point at in a file: point at the key, or at the enclosing map. */
  readonly kind: "unknownKey" | "value" | "missing";
  readonly what: string;
  readonly remedy: string;
  readonly value: unknown;
  readonly limit: unknown;
  /** The character of a text that is to blame, from 1. */
  readonly column?: number;
}

/** What a check finds wrong. */
export interface CheckParameters {
  /** What is wrong, to be read after "PATH is VALUE, ". */
  readonly what: string;
  readonly remedy: string;
  readonly limit: unknown;
  /** Keys and indices from the checked value to the one at fault, where it is a part of it. */
  readonly path?: Path;
  /** The character of a text that is to blame, from 1. */
  readonly column?: number;
}

/** "collective.pump", "field[0]"; the root is called `root`. */
export function pathName(path: readonly PropertyKey[], root: string): string {
  if (path.length === 0) return root;
  let name = "";
  for (const part of path) {
    if (typeof part === "number") name += `[${part}]`;
    else name += name === "" ? String(part) : `.${String(part)}`;
  }
  return name;
}

/** A value as it would be written in a file, cut to a length that fits a message. */
export function showValue(value: unknown): string {
  const text =
    typeof value === "string"
      ? JSON.stringify(value)
      : typeof value === "object" && value !== null
        ? showObject(value)
        : String(value);
  const shown = printable(text);
  return shown.length > 60 ? `${shown.slice(0, 57)}...` : shown;
}

function showObject(value: object): string {
  if (Array.isArray(value)) {
    const vector = value.length === 3 && value.every((entry) => typeof entry === "number");
    return vector ? `[${value.join(", ")}]` : `a list of ${value.length}`;
  }
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty map" : `a map with the keys ${keys.join(", ")}`;
}

export type Path = readonly (string | number)[];

/** What a value of the input is about: the input, what messages call it, and the way to the value. */
interface Subject {
  readonly input: unknown;
  readonly root: string;
  readonly path: Path;
  readonly optional: boolean;
}

export type WantedType = keyof typeof NOUNS;

const NOUNS = { number: "a number", map: "a map", list: "a list", string: "a string" } as const;

/** A key that does not belong to its map, whose path ends in it. Without a remedy of its own a key of the map is suggested. */
export function explainKey(
  { root, path }: Subject,
  key: string,
  names: readonly string[],
  remedy: string | null,
): InputIssue {
  return {
    path,
    kind: "unknownKey",
    what: `${showKey(key)} is not a key of ${pathName(path.slice(0, -1), root)}`,
    remedy: remedy ?? suggestName(key, names),
    value: key,
    limit: names,
  };
}

/** A value of another type, or none. */
export function explainType(subject: Subject, wanted: WantedType): InputIssue {
  const noun = NOUNS[wanted];
  return explain(subject, noun, (name, value) => {
    if (typeof value === "number" && wanted === "number") {
      const what = `${name} is ${showValue(value)}, not a finite number`;
      return { what, remedy: "give a finite number", limit: Number.MAX_VALUE };
    }
    const remedy = typeHint(value, wanted, subject.optional);
    return { what: `${name} is ${showValue(value)}, not ${noun}`, remedy, limit: noun };
  });
}

/** A list of another length. */
export const explainCount = (subject: Subject, wanted: number): InputIssue =>
  explain(subject, NOUNS.list, (name, value) => {
    const { length } = value as readonly unknown[];
    return {
      what: `${name} has ${length} ${length === 1 ? "component" : "components"}, not ${wanted}`,
      remedy: `give ${wanted} numbers, separated by commas`,
      limit: wanted,
    };
  });

/** What a check finds wrong with a value or a part of it; `noun` is what to give where there is none. */
export const explainCheck = (
  subject: Subject,
  { path = [], what, remedy, limit, column }: CheckParameters,
  noun = "a value",
): InputIssue =>
  explain({ ...subject, path: [...subject.path, ...path] }, noun, (name, value) => ({
    what: `${name} is ${showValue(value)}, ${what}`,
    remedy,
    limit,
    ...(column === undefined ? {} : { column }),
  }));

/** That a value is missing, or else what is wrong with it. */
function explain(
  { input, root, path }: Subject,
  noun: string,
  wrong: (name: string, value: unknown) => Pick<InputIssue, "what" | "remedy" | "limit" | "column">,
): InputIssue {
  const name = pathName(path, root);
  const value = valueAt(input, path);
  if (value !== undefined) return { path, kind: "value", value, ...wrong(name, value) };
  return { path, kind: "missing", what: `${name} is missing`, remedy: `give ${name} as ${noun}`, value, limit: noun };
}

function typeHint(value: unknown, expected: WantedType, optional: boolean): string {
  const noun = NOUNS[expected];
  if (value === null) return optional ? `give ${noun}, or leave the key out` : `give ${noun}`;
  if (expected === "number" && typeof value === "string" && value.trim() !== "") {
    if (Number.isFinite(Number(value))) return `remove the quotes: write ${value.trim()}`;
    const plain = plainNumber(value.trim());
    if (plain !== null) return `write ${plain}`;
  }
  return `give ${noun}`;
}

/** The number that a text can only mean: digits in groups of three, or a comma before the decimals. "1,000" is either, "10 20" neither. */
function plainNumber(text: string): string | null {
  if (/^[+-]?\d{1,3}([_ ]\d{3})+(\.\d+)?$/.test(text)) return text.replace(/[_ ]/g, "");
  if (/^[+-]?\d{1,3}(,\d{3})+$/.test(text)) return null;
  return /^[+-]?\d*,\d+$/.test(text) ? text.replace(",", ".") : null;
}

/** Keys that hold no surprises are shown bare, others in quotes. */
function showKey(key: string): string {
  return /^[\w.+-]{1,60}$/.test(key) ? key : showValue(key);
}

/** The value at a path, undefined where there is none. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
