import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it, vi } from "vitest";
import { knowsPackages } from "../../build/explorerPage.ts";

vi.setConfig({ testTimeout: 300_000 });

const root = fileURLToPath(new URL("../..", import.meta.url));

it("what calls a method of a package whose unnamed methods are left out of the explorer is known to the build by its text", () => {
  const config = ts.readConfigFile(`${root}tsconfig.json`, (path) => readFileSync(path, "utf8"));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram(
    fileNames.filter((name) => name.startsWith(`${root}src/`)),
    options,
  );
  const checker = program.getTypeChecker();
  const callers = new Set<string>();
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.startsWith(`${root}src/`)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node)) {
        const declared = checker.getSymbolAtLocation(node.name)?.declarations?.[0]?.getSourceFile().fileName ?? "";
        if (declared.includes("/node_modules/ml-")) callers.add(file.fileName.slice(root.length));
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  expect(callers.size).toBeGreaterThan(10);
  expect([...callers].filter((path) => !knowsPackages(path))).toEqual([]);
});
