import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** One source file, reduced to what the rules of the architecture look at. */
export interface Source {
  /** Path below src/, with slashes: "fem/steady.ts". */
  readonly path: string;
  /** Specifiers of all imports and re-exports, of types and dynamic ones too. */
  readonly imports: readonly string[];
  /** Those of them that load when the file loads: neither of types nor dynamic. */
  readonly staticImports: readonly string[];
  readonly dynamicImports: readonly string[];
  /** Dynamic imports whose specifier is computed, which nothing can follow. */
  readonly computedImports: readonly string[];
  /** Identifiers that name something outside the file as far as syntax tells, with `Math.random` and `mesh.dimension ===` as one name each. */
  readonly names: readonly string[];
  /** What each statement of the file is: "named re-export", or the kind of the syntax tree. */
  readonly statements: readonly string[];
}

/** Reads a file by its syntax tree: comments and strings do not count. */
export function parseSource(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: string[] = [];
  const staticImports: string[] = [];
  const dynamicImports: string[] = [];
  const computedImports: string[] = [];
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
      imports.push(specifier);
      // `import { type A }` leaves an import for its side effects; only `import type` leaves nothing.
      const erased = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly;
      if (!erased) staticImports.push(specifier);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      imports.push((node.argument.literal as ts.StringLiteral).text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const argument = node.arguments[0]!;
      if (ts.isStringLiteralLike(argument)) {
        imports.push(argument.text);
        dynamicImports.push(argument.text);
      } else computedImports.push(argument.getText());
    } else if (ts.isPropertyAccessExpression(node) && node.getText() === "Math.random") {
      names.add("Math.random");
    } else if (ts.isBinaryExpression(node) && /(\bmesh|\b\w+Mesh)\.dimension\s*[=!]==/.test(node.getText())) {
      names.add("mesh.dimension ===");
    } else if (ts.isIdentifier(node) && !isPropertyName(node)) {
      names.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return {
    path,
    imports,
    staticImports,
    dynamicImports,
    computedImports,
    names: [...names],
    statements: tree.statements.map(kindOf),
  };
}

const kindOf = (statement: ts.Statement): string =>
  ts.isExportDeclaration(statement) &&
  statement.moduleSpecifier !== undefined &&
  statement.exportClause !== undefined &&
  ts.isNamedExports(statement.exportClause)
    ? "named re-export"
    : ts.SyntaxKind[statement.kind];

/** `process` of `plan.process` or `{ process: 1 }` is not the global. */
function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return true;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

/** All files of src/. */
export function readSources(): Source[] {
  const root = fileURLToPath(new URL("../../src", import.meta.url));
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts"))
    .sort()
    .map((path) => parseSource(path, readFileSync(`${root}/${path}`, "utf8")));
}

/** Paths below src/ that relative specifiers in the file `from` lead to; packages are left out. */
export function resolveImports(from: string, specifiers: readonly string[]): string[] {
  return specifiers
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.join(posix.dirname(from), specifier));
}
