import { text as readAll } from "node:stream/consumers";

/** What a command sees of the process: the streams, the terminal and the environment. Tests hand in their own. */
export interface Io {
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly readStandardInput: () => Promise<string>;
  /** Hears what whoever stops the program should be told or has to tidy up. */
  readonly onFact?: (fact: RunFact) => void;
}

export type RunFact =
  /** A run can go on behind this time. */
  | { readonly kind: "checkpoint"; readonly path: string; readonly time: number }
  /** Files that are not complete stand in this folder under temporary names. */
  | { readonly kind: "staging"; readonly folder: string };

const DEFAULT_COLUMNS = 80;

export function processIo(): Io {
  // A reader that has seen enough (`| head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    writeOut: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY === true,
    errorIsTerminal: process.stderr.isTTY === true,
    environment: process.env,
    columns: terminalColumns(),
    readStandardInput: () => readAll(process.stdin),
  };
}

function terminalColumns(): number {
  const measured = process.stdout.columns ?? process.stderr.columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(measured) && measured >= 20 ? measured : DEFAULT_COLUMNS;
}

/** Whether to colour a stream: only a terminal, and not where NO_COLOR (https://no-color.org) is set to anything. */
export function useColour(io: Io, isTerminal: boolean): boolean {
  return isTerminal && !io.environment.NO_COLOR && io.environment.TERM !== "dumb";
}
