import type { Io } from "./io.ts";

/** One line on the terminal that is written over and over. */
export interface Progress {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

/**
 * Silent unless standard error is a terminal. The cursor stays visible, so that a program that is killed in the middle of a
 * solve leaves nothing to restore.
 */
export function createProgress(io: Io): Progress {
  if (!io.errorIsTerminal || io.environment.TERM === "dumb") return { show: () => {}, clear: () => {} };
  let shown = false;
  return {
    show: (text) => {
      shown = true;
      // A line that wraps could not be written over.
      const line = text.length < io.columns ? text : `${text.slice(0, io.columns - 4)}...`;
      io.writeError(`\r\x1b[2K${line}`);
    },
    clear: () => {
      if (shown) io.writeError("\r\x1b[2K");
      shown = false;
    },
  };
}
