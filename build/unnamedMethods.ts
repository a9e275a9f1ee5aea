import { parseSync } from "rolldown/utils";

/*
 * Methods of classes that nothing in a bundle names are left out of it: ml-matrix and ml-sparse-matrix come as classes with some hundred methods, which no
 * bundler drops one by one.
 */

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A method, in a class or added to it, as it stands in the text. */
interface Method {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Objects of the language, whose properties have nothing to do with methods of the same name. */
const BUILTINS = new Set(["Math", "Number", "Object", "Array", "Symbol"]);

const isNode = (part: unknown): part is Node =>
  typeof part === "object" && part !== null && typeof (part as Node).type === "string";

/** The code without them. A method that only methods left out name is left out as well. */
export function withoutUnnamedMethods(code: string): string {
  const methods: Method[] = [];
  const uses = new Map<string, number[]>();
  const defining = new Set<Node>();
  const define = (key: Node, { start, end }: Node): void => {
    defining.add(key);
    methods.push({ name: key.name as string, start, end });
  };
  const use = (name: unknown, at: number): void => {
    const places = uses.get(name as string);
    if (places === undefined) uses.set(name as string, [at]);
    else places.push(at);
  };
  const visit = (node: Node): void => {
    if (node.type === "MethodDefinition" && node.computed === false && node.kind !== "constructor") {
      if ((node.key as Node).type === "Identifier") define(node.key as Node, node);
    } else if (node.type === "ExpressionStatement") {
      const key = addedMethod(node.expression as Node);
      if (key !== null) define(key, node);
    } else if (node.type === "MemberExpression" && node.computed === false && !defining.has(node.property as Node)) {
      const { type, name } = node.object as Node;
      if (type !== "Identifier" || !BUILTINS.has(name as string)) use((node.property as Node).name, node.start);
    } else if (node.type === "ObjectPattern") {
      for (const { key, start } of (node.properties as Node[]).filter(({ type }) => type === "Property"))
        use((key as Node).name ?? (key as Node).value, start);
    } else if (node.type === "Literal" && typeof node.value === "string") use(node.value, node.start);
    for (const part of Object.values(node)) {
      if (isNode(part)) visit(part);
      else if (Array.isArray(part)) for (const one of part) if (isNode(one)) visit(one);
    }
  };
  visit(parseSync("bundle.js", code).program as unknown as Node);
  const left = leftOut(methods, uses);
  let [text, at] = ["", 0];
  for (const { start, end } of left.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    text += code.slice(at, start);
    at = end;
  }
  return text + code.slice(at);
}

/** The name in `Class.prototype.name = function ...` and `Class.name = ...`; null of any other expression. */
function addedMethod(expression: Node): Node | null {
  if (expression.type !== "AssignmentExpression") return null;
  const [left, right] = [expression.left as Node, expression.right as Node];
  if (left.type !== "MemberExpression" || left.computed !== false) return null;
  const holder = left.object as Node;
  const isPrototype = holder.type === "MemberExpression" && (holder.property as Node).name === "prototype";
  const isClass = holder.type === "Identifier" && /^[A-Z]/.test(holder.name as string);
  const isMethod = ["FunctionExpression", "ArrowFunctionExpression", "MemberExpression"].includes(right.type);
  return (isPrototype || isClass) && isMethod ? (left.property as Node) : null;
}

/** Those of one name name each other, as a static method does the one that it calls. */
function leftOut(methods: readonly Method[], uses: ReadonlyMap<string, readonly number[]>): readonly Method[] {
  const byName = new Map<string, Method[]>();
  for (const method of methods) byName.set(method.name, [...(byName.get(method.name) ?? []), method]);
  const left: Method[] = [];
  const isInside = (at: number, some: readonly Method[]): boolean =>
    some.some(({ start, end }) => at >= start && at < end);
  for (;;) {
    const more = [...byName].filter(([name, own]) =>
      (uses.get(name) ?? []).every((at) => isInside(at, own) || isInside(at, left)),
    );
    if (more.length === 0) return left;
    for (const [name, own] of more) {
      left.push(...own);
      byName.delete(name);
    }
  }
}
