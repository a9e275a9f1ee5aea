import { parseSync } from "rolldown/utils";

/*
 * Methods of classes that nothing in a bundle names are left out of it: ml-matrix and ml-sparse-matrix come as classes with some hundred methods, which no
 * bundler drops one by one. A bundle names where each of its modules begins; methods of packages are named by packages, and by modules that know of them.
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

/** Whether a module, by its path, knows of a package's classes. */
export type KnowsPackages = (path: string) => boolean;

/** The code without them. A method that only methods left out name is left out as well. */
export function withoutUnnamedMethods(code: string, knows: KnowsPackages = () => true): string {
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
  const left = leftOut(methods, uses, modulesOf(code, knows));
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

/** What stands at a place. */
interface Modules {
  readonly isPackage: (at: number) => boolean;
  /** Whether what is named there may be of a package. */
  readonly knows: (at: number) => boolean;
}

const isPackagePath = (path: string): boolean => path.startsWith("node_modules/");

function modulesOf(code: string, knows: KnowsPackages): Modules {
  const begins = [...code.matchAll(/^\/\/ ((?:src|node_modules)\/\S+)$/gm)].map(({ index, 1: path }) => ({
    index,
    isPackage: isPackagePath(path!),
    knows: isPackagePath(path!) || knows(path!),
  }));
  const moduleAt = (at: number) => begins.findLast(({ index }) => index <= at) ?? { isPackage: false, knows: true };
  return { isPackage: (at) => moduleAt(at).isPackage, knows: (at) => moduleAt(at).knows };
}

/** Methods of one name, of packages or of others. */
interface Group {
  readonly own: readonly Method[];
  /** Where they are named. */
  readonly uses: readonly number[];
}

/** Those of one name name each other, as a static method does the one that it calls. */
function leftOut(
  methods: readonly Method[],
  uses: ReadonlyMap<string, readonly number[]>,
  modules: Modules,
): readonly Method[] {
  const left: Method[] = [];
  const isInside = (at: number, some: readonly Method[]): boolean =>
    some.some(({ start, end }) => at >= start && at < end);
  let groups: readonly Group[] = [true, false].flatMap((ofPackage) => {
    const some = methods.filter(({ start }) => modules.isPackage(start) === ofPackage);
    return [...new Set(some.map(({ name }) => name))].map((name) => {
      const all = uses.get(name) ?? [];
      return { own: some.filter((one) => one.name === name), uses: ofPackage ? all.filter(modules.knows) : all };
    });
  });
  for (;;) {
    const more = groups.filter(({ own, uses: at }) => at.every((one) => isInside(one, own) || isInside(one, left)));
    if (more.length === 0) return left;
    for (const { own } of more) left.push(...own);
    groups = groups.filter((group) => !more.includes(group));
  }
}
