import type { Expression, Node } from "acorn";
import { suggestName } from "./nearestName.ts";

/** What is wrong with a formula; `column` counts from 1 within its text. */
export interface FormulaFault {
  readonly what: string;
  readonly remedy: string;
  readonly column: number;
}

export type ParsedFormula =
  | { readonly evaluate: (time: number) => number; readonly fault: null }
  | { readonly evaluate: null; readonly fault: FormulaFault };

/** A longer one nests too deep for the parser's stack, or wants to be samples. */
const longestFormula = 500;

interface NamedFunction {
  readonly least: number;
  readonly most: number;
  readonly call: (...values: number[]) => number;
}

const unary = (call: (x: number) => number): NamedFunction => ({ least: 1, most: 1, call });

const functions = new Map<string, NamedFunction>([
  ["sin", unary(Math.sin)],
  ["cos", unary(Math.cos)],
  ["tan", unary(Math.tan)],
  ["asin", unary(Math.asin)],
  ["acos", unary(Math.acos)],
  ["atan", unary(Math.atan)],
  ["sinh", unary(Math.sinh)],
  ["cosh", unary(Math.cosh)],
  ["tanh", unary(Math.tanh)],
  ["exp", unary(Math.exp)],
  ["log", unary(Math.log)],
  ["sqrt", unary(Math.sqrt)],
  ["abs", unary(Math.abs)],
  ["sign", unary(Math.sign)],
  ["floor", unary(Math.floor)],
  ["min", { least: 1, most: 8, call: Math.min }],
  ["max", { least: 1, most: 8, call: Math.max }],
]);

const constants = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
]);

const operators = new Map<string, (a: number, b: number) => number>([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
  ["*", (a, b) => a * b],
  ["/", (a, b) => a / b],
  ["**", (a, b) => a ** b],
]);

/**
 * A formula in t: numbers, `t`, `pi`, `e`, + - * / **, brackets and the functions above. The text goes through a parser of
 * JavaScript expressions, of whose syntax tree only these kinds of nodes are accepted; nothing of it is ever run as code.
 * Loads the parser at the first call.
 */
export async function parseFormula(text: string): Promise<ParsedFormula> {
  if (text.length > longestFormula)
    return failed({
      what: `${text.length} characters long, more than ${longestFormula}`,
      remedy: "shorten it, or give samples instead",
      column: longestFormula + 1,
    });
  const { parseExpressionAt } = await import("acorn");
  try {
    // As a module: strict, so that 010 is refused and not read as 8. Up to ES2016: ** is the last thing needed.
    const tree = parseExpressionAt(text, 0, { ecmaVersion: 2016, sourceType: "module", preserveParens: true });
    const rest = text.slice(tree.end).search(/\S/);
    if (rest >= 0) throw new Refusal(tree.end + rest, "something follows the end of the formula", operatorHint);
    return { evaluate: compile(tree), fault: null };
  } catch (error) {
    if (error instanceof Refusal) return failed(error.fault);
    if (error instanceof SyntaxError) return failed(syntaxFault(text, error));
    throw error;
  }
}

const failed = (fault: FormulaFault): ParsedFormula => ({ evaluate: null, fault });

const operatorHint = "write every operator, as in 2*t";

/** Leaves the recursion over the tree; `position` counts from 0. */
class Refusal extends Error {
  readonly fault: FormulaFault;

  constructor(position: number, what: string, remedy: string) {
    super(what);
    this.fault = { what, remedy, column: position + 1 };
  }
}

function syntaxFault(text: string, error: SyntaxError): FormulaFault {
  const { pos = 0 } = error as { pos?: number };
  const found = text.slice(pos).trimStart();
  if (text.trim() === "") return { what: "empty", remedy: "give a formula in t, or 0", column: 1 };
  if (found === "") return { what: "it ends too early", remedy: "complete it", column: pos + 1 };
  if (found.startsWith("**"))
    return {
      what: "a power of a number with a sign can be read in two ways",
      remedy: "write -(t**2) or (-t)**2",
      column: pos + 1,
    };
  return {
    what: `${JSON.stringify(found.slice(0, 10))} does not fit here`,
    remedy: "use numbers, t, pi, e, + - * / **, brackets and functions as in sin(2*t)",
    column: pos + 1,
  };
}

type Evaluate = (time: number) => number;

function compile(node: Expression | Node): Evaluate {
  const expression = node as Expression;
  switch (expression.type) {
    case "ParenthesizedExpression":
      return compile(expression.expression);
    case "Literal": {
      const { value } = expression;
      if (typeof value === "number" && Number.isFinite(value)) return () => value;
      throw new Refusal(node.start, `${expression.raw} is no finite number`, "give numbers without quotes");
    }
    case "Identifier":
      return compileName(expression.name, node.start);
    case "UnaryExpression": {
      const argument = compile(expression.argument);
      if (expression.operator === "-") return (t) => -argument(t);
      if (expression.operator === "+") return argument;
      throw noPart(node, expression.operator);
    }
    case "BinaryExpression": {
      const operate = operators.get(expression.operator);
      if (operate === undefined) throw noPart(node, expression.operator);
      const left = compile(expression.left);
      const right = compile(expression.right);
      return (t) => operate(left(t), right(t));
    }
    case "CallExpression":
      return compileCall(node, expression.callee, expression.arguments);
    default:
      throw new Refusal(node.start, "this is no arithmetic", "use numbers, t, + - * / **, brackets and functions");
  }
}

function compileName(name: string, position: number): Evaluate {
  if (name === "t") return (t) => t;
  const constant = constants.get(name);
  if (constant !== undefined) return () => constant;
  if (functions.has(name)) throw new Refusal(position, `${name} is a function`, `give it an argument: ${name}(t)`);
  throw new Refusal(position, `${name} is unknown`, suggestName(name, ["t", ...constants.keys(), ...functions.keys()]));
}

function compileCall(node: Node, callee: Node, given: readonly Node[]): Evaluate {
  if (callee.type !== "Identifier") throw new Refusal(callee.start, "this is no function", operatorHint);
  const { name } = callee as Node & { name: string };
  const found = functions.get(name);
  if (found === undefined) {
    const factor = name === "t" || constants.has(name);
    throw new Refusal(
      callee.start,
      `${name} is no function`,
      factor ? operatorHint : suggestName(name, [...functions.keys()]),
    );
  }
  const { least, most, call } = found;
  if (given.length < least || given.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    throw new Refusal(node.start, `${name} has ${given.length} arguments, not ${wanted}`, `give ${wanted}`);
  }
  const values = given.map(compile);
  const [first] = values;
  if (most === 1) return (t) => call(first!(t));
  return (t) => call(...values.map((value) => value(t)));
}

function noPart(node: Node, operator: string): Refusal {
  const remedy = operator === "^" ? "write powers with **, as in t**2" : "use + - * / **";
  return new Refusal(node.start, `the operator ${operator} is no part of a formula`, remedy);
}
