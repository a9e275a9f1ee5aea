import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseModelFile } from "../../src/io/modelFile.ts";
import { readYaml } from "../../src/io/yamlText.ts";
import { anything, map, optional } from "../../src/model/shapes.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { spinModelShape } from "../../src/model/spinModelShape.ts";
import { writtenModel } from "../../src/model/writtenModel.ts";
import { generalModel } from "../model/secondOrder/arbitrary.ts";
import { anyModel } from "./arbitraryModel.ts";

fc.configureGlobal({ seed: 20_201_001 });

describe("parseModelFile", () => {
  it("reads the documented form", () => {
    const text = `# driven, with collective pump
spins: 40
field: [0.5, 0, 0]
collective: { dephasing: 1, pump: 1 }   # decay: 0
local:
  decay: 1e-3
  pump: .5
`;
    expect(parseModelFile(text, "model.yaml")).toEqual(
      spinModel({
        spins: 40,
        field: [0.5, 0, 0],
        collective: { dephasing: 1, pump: 1 },
        local: { decay: 1e-3, pump: 0.5 },
      }),
    );
  });

  it("reads JSON with tabs, Windows line ends, a byte order mark, document marks and anchors", () => {
    expect(parseModelFile('{\n\t"spins": 40,\n\t"field": [1, 2, 3]\n}', "m.json").field).toEqual([1, 2, 3]);
    expect(parseModelFile("\uFEFFspins: 4\r\nfield: [0, 0, 1]\r\n", "m").field).toEqual([0, 0, 1]);
    expect(parseModelFile("%YAML 1.2\n---\nspins: 4\n...\n", "m").spins).toBe(4);
    const shared = parseModelFile("spins: 4\ncollective: &rates { pump: 1 }\nlocal: *rates\n", "m");
    expect(shared.local).toEqual(shared.collective);
  });

  it("returns a frozen model", () => {
    const model = parseModelFile("spins: 4", "m");
    for (const part of [model, model.field, model.collective, model.local]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("gives back any model from its YAML and its JSON, to the last bit", () => {
    fc.assert(
      fc.property(anyModel, fc.boolean(), (model, flow) => {
        expect(parseModelFile(stringify(model, flow ? { collectionStyle: "flow" } : {}), "m.yaml")).toEqual(model);
        expect(parseModelFile(JSON.stringify(model, null, flow ? 0 : 2), "m.json")).toEqual(model);
      }),
    );
  });

  it("reads interaction and jumps, and gives back any of them from its YAML and its JSON", () => {
    const text = `spins: 4
interaction: { zz: 1, xy: -0.5 }
collective:
  decay: 0.3
  jumps:
    - rate: 1
      operator: Jx + 0.6i*Jy
    - { rate: 2, operator: [1, [0, 1], 0.5i] }
local: { jumps: [{ rate: 0.1, operator: sm }] }
`;
    expect(parseModelFile(text, "model.yaml")).toEqual(
      spinModel({
        spins: 4,
        interaction: { zz: 1, xy: -0.5 },
        collective: {
          decay: 0.3,
          jumps: [
            { rate: 1, operator: [1, [0, 0.6], 0] },
            { rate: 2, operator: [1, [0, 1], [0, 0.5]] },
          ],
        },
        local: { jumps: [{ rate: 0.1, operator: [1, [0, -1], 0] }] },
      }),
    );
    fc.assert(
      fc.property(generalModel(fc.constant(4)), fc.boolean(), (input, flow) => {
        const model = spinModel(input);
        const written = writtenModel(model);
        const yaml = stringify(written, { aliasDuplicateObjects: false, ...(flow && { collectionStyle: "flow" }) });
        expect(parseModelFile(yaml, "m.yaml")).toEqual(model);
        expect(parseModelFile(JSON.stringify(written), "m.json")).toEqual(model);
      }),
    );
  });
});

describe("the shape of a model", () => {
  it("serves formats that hold more than a model", () => {
    const initial = anything((value) =>
      value === "up" || value === "down"
        ? null
        : { what: "neither up nor down", remedy: "write one", limit: undefined },
    );
    const shape = map({ ...spinModelShape, initial: optional(initial) });
    const read = (text: string) => readYaml(text, "m").check(shape);
    expect(read("spins: 4\ninitial: up")).toMatchObject({ spins: 4, initial: "up" });
    expect(() => read("spins: 4\ninital: up")).toThrow(
      "m:2:1: inital is not a key of the model; did you mean initial?",
    );
    expect(() => read("spins: 4\ninitial: left")).toThrow('m:2:10: initial is "left", neither up nor down; write one');
  });
});
