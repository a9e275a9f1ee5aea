import { existsSync } from "node:fs";
import { InputError } from "../../core/errors.ts";
import { excerpt, printable } from "../../core/printable.ts";
import { nearestName } from "../../model/nearestName.ts";
import type { CommandContext } from "../context.ts";
import { exampleNames, exampleText } from "../exampleModels.ts";
import { writeFiles } from "../files/write.ts";
import { factLines, toJson } from "../terminal/format.ts";

export interface InitArguments {
  readonly name: string | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
}

/** `blochfem init`. Throws InputError for an example that is not there and a file that is. */
export function runInit({ io }: CommandContext, { name, out, json }: InitArguments): void {
  if (name === undefined) {
    if (out !== undefined) throw nothingToWrite(out);
    const examples = exampleNames().map((one) => ({ name: one, about: firstSentence(exampleText(one)) }));
    const lines = factLines(examples.map((one) => [one.name, one.about]));
    io.writeOut(json ? `${toJson({ examples })}\n` : `${lines.join("\n")}\n`);
    return;
  }
  if (!exampleNames().includes(name)) throw noExample(name);
  const path = out ?? `${name}.yaml`;
  if (existsSync(path)) throw isThere(path);
  writeFiles([{ path, text: exampleText(name) }]);
  io.writeOut(
    json ? `${toJson({ file: path })}\n` : `Wrote ${printable(path)}; run blochfem steady ${printable(path)}\n`,
  );
}

/** Of the comment that a file begins with. */
function firstSentence(text: string): string {
  const comment = /^(?:#.*\n)+/.exec(text)?.[0] ?? "";
  const line = comment.replace(/^# ?/gm, "").replace(/\s+/g, " ").trim();
  return /^.*?\.(?= |$)/.exec(line)?.[0] ?? line;
}

function noExample(name: string): InputError {
  const names = exampleNames();
  const nearest = nearestName(name, names);
  return new InputError({
    what: `there is no example "${excerpt(name, 60)}"`,
    remedy: nearest === null ? "blochfem init lists all" : `did you mean ${nearest}?`,
    value: name,
    limit: names,
  });
}

const nothingToWrite = (out: string): InputError =>
  new InputError({
    what: `--out ${excerpt(out, 60)} is given without an example to write`,
    remedy: "name one that blochfem init lists",
    value: out,
  });

const isThere = (path: string): InputError =>
  new InputError({
    what: `${printable(path)} is there already`,
    remedy: "give another name with --out, or remove it first",
    value: path,
  });
