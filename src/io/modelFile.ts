import { z } from "zod";
import type { FileFormatError } from "../core/errors.ts";
import { checkedBy, checkedVector } from "../model/checks.ts";
import { type Drive, formulaField, sampledField, samplesFault } from "../model/drive.ts";
import { type InitialState, initialStateSchema } from "../model/initialState.ts";
import { freezeModel, type SpinModel, spinModelShape } from "../model/spinModel.ts";
import { readYaml, type YamlText } from "./yamlText.ts";

/** What a model file says. */
export interface Problem {
  /** With the field at t = 0. */
  readonly model: SpinModel;
  readonly initial?: InitialState;
  /** Where the field is given as samples or as formulas. */
  readonly drive?: Drive;
}

const constantShape = { ...spinModelShape, initial: initialStateSchema.optional() };
const constantSchema = z.strictObject(constantShape);

const samples = z
  .strictObject({ times: z.array(z.number()), values: z.array(checkedVector()) })
  .check(checkedBy(samplesFault));

/** A number is a formula, too. */
const formula = z
  .unknown()
  .check(
    checkedBy((value) =>
      typeof value === "string" || (typeof value === "number" && Number.isFinite(value))
        ? null
        : { what: "not a formula", remedy: 'give a formula in t in quotes, as "0.5*cos(2*t)"', limit: undefined },
    ),
  )
  .transform(String);

const formulas = z.strictObject({ formula: z.tuple([formula, formula, formula]) });

/** For a map that is neither: its errors name all keys. */
const neitherSchema = z.strictObject({
  ...constantShape,
  field: z
    .strictObject({ formula: z.unknown().optional(), times: z.unknown().optional(), values: z.unknown().optional() })
    .check(
      checkedBy(() => ({
        what: "without formula, times or values",
        remedy: "give [x, y, z], { formula: [...] } or { times: [...], values: [...] }",
        limit: undefined,
      })),
    ),
});
const sampledSchema = z.strictObject({ ...constantShape, field: samples });
const formulaSchema = z.strictObject({ ...constantShape, field: formulas });

/**
 * The model in a YAML or JSON text:
 *
 *     spins: 40
 *     field: [0.5, 0, 0]
 *     collective: { dephasing: 1, pump: 1, decay: 0 }
 *     local: { dephasing: 0, pump: 0, decay: 0 }
 *
 * Only `spins` is required. `path` names the file in messages and is not opened. An initial state is checked and left out.
 * Throws FileFormatError for the first thing that is wrong, at the offending value; at the key where the key is unknown, at
 * the enclosing map where one is missing; and for a field that depends on time.
 */
export function parseModelFile(text: string, path: string): SpinModel {
  const yaml = readYaml(text, path);
  const field = fieldInput(yaml);
  if (isMap(field)) {
    throw yaml.errorAt(["field"], {
      what: "the field depends on time, and a steady state needs a constant one",
      remedy: "give the field as [x, y, z], or evolve the model in time",
      value: field,
    });
  }
  return freezeModel(yaml.check(constantSchema));
}

/**
 * The problem in a text: the model as for `parseModelFile`, and if given
 *
 *     initial: { coherent: [0, 0, 1] }                              see `initialStateSchema`
 *     field: { times: [0, 1, 5], values: [[0, 0, 0], [1, 0, 0], [1, 0, 0]] }     linear in between
 *     field: { formula: ["0.5*cos(2*t)", "0", "0"] }                see `parseFormula`
 *
 * Asynchronous because the parser of formulas is loaded where there is one. Throws as `parseModelFile` does, with the column
 * within the formula where that is at fault; the field's function throws FileFormatError at a time where it is not finite.
 */
export async function parseProblemFile(text: string, path: string): Promise<Problem> {
  const yaml = readYaml(text, path);
  const field = fieldInput(yaml);
  if (!isMap(field)) {
    const { initial, ...model } = yaml.check(constantSchema);
    return problem(model, initial);
  }
  if ("formula" in field) {
    const { initial, ...found } = yaml.check(formulaSchema);
    const drive = await formulaField(found.field, (component, fault) =>
      formulaError(yaml, component, found.field.formula[component]!, fault),
    );
    return problem({ ...found, field: drive.field(0) }, initial, drive);
  }
  if (!("times" in field || "values" in field)) yaml.check(neitherSchema);
  const { initial, ...found } = yaml.check(sampledSchema);
  const drive = sampledField(found.field);
  return problem({ ...found, field: drive.field(0) }, initial, drive);
}

function problem(model: SpinModel, initial: InitialState | undefined, drive?: Drive): Problem {
  return Object.freeze({
    model: freezeModel(model),
    ...(initial === undefined ? {} : { initial }),
    ...(drive === undefined ? {} : { drive }),
  });
}

function formulaError(
  yaml: YamlText,
  component: number,
  formula: string,
  { what, remedy, column }: { readonly what: string; readonly remedy: string; readonly column: number },
): FileFormatError {
  const place = column > 1 ? ` (column ${column} of the formula)` : "";
  return yaml.errorAt(
    ["field", "formula", component],
    { what: `field.formula[${component}] is ${JSON.stringify(formula)}: ${what}${place}`, remedy, value: formula },
    column,
  );
}

const fieldInput = ({ input }: YamlText): unknown => (isMap(input) ? input.field : undefined);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
