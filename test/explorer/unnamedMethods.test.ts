import { describe, expect, it } from "vitest";
import { withoutUnnamedMethods } from "../../build/unnamedMethods.ts";

const CODE = `
class Box {
  constructor() { this.items = []; }
  used() { return this.inner(); }
  inner() { return Math.abs(1); }
  unused() { return this.onlyFromUnused(); }
  onlyFromUnused() { return 2; }
  abs() { return 3; }
  byText() { return 4; }
  taken() { return 5; }
}
Box.prototype.added = function added() { return 6; };
Box.added = (box) => new Box().added();
Box.prototype.kept = function kept() { return 7; };
const { taken } = new Box();
export const result = [new Box().used(), new Box().kept(), new Box()["byText"](), taken()];
`;

const PACKAGE = `
// node_modules/some/index.js
class Table {
  add() { return this.sum() + 1; }
  sum() { return 2; }
  mean() { return 3; }
  sort() { return 4; }
}
// src/knows.ts
const knowing = new Table().add();
// src/other.ts
class Own {
  mean() { return 5; }
}
const other = [3, 1].sort().length + new Own().mean();
export const result = [knowing, other];
`;

describe("methods that nothing names", () => {
  it("of packages are those that neither packages name nor what knows of them, whatever else has such a name", () => {
    const left = withoutUnnamedMethods(PACKAGE, (path) => path === "src/knows.ts");
    expect([...left.matchAll(/^ {2}(\w+)\(\)/gm)].map(([, name]) => name)).toEqual(["add", "sum", "mean"]);
    expect(left).toContain("return 5");
    expect(left).not.toContain("return 3");
    // Where everything may know of them they stay.
    expect(withoutUnnamedMethods(PACKAGE)).toContain("return 4");
  });

  it("are left out, with those that they alone name, and no others", async () => {
    const left = withoutUnnamedMethods(CODE);
    for (const name of ["unused", "onlyFromUnused", "abs()", "added"])
      expect(left.replace("Math.abs(1)", "")).not.toContain(name);
    const load = async (code: string) => (await import(`data:text/javascript,${encodeURIComponent(code)}`)).result;
    expect(await load(left)).toEqual(await load(CODE));
    expect(await load(left)).toEqual([1, 7, 4, 5]);
  });
});
