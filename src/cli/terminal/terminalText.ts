import { printable } from "../../core/printable.ts";

/** Colours, and the beginning of a line that is written over. */
const SEQUENCES = new RegExp(`(${String.fromCharCode(27)}\\[\\d+m|\\r${String.fromCharCode(27)}\\[2K)`);

/** Text for standard output or error: on a terminal with colours and progress, everywhere without any other control character. */
export function terminalText(text: string, isTerminal: boolean): string {
  if (!isTerminal) return printable(text);
  // Splitting by a group leaves the sequences at odd places.
  return text
    .split(SEQUENCES)
    .map((part, k) => (k % 2 === 1 ? part : printable(part)))
    .join("");
}
