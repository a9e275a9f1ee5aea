import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from "yaml";
import { type ErrorParts, FileFormatError } from "../core/errors.ts";
import { losesInteger } from "../core/exactInteger.ts";
import { excerpt } from "../core/printable.ts";
import { type InputIssue, pathName, showValue, valueAt } from "../model/issues.ts";
import { checkInput, type Shape } from "../model/shapes.ts";

/** A YAML or JSON text as plain data that remembers where everything stands. */
export interface YamlText {
  readonly input: unknown;
  /**
   * The input in its checked form, or one of the same places with other values. Throws FileFormatError for the first thing that is wrong.
   */
  readonly check: <Value>(shape: Shape<Value>, changed?: unknown) => Value;
  /**
   * An error at the value with this path; for a string that is written out as it is, at its character `column` (from 1).
   */
  readonly errorAt: (path: readonly (string | number)[], parts: ErrorParts, column?: number) => FileFormatError;
}

/** Reads a text; `path` names the file in messages and is not opened. Throws FileFormatError. */
export function readYaml(raw: string, path: string): YamlText {
  const text = raw.startsWith("\ufeff") ? raw.slice(1) : raw;
  const lines = new LineCounter();
  const fail = (offset: number, parts: ErrorParts): FileFormatError => {
    // The end of the text, where an unclosed bracket is noticed, may lie one past the last line.
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    return new FileFormatError(path, Math.max(1, line), Math.max(1, col), parts);
  };
  requireReadable(text, fail);
  const document = parsedDocument(text, lines, fail);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem?.message.includes("call stack") === true) throw tooDeep(problem.pos[0], fail);
  if (problem !== undefined) throw fail(problem.pos[0], explainSyntax(problem, text));
  if (document.contents === null || isEmptyScalar(document.contents)) {
    throw fail(0, { what: "the file is empty", remedy: "give at least the number of spins: `spins: 40`" });
  }
  const reader: Reader = { document, places: new Map(), anchors: new Map(), fail, remaining: MAXIMUM_VALUES };
  const input = readNode(reader, document.contents, []);
  return {
    input,
    check: (shape, changed = input) => {
      const { value, issues } = checkInput(shape, changed, "the model");
      if (issues === null) return value;
      const [issue] = issues as readonly [InputIssue];
      const start = placeOf(reader, issue);
      const offset =
        issue.column === undefined ? 0 : columnOffset(text, start, valueAt(input, issue.path), issue.column);
      throw fail(start + offset, issue);
    },
    errorAt: (where, parts, column = 1) => {
      const start = placeOf(reader, { path: where, kind: "value" });
      return fail(start + columnOffset(text, start, valueAt(input, where), column), parts);
    },
  };
}

/** From the start of a scalar to a character of its value; 0 where the value is not written out as it is. */
function columnOffset(text: string, start: number, value: unknown, column: number): number {
  if (typeof value !== "string") return 0;
  for (const quote of ["", '"', "'"]) {
    if (text.startsWith(`${quote}${value}${quote}`, start)) return quote.length + column - 1;
  }
  return 0;
}

/** More than any model needs, samples of a field included; aliases of aliases multiply, and a file must not fill the memory. */
const MAXIMUM_VALUES = 100_000;
const MAXIMUM_DEPTH = 32;

interface Place {
  readonly key: number;
  readonly value: number;
}

interface Reader {
  readonly document: Document;
  /** Where each key and value starts, by the JSON text of its path. */
  readonly places: Map<string, Place>;
  /** The last node of each name so far: looking one up in the document takes a walk through all of it. */
  readonly anchors: Map<string, Node>;
  readonly fail: (offset: number, parts: ErrorParts) => FileFormatError;
  remaining: number;
}

const startOf = (node: Node): number => node.range?.[0] ?? 0;

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? "") === "";
}

/** The node as plain objects, arrays and scalars. Notes the places of its children in `reader.places`. */
function readNode(reader: Reader, node: Node, path: readonly (string | number)[]): unknown {
  if (--reader.remaining < 0 || path.length > MAXIMUM_DEPTH) {
    throw reader.fail(startOf(node), {
      what: `the file holds more than ${MAXIMUM_VALUES} values, or more than ${MAXIMUM_DEPTH} levels, with its aliases written out`,
      remedy: "write the values instead of the aliases",
      limit: MAXIMUM_VALUES,
    });
  }
  if (path.length === 0) note(reader, path, startOf(node), node);
  if (isAlias(node)) {
    const target = reader.anchors.get(node.source);
    if (target !== undefined) return readNode(reader, target, path);
    throw reader.fail(startOf(node), {
      what: `the alias *${excerpt(node.source, 40)} has no anchor &${excerpt(node.source, 40)} before it`,
      remedy: "define the anchor first, or write the value",
      value: node.source,
    });
  }
  if (node.anchor !== undefined) reader.anchors.set(node.anchor, node);
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      const child = item as Node;
      note(reader, [...path, index], startOf(child), child);
      return readNode(reader, child, [...path, index]);
    });
  }
  if (isMap(node)) return readMap(reader, node.items, path);
  if (!isScalar(node)) return undefined;
  const { value, source } = node;
  if (typeof value === "bigint" || (typeof value === "number" && source !== undefined && losesInteger(source, value))) {
    throw reader.fail(startOf(node), {
      what: `${pathName(path, "the number")} is ${excerpt(source ?? String(value), 40)}, which no double holds: it would become ${Number(value)}`,
      remedy: "give a whole number up to 2^53 = 9007199254740992",
      value: source,
      limit: 2 ** 53,
    });
  }
  return value;
}

function readMap(reader: Reader, pairs: readonly unknown[], path: readonly (string | number)[]): object {
  const entries: [string, unknown][] = [];
  for (const pair of pairs) {
    if (!isPair(pair)) continue;
    const keyNode = pair.key as Node;
    if (!isScalar(keyNode) || typeof keyNode.value !== "string") {
      throw reader.fail(startOf(keyNode), {
        what: `a key is ${isScalar(keyNode) ? showValue(keyNode.value) : "a list or a map"}, not a name`,
        remedy: "use a name as the key",
        value: isScalar(keyNode) ? keyNode.value : undefined,
      });
    }
    const child = [...path, keyNode.value];
    const value = pair.value as Node | null;
    note(reader, child, startOf(keyNode), value ?? keyNode);
    entries.push([keyNode.value, value === null ? null : readNode(reader, value, child)]);
  }
  // Not by assignment: a key __proto__ would disappear instead of being refused.
  return Object.fromEntries(entries);
}

function note(reader: Reader, path: readonly (string | number)[], key: number, value: Node): void {
  // A key without a value has an empty value somewhere behind it: the key is the better place.
  const place = isEmptyScalar(value) ? key : startOf(value);
  reader.places.set(JSON.stringify(path), { key, value: place });
}

/** Offset in the text of what an issue is about; for something missing, of the nearest thing around it. */
function placeOf(reader: Reader, issue: Pick<InputIssue, "path" | "kind">): number {
  for (let length = issue.path.length; length >= 0; length--) {
    const place = reader.places.get(JSON.stringify(issue.path.slice(0, length)));
    if (place !== undefined)
      return issue.kind === "unknownKey" && length === issue.path.length ? place.key : place.value;
  }
  return 0;
}

/** Characters of a text: a field table of the most values that are read has a tenth of them. */
const LONGEST_TEXT = 2 ** 24;

/** Brackets inside one another on a line, before the parser is asked, which takes them one call each. */
const MOST_BRACKETS = 200;

function requireReadable(text: string, fail: Reader["fail"]): void {
  if (text.length > LONGEST_TEXT) {
    throw fail(0, {
      what: `the file has ${text.length} characters, above ${LONGEST_TEXT}`,
      remedy: "give a model file; a field in time needs fewer samples",
      value: text.length,
      limit: LONGEST_TEXT,
    });
  }
  const zero = text.indexOf("\0");
  if (zero >= 0)
    throw fail(zero, { what: "there is a character 0, as in no text", remedy: "save it as UTF-8", value: 0 });
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    const character = text[k];
    if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
    else if (character === "\n") depth = 0;
    if (depth > MOST_BRACKETS) throw tooDeep(k, fail);
  }
}

const tooDeep = (offset: number, fail: Reader["fail"]): FileFormatError =>
  fail(offset, {
    what: `lists and maps are nested too deeply, above ${MAXIMUM_DEPTH} levels`,
    remedy: "a model needs three levels: close the brackets",
    limit: MAXIMUM_DEPTH,
  });

function parsedDocument(text: string, lines: LineCounter, fail: Reader["fail"]): Document {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error", merge: false });
  } catch (error) {
    // Blocks inside one another by indentation end the stack as well.
    if (error instanceof RangeError) throw tooDeep(0, fail);
    throw error;
  }
}

/** Errors of the YAML parser in this library's words. */
function explainSyntax(problem: YAMLError, text: string): ErrorParts {
  if (problem.code === "DUPLICATE_KEY") {
    const key = /^["']?([^"':,}\s]{1,60})/.exec(text.slice(problem.pos[0]))?.[1] ?? "";
    return { what: `the key ${key} is given twice in one map`, remedy: "keep one of the two", value: key };
  }
  if (problem.code === "TAB_AS_INDENT") {
    return { what: "a line is indented with a tab, which YAML does not allow", remedy: "indent with spaces" };
  }
  if (problem.code === "MULTIPLE_DOCS") {
    return { what: "the file holds more than 1 YAML document", remedy: "keep one model a file", limit: 1 };
  }
  return {
    what: `not valid YAML: ${excerpt(problem.message.replace(/\.$/, ""), 200)}`,
    remedy: "correct the syntax here",
  };
}
