import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../../core/errors.ts";
import { decodeText } from "../../io/decodeText.ts";
import type { SweepRow } from "../../sweep/row.ts";
import type { SweepProblem } from "../../sweep/solver.ts";
import type { TaskName } from "../../sweep/tasks/task.ts";
import { cannotWrite } from "../files/errors.ts";
import { readBytes } from "../files/read.ts";
import { resolveTarget } from "../files/target.ts";
import { whileWriting } from "../files/writeLock.ts";
import { packageVersion } from "../version.ts";

/*
 * Rows as they are found, a line each behind a first line that says what they belong to. A line is written at once: whatever ends the process leaves whole
 * lines, and at most the beginning of one.
 */

/** First line of a journal. */
export interface SweepHeader {
  readonly format: "blochfem sweep";
  /** Of model, grid, task, settings and version: whatever changes a bit of a row. */
  readonly sweep: string;
  readonly task: TaskName;
  /** What is varied, in the order of the table; with a condition but for the last. */
  readonly parameters: readonly string[];
  /** What a condition is followed along. */
  readonly along?: string;
  readonly points: number;
}

export interface Journal {
  readonly header: SweepHeader;
  readonly rows: readonly SweepRow[];
}

export function headerOf(problem: SweepProblem): SweepHeader {
  const { grid, task, line } = problem;
  return {
    format: "blochfem sweep",
    sweep: digest(JSON.stringify([`blochfem ${packageVersion()}`, problem], plain)),
    task: task.task,
    parameters: grid.entries.flat().map(({ parameter }) => parameter),
    ...(line === undefined ? {} : { along: line.parameter }),
    points: grid.points,
  };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Arrays of a mesh and moments of a state by their bytes, and what JSON has no number for by its name. */
function plain(_: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return `${value.constructor.name} ${createHash("sha256").update(bytes).digest("hex")}`;
  }
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** The line of a row. Throws RangeError for a number that JSON cannot hold, which would turn into null without a word. */
export const lineOf = (row: SweepRow): string =>
  JSON.stringify(row, (_, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`${value} in a row`);
    return value;
  });

export interface JournalWriter {
  /** Rows that were there. */
  readonly known: readonly SweepRow[];
  readonly append: (row: SweepRow) => void;
}

/**
 * Opens the journal at `path`: that of an earlier run of the same sweep is gone on with, and what it has of a line that was cut is removed.
 *
 * @throws InputError where it is that of another sweep, or no journal; BlochfemError where the disk fails
 */
export function openJournal(path: string, header: SweepHeader): JournalWriter {
  const { path: target, found } = resolveTarget(path);
  const append = (line: string): void => {
    try {
      whileWriting(() => appendFileSync(target, `${line}\n`));
    } catch (error) {
      throw cannotWrite(path, error);
    }
  };
  let known: readonly SweepRow[] = [];
  if (found === null || found.size === 0) {
    mkdirSync(dirname(target), { recursive: true });
    append(JSON.stringify(header));
  } else {
    const journal = readJournal(path);
    requireSame(path, journal, header);
    known = journal.rows;
    truncateSync(target, journal.bytes);
  }
  return { known, append: (row) => append(lineOf(row)) };
}

/**
 * A journal with its whole lines, and how many bytes they take.
 *
 * @throws InputError where the file is none, or a line in the middle is damaged
 */
export function readJournal(path: string): Journal & { readonly bytes: number } {
  const all = readBytes(path, "rows of a sweep");
  const bytes = all.lastIndexOf("\n") + 1;
  const lines = decodeText(all.subarray(0, bytes), path).split("\n").slice(0, -1);
  const [header, ...rows] = lines.map((line, k) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw k === 0 ? notAJournal(path) : damaged(path, k + 1);
    }
  });
  if (!isHeader(header)) throw notAJournal(path);
  const wrong = rows.findIndex((row) => !isRow(row, header));
  if (wrong >= 0) throw damaged(path, wrong + 2);
  return { header, rows: rows as SweepRow[], bytes };
}

const isHeader = (value: unknown): value is SweepHeader =>
  typeof value === "object" && value !== null && "format" in value && value.format === "blochfem sweep";

function isRow(value: unknown, { points }: SweepHeader): boolean {
  if (typeof value !== "object" || value === null || !("index" in value)) return false;
  const { index } = value;
  return Number.isInteger(index) && (index as number) >= 0 && (index as number) < points;
}

const notAJournal = (path: string): InputError =>
  new InputError({
    what: `${path} does not hold the rows of a sweep that was stopped, or of a part of one`,
    remedy: "give another name, or remove the file",
    value: path,
  });

const damaged = (path: string, line: number): InputError =>
  new InputError({
    what: `line ${line} of ${path} is damaged`,
    remedy: "remove that line: its point is then solved again",
    value: line,
  });

/** @throws InputError where the rows belong to another sweep */
export function requireSame(path: string, { header, rows }: Journal, wanted: SweepHeader): void {
  if (header.sweep === wanted.sweep) return;
  throw new InputError({
    what: `${path} holds ${rows.length} rows of another sweep: its model, values, settings or version of blochfem differ`,
    remedy: "remove it, or give another name",
    value: header.sweep,
    limit: wanted.sweep,
  });
}
