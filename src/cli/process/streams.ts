import { InputError } from "../../core/errors.ts";
import { codeOf, reason } from "../files/errors.ts";
import type { Io } from "../terminal/io.ts";
import type { InputMessage } from "./messages.ts";

/** The standard streams, and what went wrong with them. */
export interface Streams extends Io {
  /** Why standard output could not take everything; null where it did, or where its reader had seen enough (`| head`). */
  readonly outputFailure: () => string | null;
}

const DEFAULT_COLUMNS = 80;

export function processStreams(): Streams {
  let failure: string | null = null;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (codeOf(error) !== "EPIPE") failure ??= reason(error);
  });
  // Where errors cannot be written there is nobody to tell.
  process.stderr.on("error", () => {});
  return {
    writeOut: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY === true,
    errorIsTerminal: process.stderr.isTTY === true,
    environment: process.env,
    columns: terminalColumns(),
    readStandardInput: async () => {
      const answer = await standardInput();
      if ("failure" in answer) throw cannotReadInput(answer.failure);
      return answer.bytes;
    },
    outputFailure: () => failure,
  };
}

/** The bytes of standard input, or why there are none. */
export async function standardInput(): Promise<InputMessage> {
  try {
    const { buffer } = await import("node:stream/consumers");
    return { bytes: await buffer(process.stdin) };
  } catch (error) {
    return { failure: reason(error) };
  }
}

export const cannotReadInput = (why: string): InputError =>
  new InputError({ what: `cannot read standard input: ${why}`, remedy: "give a file in place of -", value: "-" });

function terminalColumns(): number {
  const measured = process.stdout.columns ?? process.stderr.columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(measured) && measured >= 20 ? measured : DEFAULT_COLUMNS;
}
