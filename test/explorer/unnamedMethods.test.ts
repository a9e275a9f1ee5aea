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

describe("methods that nothing names", () => {
  it("are left out, with those that they alone name, and no others", async () => {
    const left = withoutUnnamedMethods(CODE);
    for (const name of ["unused", "onlyFromUnused", "abs()", "added"])
      expect(left.replace("Math.abs(1)", "")).not.toContain(name);
    const load = async (code: string) => (await import(`data:text/javascript,${encodeURIComponent(code)}`)).result;
    expect(await load(left)).toEqual(await load(CODE));
    expect(await load(left)).toEqual([1, 7, 4, 5]);
  });
});
