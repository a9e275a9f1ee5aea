import { CommanderError } from "commander";
import { BlochfemError, InputError } from "../core/errors.ts";

export const EXIT_OK = 0;
/** The numbers do not come out: not parabolic, not unique, not converged, singular, too large; or a check that disagrees. */
export const EXIT_NUMERICAL = 1;
/** The command line, the model or a file is wrong. */
export const EXIT_INPUT = 2;
/** A mistake in this program (EX_SOFTWARE of sysexits.h). */
export const EXIT_BUG = 70;

export interface Failure {
  readonly exitCode: number;
  /** What goes to standard error; empty where nothing does. One line, but for a bug. */
  readonly message: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: EXIT_OK, message: "" };
    // Help that was shown for want of a command has been written already.
    const message = error.code === "commander.help" ? "" : oneLine(error.message.replace(/^error: /, ""));
    return { exitCode: EXIT_INPUT, message };
  }
  if (error instanceof InputError) return { exitCode: EXIT_INPUT, message: oneLine(error.message) };
  if (error instanceof BlochfemError) return { exitCode: EXIT_NUMERICAL, message: oneLine(error.message) };
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return { exitCode: EXIT_BUG, message: `this is a mistake in blochfem, please report it with what follows\n${stack}` };
}

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, " ");
