import { markupRuns } from "./markup.ts";

/**
 * Widths of the characters from the space on in thousandths of the size, those of DejaVu Sans: no other font that the themes name is wider, so that
 * what has room for it has room for all.
 */
const WIDTHS =
  "318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636 636 636 636 337 337 838 838 838 531 1000 " +
  "684 686 698 770 632 575 775 752 295 295 656 557 863 748 787 603 787 695 635 611 732 684 989 685 611 685 390 337 390 838 500 500 " +
  "613 635 550 635 615 352 635 634 278 278 579 278 974 634 612 635 635 411 521 392 634 592 818 592 592 525 636 337 636 838";
const TABLE = WIDTHS.split(" ").map(Number);

/** Of characters that are not in the table. */
const OTHER = 800;

/** Size of subscripts and superscripts over that of the line. */
export const SCRIPT = 0.72;

/** Room that a line of markup takes at a size, at most. */
export const textWidth = (markup: string, size: number): number =>
  markupRuns(markup).reduce((sum, { text, level }) => sum + plainWidth(text, level === 0 ? size : SCRIPT * size), 0);

/** Of text that is no markup. */
export function plainWidth(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += TABLE[character.codePointAt(0)! - 32] ?? OTHER;
  return (sum * size) / 1000;
}

/** Text that is no wider than given: what is too much is left out at its beginning, as of a path. */
export function fitted(text: string, size: number, width: number): string {
  if (plainWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && plainWidth(`…${characters.join("")}`, size) > width) characters.shift();
  return `…${characters.join("")}`;
}
