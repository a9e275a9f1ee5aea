import type { z } from "zod";
import { printable } from "../core/printable.ts";
import { suggestName } from "./nearestName.ts";

/** One thing that is wrong with an input, in the words of the error classes, and where it is. */
export interface InputIssue {
  /** Keys and indices from the root of the input to the value; for an unknown key, up to and including that key. */
  readonly path: readonly (string | number)[];
  /** An unknown key and a missing value have no value to point at in a file: point at the key, or at the enclosing map. */
  readonly kind: "unknownKey" | "value" | "missing";
  readonly what: string;
  readonly remedy: string;
  readonly value: unknown;
  readonly limit: unknown;
}

/** What a check of this library attaches to a zod issue as `params`, so that no message has to be parsed. */
export interface CheckParameters {
  /** What is wrong, to be read after "PATH is VALUE, ". */
  readonly what: string;
  readonly remedy: string;
  readonly limit: unknown;
  /** Keys and indices from the checked value to the one at fault, where it is a part of it. */
  readonly path?: readonly (string | number)[];
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

const NOUNS: Readonly<Record<string, string>> = {
  number: "a number",
  object: "a map",
  tuple: "a list",
  array: "a list",
  string: "a string",
  boolean: "true or false",
};

/**
 * Every issue of a zod error in this library's words, unknown keys first (a misspelt key also makes its proper one
 * missing: the cause comes before the consequence), then wrong values, then missing ones.
 * `schema` is what `input` was parsed with: the allowed keys are read from it. `root` names the whole input.
 */
export function explainIssues(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  root: string,
): readonly InputIssue[] {
  const explained = issues.flatMap((issue) => explainIssue(schema, issue, input, root));
  const rank = { unknownKey: 0, value: 1, missing: 2 } as const;
  return explained.sort((a, b) => rank[a.kind] - rank[b.kind]);
}

function explainIssue(schema: z.ZodType, issue: z.core.$ZodIssue, input: unknown, root: string): InputIssue[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  const name = pathName(path, root);
  if (issue.code === "unrecognized_keys") {
    const names = allowedKeys(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      kind: "unknownKey",
      what: `${showKey(key)} is not a key of ${name}`,
      remedy: suggestName(key, names),
      value: key,
      limit: names,
    }));
  }
  const value = valueAt(input, path);
  if (value === undefined) {
    const noun = issue.code === "invalid_type" ? (NOUNS[issue.expected] ?? issue.expected) : "a value";
    return [
      { path, kind: "missing", what: `${name} is missing`, remedy: `give ${name} as ${noun}`, value, limit: noun },
    ];
  }
  const optional = isOptional(schemaAt(schema, path));
  return [{ path, kind: "value", value, ...explainValue(name, value, issue, optional) }];
}

function explainValue(
  name: string,
  value: unknown,
  issue: z.core.$ZodIssue,
  optional: boolean,
): { what: string; remedy: string; limit: unknown } {
  const found = `${name} is ${showValue(value)}`;
  if (issue.code === "custom" && issue.params !== undefined) {
    const check = issue.params as CheckParameters & Record<string, unknown>;
    return { what: `${found}, ${check.what}`, remedy: check.remedy, limit: check.limit };
  }
  if (issue.code === "invalid_type") {
    if (typeof value === "number" && issue.expected === "number") {
      return { what: `${found}, not a finite number`, remedy: "give a finite number", limit: Number.MAX_VALUE };
    }
    const noun = NOUNS[issue.expected] ?? issue.expected;
    return { what: `${found}, not ${noun}`, remedy: typeHint(value, issue.expected, noun, optional), limit: noun };
  }
  if ((issue.code === "too_small" || issue.code === "too_big") && Array.isArray(value)) {
    const wanted = issue.code === "too_small" ? issue.minimum : issue.maximum;
    return {
      what: `${name} has ${value.length} ${value.length === 1 ? "component" : "components"}, not ${wanted}`,
      remedy: `give ${wanted} numbers, separated by commas`,
      limit: wanted,
    };
  }
  return { what: `${found}: ${issue.message}`, remedy: `correct ${name}`, limit: undefined };
}

function typeHint(value: unknown, expected: string, noun: string, optional: boolean): string {
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
export function valueAt(input: unknown, path: readonly (string | number)[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** Keys of the object schema at `path`; empty where there is no object. */
function allowedKeys(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  const found = schemaAt(schema, path);
  return found === null ? [] : Object.keys(shapeOf(found) ?? {});
}

/** The schema at `path`, with its default; null where the path leads through something other than objects and lists. */
function schemaAt(schema: z.ZodType, path: readonly (string | number)[]): z.ZodType | null {
  let current = schema;
  for (const part of path) {
    const bare = bareSchema(current);
    const { element } = bare.def as { element?: z.ZodType };
    const shape = shapeOf(bare);
    if (typeof part === "number" && element !== undefined) current = element;
    else if (shape !== null && Object.hasOwn(shape, part)) current = shape[part]!;
    else return null;
  }
  return current;
}

/** The schema inside defaults, optionals and transforms, through which an object's keys are found. */
function bareSchema(schema: z.ZodType): z.ZodType {
  const { innerType, in: input } = schema.def as { innerType?: z.ZodType; in?: z.ZodType };
  const inner = innerType ?? input;
  return inner === undefined ? schema : bareSchema(inner);
}

function shapeOf(schema: z.ZodType): Record<string | number, z.ZodType> | null {
  return (bareSchema(schema) as { shape?: Record<string | number, z.ZodType> }).shape ?? null;
}

function isOptional(schema: z.ZodType | null): boolean {
  return schema?.safeParse(undefined).success ?? false;
}
