import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };

const root = fileURLToPath(new URL("..", import.meta.url));

/** What may be imported besides the root: "mesh" of "blochfem/mesh". */
const subpaths = Object.keys(packageJson.exports)
  .filter((path) => path !== "." && path !== "./package.json")
  .map((path) => path.slice(2));

/** Names that an index exports, of values and of types. */
function namesIn(path: string): readonly string[] {
  const tree = ts.createSourceFile(path, readFileSync(root + path, "utf8"), ts.ScriptTarget.Latest);
  return tree.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text)
      : [],
  );
}

describe("what may be imported", () => {
  it("is the front door by the root: some ninety names", () => {
    const names = namesIn("src/index.ts");
    expect(names).toEqual(
      expect.arrayContaining(["spinModel", "steady", "evolve", "spectrum", "check", "meanField", "emissionSpectrum"]),
    );
    expect(names.length).toBeLessThanOrEqual(92);
  });

  it("is the building blocks by subpaths, each with an example", () => {
    expect(subpaths.length).toBeGreaterThan(9);
    expect(subpaths.filter((name) => !existsSync(`${root}examples/${name}.ts`))).toEqual([]);
    for (const name of subpaths) expect(namesIn(`src/${name}/index.ts`).length).toBeGreaterThan(3);
  });

  it("has one name for each thing: no index gives a name twice", () => {
    for (const path of ["src/index.ts", ...subpaths.map((name) => `src/${name}/index.ts`)]) {
      const names = namesIn(path);
      expect(names.length).toBe(new Set(names).size);
    }
  });
});
