import { suggestName } from "../nearestName.ts";
import { compile, constants, type Expression, functions } from "./operations.ts";
import { type Token, tokens } from "./tokens.ts";

/** What is wrong with a formula; `column` counts from 1 within its text. */
export interface FormulaFault {
  readonly what: string;
  readonly remedy: string;
  readonly column: number;
}

export type ParsedFormula =
  | { readonly evaluate: (time: number) => number; readonly expression: Expression; readonly fault: null }
  | { readonly evaluate: null; readonly expression: null; readonly fault: FormulaFault };

/** A longer one wants to be samples. */
const LONGEST_FORMULA = 4000;

/** Brackets and signs inside one another: what a stack surely holds. */
const DEEPEST_NESTING = 300;

/** Operators of two sides by how tightly they bind, the loosest first; those of one row from left to right. */
const BINARY: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/"],
];

const COMPARISONS = 3;

/**
 * A formula in t: numbers, `t`, `pi`, `e`, brackets, the functions of `functions`, and operators, which bind in this order, the
 * tightest first:
 *
 *     **  ^            powers, from the right: 2**3**2 is 2**9; -t**2 is -(t**2)
 *     -  +  !          signs, not
 *     *  /
 *     +  -
 *     <  <=  >  >=     1 where true, 0 where not
 *     ==  !=
 *     &&
 *     ||
 *     ? :              from the right
 *
 * Nothing of the text is ever run as code.
 */
export function parseFormula(text: string): ParsedFormula {
  if (text.length > LONGEST_FORMULA)
    return failed({
      what: `${text.length} characters long, more than ${LONGEST_FORMULA}`,
      remedy: "shorten it, or give samples instead",
      column: LONGEST_FORMULA + 1,
    });
  if (text.trim() === "") return failed({ what: "empty", remedy: "give a formula in t, or 0", column: 1 });
  try {
    const parser = new Parser(tokens(text));
    const expression = parser.choice();
    parser.requireEnd();
    return { evaluate: compile(expression), expression, fault: null };
  } catch (error) {
    if (error instanceof Refusal) return failed(error.fault);
    throw error;
  }
}

const failed = (fault: FormulaFault): ParsedFormula => ({ evaluate: null, expression: null, fault });

const OPERATOR_HINT = "write every operator, as in 2*t";
const GENERAL_HINT = "use numbers, t, pi, e, + - * / **, comparisons, ? :, brackets and functions as in sin(2*t)";

/** Leaves the recursion over the text; `position` counts from 0. */
class Refusal extends Error {
  readonly fault: FormulaFault;

  constructor(position: number, what: string, remedy: string) {
    super(what);
    this.fault = { what, remedy, column: position + 1 };
  }
}

const call = (name: string, ...of: readonly Expression[]): Expression => ({ kind: "call", name, of });

/** Recursive descent; a state of two numbers. */
class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  /** `condition ? a : b`, or what binds tighter. */
  choice(): Expression {
    return this.#nested(() => {
      const condition = this.#binary(0);
      if (!this.#accept("?")) return condition;
      const whereTrue = this.choice();
      this.#expect(":", 'complete it, as in "t < 1 ? 2 : 0"');
      return call("?:", condition, whereTrue, this.choice());
    });
  }

  requireEnd(): void {
    const { kind, text, position } = this.#peek();
    if (kind === "end") return;
    if (text === "=") throw new Refusal(position, '"=" does not fit here', "write == to compare");
    throw new Refusal(position, `something follows the end of the formula: ${JSON.stringify(text)}`, OPERATOR_HINT);
  }

  #binary(row: number): Expression {
    if (row === BINARY.length) return this.#sign();
    let left = this.#binary(row + 1);
    for (let count = 0; ; count++) {
      const { text, position } = this.#peek();
      if (!BINARY[row]!.includes(text)) return left;
      if (row === COMPARISONS && count > 0)
        throw new Refusal(position, "two comparisons in a row", "write 1 < t && t < 2");
      this.#next++;
      left = call(text, left, this.#binary(row + 1));
    }
  }

  #sign(): Expression {
    return this.#nested(() => {
      if (this.#accept("-")) return call("negate", this.#sign());
      if (this.#accept("+")) return this.#sign();
      if (this.#accept("!")) return call("!", this.#sign());
      return this.#power();
    });
  }

  #power(): Expression {
    const base = this.#atom();
    // The exponent may have a sign and powers of its own.
    return this.#accept("**") || this.#accept("^") ? call("**", base, this.#sign()) : base;
  }

  #atom(): Expression {
    const { kind, text, position } = this.#peek();
    if (kind === "end") throw new Refusal(position, "it ends too early", "complete it");
    this.#next++;
    if (kind === "number") return this.#number(text, position);
    if (kind === "name") return this.#peek().text === "(" ? this.#call(text, position) : this.#name(text, position);
    if (text !== "(") throw new Refusal(position, `${JSON.stringify(text)} does not fit here`, GENERAL_HINT);
    const inside = this.choice();
    this.#expect(")", "close the bracket");
    return inside;
  }

  #number(text: string, position: number): Expression {
    const value = Number(text);
    if (/^0\d/.test(text)) throw new Refusal(position, `${text} begins with a 0`, `write ${value}`);
    if (!Number.isFinite(value)) throw new Refusal(position, `${text} is no finite number`, "give a smaller one");
    return { kind: "number", value };
  }

  #name(name: string, position: number): Expression {
    if (name === "t") return { kind: "time" };
    const value = constants.get(name);
    if (value !== undefined) return { kind: "number", value };
    if (functions.has(name)) throw new Refusal(position, `${name} is a function`, `give it an argument: ${name}(t)`);
    const known = ["t", ...constants.keys(), ...functions.keys()];
    throw new Refusal(position, `${excerpt(name)} is unknown`, suggestName(name, known));
  }

  #call(name: string, position: number): Expression {
    const found = functions.get(name);
    if (found === undefined) {
      const isFactor = name === "t" || constants.has(name);
      const remedy = isFactor ? OPERATOR_HINT : suggestName(name, [...functions.keys()]);
      throw new Refusal(position, `${excerpt(name)} is no function`, remedy);
    }
    this.#next++;
    const of: Expression[] = [];
    if (!this.#accept(")")) {
      do of.push(this.choice());
      while (this.#accept(","));
      this.#expect(")", "close the bracket");
    }
    const { least, most } = found;
    if (of.length >= least && of.length <= most) return call(name, ...of);
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    throw new Refusal(position, `${name} has ${of.length} arguments, not ${wanted}`, `give ${wanted}`);
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #accept(text: string): boolean {
    if (this.#peek().text !== text) return false;
    this.#next++;
    return true;
  }

  #expect(text: string, remedy: string): void {
    if (this.#accept(text)) return;
    const found = this.#peek();
    if (found.kind === "end") throw new Refusal(found.position, "it ends too early", "complete it");
    const follows = found.kind === "number" || found.kind === "name" || found.text === "(";
    throw new Refusal(
      found.position,
      `${JSON.stringify(excerpt(found.text))} does not fit here`,
      follows ? OPERATOR_HINT : remedy,
    );
  }

  #nested(inner: () => Expression): Expression {
    if (this.#depth >= 2 * DEEPEST_NESTING)
      throw new Refusal(this.#peek().position, `more than ${DEEPEST_NESTING} brackets deep`, "simplify it");
    this.#depth++;
    const found = inner();
    this.#depth--;
    return found;
  }
}

/** Names are repeated in messages, but not at any length. */
const excerpt = (text: string): string => (text.length > 30 ? `${text.slice(0, 27)}...` : text);
