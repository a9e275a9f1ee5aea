import { describe, expect, it } from "vitest";
import { FileFormatError } from "../../src/core/errors.ts";
import { parseModelFile, parseProblemFile } from "../../src/io/modelFile.ts";
import { movingModel } from "../../src/model/movingModel.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { evolve } from "../../src/roads/evolve.ts";

const errorOf = async (text: string): Promise<FileFormatError> => {
  const found = await parseProblemFile(text, "m.yaml").then(
    () => null,
    (error: unknown) => error,
  );
  expect(found).toBeInstanceOf(FileFormatError);
  return found as FileFormatError;
};

describe("parseProblemFile", () => {
  it("reads a model alone, as parseModelFile does", async () => {
    const text = "spins: 4\nfield: [1, 2, 3]\ncollective: { decay: 1 }";
    expect(await parseProblemFile(text, "m.yaml")).toEqual({ model: parseModelFile(text, "m.yaml") });
  });

  it("reads every kind of initial state", async () => {
    const initialOf = async (text: string) => (await parseProblemFile(`spins: 4\ninitial: ${text}`, "m")).initial;
    expect(await initialOf("{ coherent: [0.6, 0, -0.8] }")).toEqual({ kind: "coherent", direction: [0.6, 0, -0.8] });
    expect(await initialOf("{ thermal: { ratio: 0.5 } }")).toEqual({ kind: "thermal", ratio: 0.5 });
    expect(await initialOf("{ thermal: { ratio: .inf } }")).toEqual({
      kind: "thermal",
      ratio: Number.POSITIVE_INFINITY,
    });
    const mixed = "{ mixture: [ { weight: 1, coherent: [1, 0, 0] }, { weight: 3, thermal: { ratio: 0 } } ] }";
    expect(await initialOf(mixed)).toEqual({
      kind: "mixture",
      parts: [
        { weight: 0.25, state: { kind: "coherent", direction: [1, 0, 0] } },
        { weight: 0.75, state: { kind: "thermal", ratio: 0 } },
      ],
    });
  });

  it("reads samples of the field; the model has the field at t = 0", async () => {
    const text = `
spins: 4
field:
  times: [-1, 1, 5]
  values: [[0, 0, 0], [1, 0, 2], [1, 0, 0]]
`;
    const { model, drive } = await parseProblemFile(text, "m.yaml");
    expect(model).toEqual(spinModel({ spins: 4, field: [0.5, 0, 1] }));
    expect(Object.isFrozen(model.field)).toBe(true);
    expect(drive!.field(3)).toEqual([1, 0, 1]);
    expect(drive!.breaks).toEqual([-1, 1, 5]);
  });

  it("reads formulas, numbers among them", async () => {
    const { model, drive } = await parseProblemFile('spins: 4\nfield: { formula: ["0.5*cos(2*t)", 0, t] }', "m.yaml");
    expect(model.field).toEqual([0.5, 0, 0]);
    expect(drive!.field(3)).toEqual([0.5 * Math.cos(6), 0, 3]);
    expect(drive!.source).toEqual({ formula: ["0.5*cos(2*t)", "0", "t"] });
  });

  it.each<[string, number, number, string]>([
    // [text, line, column, message]
    [
      "field: { formula: [ 2*cso(t), 0, 0 ] }",
      2,
      23,
      'field.formula[0] is "2*cso(t)": cso is no function (column 3 of the formula); did you mean cos?',
    ],
    ['field: { formula: [0, "2*x", 0] }', 2, 26, 'field.formula[1] is "2*x": x is unknown (column 3 of the formula)'],
    ["field: { formula: [0, '2*', 0] }", 2, 26, "it ends too early"],
    ['field: { formula: [0, "2*\\x78", 0] }', 2, 23, "x is unknown"],
    [
      'field: { formula: ["1/t", 0, 0] }',
      2,
      21,
      'field.formula[0] is "1/t": it is Infinity at t = 0; give a formula that is finite',
    ],
    ["field: { formula: [1, 2] }", 2, 19, "field.formula has 2 components, not 3"],
    ["field: { formula: [1, 2, null] }", 2, 26, "field.formula[2] is null, not a formula"],
    ["field: { formula: t }", 2, 19, 'field.formula is "t", not a list'],
    ["field: { formula: [0, 0, 0], times: [0, 1] }", 2, 30, "times is not a key of field"],
    ["field: { formulas: [0, 0, 0] }", 2, 10, "formulas is not a key of field; did you mean formula?"],
    ["field: {}", 2, 8, "field is an empty map, without formula, times or values"],
    ["field: { times: [0, 1] }", 2, 8, "field.values is missing"],
    [
      "field: { times: [0, 2, 1], values: [[0, 0, 0], [0, 0, 0], [0, 0, 0]] }",
      2,
      24,
      "field.times[2] is 1, not a finite time after 2; give the times in ascending order",
    ],
    [
      "field: { times: [0, 1], values: [[0, 0, 0]] }",
      2,
      33,
      "field.values is a list of 1, not one for each of the 2 times",
    ],
    ["field: { times: [0], values: [[0, 0, 0]] }", 2, 17, "field.times is a list of 1, fewer than two times"],
    ["field: { times: [0, x], values: [[0, 0, 0], [0, 0, 0]] }", 2, 21, 'field.times[1] is "x", not a number'],
    ["field: { times: [0, 1], values: [[0, 0, 0], [0, 0]] }", 2, 45, "field.values[1] has 2 components, not 3"],
    [
      "initial: { coherent: [1, 1, 0] }",
      2,
      22,
      "initial.coherent is [1, 1, 0], of length 1.41421356, not 1; give the unit vector, [0.707106781, 0.707106781, 0]",
    ],
    ["initial: { coherent: [1, a, 0] }", 2, 26, 'initial.coherent[1] is "a", not a number'],
    ["initial: { coherent: [1, 0] }", 2, 22, "initial.coherent has 2 components, not 3"],
    ["initial: { coherant: [1, 0, 0] }", 2, 12, "coherant is not a key of initial; did you mean coherent?"],
    ["initial: {}", 2, 10, "initial is an empty map, without coherent, thermal, product, dicke, from or mixture"],
    [
      "initial: { coherent: [1, 0, 0], thermal: { ratio: 1 } }",
      2,
      10,
      "with coherent and thermal, which are different states",
    ],
    ["initial: coherent", 2, 10, 'initial is "coherent", not a map'],
    ["initial: { thermal: { ratio: -1 } }", 2, 30, "initial.thermal.ratio is -1, not a number of at least 0"],
    ["initial: { thermal: {} }", 2, 21, "initial.thermal.ratio is missing"],
    ["initial: { thermal: { ratio: hot } }", 2, 30, 'initial.thermal.ratio is "hot", not a number of at least 0'],
    ["initial: { mixture: [] }", 2, 21, "initial.mixture is a list of 0, which are no weights"],
    ["initial: { mixture: [{ weight: 0, coherent: [1, 0, 0] }] }", 2, 21, "not all zero"],
    ["initial: { mixture: [{ weight: -1, coherent: [1, 0, 0] }] }", 2, 32, "initial.mixture[0].weight is -1, below 0"],
    [
      "initial: { mixture: [{ weight: 1 }] }",
      2,
      22,
      "initial.mixture[0] is a map with the keys weight, without coherent, thermal, product, dicke or from",
    ],
    [
      "initial: { mixture: [{ weight: 1, coherant: [1, 0, 0] }] }",
      2,
      35,
      "coherant is not a key of initial.mixture[0]; did you mean coherent?",
    ],
    ["initial: { mixture: [{ coherent: [1, 0, 0] }] }", 2, 22, "initial.mixture[0].weight is missing"],
    [
      "initial: { mixture: [{ weight: 1, coherent: [1, 0, 2] }] }",
      2,
      45,
      "initial.mixture[0].coherent is [1, 0, 2], of length",
    ],
  ])("reports %j at its place", async (text, line, column, message) => {
    const error = await errorOf(`spins: 4\n${text}\n`);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(`m.yaml:${line}:${column}: `);
    expect(error).toMatchObject({ line, column });
  });

  it("names the time at which a formula of a later time is not finite", async () => {
    const { drive } = await parseProblemFile('spins: 4\nfield: { formula: ["1/(t-1)", 0, 0] }', "m.yaml");
    expect(() => drive!.field(1)).toThrow('m.yaml:2:21: field.formula[0] is "1/(t-1)": it is Infinity at t = 1');
    expect(() => drive!.field(1)).toThrow(FileFormatError);
  });
});

describe("coefficients in time", () => {
  it("are formulas and tables where numbers stand, with their values at t = 0 in the model", async () => {
    const text = `
spins: 4
field: { formula: [t, 0, 0] }
interaction: { zz: "0.5*cos(2*t)", xy: "2*pi" }
collective: { decay: { times: [-1, 1], values: [0, 1] }, jumps: [{ rate: "exp(-t)", operator: Jx }] }
local: { pump: { formula: 0.25 } }
breaks: [0.5]
`;
    const { model, drive } = await parseProblemFile(text, "m.yaml");
    expect(model).toEqual(
      spinModel({
        spins: 4,
        interaction: { zz: 0.5, xy: 2 * Math.PI },
        collective: { decay: 0.5, jumps: [{ rate: 1, operator: "Jx" }] },
        local: { pump: 0.25 },
      }),
    );
    expect(drive!.source).toEqual({
      field: { formula: ["t", "0", "0"], breaks: [0.5] },
      parameters: {
        "interaction.zz": "0.5*cos(2*t)",
        "collective.decay": { times: [-1, 1], values: [0, 1] },
        "collective.jumps.0.rate": "exp(-t)",
      },
      breaks: [0.5],
    });
    const { factors, at } = movingModel(model, drive!.field, drive);
    expect(factors(0.5)).toEqual([0.5, 0, 0, 0.5 * Math.cos(1), 0.75, Math.exp(-0.5)]);
    expect(at(0.5).collective.decay).toBe(0.75);
  });

  it.each<[string, number, number, string]>([
    ['interaction: { zz: "0.5*cs(2*t)" }', 2, 25, 'interaction.zz is "0.5*cs(2*t)": cs'],
    ['local:\n  decay: "exp(-x)"', 3, 16, 'local.decay is "exp(-x)": x'],
    [
      'collective: { jumps: [{ rate: { formula: "2*(t" }, operator: Jx }] }',
      2,
      47,
      'collective.jumps[0].rate is "2*(t": ',
    ],
    [
      "collective: { decay: { times: [0, 0], values: [1, 1] } }",
      2,
      35,
      "collective.decay.times[1] is 0, not a finite time",
    ],
    ["collective: { decay: { times: [0], values: [1] } }", 2, 31, "fewer than two times; give a constant number"],
    ["collective: { decay: { times: [1, 2], values: [1, 1] } }", 2, 31, "samples of collective.decay begin at t = 1"],
    [
      "collective: { decay: { times: [0, 1], values: [1, a] } }",
      2,
      51,
      'collective.decay.values[1] is "a", not a number',
    ],
    ["collective: { decay: { formula: [1, 2] } }", 2, 33, "collective.decay.formula is a list of 2, not a formula"],
    ['collective: { decay: "0.5 - 1" }', 2, 22, "collective.decay is -0.5, below 0"],
    ["collective: { decay: '1' }", 2, 22, 'collective.decay is "1", not a number; remove the quotes: write 1'],
    ["collective: { decay: t, pump: { fomula: t } }", 2, 31, "collective.pump is a map with the keys fomula"],
    ["collective: { decay: t }\nbreaks: [2, 1]", 3, 13, "breaks[1] is 1, not a finite time after 2"],
  ])("reports %j at its place", async (text, line, column, message) => {
    const error = await errorOf(`spins: 4\n${text}\n`);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(`m.yaml:${line}:${column}: `);
  });

  it.each([
    [
      'local:\n  decay: "1 - t"',
      /^m\.yaml:3:11: local\.decay is "1 - t": it is -\S+ at t = \S+, below 0; give a rate >= 0 at every time up to t = 2$/,
    ],
    [
      "collective: { pump: { times: [0, 2], values: [1, -1] } }",
      /^m\.yaml:2:\d+: collective\.pump is given by 2 samples: it is -1 at t = 2/,
    ],
  ])("name key, time and value, at their place, where a rate is negative on the way: %s", async (text, message) => {
    const { model, drive } = await parseProblemFile(`spins: 4\n${text}`, "m.yaml");
    const options = { initial: { coherent: [1, 0, 0] }, field: drive! } as const;
    expect(() => evolve(model, { ...options, times: [2] })).toThrow(message);
    expect(evolve(model, { ...options, times: [1] }).times).toEqual([1]);
  });

  it.each([
    ['interaction: { zz: "t" }', "m.yaml:2:21: interaction.zz depends on time"],
    [
      "local: { jumps: [{ rate: { times: [0, 1], values: [0, 1] }, operator: sx }] }",
      "m.yaml:2:26: local.jumps[0].rate depends",
    ],
  ])("have no steady state: %s", (text, message) => {
    expect(() => parseModelFile(`spins: 4\n${text}`, "m.yaml")).toThrow(message);
  });
});

describe("parseModelFile", () => {
  it("checks an initial state and leaves it out", () => {
    const model = parseModelFile("spins: 4\ninitial: { coherent: [0, 0, 1] }", "m.yaml");
    expect(model).toEqual(spinModel({ spins: 4 }));
    expect(() => parseModelFile("spins: 4\ninitial: { coherent: [0, 0, 2] }", "m.yaml")).toThrow("length 2, not 1");
  });

  it.each(["{ formula: [t, 0, 0] }", "{ times: [0, 1], values: [[0, 0, 0], [1, 0, 0]] }"])(
    "refuses a field that depends on time: %s",
    (field) => {
      expect(() => parseModelFile(`spins: 4\nfield: ${field}`, "m.yaml")).toThrow(
        "m.yaml:2:8: the field depends on time, and steady states and spectra need a constant one; give the field as [x, y, z]",
      );
    },
  );
});
