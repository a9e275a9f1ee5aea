/** What a terminal or an editor obeys instead of showing it: control characters, overrides of the writing direction, invisible ones. */
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  // Halves of characters, and those beyond 16 bits that are tags.
  [0xd800, 0xdfff],
  [0xe0000, 0xe0fff],
];

const isHidden = (code: number): boolean => HIDDEN.some(([first, last]) => code >= first && code <= last);

/**
 * Text from outside (names of files, keys and values in them) as it may be shown: what is hidden is written as \u202e and the
 * like, which is also how JSON writes it inside a string. Newlines and tabs stay.
 */
export function printable(text: string): string {
  let shown = "";
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const length = code > 0xffff ? 2 : 1;
    if (isHidden(code)) {
      shown += text.slice(from, at);
      for (let k = at; k < at + length; k++) shown += `\\u${text.charCodeAt(k).toString(16).padStart(4, "0")}`;
      from = at + length;
    }
    at += length;
  }
  return shown + text.slice(from);
}

/** At most `length` characters of a text, its beginning and its end. */
export function excerpt(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = Math.floor(length / 3);
  return `${text.slice(0, length - end - 3)}...${text.slice(text.length - end)}`;
}
