import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { checkOperator, type OperatorInput, operatorOf } from "../../../src/model/operator/operator.ts";
import type { OperatorKind } from "../../../src/model/operator/parse.ts";
import { between } from "../arbitrary.ts";

const parsed = (input: OperatorInput, kind: OperatorKind = "collective") => {
  const { re, im } = operatorOf(input, kind);
  return [0, 1, 2].map((k) => [re[k], im[k]]);
};

describe("an operator as components", () => {
  it("takes numbers, pairs and texts", () => {
    expect(parsed([1, [0, 0.6], "0.6i"])).toEqual([
      [1, 0],
      [0, 0.6],
      [0, 0.6],
    ]);
    expect(parsed(["1-2i", "-i", "(3 + 4i)/2"])).toEqual([
      [1, -2],
      [0, -1],
      [1.5, 2],
    ]);
  });

  it.each<[unknown, RegExp, number | null]>([
    [[1, 2], /2 components instead of 3/, null],
    [{ x: 1 }, /neither a text nor three components/, null],
    [[1, true, 0], /not a complex number/, 1],
    [[1, [1, 2, 3], 0], /not a complex number/, 1],
    [[1, "Jx", 0], /Jx is an operator, where a number is wanted/, 1],
    [[1, 0, "2k"], /something follows/, 2],
    [[0, 0, 0], /zero/, null],
    [[Number.POSITIVE_INFINITY, 0, 0], /above 1e\+50/, null],
    [[Number.NaN, 0, 0], /NaN/, null],
  ])("refuses %j", (input, what, component) => {
    const { issue } = checkOperator(input, "collective");
    expect(issue!.what).toMatch(what);
    expect(issue!.component).toBe(component);
  });
});

describe("an operator as text", () => {
  it("knows every name: Jp = Jx + i Jy and sp = sx + i sy", () => {
    for (const [letter, kind] of [
      ["J", "collective"],
      ["s", "local"],
    ] as const) {
      expect(parsed(`${letter}p`, kind)).toEqual(parsed(`${letter}x + i*${letter}y`, kind));
      expect(parsed(`${letter}m`, kind)).toEqual(parsed(`${letter}x - 1i*${letter}y`, kind));
      expect(parsed(`${letter}z`, kind)).toEqual(parsed([0, 0, 1], kind));
    }
  });

  it("computes with signs, brackets, products, quotients and functions of numbers", () => {
    expect(parsed("Jx + 0.6i*Jy")).toEqual(parsed([1, "0.6i", 0]));
    expect(parsed("-(Jx - (2 + i)*Jz)/(1 - i)*2i")).toEqual(parsed([[1, -1], 0, [-3, 1]]));
    expect(parsed("Jz*2^-1 + 3*2**2*Jx")).toEqual(parsed([12, 0, 0.5]));
    expect(parsed("sqrt(2)*Jm/sqrt(2)").flat()[0]).toBeCloseTo(1, 15);
    expect(parsed("cos(pi/3)*Jx").flat()[0]).toBeCloseTo(0.5, 15);
    expect(parsed("Jx - (Jx - Jy)")).toEqual(parsed([0, 1, 0]));
    expect(parsed("Jx + 1 - 1")).toEqual(parsed([1, 0, 0]));
  });

  it("means the sum it is written from", () => {
    fc.assert(
      fc.property(fc.array(between(-3, 3), { minLength: 6, maxLength: 6 }), (values) => {
        const term = (k: number, name: string) => `(${values[k]} + ${values[k + 1]}i)*${name}`;
        const found = parsed(`${term(0, "Jx")} + ${term(2, "Jy")} - ${term(4, "Jz")}`);
        expect(found.flat()).toEqual([...values.slice(0, 4), -values[4]!, -values[5]!].map((value) => value + 0));
      }),
    );
  });

  it.each<[string, OperatorKind, RegExp, number, RegExp]>([
    ["Jx*Jy", "collective", /product of two spin operators is outside the class/, 3, /second order/],
    ["Jx^2", "collective", /power of a spin operator is outside the class/, 3, /second order/],
    ["2^Jx", "collective", /power of a spin operator/, 2, /second order/],
    ["1 + 1/Jz", "collective", /division by a spin operator/, 6, /second order/],
    ["Jx + sy", "collective", /sy acts on one spin, but this jump is collective/, 6, /write Jy/],
    ["sx + Jy", "local", /Jy acts on all spins together, but this jump is local/, 6, /write sy/],
    ["Jx + Jq", "collective", /Jq is unknown/, 6, /did you mean/],
    ["jx", "collective", /jx is unknown/, 1, /did you mean Jx/],
    ["Jx + 2j*Jy", "collective", /j is unknown/, 7, /write 2i/],
    ["2Jx", "collective", /something follows/, 2, /write every operator/],
    ["(Jx", "collective", /ends too early/, 4, /close/],
    ["Jx)", "collective", /something follows/, 3, /open a bracket/],
    ["Jx +", "collective", /ends too early/, 5, /complete/],
    ["Jx & Jy", "collective", /something follows/, 4, /write/],
    ["Jx/0", "collective", /division by 0/, 3, /another/],
    ["sqrt(-1)*Jx", "collective", /no finite number/, 5, /another/],
    ["sqrt(Jx)", "collective", /takes a real number/, 5, /sqrt\(2\)/],
    ["", "local", /empty/, 1, /sx, sy/],
  ])("refuses %j in a %s jump", (text, kind, what, column, remedy) => {
    const { issue } = checkOperator(text, kind);
    expect(issue!.what).toMatch(what);
    expect(issue!.column).toBe(column);
    expect(issue!.remedy).toMatch(remedy);
  });

  it("refuses a number alone, what cancels, and an added number with the field that does the same", () => {
    expect(checkOperator("2 + i", "collective").issue!.what).toMatch(/no operator/);
    expect(checkOperator("Jx - Jx", "collective").issue!.what).toMatch(/zero/);
    // Im(c conj(l)) with c = 2 - i and l = (1, 0.6 i, 0); test/model/secondOrder/explicit.test.ts has the proof.
    expect(checkOperator("Jx + 0.6i*Jy + 2 - i", "collective").issue!.remedy).toContain(
      "add 2 rate / N times [-1, -1.2, 0] to the field",
    );
    expect(checkOperator("sz + i", "local").issue!.remedy).toContain("add rate times [0, 0, 1] to the field");
  });

  it("refuses what no stack would hold", () => {
    const { issue } = checkOperator(`${"(".repeat(400)}Jx`, "collective");
    expect(issue).toMatchObject({ what: "more than 300 brackets deep", column: 301 });
    expect(checkOperator("Jx+".repeat(2000), "collective").issue!.what).toMatch(/6000 characters/);
  });

  it("throws one line with the place", () => {
    expect(() => operatorOf("Jx*Jy", "collective")).toThrow(InputError);
    expect(() => operatorOf("Jx*Jy", "collective")).toThrow('operator "Jx*Jy" (column 3): a product');
    expect(() => operatorOf([0, "1+", 0], "local")).toThrow("(component y, column 3): it ends too early");
  });

  it("never throws anything else, whatever the text", () => {
    const piece = fc.constantFrom(
      "Jx",
      "sy",
      "i",
      "2",
      "0.5",
      "+",
      "-",
      "*",
      "/",
      "^",
      "(",
      ")",
      " ",
      "sqrt",
      "e",
      "q",
      "\u2202",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom("collective", "local"), (pieces, kind) => {
        const { operator, issue } = checkOperator(pieces.join(""), kind as OperatorKind);
        expect((operator === null) !== (issue === null)).toBe(true);
        if (issue !== null) return;
        expect([...operator!.re, ...operator!.im].every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
