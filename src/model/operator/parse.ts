import { constants, functions } from "../formula/operations.ts";
import { type Token, tokens } from "../formula/tokens.ts";
import { suggestName } from "../nearestName.ts";
import {
  addForms,
  type ComplexVector,
  complex,
  divideForm,
  type LinearForm,
  numberForm,
  operatorForm,
  scaleForm,
} from "./linearForm.ts";

/** Of the whole ensemble, J_x = 1/2 sum sigma_x, or of each spin by itself, sigma_x. */
export type OperatorKind = "collective" | "local";

/** What is wrong with an operator; `column` counts from 1 within its text. */
export interface OperatorFault {
  readonly what: string;
  readonly remedy: string;
  readonly column: number;
}

export type ParsedForm =
  | { readonly form: LinearForm; readonly fault: null }
  | { readonly form: null; readonly fault: OperatorFault };

const LONGEST_OPERATOR = 4000;
const DEEPEST_NESTING = 300;

const zeros = [0, 0, 0] as const;

/** The directions of the names, without the letter in front. p is x + i y and m is x - i y. */
const DIRECTIONS: Readonly<Record<string, ComplexVector>> = {
  x: { re: [1, 0, 0], im: zeros },
  y: { re: [0, 1, 0], im: zeros },
  z: { re: [0, 0, 1], im: zeros },
  p: { re: [1, 0, 0], im: [0, 1, 0] },
  m: { re: [1, 0, 0], im: [0, -1, 0] },
};

const LETTER: Readonly<Record<OperatorKind, string>> = { collective: "J", local: "s" };

/** The names of the operators: Jx, Jy, Jz, Jp, Jm or sx, sy, sz, sp, sm. */
export const operatorNames = (kind: OperatorKind): readonly string[] =>
  Object.keys(DIRECTIONS).map((direction) => LETTER[kind] + direction);

const namesInWords = (kind: OperatorKind): string => operatorNames(kind).join(", ");

/** Functions of one real number, for angles and roots; those with corners or several arguments have no use here. */
const FUNCTIONS = ["sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "sqrt"];

const OPERATOR_HINT = "write every operator, as in 0.6*i*Jy or 0.6i*Jy";

/** Leaves the recursion over the text; `position` counts from 0. */
class Refusal extends Error {
  readonly fault: OperatorFault;

  constructor(position: number, what: string, remedy: string) {
    super(what);
    this.fault = { what, remedy, column: position + 1 };
  }
}

/**
 * A sum of spin operators with complex factors: numbers, `2i` and `i`, pi, e, sqrt(2) and its like, brackets, + - * /, powers of real
 * numbers, and the names of `operatorNames(kind)`; none of them where `kind` is null, which leaves a complex number.
 * What is not at most linear in the operators is a fault that says why. Nothing of the text is ever run as code.
 */
export function parseForm(text: string, kind: OperatorKind | null): ParsedForm {
  if (text.length > LONGEST_OPERATOR) {
    const what = `${text.length} characters long, more than ${LONGEST_OPERATOR}`;
    const remedy = "give the components [l_x, l_y, l_z] instead";
    return { form: null, fault: { what, remedy, column: LONGEST_OPERATOR + 1 } };
  }
  if (text.trim() === "") {
    const remedy = kind === null ? "give a number such as 0.6i" : `give a sum of ${namesInWords(kind)}`;
    return { form: null, fault: { what: "empty", remedy, column: 1 } };
  }
  try {
    return { form: new Parser(tokens(text), kind).whole(), fault: null };
  } catch (error) {
    if (error instanceof Refusal) return { form: null, fault: error.fault };
    throw error;
  }
}

/** Recursive descent. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #kind: OperatorKind | null;
  #next = 0;
  #depth = 0;

  constructor(list: readonly Token[], kind: OperatorKind | null) {
    this.#tokens = list;
    this.#kind = kind;
  }

  whole(): LinearForm {
    const form = this.#sum();
    const { kind, text, position } = this.#peek();
    if (kind === "end") return form;
    const remedy = text === ")" ? "remove it, or open a bracket before it" : OPERATOR_HINT;
    throw new Refusal(position, `something follows the end of the operator: ${JSON.stringify(excerpt(text))}`, remedy);
  }

  #sum(): LinearForm {
    let left = this.#product();
    for (;;) {
      if (this.#accept("+")) left = addForms(left, this.#product(), 1);
      else if (this.#accept("-")) left = addForms(left, this.#product(), -1);
      else return left;
    }
  }

  #product(): LinearForm {
    let left = this.#sign();
    for (;;) {
      const { position } = this.#peek();
      if (this.#accept("*")) left = product(left, this.#sign(), position);
      else if (this.#accept("/")) left = quotient(left, this.#sign(), position);
      else return left;
    }
  }

  #sign(): LinearForm {
    return this.#nested(() => {
      if (this.#accept("-")) return scaleForm(this.#sign(), complex(-1));
      if (this.#accept("+")) return this.#sign();
      return this.#power();
    });
  }

  #power(): LinearForm {
    const base = this.#atom();
    const { position } = this.#peek();
    if (!(this.#accept("**") || this.#accept("^"))) return base;
    // The exponent may have a sign and powers of its own.
    return power(base, this.#sign(), position);
  }

  #atom(): LinearForm {
    const { kind, text, position } = this.#peek();
    if (kind === "end") throw new Refusal(position, "it ends too early", "complete it");
    this.#next++;
    if (kind === "number") return this.#number(text, position);
    if (kind === "name") return this.#name(text, position);
    if (text !== "(") {
      const hint = this.#kind === null ? "" : `, ${namesInWords(this.#kind)}`;
      const remedy = `use numbers, i, pi, e, + - * /, brackets${hint}`;
      throw new Refusal(position, `${JSON.stringify(text)} does not fit here`, remedy);
    }
    const inside = this.#sum();
    this.#close();
    return inside;
  }

  /** A number, imaginary where an i stands at its end. */
  #number(text: string, position: number): LinearForm {
    const value = Number(text);
    if (/^0\d/.test(text)) throw new Refusal(position, `${text} begins with a 0`, `write ${value}`);
    if (!Number.isFinite(value)) throw new Refusal(position, `${text} is no finite number`, "give a smaller one");
    const suffix = this.#peek();
    if (suffix.kind !== "name" || suffix.position !== position + text.length) return numberForm(complex(value));
    if (suffix.text === "j" || suffix.text === "I")
      throw new Refusal(suffix.position, `${suffix.text} is unknown`, `write ${text}i for an imaginary number`);
    if (suffix.text !== "i") return numberForm(complex(value));
    this.#next++;
    return numberForm(complex(0, value));
  }

  #name(name: string, position: number): LinearForm {
    if (this.#peek().text === "(" && FUNCTIONS.includes(name)) return this.#call(name);
    if (name === "i") return numberForm(complex(0, 1));
    const constant = constants.get(name);
    if (constant !== undefined) return numberForm(complex(constant));
    const own = this.#kind;
    if (own !== null && operatorNames(own).includes(name)) return operatorForm(DIRECTIONS[name.slice(1)]!);
    throw new Refusal(position, ...unknownName(name, own));
  }

  #call(name: string): LinearForm {
    const { position } = this.#peek();
    this.#next++;
    const argument = this.#sum();
    this.#close();
    const value = realOf(argument);
    if (value === null) throw new Refusal(position, `${name} takes a real number`, "give it one, as in sqrt(2)");
    const result = functions.get(name)!.value(value);
    if (!Number.isFinite(result))
      throw new Refusal(position, `${name}(${value}) is no finite number`, "give it another argument");
    return numberForm(complex(result));
  }

  #close(): void {
    if (this.#accept(")")) return;
    const { kind, text, position } = this.#peek();
    if (kind === "end") throw new Refusal(position, "it ends too early", "close the bracket");
    const follows = kind === "number" || kind === "name" || text === "(";
    const remedy = follows ? OPERATOR_HINT : "close the bracket";
    throw new Refusal(position, `${JSON.stringify(excerpt(text))} does not fit here`, remedy);
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #accept(text: string): boolean {
    if (this.#peek().text !== text) return false;
    this.#next++;
    return true;
  }

  #nested(inner: () => LinearForm): LinearForm {
    if (this.#depth >= DEEPEST_NESTING)
      throw new Refusal(this.#peek().position, `more than ${DEEPEST_NESTING} brackets deep`, "simplify it");
    this.#depth++;
    const found = inner();
    this.#depth--;
    return found;
  }
}

const OUTSIDE =
  "the equation of the P-function ends at second order only for jump operators that are linear in the spin operators: take a linear one";

function product(left: LinearForm, right: LinearForm, position: number): LinearForm {
  if (left.operator !== null && right.operator !== null)
    throw new Refusal(position, "a product of two spin operators is outside the class", OUTSIDE);
  return right.operator === null ? scaleForm(left, right.constant) : scaleForm(right, left.constant);
}

function quotient(left: LinearForm, right: LinearForm, position: number): LinearForm {
  if (right.operator !== null)
    throw new Refusal(position, "a division by a spin operator is outside the class", OUTSIDE);
  const { re, im } = right.constant;
  if (re === 0 && im === 0) throw new Refusal(position, "a division by 0", "divide by another number");
  return divideForm(left, right.constant);
}

function power(base: LinearForm, exponent: LinearForm, position: number): LinearForm {
  if (base.operator !== null || exponent.operator !== null)
    throw new Refusal(position, "a power of a spin operator is outside the class", OUTSIDE);
  const [a, b] = [realOf(base), realOf(exponent)];
  const value = a === null || b === null ? Number.NaN : a ** b;
  if (!Number.isFinite(value))
    throw new Refusal(position, "a power that is no real, finite number", "write the number itself");
  return numberForm(complex(value));
}

/** The form as a real number, or null. */
function realOf({ constant, operator }: LinearForm): number | null {
  return operator === null && constant.im === 0 ? constant.re : null;
}

/** What is wrong with a name, and the remedy. */
function unknownName(name: string, own: OperatorKind | null): [what: string, remedy: string] {
  if (own === null) {
    const isOperator = (["collective", "local"] as const).some((kind) => operatorNames(kind).includes(name));
    if (isOperator)
      return [`${name} is an operator, where a number is wanted`, 'give "Jx + 0.6i*Jy" as one text, or three numbers'];
    return [`${excerpt(name)} is unknown`, "use numbers and i, as in 0.6i or 1-2i"];
  }
  const other = own === "collective" ? "local" : "collective";
  if (operatorNames(other).includes(name)) {
    const meant = LETTER[own] + name.slice(1);
    const what =
      other === "local"
        ? `${name} acts on one spin, but this jump is collective`
        : `${name} acts on all spins together, but this jump is local`;
    return [what, `write ${meant}, or move the jump to "${other}"`];
  }
  if (name === "j" || name === "I") return [`${name} is unknown`, "write i for the imaginary unit"];
  return [
    `${excerpt(name)} is unknown`,
    suggestName(name, [...operatorNames(own), "i", ...constants.keys(), ...FUNCTIONS]),
  ];
}

/** Names are repeated in messages, but not at any length. */
const excerpt = (text: string): string => (text.length > 30 ? `${text.slice(0, 27)}...` : text);
