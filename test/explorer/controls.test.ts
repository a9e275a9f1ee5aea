import { describe, expect, it } from "vitest";
import { exampleText } from "../../src/cli/exampleModels.ts";
import { PARAMETER_GROUPS, valueAt, withValue } from "../../src/explorer/controls/parameters.ts";
import { linearScale, roundLimit, spinScale } from "../../src/explorer/controls/scale.ts";
import { EXAMPLES, nameOfModel, stateOfExample } from "../../src/explorer/examples.ts";
import { evolutionWanted, fastWants, indexOf, pictureKey, slowWants, timeOf } from "../../src/explorer/session.ts";
import { DEFAULT_MODEL, DEFAULT_STATE } from "../../src/explorer/state.ts";
import { parseProblemFile } from "../../src/io/modelFile.ts";
import { MODEL_PARAMETERS } from "../../src/model/parameters.ts";
import { spinModel } from "../../src/model/spinModel.ts";

describe("sliders", () => {
  it("have a place for every number of spins up to 20 and go up to a million", () => {
    const values = Array.from({ length: spinScale.steps + 1 }, (_, place) => spinScale.toValue(place));
    expect(values.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
    expect(values.at(-1)).toBe(1_000_000);
    for (const [place, value] of values.entries()) {
      expect(Number.isInteger(value)).toBe(true);
      expect(spinScale.toPlace(value)).toBe(place);
      if (place > 0) expect(value).toBeGreaterThan(values[place - 1]!);
      // 24 a decade are 1.10 apart, and rounding to two digits moves either end by 5 % at most.
      if (place > 20) expect(value / values[place - 1]!).toBeLessThan(10 ** (1 / 24) * (1.05 / 0.95) * (1 + 1e-9));
    }
    expect(spinScale.toPlace(1e12)).toBe(spinScale.steps);
    expect(spinScale.toPlace(0)).toBe(0);
  });

  it("give decimal numbers and find their places again", () => {
    for (const signed of [true, false]) {
      const scale = linearScale(2, signed);
      for (let place = 0; place <= scale.steps; place++) {
        expect(scale.toPlace(scale.toValue(place))).toBe(place);
        expect(String(scale.toValue(place)).length).toBeLessThanOrEqual(5);
      }
      expect(scale.toValue(scale.steps)).toBe(2);
    }
    expect(Object.is(linearScale(2, true).toValue(200), 0)).toBe(true);
  });

  it.each([
    [0, 2],
    [-2, 2],
    [2.1, 5],
    [7, 10],
    [500_000, 500_000],
    [1e50, 1e50],
  ])("reach as far as %s with a limit of %s", (value, limit) => {
    expect(roundLimit(value)).toBe(limit);
  });
});

describe("the numbers of a model", () => {
  const paths = PARAMETER_GROUPS.flatMap(({ parameters }) => parameters.map(({ path }) => path));

  it("are those of the library", () => {
    expect([...paths].sort()).toEqual([...MODEL_PARAMETERS].sort());
  });

  it("are read and replaced one by one", () => {
    for (const path of paths) {
      const changed = withValue(DEFAULT_MODEL, path, 7);
      for (const other of paths)
        expect(valueAt(changed, other)).toBe(other === path ? 7 : valueAt(DEFAULT_MODEL, other));
    }
  });
});

describe("examples", () => {
  const all = EXAMPLES.flatMap(({ examples }) => examples);

  it.each(all.filter(({ file }) => file !== null).map((example) => [example.name, example] as const))(
    "%s is the model of its file",
    async (_, { file, model }) => {
      const read = await parseProblemFile(exampleText(file!), `${file}.yaml`);
      expect(spinModel(model)).toEqual(read.model);
    },
  );

  it("are found again by their models, and have names of their own", () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, model } of all) {
      spinModel(model);
      expect(nameOfModel(structuredClone(model))).toBe(name);
    }
    expect(nameOfModel({ ...DEFAULT_MODEL, spins: 41 })).toBe(null);
  });

  it("leave the theme and the layers as they are", () => {
    const state = {
      ...DEFAULT_STATE,
      theme: "dark",
      time: 3,
      layers: { ...DEFAULT_STATE.layers, flow: false },
    } as const;
    const next = stateOfExample(state, all[1]!);
    expect(next).toEqual({ ...DEFAULT_STATE, theme: "dark", layers: state.layers, model: all[1]!.model });
  });
});

describe("what is asked for", () => {
  const nothing = {
    facts: false,
    table: false,
    evolution: null,
    spectrum: false,
    entanglement: false,
    certificate: false,
    picture: null,
  };

  it("is all that is not known", () => {
    expect(Object.keys(slowWants(DEFAULT_STATE, nothing)).sort()).toEqual(
      ["certificate", "entanglement", "evolution", "facts", "picture", "slices", "spectrum", "table"].sort(),
    );
    const known = {
      ...nothing,
      facts: true,
      table: true,
      evolution: evolutionWanted(DEFAULT_STATE),
      spectrum: true,
      entanglement: true,
      certificate: true,
    };
    expect(slowWants(DEFAULT_STATE, { ...known, picture: pictureKey(DEFAULT_STATE) })).toEqual({});
    expect(
      Object.keys(slowWants({ ...DEFAULT_STATE, until: 4 }, { ...known, picture: pictureKey(DEFAULT_STATE) })),
    ).toEqual(["evolution"]);
    const later = { ...DEFAULT_STATE, time: 5, shown: "Q" } as const;
    expect(slowWants(later, { ...known, picture: pictureKey(DEFAULT_STATE) })).toEqual({
      picture: { shown: "Q", at: { evolution: evolutionWanted(later), index: 50 } },
    });
  });

  it("is quick while something moves", () => {
    expect(fastWants(DEFAULT_STATE)).toEqual({
      facts: true,
      picture: { shown: "P" },
      slices: { axis: [0, 0, 1] },
      table: true,
    });
    expect(fastWants({ ...DEFAULT_STATE, time: 1 })).toEqual({ facts: true, table: true });
  });

  it("names times as they stand in an address", () => {
    for (const until of [10, 0.3, 7e5]) {
      for (let index = 0; index <= 100; index++) {
        expect(indexOf({ time: timeOf(index, until), until })).toBe(index);
      }
    }
    expect(timeOf(3, 10)).toBe(0.3);
    expect(indexOf({ time: null, until: 1 })).toBe(null);
    expect(indexOf({ time: 99, until: 1 })).toBe(100);
  });
});
