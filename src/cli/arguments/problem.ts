import { dirname, resolve } from "node:path";
import { printable } from "../../core/printable.ts";
import { decodeText } from "../../io/decodeText.ts";
import { type FileReader, namedFiles, type Problem, parseProblemFile } from "../../io/modelFile.ts";
import { readText } from "../files/read.ts";
import type { Io } from "../terminal/io.ts";

/** A model file as it was found. */
export interface ModelText {
  /** What messages call it. */
  readonly source: string;
  readonly text: string;
  /** Texts of the earlier results that its initial state names, as a checkpoint keeps them. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What messages call it. */
export const STANDARD_INPUT = "<stdin>";

/** What messages call an initial state on the command line. */
export const INITIAL_OPTION = "--initial";

/** The file at `path`, or standard input for "-". Throws InputError where it cannot be read. */
export async function readModelText(io: Io, path: string): Promise<ModelText> {
  if (path !== "-") return { source: printable(path), text: readText(path, "a model file") };
  const input = await io.readStandardInput();
  return { source: STANDARD_INPUT, text: typeof input === "string" ? input : decodeText(input, STANDARD_INPUT) };
}

/** Model, initial state and field of a text. Throws FileFormatError; InputError where an earlier result cannot be read. */
export const parseProblem = (model: ModelText): Promise<Problem> =>
  parseProblemFile(model.text, model.source, startReader(model));

/** The text with those of the earlier results that its initial state names, relative to its own folder. */
export function withStartFiles(text: ModelText): ModelText {
  const names = namedFiles(text.text, text.source);
  if (names.length === 0) return text;
  return { ...text, files: Object.fromEntries(names.map((name) => [name, readStart(text, name)])) };
}

/** Gives what `withStartFiles` has read, or else reads the file. */
export const startReader =
  (text: ModelText): FileReader =>
  (name) =>
    text.files?.[name] ?? readStart(text, name);

function readStart({ source }: ModelText, name: string): string {
  const folder = source === INITIAL_OPTION || source === STANDARD_INPUT ? "." : dirname(source);
  return readText(resolve(folder, name), "a result.json that --out wrote");
}
