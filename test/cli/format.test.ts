import { describe, expect, it } from "vitest";
import { alignColumns, factLines, fixed, knownDigits, toJson, valueWithError } from "../../src/cli/terminal/format.ts";
import { brief } from "../../src/core/brief.ts";

describe("valueWithError", () => {
  it.each([
    [0.8697765084086645, 3.1e-10, "0.8697765084", "± 3.1e-10"],
    [-0.48598707, 1e-3, "-0.486", "± 1.0e-3"],
    [2.5, 0.4, "2.5", "± 4.0e-1"],
    [123.456, 20, "123", "± 2.0e+1"],
    [-1e-17, 1e-13, "0.0000000000000", "± 1.0e-13"],
    [1, 0, "1.000000000000000", "exact"],
    [1, 1e-30, "1.000000000000000", "± 1.0e-30"],
    // The purity of 200 spins: digits that fixed decimals do not reach.
    [1.2345678901234e-13, 2.2e-27, "1.23456789012340e-13", "± 2.2e-27"],
    [-3.21e-5, 4e-7, "-3.21e-5", "± 4.0e-7"],
    [3e-5, 2e-5, "3e-5", "± 2.0e-5"],
    [2.5e-300, 0, "2.500000000000000e-300", "exact"],
    [4.9e-324, 1e-320, "0.000000000000000", "± 1.0e-320"],
    // Not even the sign is known.
    [3e-20, 1e-18, "0.000000000000000", "± 1.0e-18"],
    [3e-5, 1e-4, "0.0000", "± 1.0e-4"],
    [0, 0, "0.000000000000000", "exact"],
    [1.23456789e12, 2e6, "1.234568e12", "± 2.0e+6"],
    [1e-4, 1e-6, "0.000100", "± 1.0e-6"],
  ])("%d with error %d", (value, estimate, text, error) => {
    expect(valueWithError(value, estimate)).toEqual({ value: text, error });
  });
});

describe("knownDigits", () => {
  it.each([
    [1.23456789e-9, 1e-20, "1.2346e-9"],
    [0.123456789123, 1e-20, "0.12345679"],
    [0.4, 3, "0.4"],
    [-7e-12, 1e-12, "-7e-12"],
  ])("%d with error %d where there is room for 8 decimals", (value, estimate, text) => {
    expect(knownDigits(value, estimate, { leastDecimals: 1, mostDecimals: 8, mostDigits: 5 })).toBe(text);
  });
});

describe("numbers", () => {
  it("fixed drops the sign of a zero only", () => {
    expect([fixed(-0.0004, 3), fixed(-0.0006, 3), fixed(-0, 0)]).toEqual(["0.000", "-0.001", "0"]);
  });

  it.each([
    [0, "0"],
    [47.2682542, "47.3"],
    [-3.2125e-9, "-3.21e-9"],
    [1027733.99, "1.03e6"],
    [8e-16, "8e-16"],
    [0.5, "0.5"],
    [1280, "1280"],
  ])("brief(%d)", (value, text) => {
    expect(brief(value)).toBe(text);
  });
});

describe("factLines", () => {
  const region = "icosahedron in 160 tetrahedra, radius 0.662 around (0.000, 0.332, -0.066)";

  it("goes on below behind a comma that is not within brackets", () => {
    // 79 - 10 characters are left for a text; 71 do not fit.
    expect(
      factLines([
        ["mesh", region],
        ["residual", "0"],
      ]),
    ).toEqual([
      "mesh      icosahedron in 160 tetrahedra,",
      "          radius 0.662 around (0.000, 0.332, -0.066)",
      "residual  0",
    ]);
  });

  it("goes on below between words where no comma is near", () => {
    const reason =
      "dicke, since P in a band that cuts something off is not predicted to meet the tolerance of this run";
    const lines = factLines([["method", reason]]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(79);
    expect(lines.map((line) => line.slice(8)).join(" ")).toBe(reason);
  });

  it("keeps what fits, and lines that are there already", () => {
    expect(factLines([["mesh", region.slice(0, 69)]])).toEqual([`mesh  ${region.slice(0, 69)}`]);
    const long = `${region}\n      ${region}`;
    expect(factLines([["mesh", long]])).toEqual([`mesh  ${long}`]);
  });
});

describe("alignColumns", () => {
  it("aligns decimal points and leaves headings", () => {
    const rows = [
      ["", "value", "error"],
      ["a", "-10.25", "± 1"],
      ["bcd", "3.5"],
    ];
    expect(alignColumns(rows, [1])).toEqual(["     value   error", "a    -10.25  ± 1", "bcd    3.5"]);
  });
});

describe("alignColumns with exponents", () => {
  it("aligns their decimal points too", () => {
    expect(
      alignColumns(
        [
          ["a", "-10.25"],
          ["b", "3.5e-12"],
          ["c", "4e-12"],
        ],
        [1],
      ),
    ).toEqual(["a  -10.25", "b    3.5e-12", "c    4e-12"]);
  });
});

describe("toJson", () => {
  it("reads back, with lists on one line", () => {
    const value = { a: [1, 2.5e-17, -3], b: { c: 'x"y', d: null, e: true }, f: {}, g: undefined };
    const text = toJson(value);
    expect(JSON.parse(text)).toEqual({ a: [1, 2.5e-17, -3], b: { c: 'x"y', d: null, e: true }, f: {} });
    expect(text.split("\n")[1]).toBe('  "a": [1, 2.5e-17, -3],');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %d", (value) => {
    expect(() => toJson({ a: [value] })).toThrow(RangeError);
  });
});
