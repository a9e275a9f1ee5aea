import type { Io } from "./terminal/io.ts";

/** What a command is handed besides its arguments. */
export interface CommandContext {
  readonly io: Io;
  /** Exit code of a command that ends without an error; 0 unless set. */
  readonly setExitCode: (code: number) => void;
}
