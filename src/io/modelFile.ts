import { defined } from "../core/defined.ts";
import { FileFormatError, InputError } from "../core/errors.ts";
import {
  breaksFault,
  type Drive,
  describeFault,
  type FieldSamples,
  formulaField,
  sampledField,
  samplesFault,
} from "../model/drive.ts";
import type { FormulaFault } from "../model/formula/parse.ts";
import { checkedInitialState, type InitialState, type StatePart } from "../model/initialState.ts";
import { type FileStart, initialStateShape, type WrittenState } from "../model/initialStateShape.ts";
import { type CheckParameters, pathName, valueAt } from "../model/issues.ts";
import { modelRemedy } from "../model/modelRemedies.ts";
import { type ParameterDrive, parameterDrive } from "../model/parameterDrive.ts";
import { anything, changed, checked, list, map, number, optional, triple } from "../model/shapes.ts";
import { freezeModel, type SpinModel } from "../model/spinModel.ts";
import { scaleFault, spinModelShape } from "../model/spinModelShape.ts";
import { parseResultFile } from "./resultFile.ts";
import { formulaShape, outsideShape, signalsIn } from "./signals.ts";
import { readYaml, type YamlText } from "./yamlText.ts";

/** What a model file says. */
export interface Problem {
  /** With the values at t = 0 of what depends on time. */
  readonly model: SpinModel;
  readonly initial?: InitialState;
  /** Where the field or another coefficient is given as samples or as formulas. */
  readonly drive?: Drive | ParameterDrive;
}

const constantMembers = { ...spinModelShape, initial: optional(initialStateShape) };

/** Places where steps end, beside a field that depends on time. */
const breaks = optional(list(number(), (times) => pathInside(breaksFault(times))));

/** The path of a fault within the list that it is in. */
const pathInside = (fault: CheckParameters | null): CheckParameters | null =>
  fault === null ? null : { ...fault, path: (fault.path ?? []).slice(1) };

const noBreaks = optional(
  anything(() => ({
    what: "beside a constant field",
    remedy: "leave it out: it names times at which a field changes",
    limit: undefined,
  })),
);

const movingProblem = map({ ...constantMembers, breaks }, scaleFault, modelRemedy);
const constantProblem = map({ ...constantMembers, breaks: noBreaks }, scaleFault, modelRemedy);

const samples = checked(
  changed(
    map({ times: list(number()), values: list(triple(number())), outside: outsideShape }),
    ({ outside, ...rest }): FieldSamples => ({ ...rest, ...(outside && { outside }) }),
  ),
  samplesFault,
);

const formulas = map({ formula: triple(formulaShape) });

/** For a map that is neither: its errors name all keys. */
const neitherField = map(
  {
    formula: optional(anything()),
    times: optional(anything()),
    values: optional(anything()),
    outside: optional(anything()),
  },
  () => ({
    what: "without formula, times or values",
    remedy: "give [x, y, z], { formula: [...] } or { times: [...], values: [...] }",
    limit: undefined,
  }),
);

const neitherProblem = map({ ...constantMembers, breaks, field: neitherField }, undefined, modelRemedy);
const sampledProblem = map({ ...constantMembers, breaks, field: samples }, scaleFault, modelRemedy);
const formulaProblem = map({ ...constantMembers, breaks, field: formulas }, scaleFault, modelRemedy);

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
 * the enclosing map where one is missing; and for a field or another coefficient that depends on time.
 */
export function parseModelFile(text: string, path: string): SpinModel {
  const yaml = readYaml(text, path);
  const field = fieldInput(yaml);
  if (isMap(field)) {
    throw yaml.errorAt(["field"], {
      what: "the field depends on time, and steady states and spectra need a constant one",
      remedy: "give the field as [x, y, z], or evolve the model in time",
      value: field,
    });
  }
  const { first, input } = signalsIn(yaml);
  if (first !== null) {
    throw yaml.errorAt(first, {
      what: `${pathName(first, "")} depends on time, and steady states and spectra need a constant one`,
      remedy: "give a number, or evolve the model in time",
      value: valueAt(yaml.input, first),
    });
  }
  return freezeModel(yaml.check(constantProblem, input));
}

/**
 * The problem in a text: the model as for `parseModelFile`, and if given
 *
 *     initial: { coherent: [0, 0, 1] }                              see `initialStateShape`
 *     field: { times: [0, 1, 5], values: [[0, 0, 0], [1, 0, 0], [1, 0, 0]] }     linear in between
 *     field: { formula: ["0.5*cos(2*t)", "0", "0"] }                see `parseFormula`
 *     collective: { decay: "0.5*step(t - 1)" }                      any rate, and any coefficient of the interaction, likewise
 *     interaction: { zz: { times: [0, 1, 5], values: [0, 1, 1] } }
 *     breaks: [1, 2.5]                                              times at which steps end besides
 *
 * `readFile` gives the text of an earlier result, where the initial state is `{ from: FILE }`.
 * Samples may say what holds at times that they do not reach: outside: hold, or outside: zero. Throws as `parseModelFile` does, with the column
 * within the formula where that is at fault; the field's function throws FileFormatError at a time where it is not finite.
 */
export async function parseProblemFile(text: string, path: string, readFile?: FileReader): Promise<Problem> {
  const yaml = readYaml(text, path);
  const { signals, input, explain } = signalsIn(yaml);
  const isMoving = Object.keys(signals).length > 0;
  const problem = (
    model: SpinModel,
    initial: WrittenState | undefined,
    given: readonly number[] | undefined,
    field?: Drive,
  ): Problem => {
    const frozen = freezeModel(model);
    // Where the field alone moves the breaks are its own.
    const drive = isMoving ? parameterDrive(frozen, signals, { ...defined({ field, breaks: given }), explain }) : field;
    return Object.freeze({
      model: frozen,
      ...(initial === undefined ? {} : { initial: readState(yaml, ["initial"], initial, model.spins, readFile) }),
      ...defined({ drive }),
    });
  };
  const field = fieldInput(yaml);
  if (!isMap(field)) {
    const { initial, breaks: given, ...model } = yaml.check(isMoving ? movingProblem : constantProblem, input);
    return problem(model, initial, given as readonly number[] | undefined);
  }
  if ("formula" in field) {
    const { initial, breaks: given, ...found } = yaml.check(formulaProblem, input);
    const { formula } = found.field;
    const drive = formulaField({ formula, ...(given && { breaks: given }) }, (component, fault) =>
      formulaError(yaml, component, formula[component]!, fault),
    );
    return problem({ ...found, field: drive.field(0) }, initial, given, drive);
  }
  if (!("times" in field || "values" in field)) yaml.check(neitherProblem, input);
  const { initial, breaks: given, ...found } = yaml.check(sampledProblem, input);
  requireStart(yaml, found.field);
  const drive = sampledField({ ...found.field, ...(given && { breaks: given }) });
  return problem({ ...found, field: drive.field(0) }, initial, given, drive);
}

/** Evolutions begin at t = 0. */
function requireStart(yaml: YamlText, { times, outside }: FieldSamples): void {
  const [first, last] = [times[0]!, times.at(-1)!];
  if (outside !== undefined || (first <= 0 && last >= 0)) return;
  throw yaml.errorAt(["field", "times"], {
    what: `the samples of the field are from t = ${first} to ${last}, and an evolution begins at t = 0`,
    remedy: "give samples from 0 on, or say what holds before: outside: hold, or outside: zero, beside times",
    value: first,
    limit: 0,
  });
}

/** Gives the text of an earlier result that an initial state names with `from`. */
export type FileReader = (file: string) => string;

/**
 * The initial state in a text that holds one as under the key `initial` of a model file, for N = `spins`. Throws FileFormatError
 * as `parseProblemFile` does.
 */
export function parseInitialState(text: string, path: string, spins: number, readFile?: FileReader): InitialState {
  const yaml = readYaml(text, path);
  return readState(yaml, [], yaml.check(initialStateShape), spins, readFile);
}

/** The files that the initial state of a model file, or a text with an initial state alone, names; nothing is checked. */
export function namedFiles(text: string, path: string): readonly string[] {
  const { input } = readYaml(text, path);
  const initial = isMap(input) && "initial" in input ? input.initial : input;
  if (!isMap(initial)) return [];
  const parts = [initial, ...(Array.isArray(initial.mixture) ? initial.mixture.filter(isMap) : [])];
  return parts.flatMap(({ from }) => (typeof from === "string" ? [from] : []));
}

function readState(
  yaml: YamlText,
  where: readonly (string | number)[],
  written: WrittenState,
  spins: number,
  readFile: FileReader | undefined,
): InitialState {
  const partOf = (part: StatePart | FileStart): StatePart => {
    if (part.kind !== "from") return part;
    if (readFile !== undefined) return parseResultFile(readFile(part.file), part.file);
    throw yaml.errorAt(where, {
      what: `the initial state stands in ${part.file}, and nothing was given to read files with`,
      remedy: "give a function that returns the text of a file",
      value: part.file,
    });
  };
  const state: InitialState =
    written.kind === "mixture"
      ? { kind: "mixture", parts: written.parts.map(({ weight, state: part }) => ({ weight, state: partOf(part) })) }
      : partOf(written);
  try {
    return checkedInitialState(state, spins);
  } catch (error) {
    if (!(error instanceof InputError) || error instanceof FileFormatError) throw error;
    throw yaml.errorAt(where, error);
  }
}

function formulaError(yaml: YamlText, component: number, formula: string, fault: FormulaFault): FileFormatError {
  const { what, remedy } = describeFault(component, formula, fault);
  return yaml.errorAt(["field", "formula", component], { what: `field.${what}`, remedy, value: formula }, fault.column);
}

const fieldInput = ({ input }: YamlText): unknown => (isMap(input) ? input.field : undefined);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
