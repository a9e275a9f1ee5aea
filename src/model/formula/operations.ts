/** A formula in t as a tree. Operators are calls too: "a + b" is the call of "+" with two arguments. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "time" }
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Expression[] };

/** What a name or an operator does with numbers. */
export interface Operation {
  readonly least: number;
  readonly most: number;
  readonly value: (...of: number[]) => number;
}

const unary = (value: (x: number) => number): Operation => ({ least: 1, most: 1, value });
const binary = (value: (a: number, b: number) => number): Operation => ({ least: 2, most: 2, value });
const test = (value: (a: number, b: number) => boolean): Operation => binary((a, b) => (value(a, b) ? 1 : 0));

/** Heaviside's function; 1 at 0, as step(t - 1) is on from t = 1. */
const step = (x: number): number => (x >= 0 ? 1 : Number.isNaN(x) ? x : 0);

/** Those that a formula calls by name. */
export const functions: ReadonlyMap<string, Operation> = new Map<string, Operation>([
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
  ["step", unary(step)],
  ["floor", unary(Math.floor)],
  ["min", { least: 1, most: 8, value: Math.min }],
  ["max", { least: 1, most: 8, value: Math.max }],
]);

/** Those that are written as operators. A test is 1 or 0; a number is true where it is not 0. */
export const operators: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["negate", unary((x) => -x)],
  ["!", unary((x) => (x === 0 ? 1 : 0))],
  ["+", binary((a, b) => a + b)],
  ["-", binary((a, b) => a - b)],
  ["*", binary((a, b) => a * b)],
  ["/", binary((a, b) => a / b)],
  ["**", binary((a, b) => a ** b)],
  ["<", test((a, b) => a < b)],
  ["<=", test((a, b) => a <= b)],
  [">", test((a, b) => a > b)],
  [">=", test((a, b) => a >= b)],
  ["==", test((a, b) => a === b)],
  ["!=", test((a, b) => a !== b)],
  ["&&", test((a, b) => a !== 0 && b !== 0)],
  ["||", test((a, b) => a !== 0 || b !== 0)],
  ["?:", { least: 3, most: 3, value: (condition, a, b) => (condition !== 0 ? a : b) }],
]);

export const constants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
]);

const operationOf = (name: string): Operation => functions.get(name) ?? operators.get(name)!;

/** The formula as a function of t. Only the branch of a "? :" that is taken is computed. */
export function compile(expression: Expression): (time: number) => number {
  if (expression.kind === "time") return (t) => t;
  if (expression.kind === "number") {
    const { value } = expression;
    return () => value;
  }
  const of = expression.of.map(compile);
  const [a, b, c] = of as [(t: number) => number, (t: number) => number, (t: number) => number];
  if (expression.name === "?:") return (t) => (a(t) !== 0 ? b(t) : c(t));
  const { value } = operationOf(expression.name);
  if (of.length === 1) return (t) => value(a(t));
  if (of.length === 2) return (t) => value(a(t), b(t));
  return (t) => value(...of.map((evaluate) => evaluate(t)));
}

/** Whether two trees are the same formula. */
export function sameExpression(a: Expression, b: Expression): boolean {
  if (a.kind === "number") return b.kind === "number" && a.value === b.value;
  if (a.kind === "time") return b.kind === "time";
  return (
    b.kind === "call" && a.name === b.name && a.of.every((part, k) => k < b.of.length && sameExpression(part, b.of[k]!))
  );
}
