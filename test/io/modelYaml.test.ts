import fc from "fast-check";
import { expect, it } from "vitest";
import { parseModelFile, parseProblemFile } from "../../src/io/modelFile.ts";
import { modelYaml } from "../../src/io/modelYaml.ts";
import { parameterDrive } from "../../src/model/parameterDrive.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { anyModel } from "./arbitraryModel.ts";

it("gives any model back to the last bit", () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      expect(parseModelFile(modelYaml(model), "model.yaml")).toEqual(model);
    }),
    { seed: 13, numRuns: 200 },
  );
});

it("is written as people write it, with every default", () => {
  const model = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1 } });
  expect(modelYaml(model, { initial: { coherent: [0, 0, 1] } })).toBe(
    `spins: 40
field: [ 0.5, 0, 0 ]
collective: { dephasing: 1, pump: 0, decay: 0 }
local: { dephasing: 0, pump: 0, decay: 0 }
initial: { coherent: [ 0, 0, 1 ] }
`,
  );
});

it.each([
  ["jumps", 'spins: 3\ncollective: { jumps: [{ rate: 0.1, operator: "Jx + 0.6i*Jy" }] }\ninteraction: { xy: 0.3 }\n'],
  ["a field by formulas", 'spins: 3\nfield: { formula: ["cos(2*t)", "0", "t"] }\nbreaks: [1, 2]\n'],
  ["a field by samples", "spins: 3\nfield: { times: [0, 1], values: [[0, 0, 0], [1, 0, 0]], outside: hold }\n"],
  ["rates", 'spins: 3\ncollective: { decay: "0.5*step(t - 1)", jumps: [{ rate: "exp(-t)", operator: Jx }] }\n'],
  [
    "a coefficient by samples beside a field",
    'spins: 3\ninteraction: { zz: { times: [0, 5], values: [0, 1] } }\nfield: { formula: ["t", "0", "0"] }\nbreaks: [2]\n',
  ],
])("keeps %s", async (_, text) => {
  const first = await parseProblemFile(text, "a.yaml");
  const again = await parseProblemFile(modelYaml(first.model, { drive: first.drive }), "b.yaml");
  expect(again.model).toEqual(first.model);
  expect(again.drive?.source).toEqual(first.drive?.source);
});

it("has components of a field as one formula", async () => {
  const model = spinModel({ spins: 3, field: [0, 0.1, 0] });
  const drive = parameterDrive(model, { "field.0": "sin(t)", "collective.decay": "t" });
  const again = await parseProblemFile(modelYaml(model, { drive }), "b.yaml");
  expect([0, 1].map((time) => again.drive!.field(time))).toEqual([0, 1].map((time) => drive.field(time)));
  const samples = parameterDrive(model, { "field.2": { times: [0, 1], values: [0, 1] } });
  expect(() => modelYaml(model, { drive: samples })).toThrow(/field\.2 is given as samples/);
});
