import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { FileFormatError } from "../../src/core/errors.ts";
import { parseModelFile } from "../../src/io/modelFile.ts";
import { MODEL_PARAMETERS } from "../../src/model/parameters.ts";
import { anyModel } from "./arbitraryModel.ts";

fc.configureGlobal({ seed: 20_201_001 });

const errorOf = (text: string): FileFormatError => {
  try {
    parseModelFile(text, "model.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(FileFormatError);
    return error as FileFormatError;
  }
  throw new Error(`accepted ${text}`);
};

describe("an error of a model file", () => {
  it.each([
    ["spins: 4\nchi: { zz: 1 }", 2, 1, /chi is not a key of the model; write interaction: \{ zz: 1 \}$/],
    ["spins: 4\nHamiltonian: Jz^2", 2, 1, /Hamiltonian is not a key of the model; give its parts/],
    ["spins: 4\njumps: []", 2, 1, /jumps is not a key of the model; move it into collective/],
    ["spins: 4\ninteraction: { xx: 1, yx: 1 }", 2, 23, /yx is not a key of interaction; write xy, which stands for/],
    ["spins: 4\ninteraction:\n  zzz: 1", 3, 3, /zzz is not a key of interaction; leave it out: .* at most quadratic/],
    ["spins: 4\ninteraction: [[1, 2, 0], [0, 0, 0], [0, 0, 0]]", 2, 14, /not symmetric: its xy is 2 and its yx 0/],
    ["spins: 4\ninteraction: Jz*Jz", 2, 14, /interaction is "Jz\*Jz", not a map; say which products/],
    ["spins: 4\ninteraction: { zz: { formula: t } }", 2, 20, /interaction\.zz depends on time, and steady states/],
    ["spins: 4\nlocal:\n  decay: { formula: t }", 3, 10, /local\.decay depends on time, and steady states/],
    ["spins: 4\ncollective:\n  jumps:\n  - rate: 1\n    operator: Jx * Jy", 5, 18, /product of two spin operators/],
    ["spins: 4\ncollective: { jumps: [{ rate: 1, operator: 'Jx + Jq' }] }", 2, 50, /Jq is unknown; did you mean/],
    ['spins: 4\nlocal: { jumps: [{ rate: 1, operator: [1, "2 i x", 0] }] }', 2, 46, /operator\[1\] is "2 i x"/],
    ["spins: 4\nlocal: { jumps: [{ rate: 1, operator: Jx }] }", 2, 39, /Jx acts on all spins together/],
    ["spins: 4\ncollective: { jumps: [{ rate: 1 }] }", 2, 23, /operator is missing; give .* as \[l_x, l_y, l_z\]/],
    ["spins: 4\ncollective: { jumps: { rate: 1, operator: Jx } }", 2, 22, /put every jump into brackets/],
    ["spins: 4\ncollective: { jumps: [{ rate: -1, operator: Jx }] }", 2, 31, /jumps\[0\]\.rate is -1, below 0/],
  ])("says in %j where and why it is outside the class", (text, line, column, message) => {
    const error = errorOf(text);
    expect(error.message).toMatch(message);
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.message).not.toContain("\n");
  });

  it.each([
    // [text, line, column, what and remedy]
    ["", 1, 1, "the file is empty; give at least the number of spins: `spins: 40`"],
    ["# only a comment\n", 1, 1, "the file is empty; give at least the number of spins: `spins: 40`"],
    ["null", 1, 1, "the model is null, not a map; give a map"],
    ["- 1\n- 2", 1, 1, "the model is a list of 2, not a map; give a map"],
    ["  field: [1, 2, 3]", 1, 3, "spins is missing; give spins as a number"],
    ["spins:\nfield: [0, 0, 0]", 1, 1, "spins is null, not a number; give a number"],
    ["spins: '1'", 1, 8, 'spins is "1", not a number; remove the quotes: write 1'],
    ["spins: 1_000", 1, 8, 'spins is "1_000", not a number; write 1000'],
    ["spins: 40}", 1, 8, 'spins is "40}", not a number; give a number'],
    ["spins: yes", 1, 8, 'spins is "yes", not a number; give a number'],
    ["spins: 0.5", 1, 8, "spins is 0.5, not a whole number; give a whole number of spins from 1 to 2^53"],
    [
      "spins: 4\nfield:\n  - 1\n  - 2\n  - .inf\n",
      5,
      5,
      "field[2] is Infinity, not a finite number; give a finite number",
    ],
    ["spins: 4\nfield: [1, 1e400, 0]", 2, 12, "field[1] is Infinity, not a finite number; give a finite number"],
    ["spins: 4\nfield: [1 2 3]", 2, 8, "field has 1 component, not 3; give 3 numbers, separated by commas"],
    ["spins: 4\ncollective:\n  pump: -1\n", 3, 9, "collective.pump is -1, below 0; give a rate >= 0"],
    ["spins: 4\ncollective:\n  pmup: 1\n", 3, 3, "pmup is not a key of collective; did you mean pump?"],
    [
      "spins: 4\ncollective:\n  pump:\n",
      3,
      3,
      "collective.pump is null, not a number; give a number, or leave the key out",
    ],
    ["spin: 4", 1, 1, "spin is not a key of the model; did you mean spins?"],
    ["spins: 4\nlocal: &a { pump: -1 }\ncollective: *a", 2, 19, "collective.pump is -1, below 0; give a rate >= 0"],
    ["spins: *n", 1, 8, "the alias *n has no anchor &n before it; define the anchor first, or write the value"],
    ["spins: 4\n1: 2", 2, 1, "a key is 1, not a name; use a name as the key"],
    ["spins: 4\n? [a]\n: 1", 2, 3, "a key is a list or a map, not a name; use a name as the key"],
    [
      "spins: 4\n__proto__: {}",
      2,
      1,
      "__proto__ is not a key of the model; use one of spins, field, interaction, collective, local, initial, breaks",
    ],
    ["spins: 4\nspins: 5", 2, 1, "the key spins is given twice in one map; keep one of the two"],
    ['{ "spins": 4, "spins": 5 }', 1, 15, "the key spins is given twice in one map; keep one of the two"],
    ["spins: 4\n---\nspins: 5", 2, 1, "the file holds more than 1 YAML document; keep one model a file"],
    [
      "spins: 4\nlocal:\n\tpump: 1",
      3,
      1,
      "a line is indented with a tab, which YAML does not allow; indent with spaces",
    ],
    ["spins: !!foo 4", 1, 8, "not valid YAML: Unresolved tag: tag:yaml.org,2002:foo; correct the syntax here"],
    ["{ spins: 4", 1, 11, "not valid YAML: Flow map must end with a }; correct the syntax here"],
  ])("reports %j at its place", (text, line, column, message) => {
    const error = errorOf(text);
    expect(error.message).toBe(`model.yaml:${line}:${column}: ${message}`);
    expect(error).toMatchObject({ path: "model.yaml", line, column });
  });

  it("stops at aliases that contain themselves or multiply", () => {
    const limit = /more than 100000 values, or more than 32 levels/;
    expect(errorOf("spins: 4\nfield: &a [*a, 0, 0]").message).toMatch(limit);
    const bomb = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"];
    for (const [name, previous] of ["ba", "cb", "dc", "ed"]) {
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${previous}`).join(", ")}]`);
    }
    expect(errorOf(bomb.join("\n")).message).toMatch(limit);
  });

  it("points at any single value that is made invalid, or key that is misspelt", () => {
    const invalid = fc.constantFrom<unknown>(
      -1,
      "x",
      "1",
      null,
      true,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      [],
      {},
      "",
    );
    fc.assert(
      fc.property(
        anyModel,
        fc.constantFrom(...MODEL_PARAMETERS),
        invalid,
        fc.boolean(),
        (model, parameter, value, flow) => {
          fc.pre(value !== -1 || !/^(field|interaction)/.test(parameter));
          const broken = JSON.parse(JSON.stringify(model));
          const [group, name] = parameter.split(".") as [string, string | undefined];
          if (name === undefined) broken[group] = value;
          else broken[group][name] = value;
          const text = stringify(broken, flow ? { collectionStyle: "flow" } : {});
          const error = errorOf(text);
          expect(error.message).toContain(parameter.replace(/^field\.(.)$/, "field[$1]"));
          const line = text.split("\n")[error.line - 1]!;
          const shown = stringify(value).trim();
          expect(line.slice(error.column - 1).startsWith(shown)).toBe(true);
        },
      ),
    );
    fc.assert(
      fc.property(anyModel, fc.constantFrom(...MODEL_PARAMETERS), fc.boolean(), (model, parameter, flow) => {
        const text = stringify(model, flow ? { collectionStyle: "flow" } : {});
        const key = parameter.startsWith("field") ? "field" : parameter;
        const [group, name] = key.split(".") as [string, string | undefined];
        const from = text.indexOf(`${group}:`);
        const at = name === undefined ? from : text.indexOf(`${name}:`, from);
        const error = errorOf(`${text.slice(0, at)}x${text.slice(at)}`);
        // An x before a pair of axes makes three of them, of which there is more to say.
        const remedy =
          group === "interaction" && name !== undefined ? "leave it out: the" : `did you mean ${name ?? group}?`;
        expect(error.message).toContain(remedy);
        const before = text.slice(0, at).split("\n");
        expect([error.line, error.column]).toEqual([before.length, before.at(-1)!.length + 1]);
      }),
    );
  });

  it("reports a place inside the text for any text whatever", () => {
    const fragment = fc.constantFrom(
      "spins",
      ": ",
      "4",
      "\n",
      "  ",
      "\t",
      "{",
      "}",
      "[",
      "]",
      ",",
      "- ",
      "&a ",
      "*a",
      "'",
      '"',
      "#",
      "---\n",
      "!!x ",
      "field",
      "? ",
      "|",
      "\r\n",
      "%",
      "@",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragment).map((parts) => parts.join("")),
        ),
        (text) => {
          try {
            parseModelFile(text, "m");
          } catch (error) {
            expect(error).toBeInstanceOf(FileFormatError);
            const { line, column } = error as FileFormatError;
            const lines = text.split("\n");
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines.length);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
