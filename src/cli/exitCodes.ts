import { CommanderError } from "commander";
import { BlochfemError, InputError } from "../core/errors.ts";
import { excerpt, printable } from "../core/printable.ts";
import { commandLineMessage } from "./commandLineWords.ts";

export const EXIT_OK = 0;
/** The numbers do not come out: not parabolic, not unique, not converged, singular, too large; or a check that disagrees. */
export const EXIT_NUMERICAL = 1;
/** The command line, the model or a file is wrong. */
export const EXIT_INPUT = 2;
/** A mistake in this program (EX_SOFTWARE of sysexits.h). */
export const EXIT_BUG = 70;
/** Stopped by a signal: 128 and its number, as shells report it. */
export const EXIT_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Failure {
  readonly exitCode: number;
  /** One line for standard error; empty where nothing is said. With BLOCHFEM_DEBUG the trace of a mistake stands below it. */
  readonly message: string;
}

/** What becomes of an error that nothing else has caught. */
export function failureOf(error: unknown, environment: Readonly<Record<string, string | undefined>> = {}): Failure {
  const failure = withoutTrace(error);
  const debug = environment.BLOCHFEM_DEBUG;
  if (failure.message === "" || debug === undefined || debug === "" || debug === "0") return failure;
  const trace = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return { ...failure, message: `${failure.message}\n${printable(trace)}` };
}

function withoutTrace(error: unknown): Failure {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: EXIT_OK, message: "" };
    // Help that was shown for want of a command has been written already.
    const message = error.code === "commander.help" ? "" : shown(error.message.replace(/^error: /, ""));
    return { exitCode: EXIT_INPUT, message };
  }
  if (error instanceof InputError) return { exitCode: EXIT_INPUT, message: shown(commandLineMessage(error)) };
  if (error instanceof BlochfemError) return { exitCode: EXIT_NUMERICAL, message: shown(commandLineMessage(error)) };
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (isOutOfMemory(error)) {
    return {
      exitCode: EXIT_NUMERICAL,
      message: shown(
        `the work does not fit into the memory (${name}); ask for less: fewer spins, times or unknowns, or give more memory with NODE_OPTIONS=--max-old-space-size=8000`,
      ),
    };
  }
  return {
    exitCode: EXIT_BUG,
    message: shown(
      `this is a mistake in blochfem (${name}); please report it with the command line and the model file, and with what BLOCHFEM_DEBUG=1 adds to this line`,
    ),
  };
}

/** Arrays that are too long are how JavaScript says that memory is at its end, apart from the heap of a thread. */
function isOutOfMemory(error: unknown): boolean {
  if ((error as { readonly code?: unknown } | null)?.code === "ERR_WORKER_OUT_OF_MEMORY") return true;
  return (
    error instanceof RangeError &&
    /^(Array buffer allocation failed|Invalid (typed )?array length|Invalid string length|(Map|Set) maximum size exceeded|Invalid array buffer length)/.test(
      error.message,
    )
  );
}

const LONGEST_WORD = 200;
/** A path may have 4096 bytes. */
const LONGEST_MESSAGE = 6000;

/** One line that a terminal can hold, without what it would obey. */
function shown(text: string): string {
  const line = printable(text.trim().replace(/\s*\n\s*/g, " "));
  if (line.length <= LONGEST_MESSAGE) return line;
  const words = line.replace(/\S{200,}/g, (word) => excerpt(word, LONGEST_WORD));
  return excerpt(words, LONGEST_MESSAGE);
}
