import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Peers } from "./peers.ts";
import type { Section } from "./section.ts";
import { sections } from "./sections.ts";

export interface BenchOptions {
  readonly sections: readonly Section[];
  readonly markdown: boolean;
  readonly quick: boolean;
  readonly rounds: number;
  readonly peers: Peers | null;
}

interface Flags {
  readonly section?: readonly string[];
  readonly markdown?: boolean;
  readonly quick?: boolean;
  readonly rounds: number;
  readonly peers?: string;
  readonly python: string;
}

/** Ends the process with a message for a mistake in the command line. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const program = new Command("npm run bench --")
    .description("Times the library, beside other programs where their scripts are given.")
    .addOption(new Option("--section <names...>", "only these").choices(sections.map(({ name }) => name)))
    .option("--markdown", "print Markdown")
    .option("--quick", "smoke test: the smallest cases, once")
    .option("--rounds <count>", "repetitions of each comparison, everybody in turn", wholeNumber, 3)
    .addOption(
      new Option("--peers <DIR>", "folder of the other programs' scripts, as bench/peers.ts says")
        .env("BLOCHFEM_PEERS")
        .argParser(folder),
    )
    // The one that Debian's packages of the peers belong to, whichever stands first in the path.
    .option("--python <command>", "Python that has the peers' packages", defaultPython())
    .parse(argv, { from: "user" });
  const { section, markdown = false, quick = false, rounds, peers, python } = program.opts<Flags>();
  return {
    sections: sections.filter(({ name }) => section === undefined || section.includes(name)),
    markdown,
    quick,
    rounds: quick ? 1 : rounds,
    peers: peers === undefined ? null : { folder: peers, python },
  };
}

const defaultPython = (): string => (existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("It is a whole number from 1.");
}

function folder(text: string): string {
  const path = resolve(text);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new InvalidArgumentError(`${path} is not a folder.`);
}
