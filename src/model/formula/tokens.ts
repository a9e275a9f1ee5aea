/** A piece of a formula; `position` counts from 0 within its text. */
export interface Token {
  readonly kind: "number" | "name" | "symbol" | "unknown" | "end";
  readonly text: string;
  readonly position: number;
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const SYMBOL = /\*\*|<=|>=|==|!=|&&|\|\||[-+*/^<>!?:(),]/y;

/** The tokens of a text, the last of which is its end. What no formula holds is a token too, for the parser to name. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let position = 0;
  const take = (kind: Token["kind"], pattern: RegExp): boolean => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) return false;
    found.push({ kind, text: match[0], position });
    position += match[0].length;
    return true;
  };
  while (position < text.length) {
    if (/\s/.test(text[position]!)) position++;
    else if (!(take("number", NUMBER) || take("name", NAME) || take("symbol", SYMBOL))) {
      const character = String.fromCodePoint(text.codePointAt(position)!);
      found.push({ kind: "unknown", text: character, position });
      position += character.length;
    }
  }
  found.push({ kind: "end", text: "", position: text.length });
  return found;
}
