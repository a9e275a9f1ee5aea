import { Document, isCollection, visit } from "yaml";
import { InputError } from "../core/errors.ts";
import type { ParameterSource } from "../model/parameterDrive.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { writtenModel } from "../model/writtenModel.ts";
import type { Problem } from "./modelFile.ts";

/** What a model file may hold besides the model. */
export interface ModelYamlParts {
  /** As under `initial` in a model file: plain data. */
  readonly initial?: unknown;
  readonly drive?: Problem["drive"];
}

/**
 * A model as the text of a model file with every coefficient in it, defaults too. `parseProblemFile` gives the model back to the last bit, with its
 * initial state and with what depends on time.
 *
 * @throws InputError for a drive of a component of the field by samples, which no file has
 */
export function modelYaml(model: SpinModel, { initial, drive }: ModelYamlParts = {}): string {
  const written = structuredClone(writtenModel(model)) as unknown as Tree;
  const { parts, breaks } = movingParts(drive, model);
  for (const [path, source] of Object.entries(parts)) place(written, path, source);
  const document = new Document({
    ...written,
    ...(breaks.length === 0 ? {} : { breaks }),
    ...(initial === undefined ? {} : { initial }),
  });
  // A line for each key of the file, as people write it.
  visit(document, {
    Collection: (_, node) => {
      if (node !== document.contents && isCollection(node)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

type Tree = { [key: string]: unknown };

/** What takes the place of constants, by the path of each, and where steps end besides: in a file they stand once for all. */
function movingParts(
  drive: Problem["drive"],
  model: SpinModel,
): { readonly parts: Tree; readonly breaks: readonly number[] } {
  if (drive === undefined) return { parts: {}, breaks: [] };
  const { source } = drive;
  const [whole, parameters, given] =
    "parameters" in source ? [source.field, source.parameters, source.breaks ?? []] : [source, {}, []];
  if (whole === undefined) return { parts: fieldAsWhole(parameters, model), breaks: given };
  const { breaks = [], ...field } = whole;
  return { parts: { ...parameters, field }, breaks: [...new Set([...given, ...breaks])].sort((a, b) => a - b) };
}

/** A file gives a field as a whole, which a drive may have by its components. */
function fieldAsWhole(parameters: ParameterSource["parameters"], model: SpinModel): Tree {
  const names = ["field.0", "field.1", "field.2"];
  if (!names.some((name) => name in parameters)) return parameters;
  const rest = Object.entries(parameters).filter(([name]) => !names.includes(name));
  const formula = names.map((name, k) => parameters[name] ?? String(model.field[k]));
  const samples = names.find((name) => typeof (parameters[name] ?? "") !== "string");
  if (samples === undefined) return { ...Object.fromEntries(rest), field: { formula } };
  throw new InputError({
    what: `${samples} is given as samples, and a model file has samples of the field as a whole only`,
    remedy: "give the component as a formula, or the samples of all three",
    value: samples,
  });
}

/** Puts a value at "collective.jumps.0.rate". */
function place(tree: Tree, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop()!;
  let at: Tree = tree;
  for (const key of keys) {
    at[key] ??= {};
    at = at[key] as Tree;
  }
  at[last] = value;
}
