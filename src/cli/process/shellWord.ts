import { printable } from "../../core/printable.ts";

/** As it can be pasted into a command line. */
export const shellWord = (text: string): string =>
  /^[\w./+@%,:=-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;
