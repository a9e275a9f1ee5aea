import { describe, expect, it } from "vitest";
import { numberOption } from "../../src/cli/arguments/common.ts";
import { FileFormatError } from "../../src/core/errors.ts";
import { losesInteger } from "../../src/core/exactInteger.ts";
import { decodeText } from "../../src/io/decodeText.ts";
import { parseModelFile } from "../../src/io/modelFile.ts";
import { spinModel } from "../../src/model/spinModel.ts";

const refused = (text: string, message: RegExp): void => {
  expect(() => parseModelFile(text, "f")).toThrow(FileFormatError);
  expect(() => parseModelFile(text, "f")).toThrow(message);
};

describe("an integer that no double holds", () => {
  it.each([
    "9007199254740993",
    "9007199254740993.0",
    "9.007199254740993e15",
    "0x20000000000001",
    "12345678901234567890",
  ])("%s is refused in a file and on the command line", (text) => {
    refused(
      `spins: ${text}`,
      /^f:1:8: spins is .*, which no double holds: it would become \d+; give a whole number up to 2\^53/,
    );
    expect(() => numberOption("--seed", text, "1")).toThrow(/which no double holds/);
  });

  it("is not one that a double holds, nor a decimal", () => {
    expect(parseModelFile("spins: 9007199254740992", "f").spins).toBe(2 ** 53);
    refused('{"spins": 9007199254740993}', /no double holds/);
    for (const text of ["9007199254740992", "1e23", "1e300", "0.1", "3.14159265358979323846", "18014398509481984"]) {
      expect(losesInteger(text, Number(text))).toBe(false);
    }
  });
});

describe("coefficients", () => {
  it("have limits of their own and of each to the others, with the place and the remedy", () => {
    refused(
      "spins: 4\ncollective: { pump: 1e308 }",
      /^f:2:21: collective\.pump is 1e\+308, above 1e\+50; choose a time unit/,
    );
    refused("spins: 4\nfield: [0, -1e80, 0]", /^f:2:12: field\[1\] is -1e\+80, above/);
    refused(
      "spins: 4\ncollective: { pump: 1, decay: 1e-17 }",
      /collective\.decay is 1e-17, which beside collective\.pump 1 is lost to rounding/,
    );
    refused(
      "spins: 4\nfield: [1e-20, 0, 0]\ncollective: { pump: 1 }",
      /^f:2:8: field is \[1e-20, 0, 0\], which beside/,
    );
    expect(() => spinModel({ spins: 4, collective: { pump: 1e200 } })).toThrow(/above 1e\+50/);
  });

  it("may be fourteen orders apart, of any unit, with components of the field as rounding leaves them", () => {
    for (const unit of [1e-40, 1, 1e30]) {
      const model = {
        spins: 4,
        field: [0.5 * unit, 6e-17 * unit, 0] as const,
        collective: { pump: 1e-14 * unit, decay: unit },
      };
      expect(spinModel(model).collective.decay).toBe(unit);
    }
  });
});

describe("a text that is none", () => {
  const utf16 = (text: string, littleEndian: boolean, mark: boolean): Uint8Array => {
    const view = new DataView(new ArrayBuffer(2 * text.length + (mark ? 2 : 0)));
    [...(mark ? "\ufeff" : ""), ...text].forEach((character, k) => {
      view.setUint16(2 * k, character.charCodeAt(0), littleEndian);
    });
    return new Uint8Array(view.buffer);
  };

  it("is said to be in UTF-16, with or without a mark", () => {
    for (const little of [true, false]) {
      for (const mark of [true, false]) {
        expect(() => decodeText(utf16("spins: 4\n", little, mark), "f")).toThrow(
          "f:1:1: the text is in UTF-16; save it as UTF-8",
        );
      }
    }
  });

  it("is named by the byte in another encoding, and by a zero", () => {
    const latin1 = Uint8Array.from("spins: 4\n# K\u00fcche\n", (character) => character.charCodeAt(0));
    expect(() => decodeText(latin1, "f")).toThrow(
      "f:2:4: the byte 0xfc is not UTF-8: the text is in another encoding; save it as UTF-8",
    );
    expect(() => decodeText(Uint8Array.of(97, 98, 99, 10, 100, 0), "f")).toThrow(/f:2:2: there is a byte 0/);
    expect(decodeText(new TextEncoder().encode("\ufeffspins: 4 # \u00fc"), "f")).toBe("spins: 4 # \u00fc");
    expect(parseModelFile("\ufeffspins: 4", "f").spins).toBe(4);
    refused("spins: 4\0", /character 0/);
  });
});

describe("a text that is deep or long", () => {
  it.each([
    ["brackets on a line", `spins: ${"[".repeat(50_000)}`],
    ["maps on a line", `spins: ${"{a: ".repeat(5000)}`],
    ["lists in lists", `spins:\n${"- ".repeat(5000)}1`],
    ["maps by indentation", Array.from({ length: 2000 }, (_, k) => `${" ".repeat(k)}a:`).join("\n")],
  ])("%s: says so", (_, text) => refused(text, /nested too deeply, above 32 levels/));

  it("with aliases of aliases, or of itself, ends at a limit", () => {
    const rows = [..."bcdefghij"].map(
      (name, k) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[k]}`).join(",")}]`,
    );
    refused(`a: &a [1, 1]\n${rows.join("\n")}\nspins: 4`, /more than 100000 values/);
    refused("spins: &a [*a]", /levels/);
    refused(`x: &x 1\ny: [${Array(2000).fill("*x").join(",")}]\nspins: 4`, /x is not a key/);
  });

  it("is quoted in part", () => {
    for (const text of [
      `spins: *${"x".repeat(40_000)}`,
      `spins: "${"x".repeat(40_000)}"`,
      `${"k".repeat(900)}: 1`,
      `spins: !!${"t".repeat(9000)} 1`,
    ]) {
      try {
        parseModelFile(text, "f");
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message.length).toBeLessThan(400);
      }
    }
  });
});

describe("a number in quotes", () => {
  it.each([
    ["'1,5'", /write 1\.5/],
    ["10 000", /write 10000/],
    ["1_000", /write 1000/],
    ["'4'", /remove the quotes: write 4/],
    ["10 20", /not a number; give a number$/],
    ["'1,000'", /not a number; give a number$/],
    ["1 2 3", /not a number; give a number$/],
  ])("%s", (text, message) =>
    refused(
      `spins: 4\ncollective: { pump: ${text} }`.replace(/\{(.*)\}/, (_, inner) => `\n ${inner}`),
      message,
    ),
  );
});
