import { statSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { FileFormatError } from "../../core/errors.ts";
import { printable } from "../../core/printable.ts";
import type { CommandContext } from "../context.ts";
import { type PictureFlags, pictureTarget, writePicture } from "../files/picture.ts";
import { readText } from "../files/read.ts";
import { writtenLine } from "../results/content.ts";
import { useColour } from "../terminal/io.ts";
import { savedPicture } from "./picture.ts";

export interface ShowArguments {
  /** A folder, or the file of a result. */
  readonly path: string;
  readonly json: boolean;
  readonly picture: PictureFlags;
}

/** What every result keeps, whatever its command. */
export interface SavedResult {
  readonly command: string;
  readonly source: string;
  readonly table: readonly string[];
  readonly [key: string]: unknown;
}

/** `blochfem show`. Throws the library's errors. */
export async function runShow({ io }: CommandContext, { path, json, picture: flags }: ShowArguments): Promise<void> {
  const file = isFolder(path) ? join(path, "result.json") : path;
  const name = printable(file);
  const text = readText(file, "the folder of a result, or its result.json");
  const result = parseSaved(text, name);
  const picture = await pictureTarget(flags);
  const written: string[] = [];
  if (picture !== null) {
    const svg = await savedPicture(result, text, name, picture.theme);
    written.push(...writePicture(picture, svg));
    io.onFact?.({ kind: "written" });
  }
  if (json) {
    io.writeOut(`${text.trimEnd()}\n`);
    return;
  }
  const colours = pc.createColors(useColour(io, io.outIsTerminal));
  const [title, ...lines] = result.table;
  io.writeOut(`${[colours.bold(title!), ...lines].join("\n")}\n`);
  if (written.length > 0) io.writeOut(`\n${writtenLine(written)}\n`);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function parseSaved(text: string, name: string): SavedResult {
  const value = jsonOf(text) as Partial<SavedResult> | null;
  const isTable = (table: unknown): boolean =>
    Array.isArray(table) && table.length > 0 && table.every((line) => typeof line === "string");
  if (
    value !== null &&
    typeof value === "object" &&
    typeof value.command === "string" &&
    typeof value.source === "string" &&
    isTable(value.table)
  )
    return value as SavedResult;
  throw new FileFormatError(name, 1, 1, {
    what: "the file is no result that --out has written, with its table in it",
    remedy: "give the folder of a run with --out, or its result.json; what --json prints has no table",
    value: name,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
